import { DateTime } from 'luxon';

/** As far ahead as the clocks of any zone that changes them at all change again. Days. */
const furthest = 400;

/**
 * Noon, in that zone, on the day before its clocks change next: milliseconds since the epoch, later than `after`; null where they do not change.
 */
export function eveOfClockChange(zone: string, after: number): number | null {
  const start = DateTime.fromMillis(after, { zone });
  for (let days = 1; days <= furthest; days += 1) {
    const noon = start.plus({ days }).set({ hour: 12, minute: 0, second: 0, millisecond: 0 });
    const eve = noon.minus({ days: 1 });
    if (noon.offset !== eve.offset && eve.toMillis() > after) return eve.toMillis();
  }
  return null;
}
