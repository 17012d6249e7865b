/**
 * The heart of Confab: what a meeting is, and what may happen to it.
 *
 * - **meeting**: one mentor and one learner, a subject, a time. People read "session".
 * - **request**: a meeting that waits for its mentor. It holds its slot for both people until it is answered or expires.
 * - **live**: requested, scheduled or in progress. Nobody is in two live meetings at one time; the store refuses it in the write.
 * - **version** rises with every change of time, people or status; what was to be said about an older version no longer applies.
 * - **revision** rises with every write, and is what compare-and-set compares.
 */
import type { Interval } from '#core/availability/interval.ts';
import type { MeetingId, PersonId, ProgramId } from '#core/ids.ts';
import { type Instant, minute } from '#core/time/clock.ts';

export const statuses = [
  'requested',
  'scheduled',
  'in-progress',
  'completed',
  'cancelled',
  'declined',
  'expired',
] as const;
export type Status = (typeof statuses)[number];

export const liveStatuses = ['requested', 'scheduled', 'in-progress'] as const satisfies Status[];

/** What can happen to a meeting after it was requested. `start`, `complete` and `expire` are the clock's. */
export const events = [
  'accept',
  'decline',
  'explain',
  'edit',
  'reschedule',
  'cancel',
  'join',
  'start',
  'complete',
  'expire',
] as const;
export type MeetingEvent = (typeof events)[number];

/** From a status, what may happen and the status that follows. What is not here is refused. */
export const transitions: Record<Status, Partial<Record<MeetingEvent, Status>>> = {
  requested: {
    accept: 'scheduled',
    decline: 'declined',
    edit: 'requested',
    reschedule: 'requested',
    cancel: 'cancelled',
    expire: 'expired',
  },
  scheduled: {
    edit: 'scheduled',
    reschedule: 'scheduled',
    cancel: 'cancelled',
    join: 'scheduled',
    start: 'in-progress',
  },
  'in-progress': {
    join: 'in-progress',
    complete: 'completed',
  },
  completed: {},
  cancelled: {},
  declined: { explain: 'declined' },
  expired: {},
};

export type HistoryEntry = {
  at: Instant;
  /** Who did it; the clock starts, completes and expires. */
  by: PersonId | 'clock';
  what: 'request' | MeetingEvent;
  /** For request and reschedule: the time asked for. */
  scheduledAt?: Instant;
};

export interface Meeting {
  id: MeetingId;
  programId: ProgramId;
  mentorId: PersonId;
  learnerId: PersonId;
  /** 1 to 150 characters, one line. Private to the two. */
  subject: string;
  /** Up to 2,000 characters. Private to the two. */
  description: string;
  scheduledAt: Instant;
  /** Minutes, 15 to 120 in steps of 5. */
  duration: number;
  /** Where the two meet; null until the calendar has answered. */
  meetingLink: string | null;
  /** True when no link could be made: the mentor sends one. */
  linkGivenUp: boolean;
  /** The Google Calendar event id; null where there is no event. */
  meetingId: string | null;
  status: Status;
  version: number;
  revision: number;
  /** When a request expires unanswered; null once it is answered. */
  expiresAt: Instant | null;
  /** The mentor's words on declining; empty without. */
  reason: string;
  /** People who could not be reached, by platform name, as shown to the other side. */
  unreached: { personId: PersonId; platform: string }[];
  history: HistoryEntry[];
  createdAt: Instant;
  updatedAt: Instant;
}

export const limits = {
  subject: 150,
  description: 2_000,
  reason: 500,
  /** Minutes. Nothing is longer, which bounds every search for an overlap. */
  duration: { min: 15, max: 120, step: 5 },
  /** Minutes. All times sit on this grid, so that a store may hold a slot as a set of cells. */
  grid: 5,
  /** How far ahead a meeting may be asked for, in days. */
  horizon: 365,
} as const;

export function isLive(status: Status): boolean {
  return (liveStatuses as readonly Status[]).includes(status);
}

export function meetingInterval(meeting: Pick<Meeting, 'scheduledAt' | 'duration'>): Interval {
  return { start: meeting.scheduledAt, end: meeting.scheduledAt + meeting.duration * minute };
}

export type Side = 'mentor' | 'learner';

export function otherSide(side: Side): Side {
  return side === 'mentor' ? 'learner' : 'mentor';
}

export function personOn(meeting: Meeting, side: Side): PersonId {
  return side === 'mentor' ? meeting.mentorId : meeting.learnerId;
}

/** Which side of the meeting a person is on, by any of their ids; null for a stranger. */
export function sideOf(meeting: Meeting, ids: readonly PersonId[]): Side | null {
  if (ids.includes(meeting.mentorId)) return 'mentor';
  if (ids.includes(meeting.learnerId)) return 'learner';
  return null;
}
