import type { Database } from '../../src/adapters/sqlite/database.ts';
import { putMeeting } from '../../src/adapters/sqlite/meeting-rows.ts';
import { type MeetingId, newId, type PersonId } from '../../src/core/ids.ts';
import { day, minute } from '../../src/core/time/clock.ts';
import { aMeeting, NOW } from '../../tests/builders.ts';
import { onOwnConnection } from './open-stores.ts';

const batch = 10_000;

/**
 * Sessions of years gone by, a thousand for each mentor, written as the store writes them; every fiftieth is still to come, and every twentieth
 * still has its effects (they are forgotten 30 days after a session). The first mentors are those of the study hall.
 */
export function fillHistory(databasePath: string, count: number): void {
  onOwnConnection(databasePath, (db) => fill(db, count));
}

function fill(db: Database, count: number): void {
  // Ids are in no order: with the usual two megabytes in memory most of the time would go into fetching the same pages again.
  db.get('PRAGMA cache_size = -400000');
  const mentors = Math.max(20, count / 1_000);
  const learners = 20 * mentors;
  for (let from = 0; from < count; from += batch) {
    db.write('relaxed', () => {
      for (let index = from; index < Math.min(count, from + batch); index += 1) {
        const turn = 1 + Math.floor(index / mentors);
        const ahead = index % 50 === 0;
        putMeeting(
          db,
          aMeeting({
            id: newId() as MeetingId,
            mentorId: `mentor-${index % mentors}` as PersonId,
            learnerId: `learner-${index % learners}` as PersonId,
            scheduledAt: ahead ? NOW + 200 * day + turn * 30 * minute : NOW - turn * 30 * minute,
            status: ahead ? 'scheduled' : 'completed',
            revision: 5,
            meetingLink: 'https://meet.google.com/abc-defg-hij',
          }),
        );
      }
    });
  }
  db.write('relaxed', () =>
    db.run(`
      INSERT INTO effects (id, meeting_id, sort, lane, due_at, state, settled_at, document)
      SELECT meetings.id || ':1:' || value, meetings.id, 'notice', meetings.id || '/' || value, 0, 'done', 0, meetings.document
      FROM meetings, json_each('[1, 2, 3, 4, 5, 6, 7, 8]') WHERE meetings.rowid % 20 = 0`),
  );
  db.get('PRAGMA wal_checkpoint(TRUNCATE)');
}
