/**
 * One of several processes on a database. Says "ready", waits for a line, does what it was told, and says the outcome as JSON.
 * Arguments: the database, what to do, and how often.
 */
import { once } from 'node:events';
import { writeSync } from 'node:fs';
import type { PersonId } from '#core/ids.ts';
import { hour, minute } from '#core/time/clock.ts';
import { connectMongo } from '../../../src/adapters/mongo/connect-mongo.ts';
import { createMongoEffectStore } from '../../../src/adapters/mongo/effect-store.ts';
import { createMongoMeetingStore } from '../../../src/adapters/mongo/meeting-store.ts';
import { aMeeting, anEffect, NOW } from '../../builders.ts';

const [uri = '', what = '', count = '0'] = process.argv.slice(2);
const db = await connectMongo(uri, { answerWithin: 20_000 });
const meetings = createMongoMeetingStore(db);
const effects = createMongoEffectStore(db);

async function book(): Promise<unknown> {
  const requests = Array.from({ length: Number(count) }, (_, index) =>
    aMeeting({ learnerId: `learner-${process.pid}-${index}` as PersonId }),
  );
  const results = await Promise.all(requests.map((meeting) => meetings.create(meeting, [anEffect(meeting)])));
  return results.map((result) => (result.ok ? 'ok' : result.reason));
}

/** Carries out until nothing is left; every effect is said as often as it was claimed here. */
async function carryOut(): Promise<unknown> {
  const done: string[] = [];
  for (;;) {
    const claims = await effects.claim({ now: NOW, leaseUntil: NOW + minute, limit: Number(count) });
    if (claims.length === 0) return done;
    for (const claim of claims) {
      if (await effects.settle(claim, { outcome: { state: 'done' }, now: NOW })) done.push(claim.effect.id);
    }
  }
}

/** Books and moves until it is killed, and says the id of every session it was told is stored at its second time. */
async function bookOn(): Promise<never> {
  for (let index = 0; ; index += 1) {
    const meeting = aMeeting({ scheduledAt: NOW + 2 * index * hour });
    const moved = { ...meeting, scheduledAt: meeting.scheduledAt + hour, version: 2, revision: 2 };
    const results = [
      await meetings.create(meeting, [anEffect(meeting)]),
      await meetings.update(moved, [anEffect(moved)]),
    ];
    if (!results.every(({ ok }) => ok)) throw new Error(JSON.stringify(results));
    writeSync(1, `${meeting.id}\n`);
  }
}

const work = { book, 'carry-out': carryOut, 'book-on': bookOn }[what];
if (!work) throw new Error(`Cannot ${what}`);
process.stdout.write('ready\n');
await once(process.stdin, 'data');
process.stdout.write(`${JSON.stringify(await work())}\n`);
await db.close();
process.stdin.destroy();
