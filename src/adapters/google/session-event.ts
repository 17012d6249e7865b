import { createHash } from 'node:crypto';
import type { calendar_v3 } from '@googleapis/calendar';
import type { CalendarFacts } from '#core/calendar/meet-links.ts';
import type { SeenEvent } from '#core/calendar/session-calendar.ts';
import type { MeetingId } from '#core/ids.ts';
import { type Meeting, meetingInterval } from '#core/meetings/meeting.ts';
import type { Instant } from '#core/time/clock.ts';
import { isOurId } from './event-id.ts';

export type GoogleEvent = calendar_v3.Schema$Event;

/** Keys of `extendedProperties.private`, which only the organiser's copy carries. */
const meetingKey = 'confabMeetingId';
const roomKey = 'confabRoom';
/** A fingerprint of the description as Confab wrote it, and so a way to tell whether anybody has written into it since. */
const textKey = 'confabText';
/** The start as Confab wrote it last, in milliseconds: where the event starts elsewhere, somebody else moved it. */
const startKey = 'confabStart';

/** The event without its room. It has no guests: Google's invitations are rate limited and would double what Confab says itself. */
export function sessionEvent(facts: CalendarFacts, id: string): GoogleEvent {
  const { meeting } = facts;
  return {
    id,
    summary: summaryOf(facts),
    description: textOf(meeting),
    ...timesOf(facts),
    // The subject is between the two, also where the organiser's calendar is shared.
    visibility: 'private',
    // The organiser is a bot's account, or one of the two: Confab reminds both.
    reminders: { useDefault: false },
    extendedProperties: {
      private: {
        [meetingKey]: meeting.id,
        [textKey]: fingerprint(textOf(meeting)),
        [startKey]: String(meeting.scheduledAt),
      },
    },
  };
}

/** The same event, marked so that its room is not asked for over and over. */
export function withoutRoom(event: GoogleEvent): GoogleEvent {
  return {
    ...event,
    extendedProperties: { private: { ...event.extendedProperties?.private, [roomKey]: 'refused' } },
  };
}

/** What has to change for the event to agree with the meeting; null when nothing has. A description that somebody wrote into stays theirs. */
export function changesTo(event: GoogleEvent, facts: CalendarFacts): GoogleEvent | null {
  const { start, end } = meetingInterval(facts.meeting);
  const moved = instantOf(event.start) !== start || instantOf(event.end) !== end;
  const renamed = event.summary !== summaryOf(facts);
  const text = textOf(facts.meeting);
  const written = event.extendedProperties?.private?.[textKey];
  const reworded = written === fingerprint(event.description ?? '') && written !== fingerprint(text);
  const notes = {
    ...(reworded ? { [textKey]: fingerprint(text) } : {}),
    ...(event.extendedProperties?.private?.[startKey] === String(start) ? {} : { [startKey]: String(start) }),
  };
  // An event that no session named, and that is taken up again: its owner was asked since.
  const answered = facts.meeting.meetingId !== event.id && isDeclined(event);
  if (!moved && !renamed && !answered && Object.keys(notes).length === 0) return null;
  return {
    ...(moved ? timesOf(facts, event) : {}),
    ...(renamed ? { summary: summaryOf(facts) } : {}),
    // A patch replaces the whole list.
    ...(answered ? { attendees: (event.attendees ?? []).map(accepting) } : {}),
    ...(reworded ? { description: text } : {}),
    ...(Object.keys(notes).length > 0 ? noted(event, notes) : {}),
  };
}

/** The others are sent again, so that none is lost whichever way Google reads a patch of them. */
function noted(event: GoogleEvent, notes: Record<string, string>): Pick<GoogleEvent, 'extendedProperties'> {
  return { extendedProperties: { private: { ...event.extendedProperties?.private, ...notes } } };
}

/** As it is in the calendar; null for an event that is none of ours. */
export function seenEvent(event: GoogleEvent): SeenEvent | null {
  const { id, extendedProperties, start } = event;
  // Of a deleted event Google promises no more than its id.
  if (!id || !isOurId(id)) return null;
  const startsAt = instantOf(start);
  const writtenAt = Number(extendedProperties?.private?.[startKey] ?? Number.NaN);
  return {
    eventId: id,
    meetingId: extendedProperties?.private?.[meetingKey] ?? null,
    state: isCancelled(event) ? 'gone' : isDeclined(event) ? 'declined' : 'there',
    startsAt: Number.isFinite(startsAt) ? startsAt : null,
    writtenAt: Number.isFinite(writtenAt) ? writtenAt : null,
  };
}

export function belongsTo(event: GoogleEvent, meetingId: MeetingId): boolean {
  return event.extendedProperties?.private?.[meetingKey] === meetingId;
}

export function isCancelled(event: GoogleEvent): boolean {
  return event.status === 'cancelled';
}

/** By whose calendar it is in. We invite nobody, but whoever adds guests to an event of theirs is on its list themselves, and can say no there. */
function isDeclined({ attendees }: GoogleEvent): boolean {
  return attendees?.some(({ self, responseStatus }) => self === true && responseStatus === 'declined') ?? false;
}

function accepting(guest: calendar_v3.Schema$EventAttendee): calendar_v3.Schema$EventAttendee {
  return guest.self === true ? { ...guest, responseStatus: 'accepted' } : guest;
}

export function isRoomless(event: GoogleEvent): boolean {
  return event.extendedProperties?.private?.[roomKey] === 'refused';
}

/** Where the two meet; null while there is no link. */
export function linkOf(event: GoogleEvent): string | null {
  const video = event.conferenceData?.entryPoints?.find(({ entryPointType }) => entryPointType === 'video');
  return video?.uri ?? event.hangoutLink ?? null;
}

function textOf({ subject, description }: Meeting): string {
  return [subject, description].filter(Boolean).map(asCalendarText).join('\n\n');
}

function fingerprint(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}

function summaryOf({ learnerName, mentorName }: CalendarFacts): string {
  return `Session: ${learnerName} with ${mentorName}`;
}

/** `before`: the event that is to be changed. A patch is laid over it, so the day of an event that became a whole-day one has to go by name. */
function timesOf({ meeting, zone }: CalendarFacts, before?: GoogleEvent): Pick<GoogleEvent, 'start' | 'end'> {
  const { start, end } = meetingInterval(meeting);
  const wholeDay = before?.start?.date ? { date: null } : {};
  const at = (instant: Instant) => ({ dateTime: new Date(instant).toISOString(), timeZone: zone, ...wholeDay });
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
