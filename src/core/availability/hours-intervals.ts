import { day, type Instant, minute } from '#core/time/clock.ts';
import { offsetSegments } from '#core/time/zones.ts';
import { datedHours, type OfferedHours } from './hours-exception.ts';
import type { Interval } from './interval.ts';

/**
 * The hours as instants within the window, sorted and joined. An instant is inside when the clock on the mentor's wall
 * shows a time inside: so hours that a clock change skips are lost, and those it repeats count twice.
 */
export function hoursIntervals(offered: OfferedHours, zone: string, window: Interval): Interval[] {
  const pieces: Interval[] = [];
  const { on } = datedHours(offered);
  for (const { start, end, offset } of offsetSegments(zone, window)) {
    const lastDay = Math.floor((end + offset - 1) / day);
    for (let localDay = Math.floor((start + offset) / day); localDay <= lastDay; localDay += 1) {
      const midnight: Instant = localDay * day - offset;
      for (const { from, to } of on(localDay)) {
        const piece = { start: Math.max(start, midnight + from * minute), end: Math.min(end, midnight + to * minute) };
        const last = pieces.at(-1);
        if (piece.start >= piece.end) continue;
        if (last?.end === piece.start) last.end = piece.end;
        else pieces.push(piece);
      }
    }
  }
  return pieces;
}

/** Whether the whole interval lies inside the hours. */
export function insideHours(offered: OfferedHours, zone: string, interval: Interval): boolean {
  const [piece] = hoursIntervals(offered, zone, interval);
  return piece?.start === interval.start && piece.end === interval.end;
}
