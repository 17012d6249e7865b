import { type EventCopy, isCancelled, isOrganizer, type StoredCalendar } from './calendars.ts';
import { conferenceResource } from './conferences.ts';
import { type EventTime, type Span, writeInstant } from './event-time.ts';
import type { JsonObject } from './google-request.ts';

export interface ResourceOptions {
  /** IANA zone that times are written in; default the calendar's. */
  timeZone?: string;
  /** Only when, not what: all that a free/busy reader may see. */
  busyOnly?: boolean;
  /** One time of a series. */
  instance?: Span;
}

/** An event as the API answers with it: defaults are left out, times are in the asked zone. */
export function eventResource(copy: EventCopy, calendar: StoredCalendar, options: ResourceOptions = {}): JsonObject {
  const { event } = copy;
  const { fields } = event;
  const span = options.instance ?? event.span;
  const zone = options.timeZone ?? calendar.timeZone;
  const id = options.instance === undefined ? event.id : instanceId(copy, options.instance);
  const start = timeResource(fields.start, span.start, zone, calendar.timeZone);
  const times = { start, end: timeResource(fields.end, span.end, zone, calendar.timeZone) };
  const identity = {
    kind: 'calendar#event',
    etag: copy.etag,
    id,
    status: isCancelled(copy) ? 'cancelled' : fields.status,
  };
  if (options.busyOnly === true) return { ...identity, ...times, visibility: 'private' };

  const guests = event.fields.attendees.map((guest) => ({
    ...guest,
    ...(guest.email === event.organizer ? { organizer: true } : {}),
    ...(guest.email === copy.calendarId ? { self: true } : {}),
  }));
  const visible =
    isOrganizer(copy) || fields.guestsCanSeeOtherGuests ? guests : guests.filter((guest) => 'self' in guest);
  const extended = {
    ...whereFilled('private', copy.privateProperties),
    ...whereFilled('shared', fields.sharedProperties),
  };
  return {
    ...identity,
    htmlLink: `https://www.google.com/calendar/event?eid=${Buffer.from(`${id} ${copy.calendarId}`).toString('base64url')}`,
    created: new Date(event.created).toISOString(),
    updated: new Date(event.updated).toISOString(),
    ...fields.plain,
    creator: person(event.creator, copy.calendarId),
    organizer: person(event.organizer, copy.calendarId),
    ...times,
    ...(options.instance === undefined
      ? { ...(fields.recurrence === undefined ? {} : { recurrence: fields.recurrence }) }
      : { recurringEventId: event.id, originalStartTime: start }),
    ...(fields.transparency === 'transparent' ? { transparency: 'transparent' } : {}),
    ...(fields.visibility === 'default' ? {} : { visibility: fields.visibility }),
    iCalUID: event.iCalUID,
    sequence: event.sequence,
    ...(guests.length === 0 ? {} : { attendees: visible }),
    ...(fields.guestsCanInviteOthers ? {} : { guestsCanInviteOthers: false }),
    ...(fields.guestsCanModify ? { guestsCanModify: true } : {}),
    ...(fields.guestsCanSeeOtherGuests ? {} : { guestsCanSeeOtherGuests: false }),
    ...(event.conference?.space === undefined ? {} : { hangoutLink: event.conference.space.meetingUri }),
    ...(event.conference === undefined ? {} : { conferenceData: conferenceResource(event.conference) }),
    ...(Object.keys(extended).length === 0 ? {} : { extendedProperties: extended }),
    reminders: isOrganizer(copy) ? fields.reminders : { useDefault: true },
    eventType: 'default',
  };
}

/** `<id>_20261201T100000Z`, or with a day for all-day series. */
export function instanceId({ event }: EventCopy, { start, allDay }: Span): string {
  const stamp = new Date(start).toISOString().replace(/[-:]|\.\d+/g, '');
  return `${event.id}_${allDay ? stamp.slice(0, 8) : stamp}`;
}

function timeResource(written: EventTime, at: number, zone: string, calendarZone: string): EventTime {
  if (written.date !== undefined) return { date: writeInstant(at, calendarZone).slice(0, 10) };
  return { dateTime: writeInstant(at, zone), timeZone: written.timeZone ?? calendarZone };
}

const person = (email: string, self: string) => ({ email, ...(email === self ? { self: true } : {}) });

const whereFilled = (key: string, properties: Record<string, string>) =>
  Object.keys(properties).length === 0 ? {} : { [key]: properties };
