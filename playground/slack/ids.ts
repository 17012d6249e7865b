import type { ShiftedClock } from '../shifted-clock.ts';

/** Ids and timestamps in Slack's shapes: unique, and the same in every run that does the same things. */
export interface Ids {
  /** `U0000000A1`: one capital letter and a counter. */
  next(prefix: string): string;
  /** A message timestamp, seconds with six decimals; never the same twice, never running backwards. */
  messageTs(): string;
  /** Lower-case hexadecimal digits for secrets, hashes and trigger ids. */
  hex(length: number): string;
}

export function createIds(clock: ShiftedClock): Ids {
  let counter = 0;
  let lastMicroseconds = 0;
  return {
    next(prefix) {
      counter += 1;
      return `${prefix}0${counter.toString(36).toUpperCase().padStart(9, '0')}`;
    },
    messageTs() {
      lastMicroseconds = Math.max(clock.now() * 1000, lastMicroseconds + 1);
      return `${Math.floor(lastMicroseconds / 1e6)}.${String(lastMicroseconds % 1e6).padStart(6, '0')}`;
    },
    hex(length) {
      counter += 1;
      // Spread the counter over the digits, so neighbouring ids do not look alike.
      let state = (counter * 2_654_435_761) >>> 0;
      let digits = '';
      while (digits.length < length) {
        state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + counter + digits.length) >>> 0;
        digits += state.toString(16).padStart(8, '0');
      }
      return digits.slice(0, length - 4) + (counter % 65_536).toString(16).padStart(4, '0');
    },
  };
}
