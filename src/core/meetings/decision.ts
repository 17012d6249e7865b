import type { Effect } from '#core/effects/effect.ts';
import type { Person } from '#core/people/person.ts';
import type { Program } from '#core/programs/program.ts';
import type { Instant } from '#core/time/clock.ts';
import {
  type HistoryEntry,
  type Meeting,
  type MeetingEvent,
  personOn,
  type Side,
  type Status,
  transitions,
} from './meeting.ts';
import type { RequestPolicy } from './request-expiry.ts';

/** Everything a use case may know. It reads no clock and no store. */
export interface MeetingFacts {
  meeting: Meeting;
  mentor: Person;
  learner: Person;
  program: Program;
  policy: RequestPolicy;
  now: Instant;
}

/** Why something was not done; worded in core/messages. Nothing was changed. */
export type Refusal =
  | { reason: 'unknown' }
  | { reason: 'wrong-status'; status: Status; event: MeetingEvent }
  | { reason: 'not-for-you'; event: MeetingEvent }
  | { reason: 'slot-taken'; side: Side; nextFree: Instant[] }
  | { reason: 'too-soon'; earliest: Instant }
  | { reason: 'past' }
  | { reason: 'too-far'; days: number }
  | { reason: 'off-grid'; before: Instant; after: Instant }
  | { reason: 'outside-hours'; nextFree: Instant[] }
  /** Their own calendar says so, and not with what. */
  | { reason: 'mentor-busy'; nextFree: Instant[] }
  | { reason: 'same-time' }
  | { reason: 'not-a-mentor' }
  | { reason: 'yourself' }
  | { reason: 'subject-missing' }
  | { reason: 'subject-too-long'; length: number }
  | { reason: 'description-too-long'; length: number }
  | { reason: 'reason-too-long'; length: number }
  | { reason: 'already-explained' }
  | { reason: 'duration' }
  /** Somebody wrote since the person looked, and they asked to be told. */
  | { reason: 'changed' };

export type Decision = { ok: true; meeting: Meeting; effects: Effect[] } | { ok: false; refusal: Refusal };

export function refuse(refusal: Refusal): Decision & { ok: false } {
  return { ok: false, refusal };
}

/** The status that follows, or a refusal when the table has none. */
export function follow(
  meeting: Meeting,
  event: MeetingEvent,
): { ok: true; status: Status } | { ok: false; refusal: Refusal } {
  const status = transitions[meeting.status][event];
  return status === undefined
    ? { ok: false, refusal: { reason: 'wrong-status', status: meeting.status, event } }
    : { ok: true, status };
}

/** The meeting after an event: revision raised, history written, and the version raised when time, people or status changed. */
export function advance(
  facts: Pick<MeetingFacts, 'meeting' | 'now'>,
  event: MeetingEvent,
  by: Side | 'clock',
  changes: Partial<Meeting>,
): Meeting {
  const { meeting, now } = facts;
  const next: Meeting = { ...meeting, ...changes, revision: meeting.revision + 1, updatedAt: now };
  const moved = next.scheduledAt !== meeting.scheduledAt;
  if (moved || next.status !== meeting.status) next.version = meeting.version + 1;
  const entry: HistoryEntry = { at: now, by: by === 'clock' ? 'clock' : personOn(meeting, by), what: event };
  if (moved) entry.scheduledAt = next.scheduledAt;
  next.history = [...meeting.history, entry];
  return next;
}
