import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { CalendarError, type CalendarFacts, type CalendarState } from '#core/calendar/meet-links.ts';
import type { SessionCalendar } from '#core/calendar/session-calendar.ts';
import type { Meeting, Status } from '#core/meetings/meeting.ts';
import { readChanges } from './calendar-changes.ts';
import { eventIdFor, generationOf, generations } from './event-id.ts';
import { createEventRooms, roomRequest, roomState } from './event-room.ts';
import { createGoogleCalls, type Wait } from './google-calls.ts';
import { createGoogleClients, type GoogleClients } from './google-clients.ts';
import { GoogleFailure, hasStatus, isRoomRefused } from './google-failure.ts';
import type { GoogleSettings } from './google-settings.ts';
import { createRoomDoor } from './room-door.ts';
import {
  belongsTo,
  changesTo,
  type GoogleEvent,
  isCancelled,
  linkOf,
  sessionEvent,
  withoutRoom,
} from './session-event.ts';
import { toCalendarError } from './to-calendar-error.ts';

/** In these statuses a meeting has an event. */
const kept: readonly Status[] = ['scheduled', 'in-progress', 'completed'];

/**
 * Meetings on one Google calendar, each with a Meet room.
 *
 * It remembers nothing that matters: which event is a meeting's follows from the meeting's id, so an answer that was lost, a
 * process that died and two calls at once all end with one event. One `agree` takes up to ten seconds for a request that
 * hangs and four for a room in the making; then it throws or answers `pending`, and is called again.
 */
export function createGoogleMeetLinks(
  settings: GoogleSettings,
  options: {
    log: Logger;
    wait?: Wait;
    /** The Google account whose own calendar it is; absent: the organisation's. */
    lender?: string;
    clients?: GoogleClients;
  },
): SessionCalendar {
  const { log, wait = sleep, lender = null } = options;
  const { calendarId } = settings;
  const { oauth, calendar, meet } = options.clients ?? createGoogleClients(settings);
  const calls = createGoogleCalls({ oauth, wait, secrets: [settings.clientSecret, settings.refreshToken] });
  const rooms = createEventRooms({ calendar, calendarId, calls, wait });
  const door = createRoomDoor({ meet, calls, log });

  async function read(eventId: string): Promise<GoogleEvent | null> {
    try {
      return await calls.run('events.get', () => calendar.events.get({ calendarId, eventId }));
    } catch (error) {
      if (hasStatus(error, 404, 410)) return null;
      throw error;
    }
  }

  /** Null where the id is taken: by this event, made before an answer was lost, or by one that was deleted. */
  async function insert(event: GoogleEvent): Promise<GoogleEvent | null> {
    try {
      const made = await calls.run('events.insert', () =>
        calendar.events.insert({ calendarId, conferenceDataVersion: 1, sendUpdates: 'none', requestBody: event }),
      );
      log.info({ event: event.id }, 'made a calendar event');
      return made;
    } catch (error) {
      if (hasStatus(error, 409)) return null;
      if (!isRoomRefused(error) || event.conferenceData === undefined) throw error;
      log.warn({ event: event.id }, 'Google refuses Meet rooms to this account or calendar: the session gets no link');
      const { conferenceData: _, ...roomless } = event;
      return insert(withoutRoom(roomless));
    }
  }

  async function findOrMake(facts: CalendarFacts): Promise<GoogleEvent> {
    const { meeting } = facts;
    const hinted = generationOf(meeting, lender) ?? 0;
    for (let generation = hinted; generation < generations; generation += 1) {
      const id = eventIdFor(meeting.id, generation, lender);
      const expected = id === meeting.meetingId ? await read(id) : null;
      const event =
        expected ?? (await insert({ ...sessionEvent(facts, id), ...roomRequest(id, 0) })) ?? (await read(id));
      if (event === null) throw new CalendarError('unavailable', 'Google Calendar contradicts itself about an event.');
      if (isCancelled(event)) continue;
      if (belongsTo(event, meeting.id)) return event;
      throw new CalendarError('refused', 'The id of this event in Google Calendar belongs to another one.');
    }
    throw new CalendarError('refused', 'The event keeps being deleted in Google Calendar and is not made again.');
  }

  /** Changes only what differs: the room stays, and so does what a person wrote into the event. */
  async function correct(event: GoogleEvent, facts: CalendarFacts, again = true): Promise<GoogleEvent> {
    const changes = changesTo(event, facts);
    if (changes === null) return event;
    const eventId = event.id ?? '';
    try {
      const changed = await calls.run('events.patch', () =>
        calendar.events.patch(
          { calendarId, eventId, conferenceDataVersion: 1, sendUpdates: 'none', requestBody: changes },
          event.etag ? { headers: { 'If-Match': event.etag } } : {},
        ),
      );
      log.info({ event: eventId }, 'changed a calendar event');
      return changed;
    } catch (error) {
      // Somebody else wrote in between, or the answer to our own write was lost: look again before deciding.
      if (!again || !hasStatus(error, 412)) throw error;
      const now = await read(eventId);
      if (now === null || isCancelled(now)) throw error;
      return correct(now, facts, false);
    }
  }

  async function keep(facts: CalendarFacts): Promise<CalendarState> {
    const corrected = await correct(await findOrMake(facts), facts);
    // What is over needs neither a room nor an open door.
    const over = facts.meeting.status === 'completed';
    const event = over ? corrected : await rooms.settle(corrected);
    return {
      eventId: event.id ?? null,
      link: linkOf(event),
      pending: !over && roomState(event) === 'pending',
      // A lender is in the room as its owner, and lets people in.
      roomOpen: over || lender !== null ? null : await door.open(event),
    };
  }

  /** Every generation that may exist, since an answer that told of the last one may have been lost. */
  async function remove(meeting: Meeting): Promise<void> {
    const last = generationOf(meeting, lender) ?? 0;
    for (let generation = 0; generation < generations; generation += 1) {
      const eventId = eventIdFor(meeting.id, generation, lender);
      try {
        await calls.run('events.delete', () => calendar.events.delete({ calendarId, eventId, sendUpdates: 'none' }));
        log.info({ event: eventId }, 'deleted a calendar event');
      } catch (error) {
        if (hasStatus(error, 404)) {
          if (generation >= last) break;
        } else if (!hasStatus(error, 410)) throw error;
      }
    }
  }

  /** Without what Google answers in its own words. */
  async function worded<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      throw error instanceof GoogleFailure ? toCalendarError(error) : error;
    }
  }

  return {
    holds: (meeting) => generationOf(meeting, lender) !== null,

    isRight: (facts) =>
      worded(async () => {
        const { id, meetingId } = facts.meeting;
        const event = meetingId === null ? null : await read(meetingId);
        return event !== null && !isCancelled(event) && belongsTo(event, id) && changesTo(event, facts) === null;
      }),

    remove: (meeting) => worded(() => remove(meeting)),

    changes: (since, now) => worded(() => readChanges({ calendar, calls, calendarId }, since, now)),

    agree: (facts) =>
      worded(async () => {
        if (kept.includes(facts.meeting.status)) return keep(facts);
        await remove(facts.meeting);
        return { eventId: null, link: null, pending: false, roomOpen: null };
      }),
  };
}
