import { day, type Instant, minute } from '#core/time/clock.ts';
import { offsetSegments } from '#core/time/zones.ts';
import { datedHours, type OfferedHours } from './hours-exception.ts';
import { hoursIntervals } from './hours-intervals.ts';
import { areApart, type Interval, mergeIntervals } from './interval.ts';

export interface SlotSearch extends OfferedHours {
  /** The zone the hours and exceptions are meant in. */
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

/** What follows the last interval of all, so that the sweep compares numbers and never asks whether there is one. */
const never: Interval = { start: Number.MAX_SAFE_INTEGER, end: Number.MAX_SAFE_INTEGER };

/** Compared first, because reading behind the end of an array is slow in V8. */
function within(intervals: readonly Interval[], index: number): Interval {
  return (index < intervals.length ? intervals[index] : undefined) ?? never;
}

/**
 * Starts of free slots, sorted. They are offered at the start of each window of the hours and every `duration` from
 * there, by the mentor's wall clock: 17:00, 17:30, ... on both sides of a clock change. A window over midnight keeps the
 * evening's rhythm. In an hour that the clock shows twice, both are offered.
 *
 * One sweep over epoch milliseconds; dates and zones come in only through the cached offsets.
 */
export function findSlots(search: SlotSearch): Instant[] {
  const { zone, duration, from, until, limit } = search;
  const found: Instant[] = [];
  if (duration <= 0 || limit <= 0) return found;
  const window = { start: from, end: until };
  const open = hoursIntervals(search, zone, window);
  // A store gives them in order, and mostly apart: then there is nothing to sort.
  const busy = areApart(search.busy) ? search.busy : mergeIntervals(search.busy);
  const { nights } = datedHours(search);
  const length = duration * minute;
  let openAt = 0;
  let busyAt = 0;
  let { start: opened, end: closed } = within(open, openAt);
  let { start: takenFrom, end: takenUntil } = within(busy, busyAt);
  for (const segment of offsetSegments(zone, window)) {
    const localStart = segment.start + segment.offset;
    const localEnd = segment.end + segment.offset;
    // A night that began the day before reaches into the first day.
    for (let localDay = Math.floor(localStart / day) - 1; localDay * day < localEnd; localDay += 1) {
      for (const { from: opens, to: closes } of nights(localDay)) {
        const anchor = localDay * day + opens * minute;
        const close = Math.min(localDay * day + closes * minute, localEnd);
        const skipped = Math.max(0, Math.ceil((localStart - anchor) / length));
        for (let local = anchor + skipped * length; local < close; local += length) {
          const at = local - segment.offset;
          const end = at + length;
          while (closed < end) ({ start: opened, end: closed } = within(open, ++openAt));
          if (opened === never.start) return found;
          if (opened > at) continue;
          while (takenUntil <= at) ({ start: takenFrom, end: takenUntil } = within(busy, ++busyAt));
          if (takenFrom < end) continue;
          found.push(at);
          if (found.length === limit) return found;
        }
      }
    }
  }
  return found;
}
