/** How numbers are written in the table. */
import { median } from './statistics.ts';
import type { Timing } from './time-work.ts';

export function perSecond(rate: number): string {
  return `${Math.round(rate).toLocaleString('en-GB')}/s`;
}

export function milliseconds(ms: number): string {
  return `${ms >= 10 ? Math.round(ms) : ms >= 1 ? ms.toFixed(1) : ms.toPrecision(2)} ms`;
}

/** The medians of some rounds: "4,102/s, p50 0.21 ms, p99 0.90 ms". */
export function timing(rounds: readonly Timing[]): string {
  const of = (pick: (round: Timing) => number) => median(rounds.map(pick));
  const [rate, p50, p99] = [of(({ rate }) => rate), of(({ p50 }) => p50), of(({ p99 }) => p99)];
  return `${perSecond(rate)}, p50 ${milliseconds(p50)}, p99 ${milliseconds(p99)}`;
}
