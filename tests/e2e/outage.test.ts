import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { leasesEnd } from './leases-end.ts';
import {
  type Answer,
  clickThroughDiscord,
  clickThroughSlack,
  sendOnDiscord,
  sendOnSlack,
  sorry,
  suggestOnDiscord,
  suggestOnSlack,
} from './outage-clicks.ts';
import { createStand, leaveThingsUnsaid, openWindows, type Stand, typed } from './outage-stand.ts';
import { fourProcesses, mongoServer, patience, type World } from './world.ts';

const second = 1_000;
const layouts = ['one process', 'four processes'] as const;
const kinds = [
  { kind: 'refuses connections', round: 'one', lasts: 60 * second },
  { kind: 'falls silent', round: 'two', lasts: 20 * second },
] as const;
type Kind = (typeof kinds)[number];

/** How long anybody waits for an answer. */
const soon = 3 * second;

interface Outage {
  answers: Answer[];
  windows: Answer[];
  suggestions: Answer[];
  /** What was stored as it began, and as it ended. */
  before: Record<string, string[]>;
  after: Record<string, string[]>;
  pids: { before: unknown; after: unknown };
  /** What Uma had typed, as her window shows it while the database is away. */
  kept: string;
}

describe.skipIf(!mongoServer)('a database that goes away (needs MONGODB_TEST_URI)', { timeout: 120_000 }, () => {
  const stands = new Map<string, Stand>();

  beforeAll(async () => {
    const [one, four] = await Promise.all([
      createStand(mongoServer ?? '', {}),
      createStand(mongoServer ?? '', { processes: fourProcesses, slackOver: 'http' }),
    ]);
    stands.set('one process', one).set('four processes', four);
  }, 90_000);

  afterAll(async () => {
    for (const { world, way } of stands.values()) {
      await world.close();
      await way.close();
    }
  });

  describe.each(kinds)('that $kind', (kind) => {
    const outages = new Map<string, Outage>();

    beforeAll(async () => {
      const all = [...stands].map(async ([layout, stand]) => outages.set(layout, await throughOutage(stand, kind)));
      await Promise.all(all);
    }, 180_000);

    describe.each(layouts)('%s', (layout) => {
      const outage = () => outages.get(layout)!;

      it('answers every click with what did not happen, in time', () => {
        const { answers, windows } = outage();
        const wrong = [...answers, ...windows].filter(({ ms, text }) => ms > soon || !sorry.test(text));
        expect(wrong).toEqual([]);
        expect(answers.length).toBeGreaterThan(40);
        const slowest = Math.max(...[...answers, ...windows].map(({ ms }) => ms));
        process.stdout.write(`${layout}, ${kind.kind}: the slowest of ${answers.length} answers took ${slowest} ms.\n`);
      });

      it('suggests nobody, without a fuss', () => {
        expect(outage().suggestions.filter(({ ms, text }) => ms > soon || text !== '[]')).toEqual([]);
      });

      it('keeps in the window on Slack what was typed', () => {
        expect(outage().kept).toContain(typed.description);
      });

      it('leaves nothing half-done', () => {
        const { before, after } = outage();
        expect(after).toEqual(before);
        expect(Object.keys(before)).toEqual(expect.arrayContaining(['meetings', 'people', 'programs']));
      });

      it('goes on by itself when it is back, and says nothing twice', { timeout: 90_000 }, async () => {
        const { world } = stands.get(layout)!;
        await isBack(stands.get(layout)!);
        expect(outage().pids.after).toEqual(outage().pids.before);
        // What was said is recorded first, without anybody's help.
        const unrecorded = () =>
          world
            .effects()
            .filter(({ id, state }) => state === 'claimed' && underWay.some((flying) => id.startsWith(flying)))
            .map(({ id }) => id);
        const underWay = world
          .meetings()
          .filter(({ subject }) => [`In flight ${kind.round}`, `Flying ${kind.round}`].includes(subject))
          .map(({ id }) => `${id}:1:request`);
        expect(underWay).toHaveLength(2);
        await expect.poll(unrecorded, { timeout: patience, interval: 50 }).toEqual([]);
        // Then what waits, by the sweep a minute later; and at the end of its lease what was claimed and the answer lost.
        await leasesEnd(world, 60 * second);
        await world.connected();
        await world.quiet(30 * second);
        for (const subject of [`Held up ${kind.round}`, `In flight ${kind.round}`])
          expect(postsAbout(world, subject), subject).toHaveLength(1);
        expect(postsAbout(world, `Flying ${kind.round}`)).toHaveLength(1);
        expect(world.effects().filter(({ state }) => state === 'failed')).toEqual([]);
        expect(repeated(world)).toEqual([]);
      });

      it('takes what was typed before', { timeout: 60_000 }, async () => {
        const { world, uma } = stands.get(layout)!;
        const sent = await uma.submit();
        expect([sent.outcome, sent.errors]).toEqual(['ok', undefined]);
        const booked = world.meetings().find(({ subject }) => subject === `Typed ${kind.round}`);
        expect(booked?.description).toBe(typed.description);
      });
    });
  });

  it.each(layouts)('sends nothing that does not fit the specs (%s)', (layout) => {
    expect(stands.get(layout)!.world.violations()).toEqual([]);
  });
});

