import { day, type Instant, minute } from '#core/time/clock.ts';
import { offsetSegments } from '#core/time/zones.ts';
import { type Interval, mergeIntervals } from './interval.ts';
import { hoursIntervals, joinNights, type WeeklyHours, weekdayOf } from './weekly-hours.ts';

export interface SlotSearch {
  hours: WeeklyHours;
  /** The zone the hours are meant in. */
  zone: string;
  /** Minutes. */
  duration: number;
  /** Of both people, in any order. */
  busy: readonly Interval[];
  /** The earliest start: now and the notice the mentor wants. */
  from: Instant;
  /** No slot ends later. */
  until: Instant;
  limit: number;
}

/** `intervals` without `holes`; both sorted and joined. */
function subtract(intervals: readonly Interval[], holes: readonly Interval[]): Interval[] {
  const left: Interval[] = [];
  let index = 0;
  for (const { start, end } of intervals) {
    let from = start;
    while ((holes[index]?.end ?? Number.POSITIVE_INFINITY) <= start) index += 1;
    for (let at = index; at < holes.length; at += 1) {
      const hole = holes[at];
      if (!hole || hole.start >= end) break;
      if (hole.start > from) left.push({ start: from, end: hole.start });
      from = Math.max(from, hole.end);
    }
    if (from < end) left.push({ start: from, end });
  }
  return left;
}

/**
 * Starts of free slots, sorted. They are offered at the start of each window of the hours and every `duration` from
 * there, by the mentor's wall clock: 17:00, 17:30, ... on both sides of a clock change. A window over midnight keeps the
 * evening's rhythm. In an hour that the clock shows twice, both are offered.
 *
 * One sweep over epoch milliseconds; dates and zones come in only through the cached offsets.
 */
export function findSlots(search: SlotSearch): Instant[] {
  const { hours, zone, duration, from, until, limit } = search;
  const found: Instant[] = [];
  if (duration <= 0 || limit <= 0) return found;
  const window = { start: from, end: until };
  const free = subtract(hoursIntervals(hours, zone, window), mergeIntervals(search.busy));
  const windows = joinNights(hours);
  const length = duration * minute;
  let piece = 0;
  for (const segment of offsetSegments(zone, window)) {
    const localStart = segment.start + segment.offset;
    const localEnd = segment.end + segment.offset;
    // A night that began the day before reaches into the first day.
    for (let localDay = Math.floor(localStart / day) - 1; localDay * day < localEnd; localDay += 1) {
      for (const { from: opens, to: closes } of windows[weekdayOf(localDay)] ?? []) {
        const anchor = localDay * day + opens * minute;
        const close = Math.min(localDay * day + closes * minute, localEnd);
        const skipped = Math.max(0, Math.ceil((localStart - anchor) / length));
        for (let local = anchor + skipped * length; local < close; local += length) {
          const at = local - segment.offset;
          while ((free[piece]?.end ?? Number.POSITIVE_INFINITY) < at + length) piece += 1;
          const fitting = free[piece];
          if (!fitting) return found;
          if (fitting.start > at) continue;
          found.push(at);
          if (found.length === limit) return found;
        }
      }
    }
  }
  return found;
}
