/** What a virtual machine's host gave to others. */
import { readFileSync } from 'node:fs';

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
