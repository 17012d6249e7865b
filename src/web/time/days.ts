/** Calendar days as "2026-12-03": they sort as they stand, and belong to no zone. */
import { firstInstantOf, wallOf } from './wall-time.ts';

export type Day = string;

const length = 86_400_000;
const utc = (day: Day): number => Date.parse(`${day}T00:00:00Z`);
const dayAt = (wall: number): Day => new Date(wall).toISOString().slice(0, 10);

export function dayOf(instant: number, zone: string): Day {
  return dayAt(wallOf(instant, zone));
}

export function addDays(day: Day, count: number): Day {
  return dayAt(utc(day) + count * length);
}

/** The same day of another month, or that month's last. */
export function addMonths(day: Day, count: number): Day {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month + count, 0)).getUTCDate();
  return dayAt(Date.UTC(year, month - 1 + count, Math.min(date, last)));
}

export const monthOf = (day: Day): Day => `${day.slice(0, 7)}-01`;

/** Monday is 0. */
export function weekdayOf(day: Day): number {
  return (new Date(utc(day)).getUTCDay() + 6) % 7;
}

/** Its first instant in the zone: mostly midnight, and later where a clock change skips that. */
export function startOf(day: Day, zone: string): number {
  return firstInstantOf(utc(day), zone);
}

/** The weeks a month touches, as days, each beginning on `firstWeekday` (Monday is 0). */
export function weeksOf(month: Day, firstWeekday: number): Day[][] {
  const first = monthOf(month);
  let day = addDays(first, -((weekdayOf(first) - firstWeekday + 7) % 7));
  const next = addMonths(first, 1);
  const weeks: Day[][] = [];
  while (day < next) {
    const from = day;
    weeks.push(Array.from({ length: 7 }, (_, index) => addDays(from, index)));
    day = addDays(day, 7);
  }
  return weeks;
}
