/** What a virtual machine's host gave to others. */
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

/** Milliseconds between two looks, and of work in each: a host keeps nothing from those who want nothing. */
const pause = 2_000;
const look = 300;

interface Ticks {
  /** Of all processors. */
  used: number;
  /** Wanted by somebody in here, and given to others by the host. */
  stolen: number;
}

/** Zeros where nobody counts, which is everywhere but on Linux. */
function read(): Ticks {
  try {
    const [line = ''] = readFileSync('/proc/stat', 'utf8').split('\n');
    const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, stolen = 0] = line
      .trim()
      .split(/\s+/)
      .slice(1)
      .map(Number);
    return { used: user + nice + system + irq + softirq, stolen };
  } catch {
    return { used: 0, stolen: 0 };
  }
}

/** Begins to watch. What it gives back says how much of the processor time that was wanted since then the host kept: 0 to 1. */
export function watchStolenTime(): () => number {
  const before = read();
  return () => {
    const now = read();
    const [used, stolen] = [now.used - before.used, now.stolen - before.stolen];
    return stolen <= 0 ? 0 : stolen / (used + stolen);
  };
}

/** Resolves when the host keeps no more than this share of what is wanted, or after so many milliseconds. Answers with how many it took. */
export async function calmMoment(share: number, atMost: number): Promise<number> {
  const beganAt = performance.now();
  for (;;) {
    const stolen = watchStolenTime();
    const until = performance.now() + look;
    while (performance.now() < until);
    const waited = performance.now() - beganAt;
    if (stolen() <= share || waited + pause > atMost) return waited;
    await wait(pause);
  }
}
