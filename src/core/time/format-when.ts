/** Times as text for one reader, in English and on the 24-hour clock, the same on every server. */
import { DateTime } from 'luxon';
import { day, type Instant, minute } from './clock.ts';
import { resolveWall, wallOf } from './wall-time.ts';

function local(at: Instant, zone: string): DateTime {
  return DateTime.fromMillis(at, { zone, locale: 'en-US' });
}

/** "18:00", or "01:30 GMT-4" where the clock shows that time twice; `parseWhen` reads both back. */
function timeOf(local: DateTime, at: Instant, zone: string): string {
  const time = local.toFormat('HH:mm');
  if (resolveWall(wallOf(at, zone), zone).kind !== 'overlap') return time;
  return `${time} GMT${local.offset === 0 ? '' : local.toFormat('Z')}`;
}

/** "Thu 3 Dec 2026, 18:00 (Europe/Berlin)"; with the offset where the clock shows that time twice. */
export function formatWhen(at: Instant, zone: string): string {
  const time = local(at, zone);
  return `${time.toFormat('EEE d MMM yyyy')}, ${timeOf(time, at, zone)} (${zone})`;
}

/** "Thursday 3 December" */
export function formatDay(at: Instant, zone: string): string {
  return local(at, zone).toFormat('EEEE d MMMM');
}

/** "18:00"; "01:30 GMT-4" where the clock shows that time twice. */
export function formatTime(at: Instant, zone: string): string {
  return timeOf(local(at, zone), at, zone);
}

/** "Thu 3 Dec, 18:00", for choices whose zone is written next to them; unambiguous like `formatTime`. */
export function formatSlot(at: Instant, zone: string): string {
  const time = local(at, zone);
  return `${time.toFormat('EEE d MMM')}, ${timeOf(time, at, zone)}`;
}

function count(number: number, unit: string): string {
  return `${number} ${unit}${number === 1 ? '' : 's'}`;
}

/** "45 minutes", "1 hour", "1 h 30 min", "24 hours", "2 days". Takes whole minutes. */
export function formatDuration(minutes: number): string {
  const perDay = day / minute;
  // Up to a day hours say more ("24 hours ahead"); after that only whole days are easier to grasp.
  if (minutes > perDay && minutes % perDay === 0) return count(minutes / perDay, 'day');
  if (minutes < 60) return count(minutes, 'minute');
  const hours = Math.floor(minutes / 60);
  return minutes % 60 === 0 ? count(hours, 'hour') : `${hours} h ${minutes % 60} min`;
}
