import { randomInt } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Meeting, Status } from '#core/meetings/meeting.ts';
import type { JournalEntry } from '../../playground/journal.ts';
import type { DiscordPerson, SlackPerson } from '../../playground/story/cast.ts';
import { joinPlatforms, offerOnDiscord, offerOnSlack } from './acts.ts';
import {
  type Go,
  type Learner,
  learnerOnDiscord,
  learnerOnSlack,
  type Mentor,
  mentorOnDiscord,
  mentorOnSlack,
} from './crash-lines.ts';
import { createWorld, type StoredEffect, type World } from './world.ts';

const rounds = 20;
/** One each: a post that two crashes in a row leave in doubt is given up, since it may have been shown twice by then. */
const crashesARound = 1;
/** Requests of the app in a round, about; and how long one takes, in milliseconds. A crash is at one of them or in between. */
const requestsARound = 30;
const roundTakes = 2_500;

/** CONFAB_CRASH_SEED repeats a run as far as two processes can be repeated. */
const seed = Number(process.env.CONFAB_CRASH_SEED ?? randomInt(2 ** 31));
const random = mulberry(seed);

/** When the process is killed: some time after the round began, or as a request arrives: before it is carried out, or before it is answered. */
type CrashPoint = { kind: 'time'; ms: number } | { kind: 'request'; nth: number; carriedOut: boolean };

interface Crash {
  /** Position in the journal. */
  seq: number;
  /** By the shifted clock. */
  at: number;
}

/** Fulfils its promises as long as the process lives. */
interface Life {
  over: Promise<never>;
  end(): void;
}

