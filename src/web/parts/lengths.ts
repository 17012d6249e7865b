/** Lengths to choose from, in minutes: the usual ones, and the one that is somebody's own. */
export function lengths(own: number): number[] {
  return [...new Set([15, 20, 25, 30, 40, 45, 50, 60, 75, 90, 105, 120, own])].sort((a, b) => a - b);
}
