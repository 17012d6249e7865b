import type { LocalDay } from '#core/time/local-day.ts';
import { type ClockReading, type HoursToken, readTokens } from './hours-tokens.ts';
import { mergeIntervals } from './interval.ts';

/** Minutes after local midnight: 0 to 1,440. */
export interface DayWindow {
  from: number;
  to: number;
}

/** Seven lists of windows, Monday first, each sorted and without overlaps. Wall-clock times of the mentor's zone. */
export type WeeklyHours = readonly (readonly DayWindow[])[];

const fullDay = 1_440;
/** Meetings sit on a 5-minute grid, so hours off it could only be lost. */
const grid = 5;
const example = 'Write it like "Mon-Fri 17:00-20:00, Sat 10:00-13:00".';

export type HoursReading = { ok: true; hours: WeeklyHours } | { ok: false; problem: string };

/** Minutes after midnight, to 1,440 for 24:00; null for what no clock shows, such as 25:00 or 13pm. */
function minutesOf(time: ClockReading, half: 'am' | 'pm' | null): number | null {
  if (time.minute > 59 || (half && (time.hour < 1 || time.hour > 12))) return null;
  const hours = half ? (time.hour % 12) + (half === 'pm' ? 12 : 0) : time.hour;
  const minutes = hours * 60 + time.minute;
  return minutes <= fullDay ? minutes : null;
}

function quote(text: string): string {
  return `"${text.length > 30 ? `${text.slice(0, 29)}…` : text}"`;
}

/** Both ends of a window; the second is smaller when it runs over midnight. A string is the problem. */
function windowOf(start: ClockReading, end: ClockReading): DayWindow | string {
  const text = `${start.text}-${end.text}`;
  const bare = start.bare && end.bare && !start.half && !end.half;
  // "5-8" is evening for most people and early morning for the 24-hour clock; "9-5" is office hours or a night. Neither is guessed.
  if (bare && ((start.hour > 0 && start.hour < 8) || (end.hour < start.hour && start.hour <= 12))) {
    return `${quote(text)} may be morning or evening. Add am or pm, as in "5pm-8pm".`;
  }
  let from = minutesOf(start, start.half);
  let to = minutesOf(end, end.half);
  if (end.half && !start.half && start.hour <= 12) {
    // "5-8pm" is all evening, "9-5pm" begins in the morning.
    const same = minutesOf(start, end.half);
    from = same !== null && to !== null && same < to ? same : minutesOf(start, end.half === 'pm' ? 'am' : 'pm');
  } else if (start.half && !end.half && end.hour <= 12) {
    const same = minutesOf(end, start.half);
    to = same !== null && from !== null && same > from ? same : minutesOf(end, start.half === 'pm' ? 'am' : 'pm');
  }
  if (from === null || to === null || from === fullDay)
    return `${quote(text)} is no time of day. Write it like "17:00-20:00".`;
  if (from % grid !== 0 || to % grid !== 0) return `${quote(text)} is not in steps of ${grid} minutes, like "17:05".`;
  if (from === to) return `${quote(text)} begins and ends at the same time. For a whole day write "00:00-24:00".`;
  return { from, to };
}

/** Sorted, with touching and overlapping ones joined; null when one of them is none, or off the grid. */
export function tidyWindows(windows: readonly DayWindow[]): DayWindow[] | null {
  const onGrid = (minutes: number): boolean => minutes >= 0 && minutes <= fullDay && minutes % grid === 0;
  const fits = windows.every(({ from, to }) => onGrid(from) && onGrid(to) && from < to);
  return fits ? mergeWindows(windows) : null;
}

function mergeWindows(windows: readonly DayWindow[]): DayWindow[] {
  const merged = mergeIntervals(windows.map(({ from, to }) => ({ start: from, end: to })));
  return merged.map(({ start, end }) => ({ from: start, to: end }));
}

interface Group {
  days: Set<number>;
  windows: DayWindow[];
  text: string;
}

/** Days, then their times, again and again. A string is the problem. */
function readGroups(tokens: readonly HoursToken[]): Group[] | string {
  const groups: Group[] = [];
  let group: Group | undefined;
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index];
    const [dash, end] = [tokens[index + 1], tokens[index + 2]];
    const ranged = dash?.kind === 'dash';
    if (token?.kind === 'days') {
      if (!group || group.windows.length > 0) {
        group = { days: new Set(), windows: [], text: token.text };
        groups.push(group);
      }
      let last = token.days.at(-1) ?? 0;
      if (ranged && end?.kind === 'days') {
        last = end.days[0] ?? last;
        index += 2;
      }
      for (const first of token.days) group.days.add(first);
      // "Sat-Mon" goes round the end of the week.
      for (let step = token.days.at(-1) ?? 0; step !== last; step = (step + 1) % 7) group.days.add((step + 1) % 7);
    } else if (token?.kind === 'time' && ranged && end?.kind === 'time') {
      if (!group) return `Say first on which days ${quote(`${token.text}-${end.text}`)} is. ${example}`;
      const window = windowOf(token.time, end.time);
      if (typeof window === 'string') return window;
      group.windows.push(window);
      index += 2;
    } else if (token?.kind === 'all-day' && group) {
      group.windows.push({ from: 0, to: fullDay });
    } else {
      return `${quote(token?.text ?? '')} is not understood there. ${example}`;
    }
  }
  return groups;
}

