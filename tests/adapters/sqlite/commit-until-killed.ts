/**
 * A process that does nothing but book: it takes the database, says so, and then says the id of every meeting it was told is stored.
 * The test kills it somewhere in the middle. Arguments: the database, and a prefix for the ids.
 */
import { writeSync } from 'node:fs';
import type { MeetingId } from '#core/ids.ts';
import { day, hour } from '#core/time/clock.ts';
import { openDatabase } from '../../../src/adapters/sqlite/database.ts';
import { createSqliteEffectStore } from '../../../src/adapters/sqlite/effect-store.ts';
import { createSqliteMeetingStore } from '../../../src/adapters/sqlite/meeting-store.ts';
import { acquireOwnership } from '../../../src/adapters/sqlite/ownership.ts';
import { aMeeting, anEffect, NOW } from '../../builders.ts';

const [path = '', prefix = ''] = process.argv.slice(2);
const say = (line: string) => writeSync(1, `${line}\n`);

const ownership = acquireOwnership(path);
if (!ownership.ok) {
  say(ownership.message);
  process.exit(3);
}
say('owner');

const db = openDatabase(path);
const meetings = createSqliteMeetingStore(db);
const effects = createSqliteEffectStore(db);
const [offset = 0] = db.all<{ made: number }>('SELECT count(*) AS made FROM meetings').map(({ made }) => made);

for (let index = 0; ; index += 1) {
  const id = `${prefix}-${index}` as MeetingId;
  const meeting = aMeeting({ id, scheduledAt: NOW + day + (offset + index) * hour });
  const result = await meetings.create(meeting, [anEffect(meeting)]);
  if (!result.ok) throw new Error(result.reason);
  say(id);
  // Bookkeeping in between, which changes the level of durability there and back.
  await effects.claim({ now: NOW, leaseUntil: NOW + hour, limit: 1 });
}
