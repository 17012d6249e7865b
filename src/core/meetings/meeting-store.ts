import type { Interval } from '#core/availability/interval.ts';
import type { Effect } from '#core/effects/effect.ts';
import type { MeetingId, PersonId, ProgramId } from '#core/ids.ts';
import type { Instant } from '#core/time/clock.ts';
import type { Meeting, Side, Status } from './meeting.ts';

export type CommitResult =
  | { ok: true }
  /** Somebody wrote in between: load again and decide again. */
  | { ok: false; reason: 'stale' }
  /** One of the two people is in another live meeting that overlaps. */
  | { ok: false; reason: 'slot-taken'; side: Side };

export interface MeetingQuery {
  /** Any id of the person. */
  personIds: readonly PersonId[];
  statuses: readonly Status[];
  /** Only meetings in which the person is on this side. */
  role?: Side;
  /** Only meetings that end after this; absent: no bound. */
  endsAfter?: Instant;
  /** Only meetings that start before this; absent: no bound. */
  startsBefore?: Instant;
  order: 'soonest-first' | 'latest-first';
  /** What an earlier page returned as `next`. */
  cursor?: string;
  limit: number;
}

export interface ProgramMeetingsQuery {
  programId: ProgramId;
  /** Only meetings that end after this. */
  endsAfter: Instant;
  cursor?: string;
  limit: number;
}

/**
 * Meetings, each with its effects, in one atomic write. No two live meetings of one person (by any of the person's ids, also linked ones) ever overlap:
 * the write that would make them is refused with `slot-taken`. A confirmed write survives a power cut.
 */
export interface MeetingStore {
  /** Writes a new meeting with its effects. Writing the same id again is `stale`. */
  create(meeting: Meeting, effects: readonly Effect[]): Promise<CommitResult>;
  /** Replaces the meeting if the stored revision is `meeting.revision - 1`, and adds the effects (those already there stay as they are). */
  update(meeting: Meeting, effects: readonly Effect[]): Promise<CommitResult>;
  get(id: MeetingId): Promise<Meeting | null>;
  list(query: MeetingQuery): Promise<{ meetings: Meeting[]; next: string | null }>;
  /** Meetings of a programme, whoever's they are, in the order they end. */
  ofProgram(query: ProgramMeetingsQuery): Promise<{ meetings: Meeting[]; next: string | null }>;
  /** When the person is taken by live meetings inside the window, in order; `except` leaves one meeting out. */
  busy(personIds: readonly PersonId[], window: Interval, except?: MeetingId): Promise<Interval[]>;
}
