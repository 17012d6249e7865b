import { DateTime, IANAZone } from 'luxon';
import { calendarError, invalid, required } from './google-error.ts';
import { isJsonObject } from './google-request.ts';

/** As the app wrote it. Either `date` (all day) or `dateTime`, never both. */
export interface EventTime {
  date?: string;
  dateTime?: string;
  timeZone?: string;
}

/** Where an event lies, in milliseconds since the epoch; `end` is exclusive. */
export interface Span {
  start: number;
  end: number;
  allDay: boolean;
}

const RFC3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(Z|[+-]\d{2}:\d{2})?$/i;

/** IANA names only: Intl itself would also take an offset such as +02:00. */
export const isZone = (zone: string) => /^[A-Za-z]/.test(zone) && IANAZone.isValidZone(zone);

export const timeRangeEmpty = () =>
  calendarError(400, 'timeRangeEmpty', 'The specified time range is empty.', {
    domain: 'calendar',
    location: 'timeMax',
    locationType: 'parameter',
  });

export function readEventTime(value: unknown, which: 'start' | 'end'): EventTime {
  if (value === undefined || value === null) throw required(`Missing ${which} time.`);
  if (!isJsonObject(value)) throw invalid(`Invalid ${which} time.`);
  const time: EventTime = {};
  for (const key of ['date', 'dateTime', 'timeZone'] as const) {
    const part = value[key];
    if (part === undefined || part === null) continue;
    if (typeof part !== 'string') throw invalid(`Invalid ${which} time.`);
    time[key] = part;
  }
  if (time.date === undefined && time.dateTime === undefined) throw required(`Missing ${which} time.`);
  if (time.date !== undefined && time.dateTime !== undefined) throw invalid(`Invalid ${which} time.`);
  if (time.timeZone !== undefined && !isZone(time.timeZone)) {
    throw invalid(`Invalid time zone definition for ${which} time.`);
  }
  return time;
}

/** `calendarZone` places all-day events. Throws what Google answers to times that do not fit together. */
export function spanOf(start: EventTime, end: EventTime, calendarZone: string): Span {
  const allDay = start.date !== undefined;
  if (allDay !== (end.date !== undefined)) {
    throw invalid('Start and end times must either both be date or both be dateTime.');
  }
  const span = { start: instantOf(start, 'start', calendarZone), end: instantOf(end, 'end', calendarZone), allDay };
  if (span.end <= span.start) throw timeRangeEmpty();
  return span;
}

function instantOf(time: EventTime, which: 'start' | 'end', calendarZone: string): number {
  if (time.date !== undefined) {
    const day = DateTime.fromFormat(time.date, 'yyyy-MM-dd', { zone: calendarZone });
    if (!day.isValid) throw invalid(`Invalid ${which} time.`);
    return day.toMillis();
  }
  const text = time.dateTime ?? '';
  const match = RFC3339.exec(text);
  if (match === null) throw invalid(`Invalid value for: Invalid format: "${text}"`);
  if (match[1] === undefined && time.timeZone === undefined) {
    throw required(`Missing time zone definition for ${which} time.`);
  }
  const instant = DateTime.fromISO(text, { zone: time.timeZone ?? 'utc' });
  if (!instant.isValid) throw invalid(`Invalid value for: Invalid format: "${text}"`);
  return instant.toMillis();
}

/** A query parameter such as timeMin: RFC 3339 with an offset, or Google refuses it. */
export function readInstant(text: string): number {
  const instant = RFC3339.exec(text)?.[1] === undefined ? undefined : DateTime.fromISO(text, { zone: 'utc' });
  if (instant?.isValid !== true) throw calendarError(400, 'badRequest', 'Bad Request');
  return instant.toMillis();
}

/** RFC 3339 in that zone, without fractions of a second: `2026-12-01T11:00:00+01:00`, or `...Z` in UTC. */
export function writeInstant(at: number, zone: string): string {
  return DateTime.fromMillis(at, { zone }).toFormat("yyyy-MM-dd'T'HH:mm:ss") + offsetOf(at, zone);
}

function offsetOf(at: number, zone: string): string {
  const { offset } = DateTime.fromMillis(at, { zone });
  return offset === 0 && /^(?:utc|etc\/utc)$/i.test(zone) ? 'Z' : DateTime.fromMillis(at, { zone }).toFormat('ZZ');
}
