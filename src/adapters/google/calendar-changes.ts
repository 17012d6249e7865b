import type { CalendarChanges, SeenEvent } from '#core/calendar/session-calendar.ts';
import { day, type Instant } from '#core/time/clock.ts';
import type { GoogleCalls } from './google-calls.ts';
import type { GoogleClients } from './google-clients.ts';
import { hasStatus } from './google-failure.ts';
import { type GoogleEvent, seenEvent } from './session-event.ts';

/** Google's largest page. */
const pageSize = 2_500;

/**
 * Reads what changed in a calendar since a sync token was given, or, without one, everything that is not over. A token that Google no longer knows
 * (410) begins anew by itself. Events that are none of ours are left out here already.
 */
export async function readChanges(
  { calendar, calls, calendarId }: { calendar: GoogleClients['calendar']; calls: GoogleCalls; calendarId: string },
  since: string | null,
  now: Instant,
): Promise<CalendarChanges> {
  const events: SeenEvent[] = [];
  // The same in every page and with every token, as Google wants it; a token brings its own beginning along.
  const range = since === null ? { timeMin: new Date(now - day).toISOString() } : { syncToken: since };
  let pageToken: string | undefined;
  try {
    for (;;) {
      const page = await calls.run('events.list', () =>
        calendar.events.list({
          ...{ calendarId, singleEvents: true, showDeleted: true, maxResults: pageSize },
          ...range,
          ...(pageToken === undefined ? {} : { pageToken }),
        }),
      );
      for (const event of page.items ?? []) events.push(...ours(event));
      if (page.nextSyncToken) return { events, token: page.nextSyncToken };
      if (!page.nextPageToken) return { events, token: null };
      pageToken = page.nextPageToken;
    }
  } catch (error) {
    if (since !== null && hasStatus(error, 410)) return readChanges({ calendar, calls, calendarId }, null, now);
    throw error;
  }
}

function ours(event: GoogleEvent): SeenEvent[] {
  const seen = seenEvent(event);
  return seen ? [seen] : [];
}
