import { putMeeting } from '../../src/adapters/sqlite/meeting-rows.ts';
import { createAccess } from '../../src/core/access/create-access.ts';
import { type MeetingId, newId, type PersonId } from '../../src/core/ids.ts';
import type { Status } from '../../src/core/meetings/meeting.ts';
import { day, hour } from '../../src/core/time/clock.ts';
import type { Storage } from '../../src/storage.ts';
import { aMeeting, anArrival } from '../../tests/builders.ts';
import { onOwnConnection } from './open-stores.ts';

/** Sessions of each reader, with ten mentors: most are over, some called off, the last ones booked or asked for. */
export const sessionsEach = 50;
const mentors = 10;

/** So many learners of the study hall with their sessions, signed in: their ids, and the cookies of their browsers. */
export async function createReaders(
  { people, programs, credentials }: Storage,
  { databasePath, count }: { databasePath: string; count: number },
): Promise<{ ids: PersonId[]; cookies: string[] }> {
  const now = Date.now();
  const access = createAccess({ credentials, people, programs, clock: { now: () => now } });
  const ids: PersonId[] = [];
  const cookies: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const { id } = await people.arrive(anArrival(`reader-${index}` as PersonId, { zone: 'Europe/Lisbon', now }));
    const opened = await access.openSession(id);
    if (!opened) throw new Error(`There is no ${id}.`);
    ids.push(id);
    cookies.push(`confab_session=${opened.secret}`);
  }
  onOwnConnection(databasePath, (db) =>
    db.write('relaxed', () => {
      for (let index = 0; index < count * sessionsEach; index += 1) {
        const turn = index % sessionsEach;
        const status = statusOf(turn);
        const learnerId = `reader-${Math.floor(index / sessionsEach)}` as PersonId;
        // Hours of their own, so that whatever day it is nothing of it happens while it is measured.
        const scheduledAt = Math.floor(now / day) * day + (turn - 42) * day + (turn < 42 ? -2 : 26) * hour;
        putMeeting(
          db,
          aMeeting({
            ...{ id: newId() as MeetingId, learnerId, status, scheduledAt, revision: 5 },
            mentorId: `mentor-${turn % mentors}` as PersonId,
            expiresAt: status === 'requested' ? scheduledAt - hour : null,
            meetingLink: 'https://meet.google.com/abc-defg-hij',
          }),
        );
      }
    }),
  );
  return { ids, cookies };
}

function statusOf(turn: number): Status {
  if (turn >= 47) return 'requested';
  if (turn >= 42) return 'scheduled';
  return turn % 10 === 9 ? 'cancelled' : 'completed';
}
