import { day, type Instant, minute } from './clock.ts';
import { offsetAt, offsetSegments } from './zones.ts';

/** What a clock and a calendar on the wall show: month 1 to 12, hour 0 to 23. */
export interface WallTime {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
}

/**
 * When a wall time is, in one zone. It never is when clocks are put forward over it (`gap`; `next` is the first instant
 * after it), and it is twice when they are put back over it (`overlap`).
 */
export type Resolved =
  | { kind: 'exact'; at: Instant }
  | { kind: 'gap'; next: Instant }
  | { kind: 'overlap'; first: Instant; second: Instant };

/** Offsets reach from -12 to +14 hours, and a change at the date line skips a whole day (Apia, 30 December 2011). */
const reach = 2 * day;

/** The wall time must exist in the calendar: 30 February rolls over into March. */
export function resolveWall(wall: WallTime, zone: string): Resolved {
  const asUtc = Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute);
  const segments = offsetSegments(zone, { start: asUtc - reach, end: asUtc + reach });
  const hits: Instant[] = [];
  let next = segments[0]?.start ?? asUtc;
  for (const segment of segments) {
    const at = asUtc - segment.offset;
    if (at >= segment.start && at < segment.end) hits.push(at);
    // By this segment's clock the wall time comes only after its end: so the gap, if there is one, ends there or later.
    if (at >= segment.end) next = segment.end;
  }
  const [first, second] = hits;
  if (first === undefined) return { kind: 'gap', next };
  return second === undefined ? { kind: 'exact', at: first } : { kind: 'overlap', first, second };
}

/** Seconds are cut off. */
export function wallOf(at: Instant, zone: string): WallTime {
  const local = new Date(Math.floor((at + offsetAt(zone, at)) / minute) * minute);
  return {
    year: local.getUTCFullYear(),
    month: local.getUTCMonth() + 1,
    day: local.getUTCDate(),
    hour: local.getUTCHours(),
    minute: local.getUTCMinutes(),
  };
}
