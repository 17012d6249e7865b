import type { SlotSearch } from '../../src/core/availability/find-slots.ts';
import { hoursIntervals } from '../../src/core/availability/hours-intervals.ts';

/**
 * The least that has to be done once the hours are expanded (by the same function): slots from the start of each open interval, and one pointer along
 * the busy times, which have to be sorted and apart. It knows nothing of nights in two pieces, of windows that touch, or of hours that a clock skips or shows twice.
 */
export function slotsByBareSweep(search: SlotSearch): number[] {
  const { zone, duration, busy, from, until } = search;
  const found: number[] = [];
  const length = duration * 60_000;
  let next = 0;
  for (const { start, end } of hoursIntervals(search, zone, { start: from, end: until })) {
    for (let at = start; at + length <= end; at += length) {
      while (next < busy.length && (busy[next]?.end ?? 0) <= at) next += 1;
      if (next === busy.length || (busy[next]?.start ?? 0) >= at + length) found.push(at);
    }
  }
  return found;
}
