import type { Effect } from '#core/effects/effect.ts';
import type { Database } from './database.ts';

/** Puts effects into the queue; those already there, settled or not, stay as they are. Belongs inside a `write`. */
export function insertEffects(db: Database, effects: readonly Effect[]): void {
  for (const effect of effects) {
    db.run(
      `INSERT INTO effects (id, meeting_id, sort, lane, due_at, ready_at, state, document)
       VALUES (?, ?, ?, ?, ?, ?, 'waiting', ?) ON CONFLICT (id) DO NOTHING`,
      effect.id,
      effect.meetingId,
      effect.what.sort,
      effect.lane,
      effect.dueAt,
      effect.dueAt,
      JSON.stringify(effect),
    );
  }
}

/**
 * The condition for all effects of the meeting `?1`. Their ids begin with its own, which makes them a range of an index that is there anyway: one by
 * meeting would cost every write.
 */
export const ofMeeting = `meeting_id = ?1 AND id > ?1 || ':' AND id < ?1 || ';'`;
