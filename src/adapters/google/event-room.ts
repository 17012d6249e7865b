import { randomUUID } from 'node:crypto';
import { second } from '#core/time/clock.ts';
import type { GoogleCalls, Wait } from './google-calls.ts';
import type { GoogleClients } from './google-clients.ts';
import { isRoomRefused } from './google-failure.ts';
import { type GoogleEvent, isRoomless, linkOf } from './session-event.ts';

export type RoomState = 'ready' | 'pending' | 'failed' | 'none';

/** A failed room is asked for again so often. */
const moreRequests = 2;
/** Milliseconds between looks at a room in the making: a little under four seconds together. */
const pauses = [0.25 * second, 0.5 * second, second, 2 * second];

/** Judged by Google's own status: a room in the making and one that failed both lack a link. */
export function roomState(event: GoogleEvent): RoomState {
  if (linkOf(event) !== null) return 'ready';
  const status = event.conferenceData?.createRequest?.status?.statusCode;
  if (status === 'pending') return 'pending';
  return status === 'failure' ? 'failed' : 'none';
}

/**
 * Asks for a Meet room. Google ignores a request with the id of the one before, so the first id follows from the event
 * (sending it again is harmless) and each later one differs.
 */
export function roomRequest(eventId: string, number: number): Pick<GoogleEvent, 'conferenceData'> {
  return requestWith(`${eventId}-m${number}`);
}

export interface EventRooms {
  /** The event once its room is there, was refused for good, or still takes its time. */
  settle(event: GoogleEvent): Promise<GoogleEvent>;
}

export function createEventRooms(options: {
  calendar: GoogleClients['calendar'];
  calendarId: string;
  calls: GoogleCalls;
  wait: Wait;
}): EventRooms {
  const { calendar, calendarId, calls, wait } = options;

  const read = (eventId: string) => calls.run('events.get', () => calendar.events.get({ calendarId, eventId }));

  async function ask(eventId: string, request: GoogleEvent): Promise<GoogleEvent | null> {
    try {
      return await calls.run('events.patch', () =>
        calendar.events.patch({
          calendarId,
          eventId,
          conferenceDataVersion: 1,
          sendUpdates: 'none',
          requestBody: request,
        }),
      );
    } catch (error) {
      if (isRoomRefused(error)) return null;
      throw error;
    }
  }

  return {
    async settle(event) {
      let current = event;
      let asked = 0;
      const looks = pauses.values();
      for (;;) {
        const state = roomState(current);
        const eventId = current.id ?? '';
        if (state === 'ready') return current;
        if (state === 'pending') {
          const { value: pause } = looks.next();
          if (pause === undefined) return current;
          await wait(pause);
          current = await read(eventId);
          continue;
        }
        const request = state === 'failed' ? nextRequest(current) : firstRequest(current);
        if (request === null || asked === moreRequests) return current;
        asked += 1;
        const answer = await ask(eventId, request);
        if (answer === null) return current;
        current = answer;
        // Google made no room and gave no reason: asking once more would end the same.
        if (roomState(current) === 'none') return current;
      }
    },
  };
}

/** The requests of one event are numbered, so that their limit holds across restarts. */
function nextRequest(event: GoogleEvent): GoogleEvent | null {
  const last = /-m(\d+)$/.exec(event.conferenceData?.createRequest?.requestId ?? '')?.[1] ?? '0';
  const number = Number(last) + 1;
  return number > moreRequests ? null : roomRequest(event.id ?? '', number);
}

/** For an event that lost its room, by a person's hand for example. */
function firstRequest(event: GoogleEvent): GoogleEvent | null {
  return isRoomless(event) ? null : requestWith(`${event.id ?? ''}-${randomUUID()}`);
}

function requestWith(requestId: string): Pick<GoogleEvent, 'conferenceData'> {
  return { conferenceData: { createRequest: { requestId, conferenceSolutionKey: { type: 'hangoutsMeet' } } } };
}
