import { median } from './statistics.ts';

/** How much the values rise in one unit of `at`: the median of the slopes between all pairs (Theil and Sen), which a few outliers do not move. */
export function slope(points: readonly { at: number; value: number }[]): number {
  return median(points.flatMap((a, index) => points.slice(index + 1).map((b) => (b.value - a.value) / (b.at - a.at))));
}
