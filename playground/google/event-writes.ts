import type { ShiftedClock } from '../shifted-clock.ts';
import type { Accounts } from './accounts.ts';
import { type Caller, findCopy, openCalendar } from './calendar-access.ts';
import { type Calendars, type EventCopy, isCancelled, isOrganizer, type SharedEvent } from './calendars.ts';
import { type Conferences, readConferenceWish } from './conferences.ts';
import {
  type EventFields,
  fieldsAsBody,
  mergePatch,
  type ResponseStatus,
  readEventFields,
  readEventId,
} from './event-fields.ts';
import { type Span, spanOf } from './event-time.ts';
import { calendarError, conditionNotMet, invalid, notFound, required } from './google-error.ts';
import type { JsonObject } from './google-request.ts';
import { type GoogleMail, mailsFor, type SendUpdates } from './mails.ts';
import { readRule } from './recurrence.ts';

export interface WriteOptions {
  conferenceDataVersion: 0 | 1;
  sendUpdates: SendUpdates;
  /** An etag; the write is refused with 412 unless it is the event's. */
  ifMatch?: string;
}

/** What a guest may change about their own copy. */
const GUEST_FIELDS = new Set(['attendees', 'reminders', 'colorId', 'transparency', 'extendedProperties', 'sequence']);

export type EventWrites = ReturnType<typeof createEventWrites>;

