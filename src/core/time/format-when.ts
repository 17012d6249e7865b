/** Times as text for one reader, in English and on the 24-hour clock, the same on every server. */
import { day, type Instant, minute } from './clock.ts';
import { resolveWall, type WallTime, wallOf } from './wall-time.ts';
import { offsetAt } from './zones.ts';

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const months = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
];

function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}

function weekdayOf(wall: WallTime): string {
  return weekdays[new Date(Date.UTC(wall.year, wall.month - 1, wall.day)).getUTCDay()] ?? '';
}

function monthOf(wall: WallTime): string {
  return months[wall.month - 1] ?? '';
}

function shortDay(wall: WallTime): string {
  return `${weekdayOf(wall).slice(0, 3)} ${wall.day} ${monthOf(wall).slice(0, 3)}`;
}

/** "GMT-4", "GMT+5:30", "GMT". `parseWhen` reads it back. */
function formatOffset(offset: number): string {
  if (offset === 0) return 'GMT';
  const minutes = Math.abs(offset) / minute;
  const rest = minutes % 60 === 0 ? '' : `:${twoDigits(minutes % 60)}`;
  return `GMT${offset < 0 ? '-' : '+'}${Math.floor(minutes / 60)}${rest}`;
}

function timeOf(wall: WallTime, at: Instant, zone: string): string {
  const time = `${twoDigits(wall.hour)}:${twoDigits(wall.minute)}`;
  if (resolveWall(wall, zone).kind !== 'overlap') return time;
  return `${time} ${formatOffset(offsetAt(zone, at))}`;
}

/** "Thu 3 Dec 2026, 18:00 (Europe/Berlin)"; with the offset where the clock shows that time twice. */
export function formatWhen(at: Instant, zone: string): string {
  const wall = wallOf(at, zone);
  return `${shortDay(wall)} ${wall.year}, ${timeOf(wall, at, zone)} (${zone})`;
}

/** "Thursday 3 December" */
export function formatDay(at: Instant, zone: string): string {
  const wall = wallOf(at, zone);
  return `${weekdayOf(wall)} ${wall.day} ${monthOf(wall)}`;
}

/** "18:00"; "01:30 GMT-4" where the clock shows that time twice. */
export function formatTime(at: Instant, zone: string): string {
  return timeOf(wallOf(at, zone), at, zone);
}

/** "Thu 3 Dec, 18:00", for choices whose zone is written next to them; unambiguous like `formatTime`. */
export function formatSlot(at: Instant, zone: string): string {
  const wall = wallOf(at, zone);
  return `${shortDay(wall)}, ${timeOf(wall, at, zone)}`;
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
