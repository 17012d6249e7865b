/** Weeks of sessions in rounds: in each, people book, accept, move and cancel, and once somebody is killed. */
import type { Meeting, Status } from '#core/meetings/meeting.ts';
import type { DiscordPerson, SlackPerson } from '../../playground/story/cast.ts';
import {
  type Go,
  type Learner,
  learnerOnDiscord,
  learnerOnSlack,
  type Mentor,
  mentorOnDiscord,
  mentorOnSlack,
} from './crash-lines.ts';
import { arm, drawCrashPoint, type RoundSize, type Trap } from './crash-points.ts';
import type { StoredEffect } from './stored.ts';
import type { World } from './world.ts';

export interface CrashPeople {
  ana: DiscordPerson;
  ben: DiscordPerson;
  maya: DiscordPerson;
  sam: SlackPerson;
  priya: SlackPerson;
}

export interface Crash {
  /** What was under way as it happened. */
  claimed: StoredEffect[];
}

/** What people were shown as done: by subject, the status and time that they know. */
export type Told = Map<string, { status: Status; at?: number }>;

/** Who dies, and what has to pass until the others can go on. */
export interface Victim {
  /** The process to kill now; all of the product where it is not said. */
  choose?(world: World): string;
  counts: Trap['counts'];
  round: RoundSize;
  /** After the death of a process and before it is started again. */
  beforeStart?(world: World): Promise<void>;
  /** After it was started again. */
  afterStart?(world: World): Promise<void>;
}

/** Fulfils its promises as long as nobody dies. */
interface Life {
  over: Promise<never>;
  end(): void;
}

interface Play {
  world: World;
  people: CrashPeople;
  victim: Victim;
  rounds: number;
  random: () => number;
}

export async function playThrough({ world, people, victim, rounds, random }: Play) {
  const crashes: Crash[] = [];
  const told: Told = new Map();
  let life = createLife();
  let up: Promise<void> = Promise.resolve();
  const go: Go = (act) => Promise.race([act, life.over]);
  const stored = (subject: string): Meeting | undefined =>
    world.meetings().find((meeting) => meeting.subject === subject);

  function crash(): void {
    const who = victim.choose?.(world);
    const gone = world.product.kill(who);
    crashes.push({ claimed: world.effects().filter(({ state }) => state === 'claimed') });
    // People stop, too: what they were doing comes to nothing, or they do not see that it was done, and try again.
    life.end();
    life = createLife();
    const last = up;
    up = last.catch(() => {}).then(() => bringUp(gone));
    up.catch(() => {});
  }

  /** It may be killed again while it starts; then whoever killed it brings it up. */
  async function bringUp(gone: Promise<void>): Promise<void> {
    await gone;
    if (world.product.running()) return;
    const mine = life;
    const start = async (): Promise<void> => {
      await victim.beforeStart?.(world);
      await world.restart();
      await victim.afterStart?.(world);
    };
    await Promise.race([start(), mine.over]).catch((error: unknown) => {
      if (mine === life) throw error;
    });
  }

  /** Up and connected, after however many crashes. */
  async function standing(): Promise<void> {
    for (let seen = null; seen !== up; ) {
      seen = up;
      await seen;
      await Promise.race([world.connected(), life.over]).catch(() => {});
    }
  }

  /** Does it again until it is done, or is seen to have been done. */
  async function insist(what: string, act: () => Promise<void>, done: () => boolean): Promise<void> {
    let last: unknown;
    for (let tries = 0; tries < 6; tries += 1) {
      await standing();
      if (tries > 0 && done()) return;
      try {
        return await act();
      } catch (error) {
        last = error;
      }
    }
    const logged = world.product.log.filter(({ level }) => level >= 50).slice(-3);
    const reason = last instanceof Error ? last.message : String(last);
    throw new Error(`${what} could not be done: ${reason}\n${logged.map((one) => JSON.stringify(one)).join('\n')}`);
  }

  async function line(learner: Learner, mentor: Mentor, subject: string, slot: number, ending: number): Promise<void> {
    await insist(
      `to book ${subject}`,
      () => learner.book(subject, slot),
      () => stored(subject) !== undefined,
    );
    told.set(subject, { status: 'requested' });
    const accepted = () => stored(subject)?.status === 'scheduled';
    await insist(`to accept ${subject}`, () => mentor.accept(subject), accepted);
    told.set(subject, { status: 'scheduled' });
    if (ending > 0) {
      const before = stored(subject)?.scheduledAt;
      const moved = () => stored(subject)?.scheduledAt !== before;
      await insist(`to move ${subject}`, () => learner.move(subject, slot + 3), moved);
      const now = stored(subject);
      told.set(subject, { status: 'scheduled', ...(now ? { at: now.scheduledAt } : {}) });
    }
    if (ending > 1) {
      await insist(
        `to cancel ${subject}`,
        () => learner.cancel(subject),
        () => stored(subject)?.status === 'cancelled',
      );
      told.set(subject, { status: 'cancelled' });
    }
  }

  const quiet = () =>
    insist(
      'everything that was due',
      () => go(world.quiet()),
      () => false,
    );

  /** The clock goes to the next moments at which something becomes due; nobody waits in between for longer than that takes. */
  async function timePasses(): Promise<void> {
    for (let step = 0; step < 3; step += 1) {
      await quiet();
      const next = world
        .effects()
        .filter(({ state, effect }) => state === 'waiting' && effect.dueAt > world.clock.now())
        .map(({ effect }) => effect.dueAt);
      if (next.length > 0) await go(world.moveTo(Math.min(...next) + 200)).catch(() => standing());
    }
    await quiet();
  }

  const { ana, ben, maya, sam, priya } = people;
  const parts = { world, go, stored };
  const [onDiscord, onSlack] = [mentorOnDiscord(parts, maya), mentorOnSlack(parts, priya)];
  for (let round = 0; round < rounds; round += 1) {
    // One each: a post that two crashes in a row leave in doubt is given up, since it may have been shown twice by then.
    const points = [drawCrashPoint(random, victim.round)];
    const survivors = victim.choose !== undefined;
    const disarm = arm(world, { points, crash, survivors, counts: victim.counts });
    const pick = () => Math.floor(random() * 3);
    await Promise.all([
      line(learnerOnDiscord(parts, ana, 'sql'), onDiscord, `Joins ${round}`, pick(), pick()),
      round % 3 === 2
        ? line(learnerOnDiscord(parts, ben, 'careers'), onSlack, `Rust ${round}`, pick(), pick())
        : line(learnerOnSlack(parts, sam, 'careers'), onSlack, `Careers ${round}`, pick(), pick()),
    ]);
    await timePasses();
    // What the round was too short for happens now.
    for (let left = disarm(); left > 0; left -= 1) {
      crash();
      await quiet();
    }
  }
  await quiet();
  return { crashes, told };
}

function createLife(): Life {
  const { promise, reject } = Promise.withResolvers<never>();
  promise.catch(() => {});
  return { over: promise, end: () => reject(new Error('Confab died.')) };
}
