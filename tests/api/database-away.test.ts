import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { MeetingId } from '#core/ids.ts';
import { connectMongo } from '../../src/adapters/mongo/connect-mongo.ts';
import { operations } from '../../src/api/operations.ts';
import { createDatabase, serverUri } from '../adapters/mongo/mongo-world.ts';
import { createWay, type Way } from '../e2e/way.ts';
import { createMongoStorage } from './api-storage.ts';
import { type Answer, type ApiWorld, createApiWorld, kindOf, problemIn, quoted } from './api-world.ts';

/** Milliseconds that anybody waits for an answer. */
const soon = 3_000;

describe.skipIf(!serverUri)('the API while its database is away (needs MONGODB_TEST_URI)', () => {
  const closing: (() => unknown)[] = [];
  let way: Way;
  let world: ApiWorld;
  /** Of a session of Leo's. */
  let id = '';

  beforeAll(async () => {
    const database = await createDatabase();
    way = await createWay(database.uri);
    // As long as the product itself waits for an answer.
    const through = await connectMongo(way.through(database.uri));
    world = await createApiWorld({ storage: createMongoStorage(database.db, through) });
    id = (await world.request()).id;
    await world.session('leo');
    closing.push(world.close, through.close, way.close, database.close);
  });
  afterEach(() => way.mend());
  afterAll(async () => {
    for (const close of closing) await close();
  });

  it.each([
    { kind: 'refuses connections', goes: () => way.cut() },
    { kind: 'falls silent', goes: async () => way.silence() },
  ])(
    'says so to everybody within three seconds when it $kind, changes nothing, and goes on when it is back',
    async ({ kind, goes }) => {
      const before = await world.everything();
      await goes();

      let slowest = 0;
      async function answerOf({ method, path }: (typeof operations)[number]): Promise<Answer> {
        const began = performance.now();
        const body = method === 'get' ? {} : { body: {} };
        const answer = await world.call(method.toUpperCase(), path.replace(/\{\w+\}/, id), 'leo', body);
        slowest = Math.max(slowest, Math.round(performance.now() - began));
        return answer;
      }
      // At the moment it goes, and once that is known.
      const answers = await Promise.all(operations.map(answerOf));
      answers.push(await answerOf(operations[0]!), await answerOf(operations[1]!));
      for (const [index, answer] of answers.entries()) {
        // Whoever only looks has nothing that might have been saved.
        if (operations[index % operations.length]?.method === 'get')
          expect(problemIn(answer).detail).toMatch(
            /so it has nothing to show\. Please try again in a minute or two\.$/,
          );
        expect(kindOf(answer)).toBe('away 503');
        expect(problemIn(answer).detail).toMatch(/^Sorry, Confab (cannot reach|lost) its database/);
        expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      }
      process.stdout.write(`A database that ${kind}: the slowest of ${answers.length} answers took ${slowest} ms.\n`);
      expect(slowest).toBeLessThan(soon);

      await way.mend();
      expect(await world.everything()).toEqual(before);
      const status = async () => (await world.call('GET', `/api/meetings/${id}`, 'leo')).status;
      await expect.poll(status, { timeout: 12_000, interval: 100 }).toBe(200);
      const words = { subject: `After it ${kind}` };
      const { revision } = (await world.stores.meetings.get(id as MeetingId))!;
      const changed = await world.call('PUT', `/api/meetings/${id}`, 'leo', { body: words, headers: quoted(revision) });
      expect([changed.status, changed.json]).toEqual([200, expect.objectContaining(words)]);
    },
  );
});
