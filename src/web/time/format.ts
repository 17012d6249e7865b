/** Times as people read them. Instants are milliseconds or what the API gives; zones are IANA. */
import type { WordsJson } from '#api/schemas.ts';
import type { Day } from './days.ts';
import { hour12, locale } from './locale.ts';
import { wallOf } from './wall-time.ts';

type Instant = number | string;

/** However the two are written. */
export function sameInstant(one: string | null, other: string | null): boolean {
  return one !== null && other !== null && Date.parse(one) === Date.parse(other);
}

const made = new Map<string, Intl.DateTimeFormat>();

function format(instant: Instant, zone: string, options: Intl.DateTimeFormatOptions): string {
  const key = zone + JSON.stringify(options);
  let formatter = made.get(key);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat(locale, { ...options, timeZone: zone });
    made.set(key, formatter);
  }
  return formatter.format(new Date(instant));
}

const clock: Intl.DateTimeFormatOptions = { hour: 'numeric', minute: '2-digit', hour12 };

/** "17:00" or "5:00 pm". */
export function timeText(instant: Instant, zone: string): string {
  return format(instant, zone, hour12 ? clock : { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
}

/** "17:00–17:30" */
export function rangeText(from: Instant, to: Instant, zone: string): string {
  return `${timeText(from, zone)}–${timeText(to, zone)}`;
}

/** "Thu 26 November"; with the year where it is not this one. */
export function dayText(instant: Instant, zone: string, now: number): string {
  const thisYear = format(instant, zone, { year: 'numeric' }) === format(now, zone, { year: 'numeric' });
  return format(instant, zone, {
    weekday: 'short',
    day: 'numeric',
    month: 'long',
    ...(thisYear ? {} : { year: 'numeric' }),
  });
}

/** "Thu 26 November, 17:00" */
export function momentText(instant: Instant, zone: string, now: number): string {
  return `${dayText(instant, zone, now)}, ${timeText(instant, zone)}`;
}

/** "26 Nov 2026" */
export function dateText(instant: Instant, zone: string): string {
  return format(instant, zone, { day: 'numeric', month: 'short', year: 'numeric' });
}

const atNoon = (day: Day): string => `${day}T12:00:00Z`;

/** "Thursday 26 November" */
export const dayName = (day: Day): string =>
  format(atNoon(day), 'UTC', { weekday: 'long', day: 'numeric', month: 'long' });
/** "Thu 26 November 2026" */
export const longDay = (day: Day): string =>
  format(atNoon(day), 'UTC', { weekday: 'short', day: 'numeric', month: 'long', year: 'numeric' });
/** "November 2026" */
export const monthName = (day: Day): string => format(atNoon(day), 'UTC', { month: 'long', year: 'numeric' });
/** "26 Nov" */
export const shortDay = (day: Day): string => format(atNoon(day), 'UTC', { day: 'numeric', month: 'short' });

/** Monday is 0; 2024 began on a Monday. */
export function weekdayName(weekday: number, length: 'long' | 'short' = 'long'): string {
  return format(Date.UTC(2024, 0, 1 + weekday, 12), 'UTC', { weekday: length });
}

/** The pieces of a date for a calendar leaf. */
export function leafText(instant: Instant, zone: string): { month: string; day: string; weekday: string } {
  return {
    month: format(instant, zone, { month: 'short' }),
    day: format(instant, zone, { day: 'numeric' }),
    weekday: format(instant, zone, { weekday: 'short' }),
  };
}

/** "Europe/Lisbon" as "Lisbon", "America/Argentina/Buenos_Aires" as "Buenos Aires". */
export function placeOf(zone: string): string {
  return (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
}

/** Whether clocks in both show the same. */
export function sameClock(instant: Instant, one: string, other: string): boolean {
  const at = new Date(instant).getTime();
  return wallOf(at, one) === wallOf(at, other);
}

/** "18:00 in Berlin", with the day where it is another one. */
export function timeThere(instant: Instant, there: string, here: string): string {
  const at = new Date(instant).getTime();
  const otherDay = Math.floor(wallOf(at, there) / 86_400_000) !== Math.floor(wallOf(at, here) / 86_400_000);
  const day = otherDay ? `${format(instant, there, { weekday: 'short' })} ` : '';
  return `${day}${timeText(instant, there)} in ${placeOf(there)}`;
}

/** What the server says in pieces, with its moments as this reader reads them. */
export function wordsText(words: WordsJson, zone: string, now: number): string {
  return words.map((piece) => (typeof piece === 'string' ? piece : momentText(piece.at, zone, now))).join('');
}

/** "2 hours 5 minutes" */
export function durationText(minutes: number): string {
  const whole = Math.round(minutes);
  const days = Math.floor(whole / 1_440);
  const hours = Math.floor((whole % 1_440) / 60);
  const rest = whole % 60;
  const parts = [count(days, 'day'), count(hours, 'hour'), count(rest, 'minute')].filter((part) => part !== '');
  return parts.join(' ') || '0 minutes';
}

/** "3 h 7 min", for where there is little room. */
export function shortDuration(minutes: number): string {
  const whole = Math.round(minutes);
  if (whole < 1) return 'under 1 min';
  if (whole < 60) return `${whole} min`;
  if (whole < 24 * 60) return whole % 60 === 0 ? `${whole / 60} h` : `${Math.floor(whole / 60)} h ${whole % 60} min`;
  const hours = Math.round((whole % 1_440) / 60);
  return `${Math.floor(whole / 1_440)} d${hours === 0 ? '' : ` ${hours} h`}`;
}

function count(value: number, unit: string): string {
  return value === 0 ? '' : `${value} ${unit}${value === 1 ? '' : 's'}`;
}

/** How long until, in as much detail as helps: "3 days", "2 h 14 min", "under a minute". Milliseconds. */
export function untilText(milliseconds: number): string {
  const minutes = Math.ceil(milliseconds / 60_000);
  if (minutes <= 1) return milliseconds < 60_000 ? 'under a minute' : '1 min';
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 24 * 60)
    return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  const days = Math.floor(minutes / 1_440);
  if (days >= 3) return `${days} days`;
  const hours = Math.floor((minutes % 1_440) / 60);
  return `${days} day${days === 1 ? '' : 's'}${hours === 0 ? '' : ` ${hours} h`}`;
}

/** "just now", "5 min ago", "2 h ago", then the date. */
export function agoText(instant: Instant, zone: string, now: number): string {
  const minutes = Math.floor((now - new Date(instant).getTime()) / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${minutes} min ago`;
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} h ago`;
  return momentText(instant, zone, now);
}
