import type { Instant } from '#core/time/clock.ts';

/** From `start` (included) to `end` (not included). */
export interface Interval {
  start: Instant;
  end: Instant;
}

/** Whether they are sorted, with a gap between any two. */
export function areApart(intervals: readonly Interval[]): boolean {
  let end = Number.NEGATIVE_INFINITY;
  for (const interval of intervals) {
    if (interval.start <= end) return false;
    end = interval.end;
  }
  return true;
}

/** Sorted by start, with touching and overlapping intervals joined. */
export function mergeIntervals(intervals: readonly Interval[]): Interval[] {
  const sorted = [...intervals].sort((a, b) => a.start - b.start);
  const merged: Interval[] = [];
  for (const next of sorted) {
    const last = merged.at(-1);
    if (last && next.start <= last.end) last.end = Math.max(last.end, next.end);
    else merged.push({ ...next });
  }
  return merged;
}

/** What is left of the intervals without the hole. */
export function cutOut(intervals: readonly Interval[], hole: Interval): Interval[] {
  return intervals.flatMap(({ start, end }) =>
    [
      { start, end: Math.min(end, hole.start) },
      { start: Math.max(start, hole.end), end },
    ].filter((piece) => piece.start < piece.end),
  );
}
