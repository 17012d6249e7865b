import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { CalendarError } from '#core/calendar/meet-links.ts';
import type { LentCalendar } from '#core/calendar/session-calendar.ts';
import type { OpenCalendar } from '#core/connections/own-calendars.ts';
import { createGoogleCalls, type Wait } from './google-calls.ts';
import { createGoogleClients } from './google-clients.ts';
import { GoogleFailure } from './google-failure.ts';
import { createGoogleMeetLinks } from './google-meet-links.ts';
import type { GoogleSettings } from './google-settings.ts';
import { toCalendarError } from './to-calendar-error.ts';

/** Connections that are kept, each with an access token that lives for an hour; one that is forgotten is merely opened again. */
const most = 500;

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
      const answer = await calls
        .run('freebusy.query', () => clients.calendar.freebusy.query({ requestBody }))
        .catch((error: unknown) => {
          throw error instanceof GoogleFailure ? toCalendarError(error) : error;
        });
      const { busy, errors } = answer.calendars?.[calendarId] ?? {};
      // An answer of 200 may hold an error for this calendar: then nothing is known, which is not the same as free.
      if (!busy || (errors && errors.length > 0)) {
        throw new CalendarError('unavailable', 'Google does not say when this calendar is busy.');
      }
      return busy
        .map((taken) => ({ start: Date.parse(taken.start ?? ''), end: Date.parse(taken.end ?? '') }))
        .filter((taken) => taken.start < taken.end);
    },
  };
}
