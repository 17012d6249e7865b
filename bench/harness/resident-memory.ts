import { readFileSync } from 'node:fs';

/** Megabytes that a process holds, by /proc; NaN where there is none. */
export function residentMegabytes(pid: number): number {
  try {
    const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Number(kilobytes) / 1_000;
  } catch {
    return Number.NaN;
  }
}
