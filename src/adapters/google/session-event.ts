import type { calendar_v3 } from '@googleapis/calendar';
import type { CalendarFacts } from '#core/calendar/meet-links.ts';
import type { MeetingId } from '#core/ids.ts';
import { meetingInterval } from '#core/meetings/meeting.ts';
import type { Instant } from '#core/time/clock.ts';

export type GoogleEvent = calendar_v3.Schema$Event;

/** Keys of `extendedProperties.private`, which only the organiser's copy carries. */
const meetingKey = 'confabMeetingId';
const roomKey = 'confabRoom';

/** The event without its room. It has no guests: Google's invitations are rate limited and would double what Confab says itself. */
export function sessionEvent(facts: CalendarFacts, id: string): GoogleEvent {
  const { meeting } = facts;
  return {
    id,
    summary: summaryOf(facts),
    description: [meeting.subject, meeting.description].filter(Boolean).map(asCalendarText).join('\n\n'),
    ...timesOf(facts),
    // The subject is between the two, also where the organiser's calendar is shared.
    visibility: 'private',
    // The organiser is a bot's account, or one of the two: Confab reminds both.
    reminders: { useDefault: false },
    extendedProperties: { private: { [meetingKey]: meeting.id } },
  };
}

/** The same event, marked so that its room is not asked for over and over. */
export function withoutRoom(event: GoogleEvent): GoogleEvent {
  return {
    ...event,
    extendedProperties: { private: { ...event.extendedProperties?.private, [roomKey]: 'refused' } },
  };
}

/** What has to change for the event to agree with the meeting; null when nothing has. The description is left to its readers. */
export function changesTo(event: GoogleEvent, facts: CalendarFacts): GoogleEvent | null {
  const { start, end } = meetingInterval(facts.meeting);
  const moved = instantOf(event.start) !== start || instantOf(event.end) !== end;
  const renamed = event.summary !== summaryOf(facts);
  if (!moved && !renamed) return null;
  return { ...(moved ? timesOf(facts) : {}), ...(renamed ? { summary: summaryOf(facts) } : {}) };
}

export function belongsTo(event: GoogleEvent, meetingId: MeetingId): boolean {
  return event.extendedProperties?.private?.[meetingKey] === meetingId;
}

export function isCancelled(event: GoogleEvent): boolean {
  return event.status === 'cancelled';
}

export function isRoomless(event: GoogleEvent): boolean {
  return event.extendedProperties?.private?.[roomKey] === 'refused';
}

/** Where the two meet; null while there is no link. */
export function linkOf(event: GoogleEvent): string | null {
  const video = event.conferenceData?.entryPoints?.find(({ entryPointType }) => entryPointType === 'video');
  return video?.uri ?? event.hangoutLink ?? null;
}

function summaryOf({ learnerName, mentorName }: CalendarFacts): string {
  return `Session: ${learnerName} with ${mentorName}`;
}

function timesOf({ meeting, zone }: CalendarFacts): Pick<GoogleEvent, 'start' | 'end'> {
  const { start, end } = meetingInterval(meeting);
  const at = (instant: Instant) => ({ dateTime: new Date(instant).toISOString(), timeZone: zone });
  return { start: at(start), end: at(end) };
}

/** Google answers with an offset. NaN for an all-day event, which equals nothing and is so moved back. */
function instantOf(time: GoogleEvent['start']): number {
  return Date.parse(time?.dateTime ?? '');
}

/** Google Calendar shows descriptions as HTML: a learner's words must not become a link that says something else. */
function asCalendarText(text: string): string {
  return text.replaceAll('<', '&lt;');
}
