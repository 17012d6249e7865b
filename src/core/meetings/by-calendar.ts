/** What follows when somebody changes the event of a session in the calendar itself, and not here. */
import { afterCalendarBack, afterCalendarGone, afterCalendarMove, afterPutBack } from '#core/effects/consequences.ts';
import type { Instant } from '#core/time/clock.ts';
import type { Decision, MeetingFacts } from './decision.ts';
import type { Meeting } from './meeting.ts';
import { reschedule } from './reschedule.ts';

/** `eventId`: the event it was seen at. */
export type CalendarNews =
  /** `to` is null where the event has no time of day any more. `byMentor`: it is in the mentor's own calendar. */
  | { what: 'moved'; eventId: string; to: Instant | null; byMentor: boolean }
  /** Deleted, or declined by whose calendar it is in. What guests say who somebody else added is between them. */
  | { what: 'gone' | 'declined'; eventId: string };

/**
 * A mentor who moves the event in their own calendar moves the session, by the rules of every move. Where these do not allow it, or nobody can know
 * who it was, the event goes back and the mentor is told. An event that is gone or declined is asked about: cancel, or put it back?
 */
export function byCalendar(facts: MeetingFacts, news: CalendarNews): Decision {
  const { meeting, now } = facts;
  const stands = meeting.status === 'scheduled' && now < meeting.scheduledAt && meeting.meetingId === news.eventId;
  if (!stands) return { ok: true, meeting, effects: [] };
  if (news.what !== 'moved') {
    const gone = touched(facts, { meetingId: null });
    return { ok: true, meeting: gone, effects: afterCalendarGone({ ...facts, meeting: gone }, news.what) };
  }
  if (news.to === meeting.scheduledAt) return { ok: true, meeting, effects: [] };
  const moved = news.byMentor && news.to !== null ? reschedule(facts, 'mentor', news.to) : null;
  if (!moved?.ok) return backInCalendar(facts);
  return { ...moved, effects: afterCalendarMove({ ...facts, meeting: moved.meeting }) };
}

/** The event goes back to where the session is. */
export function backInCalendar(facts: MeetingFacts): Decision {
  const meeting = touched(facts, {});
  return { ok: true, meeting, effects: afterCalendarBack({ ...facts, meeting }) };
}

/** The session gets another event for the one that is gone. Whoever asks twice asks once. */
export function putBack(facts: MeetingFacts): Decision {
  const { meeting } = facts;
  if (meeting.status !== 'scheduled' || meeting.meetingId !== null) return { ok: true, meeting, effects: [] };
  const next = touched(facts, {});
  return { ok: true, meeting: next, effects: afterPutBack({ ...facts, meeting: next }) };
}

/** Nothing happened to the session itself, so its history and version stay. */
function touched({ meeting, now }: MeetingFacts, changes: Partial<Pick<Meeting, 'meetingId'>>): Meeting {
  return { ...meeting, ...changes, revision: meeting.revision + 1, updatedAt: now };
}
