import { readFileSync } from 'node:fs';

/** A tick of the counters in /proc, the same on every Linux. */
const ticksPerSecond = 100;

/** Seconds of processor time that another process has used, by /proc; NaN where there is none. */
export function processorTime(pid: number): number {
  try {
    // The name, in parentheses, may hold spaces; utime and stime are the 12th and 13th fields behind it.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
  } catch {
    return Number.NaN;
  }
}

/** Seconds that the main thread of another process was ready to run and others had the processors, by /proc; NaN where that is not counted. */
export function waitedForProcessor(pid: number): number {
  try {
    return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[1]) / 1e9;
  } catch {
    return Number.NaN;
  }
}