/**
 * Reads "Mon-Fri 17:00-20:00, Sat 10-13", "weekdays 5pm-8pm", "Mon,Wed 9-12 and 14-17", "Fri 22:00-02:00" (over midnight)
 * and "none". Overlapping windows are joined. A problem is one or two sentences with an example, and quotes the text as typed.
 */
export function parseWeeklyHours(text: string): HoursReading {
  if (/^\s*(?:none|never|no hours)\s*$/i.test(text)) return { ok: true, hours: [[], [], [], [], [], [], []] };
  const tokens = readTokens(text);
  if (!tokens.ok) return { ok: false, problem: `${quote(tokens.unknown)} is not understood. ${example}` };
  if (tokens.tokens.length === 0) return { ok: false, problem: `There are no days and times yet. ${example}` };
  const groups = readGroups(tokens.tokens);
  if (typeof groups === 'string') return { ok: false, problem: groups };
  const week: DayWindow[][] = [[], [], [], [], [], [], []];
  for (const group of groups) {
    if (group.windows.length === 0) return { ok: false, problem: `${quote(group.text)} has no times. ${example}` };
    for (const weekday of group.days) {
      for (const { from, to } of group.windows) {
        week[weekday]?.push({ from, to: to > from ? to : fullDay });
        if (to < from && to > 0) week[(weekday + 1) % 7]?.push({ from: 0, to });
      }
    }
  }
  return { ok: true, hours: week.map(mergeWindows) };
}

/**
 * The windows of one day with nights in one piece: with those of the day after, "22:00-24:00" and "00:00-02:00" become 22:00
 * to 26:00, and the morning is no window of its own. Only where that leaves it shorter than a day, so that it can be
 * written as "22:00-02:00".
 */
export function joinNight(
  before: readonly DayWindow[],
  windows: readonly DayWindow[],
  after: readonly DayWindow[],
): readonly DayWindow[] {
  const morningAfter = (evening: DayWindow | undefined, [morning]: readonly DayWindow[]): DayWindow | undefined =>
    evening?.to === fullDay && morning?.from === 0 && morning.to < evening.from ? morning : undefined;
  const taken = morningAfter(before.at(-1), windows) !== undefined;
  return windows.slice(taken ? 1 : 0).map((window) => {
    const next = morningAfter(window, after);
    return next ? { from: window.from, to: fullDay + next.to } : window;
  });
}

/** The same week with nights in one piece: "Fri 22:00-24:00, Sat 00:00-02:00" becomes Friday 22:00 to 26:00. */
export function joinNights(hours: WeeklyHours): WeeklyHours {
  // Most people are not there at midnight.
  if (!hours.some(([first]) => first?.from === 0)) return hours;
  const on = (weekday: number): readonly DayWindow[] => hours[(weekday + 7) % 7] ?? [];
  return hours.map((windows, weekday) => joinNight(on(weekday - 1), windows, on(weekday + 1)));
}

const dayNames = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

function formatDays(days: readonly number[]): string {
  const runs: { first: number; last: number }[] = [];
  for (const weekday of days) {
    const run = runs.at(-1);
    if (run && run.last + 1 === weekday) run.last = weekday;
    else runs.push({ first: weekday, last: weekday });
  }
  return runs.map(({ first, last }) => [...new Set([dayNames[first], dayNames[last]])].join('-')).join(',');
}

/** "17:05", "24:00" */
export function formatMinutes(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

/** "Mon-Fri 17:00-20:00, Sat 10:00-13:00", "Mon,Wed 09:00-12:00 and 14:00-17:00", "none". `parseWeeklyHours` reads it back. */
export function formatWeeklyHours(hours: WeeklyHours): string {
  const daysByTimes = new Map<string, number[]>();
  for (const [weekday, windows] of joinNights(hours).entries()) {
    const times = windows.map(
      ({ from, to }) => `${formatMinutes(from)}-${formatMinutes(to > fullDay ? to - fullDay : to)}`,
    );
    if (times.length === 0) continue;
    const key = times.join(' and ');
    daysByTimes.set(key, [...(daysByTimes.get(key) ?? []), weekday]);
  }
  if (daysByTimes.size === 0) return 'none';
  return [...daysByTimes].map(([times, days]) => `${formatDays(days)} ${times}`).join(', ');
}

/** Monday is 0; 1970-01-01 was a Thursday. */
export function weekdayOf(date: LocalDay): number {
  return (((date + 3) % 7) + 7) % 7;
}