describe(`killed at ${rounds * crashesARound} random points (seed ${seed})`, { timeout: 300_000 }, () => {
  let world: World;
  let people: { ana: DiscordPerson; ben: DiscordPerson; maya: DiscordPerson; sam: SlackPerson; priya: SlackPerson };
  const crashes: Crash[] = [];
  /** What stands in the channels before anything is booked. */
  let before = new Set<string>();
  /** What people were shown as done: by subject, the status and time that they know. */
  const told = new Map<string, { status: Status; at?: number }>();

  beforeAll(async () => {
    world = await createWorld();
    // Weeks pass here within a minute, and Slack counts by the minute.
    world.slack.setRateLimits({
      postsPerSecond: 50,
      callsPerMinute: { 1: 1_000, 2: 1_000, 3: 1_000, 4: 1_000, special: 1_000 },
    });
    await world.begin();
    const { cast } = world;
    const olu = cast.discord('Olu', { zone: 'Europe/London', organiser: true });
    const rhea = cast.slack('Rhea', { zone: 'Asia/Kolkata', admin: true });
    people = {
      ana: cast.discord('Ana', { zone: 'Europe/Berlin', locale: 'de' }),
      ben: cast.discord('Ben', { zone: 'Europe/Paris', locale: 'fr' }),
      maya: cast.discord('Maya', { zone: 'Europe/Lisbon' }),
      sam: cast.slack('Sam', { zone: 'America/Los_Angeles' }),
      priya: cast.slack('Priya', { zone: 'Asia/Kolkata' }),
    };
    await joinPlatforms(world, olu, rhea);
    await offerOnDiscord(people.maya, { topics: 'SQL', notice: '26 hours' });
    await offerOnSlack(people.priya, { topics: 'Careers', notice: '2 hours' });
    for (const [person, words] of [
      [people.ana, 'sql'],
      [people.ben, 'careers'],
    ] as const) {
      const said = await person.answer(await person.run('timezone', { zone: person.zone }));
      expect(said.text, words).toContain(person.zone);
    }
    before = new Set([
      ...world.discord.messages(world.server.sessions).map(({ id }) => id),
      ...world.slack.messages(world.workspace.sessions).map(({ ts }) => ts),
    ]);
    await playThrough();
  }, 300_000);

  afterAll(async () => {
    await world?.close();
  });

  const stored = (subject: string): Meeting | undefined =>
    world.meetings().find((meeting) => meeting.subject === subject);

  async function playThrough(): Promise<void> {
    let life = createLife();
    let up: Promise<void> = Promise.resolve();
    const go: Go = (act) => Promise.race([act, life.over]);

    function crash(): void {
      crashes.push({ seq: world.journal.entries.length - 1, at: world.clock.now() });
      const gone = world.product.kill();
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
      await Promise.race([world.restart(), mine.over]).catch((error: unknown) => {
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

    async function line(
      learner: Learner,
      mentor: Mentor,
      subject: string,
      slot: number,
      ending: number,
    ): Promise<void> {
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
        told.set(subject, { status: 'scheduled', at: stored(subject)!.scheduledAt });
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

    /** The clock goes to the next moments at which something becomes due; nobody waits in between for longer than that takes. */
    async function timePasses(): Promise<void> {
      for (let step = 0; step < 3; step += 1) {
        await quiet();
        const next = world
          .effects()
          .filter(({ state, effect }) => state === 'waiting' && effect.dueAt > world.clock.now())
          .map(({ effect }) => effect.dueAt);
        await go(world.moveTo(Math.min(...next) + 200)).catch(() => standing());
      }
      await quiet();
    }

    const quiet = () =>
      insist(
        'everything that was due',
        () => go(world.quiet()),
        () => false,
      );

    const { ana, ben, maya, sam, priya } = people;
    const parts = { world, go, stored };
    const [onDiscord, onSlack] = [mentorOnDiscord(parts, maya), mentorOnSlack(parts, priya)];
    for (let round = 0; round < rounds; round += 1) {
      const points = Array.from({ length: crashesARound }, crashPoint);
      const disarm = arm(world, points, crash);
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
  }

  it('dies as often as it was meant to', () => {
    expect(crashes.length).toBe(rounds * crashesARound);
  });

  it('keeps every session as people were told it is', () => {
    expect(
      world
        .meetings()
        .map(({ subject }) => subject)
        .sort(),
    ).toEqual([...told.keys()].sort());
    for (const [subject, { status, at }] of told) {
      const meeting = stored(subject)!;
      // What was booked may have begun and ended by the clock since.
      expect(status === 'scheduled' ? ['scheduled', 'in-progress', 'completed'] : [status], subject).toContain(
        meeting.status,
      );
      if (at !== undefined) expect(meeting.scheduledAt, subject).toBe(at);
    }
  });

  it('has the latest message to each person say how the session stands', () => {
    const wrong = world.meetings().flatMap((meeting) =>
      [meeting.mentorId, meeting.learnerId].flatMap((personId) => {
        const text = latestCard(world, meeting, personId);
        return text === null || headlines[meeting.status].test(text)
          ? []
          : [`${meeting.subject}, ${meeting.status}: ${text}`];
      }),
    );
    expect(wrong).toEqual([]);
  });

  it('loses no notice: each was said, or did not apply any more', () => {
    const effects = world.effects();
    expect(effects.filter(({ state }) => state === 'failed')).toEqual([]);
    expect(
      effects.filter(
        ({ state, effect }) => ['waiting', 'claimed'].includes(state) && effect.dueAt <= world.clock.now(),
      ),
    ).toEqual([]);
    const notices = effects.filter(({ effect }) => effect.what.sort === 'notice');
    expect(notices.filter(({ state, reason }) => state === 'dropped' && !overtaken.test(reason ?? ''))).toEqual([]);
    const places = new Map(world.places().map((place) => [place.key, place]));
    const unseen = notices.filter(
      ({ id, state }) => state === 'done' && !isShown(world, places.get(`card:${id}`)?.ref),
    );
    expect(unseen).toEqual([]);
    expect(notices.filter(({ state }) => state === 'done').length).toBeGreaterThan(rounds * 6);
  });

  it('says nothing twice on Discord', () => {
    const known = new Set([...before, ...world.places().map(({ ref }) => ref.messageId)]);
    const { ana, ben, maya } = people;
    const shown = [
      ...[ana, ben, maya].flatMap((person) => world.discord.dms(person)),
      ...world.discord.messages(world.server.sessions),
    ];
    expect(shown.filter(({ id }) => !known.has(id)).map(({ text }) => text)).toEqual([]);
  });

  it('says something twice on Slack at most once, and only where its request was in flight as the process died', () => {
    const known = new Set([...before, ...world.places().map(({ ref }) => ref.messageId)]);
    const { sam, priya } = people;
    const shown = [
      ...[sam, priya].flatMap((person) => world.slack.dms(person)),
      ...world.slack.messages(world.workspace.sessions),
    ];
    // What a channel is told when announcements begin there is an answer to the organiser, and on no record.
    const extra = shown.filter(({ ts, text }) => !known.has(ts) && !text.includes('Rhea set this up'));
    const posts = world.journal.entries.filter(({ realm, what }) => realm === 'slack' && what === 'chat.postMessage');
    const postOf = (ts: string) => posts.find(({ answer }) => (answer as { ts?: string } | undefined)?.ts === ts);
    for (const message of extra) {
      const first = postOf(message.ts);
      expect(first && crashes.some((crash) => inFlight(first, crash)), `repeated: ${message.text}`).toBe(true);
      const asOften = posts.filter(
        (post) =>
          (post.answer as { ok?: boolean } | undefined)?.ok === true &&
          said(post) === said(first!) &&
          post.seq >= first!.seq &&
          post.at - first!.at < 60_000,
      );
      expect(asOften.length, `said: ${message.text}`).toBe(2);
    }
  });

  it('keeps one event for each booked session in the calendar, at its time, and none for the others', () => {
    const events = world.google
      .events(world.googleAccount)
      .map((event) => Date.parse((event.start as { dateTime: string }).dateTime));
    const booked = world.meetings().filter(({ status }) => ['scheduled', 'in-progress', 'completed'].includes(status));
    expect(events.sort()).toEqual(booked.map(({ scheduledAt }) => scheduledAt).sort());
    const ids = world.google.events(world.googleAccount).map(({ id }) => id);
    expect(booked.map(({ meetingId }) => meetingId).sort()).toEqual(ids.sort());
  });

  it('sends nothing that does not fit the specs', () => {
    expect(world.violations()).toEqual([]);
  });
});

/** Reasons for which a notice may be left unsaid: something newer was said instead. */
const overtaken = /was answered, moved or withdrawn|^the session is|moved again|was moved, began|too late/;

const headlines: Record<Status, RegExp> = {
  requested: /asks you/,
  scheduled: /booked|accepted|moved your session|starts/,
  'in-progress': /on now/,
  completed: /is over/,
  cancelled: /cancelled|no longer asks|withdrawn/,
  declined: /declined|cannot take/,
  expired: /ended|did not answer/,
};

function createLife(): Life {
  const { promise, reject } = Promise.withResolvers<never>();
  promise.catch(() => {});
  return { over: promise, end: () => reject(new Error('Confab died.')) };
}

function crashPoint(): CrashPoint {
  const kind = random();
  if (kind < 0.3) return { kind: 'time', ms: Math.floor(random() * roundTakes) };
  return { kind: 'request', nth: 1 + Math.floor(random() * requestsARound), carriedOut: kind < 0.65 };
}

/** Kills at these points. The result takes back what has not happened, and says how many that are. */
function arm(world: World, points: readonly CrashPoint[], crash: () => void): () => number {
  let left = points.length;
  let seen = 0;
  let armed = true;
  const stop = new AbortController();
  const strike = (): void => {
    left -= 1;
    crash();
  };
  for (const point of points) {
    if (point.kind === 'time') wait(point.ms, null, { signal: stop.signal }).then(strike, () => {});
  }
  const wanted = (carriedOut: boolean, nth: number): boolean =>
    points.some((point) => point.kind === 'request' && point.carriedOut === carriedOut && point.nth === nth);
  // A request that is to be left undone is caught on its way in, any other when it is done and about to be answered.
  const caught = (): boolean => {
    if (!armed) return false;
    seen += 1;
    return wanted(false, seen);
  };
  const times = Number.POSITIVE_INFINITY;
  world.discord.fail(caught, 'hang', times);
  world.slack.fail(caught, 'hang', times);
  world.google.fail(caught, 'hang', times);
  const unwatch = world.journal.watch((entry) => {
    if (isRequest(entry) && (isUndone(entry) || wanted(true, seen))) strike();
  });
  return () => {
    armed = false;
    stop.abort();
    unwatch();
    return left;
  };
}

function isRequest({ direction, realm, what }: JournalEntry): boolean {
  if (direction !== 'from-app') return false;
  return realm !== 'slack' || !/^(answer to|warning|socket)/.test(what);
}

function isUndone({ answer }: JournalEntry): boolean {
  return answer === 'hang' || answer === 'never answered';
}

function isShown(
  { discord, slack }: World,
  ref: { platform: string; channelId: string; messageId: string } | undefined,
): boolean {
  if (!ref) return false;
  if (ref.platform === 'discord') return discord.message(ref.messageId) !== undefined;
  return slack.messages(ref.channelId).some(({ ts }) => ts === ref.messageId);
}

/** What the newest card about the meeting says to this person; null where they were never sent one. */
function latestCard(world: World, meeting: Meeting, personId: string): string | null {
  const order = new Map(world.effects().map(({ id }: StoredEffect, index) => [`card:${id}`, index]));
  const newest = world
    .places()
    .filter((place) => place.personId === personId && place.key.startsWith(`card:${meeting.id}`))
    .sort((a, b) => (order.get(a.key) ?? 0) - (order.get(b.key) ?? 0))
    .at(-1);
  if (!newest) return null;
  const { platform, channelId, messageId } = newest.ref;
  if (platform === 'discord') return world.discord.message(messageId)?.text ?? '(gone)';
  const message = world.slack.messages(channelId).find(({ ts }) => ts === messageId);
  return message ? `${message.text} ${JSON.stringify(message.blocks)}` : '(gone)';
}

/** Who was told what, whatever ids the blocks got. */
function said({ body }: JournalEntry): string {
  const { channel, text } = body as { channel: string; text: string };
  return `${channel} ${text}`;
}

/** It may arrive a little after the process died; and it is in flight until its outcome is written down, a little after its answer. */
function inFlight(post: JournalEntry, crash: Crash): boolean {
  return Math.abs(crash.at - post.at) < 250;
}

/** Mulberry32: small, and the same everywhere. */
function mulberry(start: number): () => number {
  let state = start >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
