import type { Interval } from '#core/availability/interval.ts';
import type { Meeting } from '#core/meetings/meeting.ts';
import type { Instant } from '#core/time/clock.ts';
import type { CalendarFacts, MeetLinks } from './meet-links.ts';

/** One calendar with events of sessions in it. Its methods throw `CalendarError`, but for `holds`. */
export interface SessionCalendar extends MeetLinks {
  /** Whether the event that the meeting names is one of this calendar: its id says so. */
  holds(meeting: Pick<Meeting, 'id' | 'meetingId'>): boolean;
  /** Whether that event is there and right, so that nothing has to change. */
  isRight(facts: CalendarFacts): Promise<boolean>;
  /** Takes every event of the meeting out of this calendar. Doing it again changes nothing. */
  remove(meeting: Meeting): Promise<void>;
  /** What happened to our events in it since the token was given; without a token, how they are. */
  changes(since: string | null, now: Instant): Promise<CalendarChanges>;
}

export interface CalendarChanges {
  events: SeenEvent[];
  /** For the next time; null where the calendar gave none. */
  token: string | null;
}

/** An event of a session, as it is in the calendar. */
export interface SeenEvent {
  eventId: string;
  /** Which session it says it is of; null where it no longer says so. */
  meetingId: string | null;
  /** `declined`: its owner said that they do not come. */
  state: 'there' | 'gone' | 'declined';
  /** Null where it has no time of day. */
  startsAt: Instant | null;
  /** The start that Confab wrote last, which people do not change; null where none was written. */
  writtenAt: Instant | null;
}

/** A calendar that a mentor lends. */
export interface LentCalendar extends SessionCalendar {
  /** When its owner is taken inside the window, of at most 60 days. */
  busy(window: Interval): Promise<Interval[]>;
  /** Has every change in it told to the address, together with the token. What it answers is `CalendarChannel`'s. */
  watch(to: { address: string; token: string }): Promise<{ id: string; resourceId: string; expiresAt: Instant }>;
  /** Ends that. A channel that is not there is ended. */
  unwatch(channel: { id: string; resourceId: string }): Promise<void>;
}
