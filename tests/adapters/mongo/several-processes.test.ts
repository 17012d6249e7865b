import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { trusted } from 'mongoose';
import { afterEach, describe, expect, it } from 'vitest';
import { hour } from '#core/time/clock.ts';
import { aMeeting, anEffect, leo, maya, NOW } from '../../builders.ts';
import { createDatabase, serverUri, storesOn } from './mongo-world.ts';

const script = fileURLToPath(new URL('./worker.ts', import.meta.url));
const children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

function start(uri: string, what: string, count: number) {
  const child = spawn(process.execPath, [script, uri, what, String(count)], { stdio: ['pipe', 'pipe', 'inherit'] });
  children.push(child);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return { child, next: async () => (await lines.next()).value as string | undefined };
}

/** Four processes that are all connected, and begin together. What each of them says. */
async function inFourProcesses(uri: string, what: 'book' | 'carry-out', count: number): Promise<string[][]> {
  const workers = Array.from({ length: 4 }, () => start(uri, what, count));
  const next = (worker: (typeof workers)[number]) => worker.next();
  expect(await Promise.all(workers.map(next))).toEqual(Array.from({ length: 4 }, () => 'ready'));
  for (const { child } of workers) child.stdin.write('go\n');
  return (await Promise.all(workers.map(next))).map((line) => JSON.parse(line ?? '[]') as string[]);
}

describe.skipIf(!serverUri)('several processes on one MongoDB (needs MONGODB_TEST_URI)', () => {
  it('give one slot to exactly one of 200 simultaneous requests', { timeout: 120_000 }, async () => {
    const { db, uri, close } = await createDatabase();
    try {
      const outcomes = (await inFourProcesses(uri, 'book', 50)).flat();
      expect(outcomes).toHaveLength(200);
      expect(outcomes.filter((outcome) => outcome === 'ok')).toHaveLength(1);
      expect(outcomes.filter((outcome) => outcome === 'slot-taken')).toHaveLength(199);
      // What the others tried to take is given back to the last cell.
      expect(await db.meetings.countDocuments()).toBe(1);
      expect((await storesOn(db).effects.claim({ now: NOW, leaseUntil: NOW + hour, limit: 10 })).length).toBe(1);
    } finally {
      await close();
    }
  });

  it('carry every effect out once', { timeout: 120_000 }, async () => {
    const { db, uri, close } = await createDatabase();
    try {
      const { meetings } = storesOn(db);
      const ids: string[] = [];
      for (let index = 0; index < 40; index += 1) {
        const meeting = aMeeting({ scheduledAt: NOW + index * hour });
        const effects = [
          anEffect(meeting, { sort: 'notice', kind: 'request', to: maya }),
          anEffect(meeting, { sort: 'notice', kind: 'accepted', to: maya }),
          anEffect(meeting, { sort: 'notice', kind: 'accepted', to: leo }),
          anEffect(meeting, { sort: 'sync', kind: 'calendar' }),
        ];
        ids.push(...effects.map(({ id }) => id));
        expect(await meetings.create(meeting, effects)).toEqual({ ok: true });
      }
      const carried = await inFourProcesses(uri, 'carry-out', 10);
      expect(carried.flat().sort()).toEqual(ids.sort());
      expect(carried.filter((mine) => mine.length > 0).length).toBeGreaterThan(1);
    } finally {
      await close();
    }
  });

  it('keep every confirmed session, and no half of another, when one is killed', { timeout: 120_000 }, async () => {
    const { db, uri, close } = await createDatabase();
    try {
      const confirmed: string[] = [];
      for (const limit of [3, 11, 17]) {
        await db.meetings.deleteMany({});
        confirmed.length = 0;
        const { child, next } = start(uri, 'book-on', 0);
        expect(await next()).toBe('ready');
        child.stdin.write('go\n');
        for (let line = await next(); line !== undefined; line = await next()) {
          if (confirmed.push(line) === limit) child.kill('SIGKILL');
        }
        const docs = await db.meetings.find().lean();
        const whole = docs.filter(({ status }) => status !== undefined);
        expect(whole.map(({ _id }) => _id)).toEqual(expect.arrayContaining(confirmed));
        for (const doc of whole) expect(doc.effects).toHaveLength(doc.version ?? 0);
        expect(docs.length - whole.length).toBeLessThanOrEqual(1);

        await db.meetings.updateMany({ reservedAt: trusted({ $exists: true }) }, { $set: { reservedAt: new Date(0) } });
        await storesOn(db).effects.prune(0);
        const after = await db.meetings.find().lean();
        expect(after).toHaveLength(whole.length);
        // Half an hour, for two people.
        for (const doc of after) expect(doc.holds).toHaveLength(12);
      }
    } finally {
      await close();
    }
  });
});
