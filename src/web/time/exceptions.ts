/** Exceptions to the weekly hours as people fill them in, and as the API has them. */
import type { HoursExceptionJson } from '#api/schemas.ts';
import type { Day } from './days.ts';
import { clockText, readClock } from './windows.ts';

/** "HH:MM"; empty while it is not filled in; 00:00 as an end is midnight. */
export interface Times {
  from: string;
  to: string;
}

export interface ExceptionRow {
  /** Empty while it is not filled in. */
  from: Day;
  /** Empty for a single date. */
  to: Day;
  /** None: off. */
  times: Times[];
}

const fullDay = 1_440;

export function exceptionRowsOf(exceptions: readonly HoursExceptionJson[]): ExceptionRow[] {
  return exceptions.map(({ from, to, windows }) => ({
    from,
    to: to === from ? '' : to,
    times: windows.map((window) => ({ from: clockText(window.from), to: clockText(window.to) })),
  }));
}

/** Null when a row is not filled in. Whether it makes sense is the server's to say. */
export function exceptionsOf(rows: readonly ExceptionRow[]): HoursExceptionJson[] | null {
  const exceptions: HoursExceptionJson[] = [];
  for (const { from, to, times } of rows) {
    const windows = times.flatMap((one) => {
      const [start, end] = [readClock(one.from), readClock(one.to)];
      return start === null || end === null ? [] : [{ from: start, to: end === 0 ? fullDay : end }];
    });
    if (from === '' || windows.length < times.length) return null;
    exceptions.push({ from, to: to === '' ? from : to, windows });
  }
  return exceptions;
}
