import type { Database } from '../../src/adapters/sqlite/database.ts';
import { putMeeting } from '../../src/adapters/sqlite/meeting-rows.ts';
import type { MeetingId } from '../../src/core/ids.ts';
import { day, minute } from '../../src/core/time/clock.ts';
import { aMeeting, NOW } from '../../tests/builders.ts';
import { onOwnConnection } from './open-stores.ts';

/**
 * Sessions of years gone by, a thousand for each mentor; every fiftieth is still to come, and every twentieth still has its effects (they are
 * forgotten 30 days after a session). The first mentors are those of the study hall. The store writes two of them, and the database copies those: so
 * every row is as the store writes it, but for its id, its people and its time, and a million take half a minute.
 */
export function fillHistory(databasePath: string, count: number, { effects = true } = {}): void {
  onOwnConnection(databasePath, (db) => {
    // Ids are in no order: with the usual two megabytes in memory most of the time would go into fetching the same pages again.
    db.get('PRAGMA cache_size = -400000');
    db.get('PRAGMA temp_store = MEMORY');
    db.get('PRAGMA foreign_keys = OFF');
    db.write('relaxed', () => copy(db, count));
    if (effects) db.write('relaxed', () => putEffects(db));
    db.get('PRAGMA wal_checkpoint(TRUNCATE)');
  });
}

function copy(db: Database, count: number): void {
  const over = 'template-over' as MeetingId;
  const ahead = 'template-ahead' as MeetingId;
  const shared = { revision: 5, meetingLink: 'https://meet.google.com/abc-defg-hij' };
  putMeeting(db, aMeeting({ ...shared, id: over, status: 'completed' }));
  putMeeting(db, aMeeting({ ...shared, id: ahead, status: 'scheduled' }));
  const mentors = Math.max(20, Math.floor(count / 1_000));
  db.run('CREATE TEMP TABLE copies (id TEXT PRIMARY KEY, template TEXT, mentor TEXT, learner TEXT, at INTEGER)');
  db.run(
    `WITH RECURSIVE numbers (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < ${count})
     INSERT INTO copies SELECT printf('%016x', random()), iif(n % 50 = 0, ?, ?),
       'mentor-' || (n % ${mentors}), 'learner-' || (n % ${20 * mentors}),
       ${NOW} + iif(n % 50 = 0, ${200 * day} + (1 + n / ${mentors}) * ${30 * minute}, -(1 + n / ${mentors}) * ${30 * minute})
     FROM numbers`,
    ahead,
    over,
  );
  db.run(
    `INSERT INTO meetings (id, program_id, live, ends_at, revision, document)
     SELECT copies.id, program_id, live, at + ends_at - document ->> '$.scheduledAt', revision, json_set(document,
       '$.id', copies.id, '$.mentorId', mentor, '$.learnerId', learner, '$.scheduledAt', at)
     FROM copies JOIN meetings ON meetings.id = template ORDER BY copies.rowid`,
  );
  db.run(
    `INSERT INTO attendances (person_id, scheduled_at, meeting_id, side, ends_at, status, live)
     SELECT iif(side = 'mentor', mentor, learner) AS person, at, copies.id, side, at + ends_at - scheduled_at, status, live
     FROM copies JOIN attendances ON meeting_id = template ORDER BY person, at`,
  );
  for (const table of ['attendances', 'meetings'])
    db.run(`DELETE FROM ${table} WHERE ${table === 'meetings' ? 'id' : 'meeting_id'} IN (?, ?)`, over, ahead);
  db.run('DROP TABLE copies');
}

function putEffects(db: Database): void {
  db.run(`
    INSERT INTO effects (id, meeting_id, sort, lane, due_at, state, settled_at, document)
    SELECT meetings.id || ':1:' || value, meetings.id, 'notice', meetings.id || '/' || value, 0, 'done', 0, meetings.document
    FROM meetings, json_each('[1, 2, 3, 4, 5, 6, 7, 8]') WHERE meetings.rowid % 20 = 0`);
}
