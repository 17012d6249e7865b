import type { PersonId } from '#core/ids.ts';
import type { Meeting } from '#core/meetings/meeting.ts';

/** What a calendar event is made from. Names and subject go into the event, which only the calendar's owner sees. */
export interface CalendarFacts {
  meeting: Meeting;
  /** All ids of the mentor, who may lend a calendar of their own. */
  mentorIds: readonly PersonId[];
  mentorName: string;
  learnerName: string;
  /** The zone the event is written in (IANA). */
  zone: string;
}

export interface CalendarState {
  /** The event's id, or null where there is none (any more). */
  eventId: string | null;
  /** Where the two meet; null while there is no link. */
  link: string | null;
  /** True while the link is still being made: ask again later. */
  pending: boolean;
  /** True when guests can enter with nobody there to admit them; false when that was refused; null when it does not apply or is not known. */
  roomOpen: boolean | null;
}

/**
 * Makes the calendar agree with the meeting as it is: there is one event for a meeting that is scheduled, in progress or completed, at its time, and none otherwise.
 * Doing it again changes nothing. Throws `CalendarError`.
 */
export interface MeetLinks {
  agree(facts: CalendarFacts): Promise<CalendarState>;
}

export class CalendarError extends Error {
  /** `token-lost`: an organiser has to connect again. `refused`: trying again does not help. `unavailable`: it may. */
  readonly code: 'token-lost' | 'refused' | 'unavailable';
  /** Milliseconds to wait that the other side asked for, if it did. */
  readonly retryAfter: number | undefined;

  constructor(code: CalendarError['code'], message: string, options: { cause?: unknown; retryAfter?: number } = {}) {
    super(message, { cause: options.cause });
    this.name = 'CalendarError';
    this.code = code;
    this.retryAfter = options.retryAfter;
  }
}