export function createEventWrites(options: {
  clock: ShiftedClock;
  accounts: Accounts;
  calendars: Calendars;
  conferences: Conferences;
}) {
  const { clock, accounts, calendars, conferences } = options;
  const mails: GoogleMail[] = [];
  let made = 0;

  const guestsOf = (event: SharedEvent) => event.fields.attendees.map(({ email }) => email);

  function requestRoom(event: SharedEvent, requestId: string): void {
    if (event.requestIds.has(requestId)) return;
    const conference = conferences.request({
      owner: accounts.account(event.organizer),
      requestId,
      invited: () => (event.fields.status === 'cancelled' ? [] : guestsOf(event)),
      onSettled: () => calendars.spread(event),
    });
    event.requestIds.add(requestId);
    event.conference = conference;
  }

  function tell(event: SharedEvent, before: readonly string[], sendUpdates: SendUpdates): void {
    const cancelled = event.fields.status === 'cancelled';
    mails.push(...mailsFor(event, before, { sendUpdates, cancelled, accounts, at: clock.now() }));
  }

  function insert(caller: Caller, calendarId: string, body: JsonObject, how: WriteOptions): EventCopy {
    const { calendar } = openCalendar(calendars, caller, calendarId, 'write');
    if (typeof body.id === 'string' && typeof body.iCalUID === 'string') {
      throw invalid('Only one of id and iCalUID may be supplied.');
    }
    made += 1;
    const id = body.id === undefined || body.id === null ? serverId(made) : readEventId(body.id);
    const { fields, span } = readWhole(body, calendar.timeZone);
    if (calendar.copies.has(id)) {
      throw calendarError(409, 'duplicate', 'The requested identifier already exists.');
    }
    const wish = readConferenceWish(body, how.conferenceDataVersion);
    const event: SharedEvent = {
      id,
      iCalUID: typeof body.iCalUID === 'string' ? body.iCalUID : `${id}@google.com`,
      organizer: calendar.id,
      creator: caller.account.email,
      fields,
      span,
      sequence: 0,
      created: clock.now(),
      updated: clock.now(),
      requestIds: new Set(),
      copies: [],
    };
    if (wish.kind === 'create') requestRoom(event, wish.requestId);
    const copy = calendars.addCopy(calendar, event, fields.privateProperties);
    calendars.spread(event);
    tell(event, [], how.sendUpdates);
    return copy;
  }

  function change(
    caller: Caller,
    calendarId: string,
    eventId: string,
    body: JsonObject,
    how: WriteOptions & { whole: boolean },
  ): EventCopy {
    const { calendar } = openCalendar(calendars, caller, calendarId, 'write');
    const copy = findCopy(calendar, eventId);
    const { event } = copy;
    checkEtag(copy, how.ifMatch);
    // Whether Google takes a change to a deleted event is not settled; it has been seen to answer 403.
    if (isCancelled(copy)) throw calendarError(403, 'forbidden', 'Forbidden');
    if (!isOrganizer(copy) && !event.fields.guestsCanModify) return changeAsGuest(copy, body);

    if (typeof body.sequence === 'number' && body.sequence < event.sequence) {
      throw invalid(
        'Invalid sequence value. The specified sequence number is below the current sequence number of the resource. ' +
          'Re-fetch the resource and use its sequence number on the following request.',
      );
    }
    const wish = readConferenceWish(body, how.conferenceDataVersion);
    const { fields, span } = readWhole(
      how.whole ? body : mergePatch(fieldsAsBody(event.fields), body),
      calendar.timeZone,
    );
    const before = guestsOf(event);
    if (wish.kind === 'create') requestRoom(event, wish.requestId);
    // A whole event without conferenceData is an event without a room, unless version 0 keeps it out of the matter.
    const left = how.whole && how.conferenceDataVersion === 1 && !('conferenceData' in body);
    if (wish.kind === 'detach' || left) delete event.conference;
    if (span.start !== event.span.start || span.end !== event.span.end || fields.status === 'cancelled') {
      event.sequence += 1;
    }
    if (typeof body.sequence === 'number') event.sequence = Math.max(event.sequence, body.sequence);
    event.fields = fields;
    event.span = span;
    if (isOrganizer(copy)) copy.privateProperties = fields.privateProperties;
    calendars.spread(event);
    tell(event, before, how.sendUpdates);
    return copy;
  }

  function changeAsGuest(copy: EventCopy, body: JsonObject): EventCopy {
    const { event } = copy;
    if (Object.keys(body).some((key) => !GUEST_FIELDS.has(key))) {
      throw calendarError(
        403,
        'forbiddenForNonOrganizer',
        'Shared properties can only be changed by the organizer of the event.',
        { domain: 'calendar' },
      );
    }
    const mineBefore = { ...fieldsAsBody(event.fields), extendedProperties: { private: copy.privateProperties } };
    const { fields } = readWhole(mergePatch(mineBefore, body), accounts.account(copy.calendarId).timeZone);
    copy.privateProperties = fields.privateProperties;
    const mine = fields.attendees.find(({ email }) => email === copy.calendarId);
    if ('attendees' in body && mine !== undefined) setResponse(event, copy.calendarId, mine.responseStatus);
    else calendars.touchOne(copy);
    return copy;
  }

  function setResponse(event: SharedEvent, email: string, responseStatus: ResponseStatus): void {
    const attendees = event.fields.attendees.map((guest) =>
      guest.email === email ? { ...guest, responseStatus } : guest,
    );
    event.fields = { ...event.fields, attendees };
    calendars.spread(event);
  }

  return {
    /** Every mail Google sent by itself, oldest first. */
    mails: mails as readonly GoogleMail[],
    insert,
    change,

    remove(
      caller: Caller,
      calendarId: string,
      eventId: string,
      how: Omit<WriteOptions, 'conferenceDataVersion'>,
    ): void {
      const { calendar } = openCalendar(calendars, caller, calendarId, 'write');
      const copy = findCopy(calendar, eventId);
      if (isCancelled(copy)) throw calendarError(410, 'deleted', 'Resource has been deleted');
      checkEtag(copy, how.ifMatch);
      const { event } = copy;
      if (isOrganizer(copy)) {
        const before = guestsOf(event);
        event.fields = { ...event.fields, status: 'cancelled' };
        event.sequence += 1;
        calendars.spread(event);
        tell(event, before, how.sendUpdates);
      } else {
        copy.removed = true;
        setResponse(event, copy.calendarId, 'declined');
      }
    },

    /** A guest answers the invitation. */
    respond(email: string, eventId: string, responseStatus: ResponseStatus): void {
      const caller = accounts.account(email);
      const calendar = calendars.find('primary', caller);
      const copy = calendar?.copies.get(eventId);
      if (copy === undefined || !guestsOf(copy.event).includes(caller.email)) throw notFound();
      setResponse(copy.event, caller.email, responseStatus);
    },
  };
}

function readWhole(body: JsonObject, calendarZone: string): { fields: EventFields; span: Span } {
  const fields = readEventFields(body);
  const span = spanOf(fields.start, fields.end, calendarZone);
  if (fields.recurrence !== undefined && fields.recurrence.length > 0) {
    readRule(fields.recurrence);
    if (!span.allDay && fields.start.timeZone === undefined) {
      throw required('Missing time zone definition for start time.');
    }
  } else {
    delete fields.recurrence;
  }
  return { fields, span };
}

function checkEtag(copy: EventCopy, ifMatch: string | undefined): void {
  if (ifMatch !== undefined && ifMatch !== '*' && ifMatch !== copy.etag) throw conditionNotMet();
}

/** Twenty-six characters of base32hex, as the ids are that Google makes. */
const serverId = (number: number) => `s${number.toString(32).padStart(5, '0')}j2kq8v0m3r7t1g9c4dh6`;
