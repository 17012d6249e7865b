/**
 * Weekly hours as people fill them in: a row has a day, a beginning and an end, and ends on the next day where the end is not later.
 * The API's windows stay within one day: minutes after midnight, 0 to 1,440; Monday is 0.
 */

export interface Window {
  weekday: number;
  from: number;
  to: number;
}

/** "HH:MM"; empty while it is not filled in; 00:00 as an end is midnight. */
export interface HoursRow {
  weekday: number;
  from: string;
  to: string;
}

const fullDay = 1_440;

export function clockText(minutes: number): string {
  const within = minutes % fullDay;
  return `${String(Math.floor(within / 60)).padStart(2, '0')}:${String(within % 60).padStart(2, '0')}`;
}

/** Null for what is not a time of day. */
export function readClock(text: string): number | null {
  const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text);
  return match ? Number(match[1]) * 60 + Number(match[2]) : null;
}

/** Nights come out as one row on the evening's day. */
export function rowsOf(windows: readonly Window[]): HoursRow[] {
  const sorted = windows.toSorted((a, b) => a.weekday - b.weekday || a.from - b.from);
  const isNextMorning = (evening: Window, morning: Window): boolean =>
    evening.to === fullDay &&
    morning.from === 0 &&
    morning.weekday === (evening.weekday + 1) % 7 &&
    // Not from whole days: they would run into each other, and a row is at most a day.
    evening.from > 0 &&
    morning.to <= evening.from;
  const taken = new Set<Window>();
  const rows = sorted.map((window) => {
    const morning = sorted.find((other) => !taken.has(other) && isNextMorning(window, other) && other.to < fullDay);
    if (morning) taken.add(morning);
    return {
      window,
      row: { weekday: window.weekday, from: clockText(window.from), to: clockText((morning ?? window).to) },
    };
  });
  return rows.filter(({ window }) => !taken.has(window)).map(({ row }) => row);
}

/** Null when a row is not filled in. */
export function windowsOf(rows: readonly HoursRow[]): Window[] | null {
  const windows: Window[] = [];
  for (const { weekday, from: fromText, to: toText } of rows) {
    const from = readClock(fromText);
    const to = readClock(toText);
    if (from === null || to === null) return null;
    if (to > from) windows.push({ weekday, from, to });
    else {
      windows.push({ weekday, from, to: fullDay });
      if (to > 0) windows.push({ weekday: (weekday + 1) % 7, from: 0, to });
    }
  }
  return windows;
}
