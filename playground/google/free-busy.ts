import type { Caller } from './calendar-access.ts';
import { type Calendars, hasDeclined, isCancelled, type StoredCalendar } from './calendars.ts';
import { spansOf } from './event-reads.ts';
import { isZone, readInstant, timeRangeEmpty, writeInstant } from './event-time.ts';
import { calendarError, invalid, required } from './google-error.ts';
import { isJsonObject, type JsonObject } from './google-request.ts';

/** freebusy.query: calendarExpansionMax. */
const MOST_CALENDARS = 50;
/** Not documented; people meet "The requested time range is too long" at about three months. */
const LONGEST_RANGE_MS = 90 * 86_400_000 + 3_600_000;

/** When people are busy, without saying with what. Times are in UTC unless the query names a zone. */
export function queryFreeBusy(calendars: Calendars, caller: Caller, body: unknown): JsonObject {
  const query = isJsonObject(body) ? body : {};
  const from = bound(query.timeMin, 'timeMin');
  const to = bound(query.timeMax, 'timeMax');
  if (to <= from) throw timeRangeEmpty();
  if (to - from > LONGEST_RANGE_MS) {
    throw calendarError(400, 'timeRangeTooLong', 'The requested time range is too long.', {
      domain: 'calendar',
      location: 'timeMax',
      locationType: 'parameter',
    });
  }
  const zone = query.timeZone ?? 'UTC';
  if (typeof zone !== 'string' || !isZone(zone)) throw invalid('Invalid time zone.');
  const items = Array.isArray(query.items) ? (query.items as unknown[]) : [];
  const ids = items.map((item) => {
    if (!isJsonObject(item) || typeof item.id !== 'string') throw invalid('Invalid Value');
    return item.id;
  });
  const most = typeof query.calendarExpansionMax === 'number' ? query.calendarExpansionMax : MOST_CALENDARS;
  if (most > MOST_CALENDARS) throw invalid('Invalid Value');

  const answer = (id: string) => {
    if (ids.length > most) return refusal('tooManyCalendarsRequested');
    const calendar = calendars.find(id, caller.account);
    if (calendar === undefined || calendars.roleOf(calendar, caller.account) === undefined) return refusal('notFound');
    return {
      busy: busyTimes(calendar, from, to).map(({ start, end }) => ({
        start: writeInstant(start, zone),
        end: writeInstant(end, zone),
      })),
    };
  };
  return {
    kind: 'calendar#freeBusy',
    timeMin: new Date(from).toISOString(),
    timeMax: new Date(to).toISOString(),
    calendars: Object.fromEntries(ids.map((id) => [id, answer(id)])),
  };
}

const refusal = (reason: string) => ({ errors: [{ domain: 'global', reason }], busy: [] });

/** Cut to the range, overlapping and touching times joined. Free ("transparent"), deleted and declined events do not block. */
function busyTimes(calendar: StoredCalendar, from: number, to: number): { start: number; end: number }[] {
  const spans = [...calendar.copies.values()]
    .filter((copy) => !isCancelled(copy) && copy.event.fields.transparency === 'opaque')
    .filter((copy) => !hasDeclined(copy.event, calendar.id))
    .flatMap((copy) => spansOf(copy, calendar, true))
    .map(({ span }) => ({ start: Math.max(span.start, from), end: Math.min(span.end, to) }))
    .filter(({ start, end }) => start < end)
    .sort((a, b) => a.start - b.start);
  const joined: { start: number; end: number }[] = [];
  for (const span of spans) {
    const last = joined.at(-1);
    if (last !== undefined && span.start <= last.end) last.end = Math.max(last.end, span.end);
    else joined.push({ ...span });
  }
  return joined;
}

function bound(value: unknown, name: string): number {
  if (typeof value !== 'string') throw required(`Missing ${name} parameter.`);
  return readInstant(value);
}
