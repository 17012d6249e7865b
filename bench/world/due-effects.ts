import type { Database } from '../../src/adapters/sqlite/database.ts';
import { insertEffects } from '../../src/adapters/sqlite/effect-rows.ts';
import { putMeeting } from '../../src/adapters/sqlite/meeting-rows.ts';
import { type Effect, type EffectKind, meetingEffect } from '../../src/core/effects/effect.ts';
import { type MeetingId, newId, type PersonId } from '../../src/core/ids.ts';
import { hour, type Instant } from '../../src/core/time/clock.ts';
import { aMeeting } from '../../tests/builders.ts';
import { onOwnConnection } from './open-stores.ts';

/** What a mentor of the study hall has to be done: a request is told, or cards that nobody was sent are brought up to date. */
export type Errand = 'notice' | 'nothing';

/**
 * One effect for each of so many requests, due at its moment, in one write: putting them in is not what is measured.
 * @param dueAt Of the effect with this number.
 */
export function putDueEffects(
  databasePath: string,
  { errand, count, dueAt, now }: { errand: Errand; count: number; dueAt(index: number): Instant; now: Instant },
): Effect[] {
  const put = (db: Database) => {
    const effects: Effect[] = [];
    for (let index = 0; index < count; index += 1) {
      const mentorId = `mentor-${index % 20}` as PersonId;
      const meeting = aMeeting({
        id: newId() as MeetingId,
        mentorId,
        learnerId: `learner-${index % 200}` as PersonId,
        scheduledAt: now + 48 * hour + Math.floor(index / 20) * hour,
        expiresAt: now + 24 * hour,
      });
      const what: EffectKind =
        errand === 'notice'
          ? { sort: 'notice', kind: 'request', to: mentorId }
          : { sort: 'sync', kind: 'cards', of: mentorId };
      putMeeting(db, meeting);
      effects.push(meetingEffect(meeting, what, dueAt(index)));
    }
    insertEffects(db, effects);
    return effects;
  };
  return onOwnConnection(databasePath, (db) => db.write('relaxed', () => put(db)));
}
