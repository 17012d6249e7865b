import { quantile } from './statistics.ts';

/** How a number of like pieces of work went. */
export interface Timing {
  /** Pieces a second. */
  rate: number;
  /** Milliseconds that one piece took. */
  p50: number;
  p99: number;
}

/** Does `count` pieces of work, `atOnce` of them at any time. */
export async function timeWork(count: number, atOnce: number, work: () => Promise<void>): Promise<Timing> {
  const took: number[] = [];
  let begun = 0;
  const one = async () => {
    while (begun < count) {
      begun += 1;
      const startedAt = performance.now();
      await work();
      took.push(performance.now() - startedAt);
    }
  };
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: atOnce }, one));
  const seconds = (performance.now() - startedAt) / 1_000;
  return { rate: count / seconds, p50: quantile(took, 0.5), p99: quantile(took, 0.99) };
}
