import type { GoogleAccount } from './accounts.ts';
import type { Calendars, EventCopy, StoredCalendar } from './calendars.ts';
import { calendarError, insufficientScopes, notFound, notInTheStandIn } from './google-error.ts';
import { reachOf } from './scopes.ts';

/** Who asks, and with what a token allows. */
export interface Caller {
  account: GoogleAccount;
  scopes: ReadonlySet<string>;
}

/** A person with their own calendar open in a browser. */
export const asPerson = (account: GoogleAccount): Caller => ({
  account,
  scopes: new Set(['https://www.googleapis.com/auth/calendar']),
});

/** The calendar, if the caller may do this with it; else 404 (no role at all) or 403. */
export function openCalendar(
  calendars: Calendars,
  caller: Caller,
  id: string,
  access: 'read' | 'write',
): { calendar: StoredCalendar; busyOnly: boolean } {
  const calendar = calendars.find(id, caller.account);
  const role = calendar === undefined ? undefined : calendars.roleOf(calendar, caller.account);
  if (calendar === undefined || role === undefined) throw notFound();
  const reach = reachOf(caller.scopes, access);
  if (reach === 'none' || (reach === 'owned' && role !== 'owner')) {
    throw insufficientScopes(
      'calendar-json',
      access === 'write' ? 'calendar.v3.Events.Update' : 'calendar.v3.Events.List',
    );
  }
  if (access === 'write' && role !== 'owner' && role !== 'writer') {
    throw calendarError(403, 'requiredAccessLevel', 'You need to have writer access to this calendar.', {
      domain: 'calendar',
    });
  }
  return { calendar, busyOnly: reach === 'busy' || role === 'freeBusyReader' };
}

export function findCopy(calendar: StoredCalendar, eventId: string): EventCopy {
  const copy = calendar.copies.get(eventId);
  if (copy !== undefined) return copy;
  const series = calendar.copies.get(eventId.replace(/_\d{8}(?:T\d{6}Z)?$/, ''));
  if (series !== undefined) throw notInTheStandIn('reading or changing one time of a series by its own id');
  throw notFound();
}
