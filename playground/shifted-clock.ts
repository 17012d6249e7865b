/** The playground's wall clock: real time plus an offset that only ever grows. Deadlines are measured with `performance.now()`, never with this. */
export interface ShiftedClock {
  /** Milliseconds since the epoch, shifted. */
  now(): number;
  /** How far ahead of real time the playground is, in milliseconds. */
  offset(): number;
  /** Moves the clock ahead by this many milliseconds, in whole ones as `Date` counts. */
  advance(milliseconds: number): void;
}

export function createShiftedClock(startOffset = 0): ShiftedClock {
  let offset = startOffset;
  return {
    now: () => Date.now() + offset,
    offset: () => offset,
    advance(milliseconds) {
      if (milliseconds < 0) throw new Error('The playground clock only moves forward.');
      offset += Math.round(milliseconds);
    },
  };
}
