/** Dates of a calendar on a wall, without a time or a zone. */
import { day, type Instant } from './clock.ts';
import { offsetAt } from './zones.ts';

/** Days since 1970-01-01, in whatever zone they are meant. */
export type LocalDay = number;

/** Null for what is in no calendar, such as 30 February. */
export function localDay(year: number, month: number, dayOfMonth: number): LocalDay | null {
  const date = new Date(Date.UTC(year, month - 1, dayOfMonth));
  const real = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === dayOfMonth;
  return real ? date.getTime() / day : null;
}

/** "2026-12-24", and nothing but that; null for anything else. */
export function readIsoDay(text: string): LocalDay | null {
  const found = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  return found ? localDay(Number(found[1]), Number(found[2]), Number(found[3])) : null;
}

/** "2026-12-24" */
export function formatIsoDay(date: LocalDay): string {
  return new Date(date * day).toISOString().slice(0, 10);
}

/** The date in the zone at an instant. */
export function localDayAt(at: Instant, zone: string): LocalDay {
  return Math.floor((at + offsetAt(zone, at)) / day);
}
