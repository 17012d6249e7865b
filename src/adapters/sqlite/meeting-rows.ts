import type { MeetingId } from '#core/ids.ts';
import { isLive, type Meeting, meetingInterval, personOn } from '#core/meetings/meeting.ts';
import type { Database } from './database.ts';

export function readMeeting(db: Database, id: MeetingId): Meeting | null {
  const row = db.get<{ document: string }>('SELECT document FROM meetings WHERE id = ?', id);
  return row ? (JSON.parse(row.document) as Meeting) : null;
}

/** Null when there is no such meeting. */
export function readRevision(db: Database, id: MeetingId): number | null {
  return db.get<{ revision: number }>('SELECT revision FROM meetings WHERE id = ?', id)?.revision ?? null;
}

/** Writes the meeting and who attends it. Belongs inside a `write`, behind the checks. */
export function putMeeting(db: Database, meeting: Meeting): void {
  const { start, end } = meetingInterval(meeting);
  const live = Number(isLive(meeting.status));
  db.run(
    `INSERT INTO meetings (id, program_id, live, ends_at, revision, document, prune_at) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET program_id = excluded.program_id, live = excluded.live, ends_at = excluded.ends_at,
       revision = excluded.revision, document = excluded.document, prune_at = excluded.prune_at`,
    meeting.id,
    meeting.programId,
    live,
    end,
    meeting.revision,
    JSON.stringify(meeting),
    live ? null : end,
  );
  db.run('DELETE FROM attendances WHERE meeting_id = ?', meeting.id);
  for (const side of ['mentor', 'learner'] as const) {
    db.run(
      `INSERT INTO attendances (person_id, scheduled_at, meeting_id, side, ends_at, status, live)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
      personOn(meeting, side),
      start,
      meeting.id,
      side,
      end,
      meeting.status,
      live,
    );
  }
}