/** From the moment the database is away until it is back; everything that can be clicked is clicked meanwhile. */
async function throughOutage(stand: Stand, { kind, round, lasts }: Kind): Promise<Outage> {
  const { world, way, onDiscord, onSlack, ben, dan, uma, priya, rhea } = stand;
  const pids = () => world.product.processes.map((one) => [one, world.product.running(one), world.product.pid(one)]);
  const { booking, offer } = await openWindows(stand, `Typed ${round}`);
  const letGo = await leaveThingsUnsaid(stand, round);
  const pidsBefore = pids();
  if (kind === 'falls silent') way.silence();
  else await way.cut();
  const ends = performance.now() + lasts;
  letGo();
  const before = world.everything();
  const [windows, suggestions] = await Promise.all([
    Promise.all([
      sendOnDiscord(world, ben, booking, {
        'free times': [ben.options(booking, 'free times')[2]?.value ?? ''],
        about: 'Sent in vain',
      }),
      sendOnDiscord(world, dan, offer, { topics: 'Go', hours: 'daily 08:00-22:00', length: '30', notice: '1 hour' }),
      sendOnSlack(world, uma),
      sendOnSlack(world, priya),
      sendOnSlack(world, rhea),
    ]),
    Promise.all([suggestOnDiscord(world, onDiscord.learner), suggestOnDiscord(world, onDiscord.mentor)]),
  ]);
  const kept = JSON.stringify(world.slack.openViews(uma).at(-1)?.values ?? '');
  if (kept.includes(typed.description)) suggestions.push(await suggestOnSlack(world, uma));
  const answers: Answer[] = [];
  let pass = 0;
  do {
    const began = performance.now();
    const clicked = await Promise.all([clickThroughDiscord(world, onDiscord), clickThroughSlack(world, onSlack)]);
    answers.push(...clicked.flat());
    pass = performance.now() - began;
  } while (ends - performance.now() > pass);
  await wait(Math.max(0, ends - performance.now()));
  const after = world.everything();
  const pidsAfter = pids();
  await way.mend();
  return {
    answers,
    windows,
    suggestions,
    before,
    after,
    kept,
    pids: { before: pidsBefore, after: pidsAfter },
  };
}

/** Until both platforms get answers as ever, and the door says that it is open. */
async function isBack({ world, onDiscord, tom }: Stand): Promise<void> {
  const port = world.product.port();
  const ready = async () => (await fetch(`http://127.0.0.1:${port}/readyz`)).status;
  await expect.poll(ready, { timeout: patience, interval: 100 }).toBe(200);
  const { learner } = onDiscord;
  const meetings = async () => (await learner.answer(await learner.run('meetings'))).text;
  await expect.poll(meetings, { timeout: patience, interval: 100 }).toContain('Joins');
  await tom.run('/confab', 'mentors');
  await tom.reads('Careers');
}

function postsAbout({ journal }: World, subject: string) {
  return journal.entries.filter(
    ({ what, status = 200, body }) =>
      /^POST \/channels\/.*\/messages$|^chat\.postMessage$/.test(what) &&
      status < 300 &&
      JSON.stringify(body).includes(subject) &&
      JSON.stringify(body).includes('asks you'),
  );
}

/** Messages that were sent more than once: by their nonce on Discord, by their words on Slack. */
function repeated({ journal }: World): string[] {
  const keys = journal.entries.flatMap(({ what, status = 200, body }) => {
    const { nonce, channel, text } = (body ?? {}) as { nonce?: string; channel?: string; text?: string };
    if (status >= 300 || sorry.test(text ?? '')) return [];
    if (what === 'chat.postMessage') return `${channel} ${text}`;
    return /^POST \/channels\/.*\/messages$/.test(what) ? String(nonce) : [];
  });
  return keys.filter((key, index) => keys.indexOf(key) !== index);
}
