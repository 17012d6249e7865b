import type { MeetingId, PersonId } from '#core/ids.ts';
import { limits, sideOf } from '#core/meetings/meeting.ts';
import { validDuration } from '#core/meetings/request.ts';
import type { Person } from '#core/people/person.ts';
import { day, type Instant, minute } from '#core/time/clock.ts';
import { programToMeet } from './programs-of.ts';
import type { QueryPorts } from './query-ports.ts';

export interface SlotQuery {
  mentorId: PersonId;
  from: Instant | null;
  to: Instant | null;
  /** Minutes; null: the mentor's own length, or that of the session that is to move. */
  duration: number | null;
  /** A session of the person's that is to move. */
  except: MeetingId | null;
}

export type SlotAnswer =
  | { ok: true; duration: number; slots: Instant[] }
  /** The mentor, or the session to move, is none that this person may know of. */
  | { ok: false; reason: 'unknown' | 'duration' };

/** Days. */
const usualWindow = 30;
const longestWindow = 60;
/** More than fit into the longest window. */
const mostSlots = (longestWindow * day) / (limits.duration.min * minute);

/** When the mentor is free and the person as well, within a window of at most 60 days. */
export async function mentorSlots(
  ports: Pick<QueryPorts, 'people' | 'programs' | 'meetings' | 'clock'>,
  person: Person,
  query: SlotQuery,
): Promise<SlotAnswer> {
  if (query.duration !== null && !validDuration(query.duration)) return { ok: false, reason: 'duration' };
  const mentor = await ports.people.get(query.mentorId);
  if (!mentor?.mentor) return { ok: false, reason: 'unknown' };
  const search = await searchFor(ports, person, mentor, query);
  if (!search) return { ok: false, reason: 'unknown' };
  const duration = query.duration ?? search.duration ?? mentor.mentor.duration;
  const from = Math.max(query.from ?? 0, ports.clock.now());
  const until = Math.min(query.to ?? from + usualWindow * day, from + longestWindow * day);
  const slots = await ports.meetings.freeSlots(mentor, search.learner, mostSlots, {
    ...{ minutes: duration, notice: search.notice, from, until },
    ...(query.except !== null && { except: query.except }),
  });
  return { ok: true, duration, slots };
}

/** For whom the mentor is to be free, and whether the mentor is given notice; null where the person may not know. */
async function searchFor(
  ports: Pick<QueryPorts, 'people' | 'programs' | 'meetings'>,
  person: Person,
  mentor: Person,
  { except }: SlotQuery,
): Promise<{ learner: Person | null; notice: boolean; duration: number | null } | null> {
  if (except === null) {
    // Mentors may look at what they offer.
    if (mentor.ids.includes(person.id)) return { learner: null, notice: true, duration: null };
    const shared = await programToMeet(ports, { learner: person, mentorId: mentor.id, programId: null });
    return shared.ok || shared.reason === 'several-programs' ? { learner: person, notice: true, duration: null } : null;
  }
  const view = await ports.meetings.view(except);
  const side = view && sideOf(view.meeting, person.ids);
  if (!view || !side || view.mentor.id !== mentor.id) return null;
  return { learner: view.learner, notice: side === 'learner', duration: view.meeting.duration };
}
