import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { CalendarError } from '#core/calendar/meet-links.ts';
import type { LentCalendar } from '#core/calendar/session-calendar.ts';
import type { OpenCalendar } from '#core/connections/own-calendars.ts';
import { createGoogleCalls, type Wait } from './google-calls.ts';
import { createGoogleClients } from './google-clients.ts';
import { GoogleFailure, hasStatus } from './google-failure.ts';
import { createGoogleMeetLinks } from './google-meet-links.ts';
import type { GoogleSettings } from './google-settings.ts';
import { toCalendarError } from './to-calendar-error.ts';

/** Connections that are kept, each with an access token that lives for an hour; one that is forgotten is merely opened again. */
const most = 500;

/** Seconds that a channel is asked for: a week, which is what Google gives at most. What it says in its answer counts. */
const channelLife = '604800';

/** Calendars of mentors' own, each reached with its owner's token. */
export function createLentCalendars(
  client: Omit<GoogleSettings, 'refreshToken' | 'calendarId'>,
  { log, wait = sleep }: { log: Logger; wait?: Wait },
): OpenCalendar {
  const known = new Map<string, { refreshToken: string; calendar: LentCalendar }>();

  return ({ sub, calendarId, refreshToken }) => {
    const name = `${sub}/${calendarId}`;
    const found = known.get(name);
    known.delete(name);
    const calendar =
      found?.refreshToken === refreshToken
        ? found.calendar
        : openCalendar({ ...client, calendarId, refreshToken }, { sub, log, wait });
    // In the order of use: the first is what was not needed for longest.
    known.set(name, { refreshToken, calendar });
    const oldest = known.keys().next();
    if (known.size > most && !oldest.done) known.delete(oldest.value);
    return calendar;
  };
}

function openCalendar(
  settings: GoogleSettings,
  { sub, log, wait }: { sub: string; log: Logger; wait: Wait },
): LentCalendar {
  const { calendarId } = settings;
  const clients = createGoogleClients(settings);
  const calls = createGoogleCalls({
    ...{ oauth: clients.oauth, wait },
    secrets: [settings.clientSecret, settings.refreshToken],
  });

  return {
    ...createGoogleMeetLinks(settings, { log, wait, clients, lender: sub }),

    async busy({ start, end }) {
      const requestBody = {
        timeMin: new Date(start).toISOString(),
        timeMax: new Date(end).toISOString(),
        items: [{ id: calendarId }],
      };
      const answer = await worded(calls.run('freebusy.query', () => clients.calendar.freebusy.query({ requestBody })));
      const { busy, errors } = answer.calendars?.[calendarId] ?? {};
      // An answer of 200 may hold an error for this calendar: then nothing is known, which is not the same as free.
      if (!busy || (errors && errors.length > 0)) {
        throw new CalendarError('unavailable', 'Google does not say when this calendar is busy.');
      }
      return busy
        .map((taken) => ({ start: Date.parse(taken.start ?? ''), end: Date.parse(taken.end ?? '') }))
        .filter((taken) => taken.start < taken.end);
    },

    async watch({ address, token }) {
      const opened = await worded(
        calls.run('events.watch', () => {
          // An id of its own each time it is sent: one whose answer was lost is taken, and its channel is nobody's.
          const channel = { id: randomUUID(), type: 'web_hook', address, token, params: { ttl: channelLife } };
          return clients.calendar.events.watch({ calendarId, requestBody: channel });
        }),
      );
      const { id, resourceId, expiration } = opened;
      const expiresAt = Number(expiration);
      if (!id || !resourceId || !(expiresAt > 0)) {
        throw new CalendarError('refused', 'Google opened a channel without saying which, or until when.');
      }
      return { id, resourceId, expiresAt };
    },

    async unwatch({ id, resourceId }) {
      const requestBody = { id, resourceId };
      await worded(
        calls
          .run('channels.stop', () => clients.calendar.channels.stop({ requestBody }))
          .catch((error: unknown) => {
            if (!hasStatus(error, 404)) throw error;
          }),
      );
    },
  };
}

/** Without what Google answers in its own words. */
async function worded<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof GoogleFailure)) throw error;
    // About our address, and at times with 401: that says nothing about the token.
    if (error.reason.startsWith('push.')) {
      throw new CalendarError('refused', `Google does not send notifications here (${error.reason}).`, {
        cause: error,
      });
    }
    throw toCalendarError(error);
  }
}
