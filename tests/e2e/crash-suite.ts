/** What has to hold after processes were killed at random points, however many there are and whatever they are kept in. */
import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Meeting, Status } from '#core/meetings/meeting.ts';
import type { JournalEntry } from '../../playground/journal.ts';
import { joinPlatforms, offerOnDiscord, offerOnSlack } from './acts.ts';
import { type Crash, type CrashPeople, playThrough, type Told, type Victim } from './crash-play.ts';
import { mulberry } from './crash-points.ts';
import type { StoredEffect } from './stored.ts';
import { createWorld, type World, type WorldOptions } from './world.ts';

/** CONFAB_CRASH_SEED repeats a run as far as processes can be repeated. */
const seed = Number(process.env.CONFAB_CRASH_SEED ?? randomInt(2 ** 31));

export interface CrashSuite {
  /** "killed on SQLite" */
  title: string;
  world: WorldOptions;
  rounds: number;
  victim: Victim;
  /** Milliseconds by the shifted clock within which what a dead process left in doubt is done again. */
  repeatedWithin: number;
  /** People may answer a message before its outcome is on record: then nobody repeats it, and it stays off the record. */
  peopleGoOn?: boolean;
  skip?: boolean;
}

export function describeCrashes({
  title,
  rounds,
  victim,
  repeatedWithin,
  peopleGoOn = false,
  skip = false,
  ...options
}: CrashSuite): void {
  describe.skipIf(skip)(`${title} at ${rounds} random points (seed ${seed})`, { timeout: 300_000 }, () => {
    let world: World;
    let people: CrashPeople;
    let crashes: Crash[] = [];
    let told: Told = new Map();
    /** What stands in the channels before anything is booked. */
    let before = new Set<string>();

    beforeAll(async () => {
      world = await createWorld(options.world);
      // Weeks pass here within a minute, and Slack counts by the minute.
      world.slack.setRateLimits({
        postsPerSecond: 50,
        callsPerMinute: { 1: 1_000, 2: 1_000, 3: 1_000, 4: 1_000, special: 1_000 },
      });
      await world.begin();
      people = await settle(world);
      before = new Set([
        ...world.discord.messages(world.server.sessions).map(({ id }) => id),
        ...world.slack.messages(world.workspace.sessions).map(({ ts }) => ts),
      ]);
      ({ crashes, told } = await playThrough({ world, people, victim, rounds, random: mulberry(seed) }));
    }, 300_000);

    afterAll(async () => {
      await world?.close();
    });

    const stored = (subject: string): Meeting | undefined =>
      world.meetings().find((meeting) => meeting.subject === subject);

    /** What was under way as a process died, and may be what says these words: its outcome could not be recorded any more. */
    function inDoubt(words: string): StoredEffect[] {
      const meeting = world.meetings().find(({ subject }) => new RegExp(`${subject}(?!\\d)`).test(words));
      // What is announced to everybody names no subject.
      return crashes
        .flatMap(({ claimed }) => claimed)
        .filter(({ effect: { meetingId, what } }) =>
          meeting ? meetingId === meeting.id && what.sort === 'notice' : what.kind === 'announcement',
        );
    }

    /** Whether one of these notices was not said again, since it did not apply any more. An announcement is found again by its nonce. */
    function wasOvertaken(doubtful: readonly StoredEffect[]): boolean {
      const ids = new Set(doubtful.filter(({ effect }) => effect.what.sort === 'notice').map(({ id }) => id));
      return world.effects().some(({ id, state }) => ids.has(id) && state === 'dropped');
    }

    it('dies as often as it was meant to', () => {
      expect(crashes.length).toBe(rounds);
      expect(world.product.running()).toBe(true);
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
      const extra = shown.filter(({ id }) => !known.has(id));
      const twice = extra.filter(({ text }) => !(peopleGoOn && wasOvertaken(inDoubt(text))));
      expect(twice.map(({ text }) => text)).toEqual([]);
    });

    it('says something twice on Slack at most once, and only where its outcome was open as a process died', () => {
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
        expect(inDoubt(`${message.text} ${JSON.stringify(message.blocks)}`), `repeated: ${message.text}`).not.toEqual(
          [],
        );
        const asOften = posts.filter(
          (post) =>
            (post.answer as { ok?: boolean } | undefined)?.ok === true &&
            said(post) === said(first!) &&
            post.seq >= first!.seq &&
            post.at - first!.at < repeatedWithin,
        );
        // What was in doubt and is no longer so is said in other words, or not any more.
        expect(peopleGoOn ? [1, 2] : [2], `said: ${message.text}`).toContain(asOften.length);
      }
    });

    it('keeps one event for each booked session in the calendar, at its time, and none for the others', () => {
      const events = world.google
        .events(world.googleAccount)
        .map((event) => Date.parse((event.start as { dateTime: string }).dateTime));
      const booked = world
        .meetings()
        .filter(({ status }) => ['scheduled', 'in-progress', 'completed'].includes(status));
      expect(events.sort()).toEqual(booked.map(({ scheduledAt }) => scheduledAt).sort());
      const ids = world.google.events(world.googleAccount).map(({ id }) => id);
      expect(booked.map(({ meetingId }) => meetingId).sort()).toEqual(ids.sort());
    });

    it('sends nothing that does not fit the specs', () => {
      expect(world.violations()).toEqual([]);
    });
  });
}

/** Two platforms in one programme, a mentor on each, and three learners whose zones are known. */
async function settle(world: World): Promise<CrashPeople> {
  const { cast } = world;
  const olu = cast.discord('Olu', { zone: 'Europe/London', organiser: true });
  const rhea = cast.slack('Rhea', { zone: 'Asia/Kolkata', admin: true });
  const people = {
    ana: cast.discord('Ana', { zone: 'Europe/Berlin', locale: 'de' }),
    ben: cast.discord('Ben', { zone: 'Europe/Paris', locale: 'fr' }),
    maya: cast.discord('Maya', { zone: 'Europe/Lisbon' }),
    sam: cast.slack('Sam', { zone: 'America/Los_Angeles' }),
    priya: cast.slack('Priya', { zone: 'Asia/Kolkata' }),
  };
  await joinPlatforms(world, olu, rhea);
  await offerOnDiscord(people.maya, { topics: 'SQL', notice: '26 hours' });
  await offerOnSlack(people.priya, { topics: 'Careers', notice: '2 hours' });
  for (const person of [people.ana, people.ben]) {
    const { text } = await person.answer(await person.run('timezone', { zone: person.zone }));
    expect(text, person.name).toContain(person.zone);
  }
  return people;
}

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
  const order = new Map(world.effects().map(({ id }, index) => [`card:${id}`, index]));
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
