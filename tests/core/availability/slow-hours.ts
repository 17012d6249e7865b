/** The same answers as core/availability, by plain reasoning and luxon, some minutes at a time: slow, and easy to believe. */
import { DateTime } from 'luxon';
import type { SlotSearch } from '#core/availability/find-slots.ts';
import type { HoursException, OfferedHours } from '#core/availability/hours-exception.ts';
import type { Interval } from '#core/availability/interval.ts';
import { type DayWindow, parseWeeklyHours, type WeeklyHours } from '#core/availability/weekly-hours.ts';
import { type Instant, minute } from '#core/time/clock.ts';

export const zones = [
  ...['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata', 'Asia/Kathmandu', 'Pacific/Chatham'],
  ...[
    'Pacific/Apia',
    'Pacific/Kiritimati',
    'Africa/Casablanca',
    'America/Sao_Paulo',
    'Asia/Tehran',
    'Antarctica/Troll',
  ],
  'UTC',
];

/** Weeks with nights, whole days, split days and free days. */
export function randomHours(random: () => number): WeeklyHours {
  const windows: string[] = [];
  const time = (quarter: number): string =>
    `${String(Math.floor(quarter / 4)).padStart(2, '0')}:${String((quarter % 4) * 15).padStart(2, '0')}`;
  for (const weekday of ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']) {
    for (let count = Math.floor(random() * 3); count > 0; count -= 1) {
      const from = Math.floor(random() * 96);
      const to = Math.floor(random() * 97);
      if (random() < 0.1) windows.push(`${weekday} all day`);
      else if (from !== to) windows.push(`${weekday} ${time(from)}-${time(to)}`);
    }
  }
  const read = parseWeeklyHours(windows.length === 0 ? 'none' : windows.join(', '));
  if (!read.ok) throw new Error(`${windows.join(', ')}: ${read.problem}`);
  return read.hours;
}

/** Days off, other hours and nights, some in a row, from a week before a date until two weeks after it. */
export function randomExceptions(random: () => number, around: Instant): HoursException[] {
  const exceptions: HoursException[] = [];
  const dateAfter = (days: number): string =>
    DateTime.fromMillis(around, { zone: 'UTC' }).plus({ days }).toISODate() ?? '';
  for (let days = -7 + Math.floor(random() * 6); days < 14; days += 1 + Math.floor(random() * 5)) {
    const length = Math.floor(random() * 3);
    const [windows = []] = random() < 0.4 ? [] : randomHours(random);
    exceptions.push({ from: dateAfter(days), to: dateAfter(days + length), windows });
    days += length;
  }
  return exceptions;
}

function windowsOn({ hours, exceptions }: OfferedHours, wall: DateTime): readonly DayWindow[] {
  const date = wall.toISODate() ?? '';
  const exception = exceptions.find(({ from, to }) => from <= date && date <= to);
  return exception ? exception.windows : (hours[wall.weekday - 1] ?? []);
}

function windowAt(offered: OfferedHours, zone: string, at: Instant): DayWindow | undefined {
  const wall = DateTime.fromMillis(at, { zone });
  const minutes = wall.hour * 60 + wall.minute;
  return windowsOn(offered, wall).find(({ from, to }) => minutes >= from && minutes < to);
}

/** Looks at every minute; the window must begin and end on whole minutes. */
export function slowHoursIntervals(offered: OfferedHours, zone: string, window: Interval): Interval[] {
  const found: Interval[] = [];
  for (let at = window.start; at < window.end; at += minute) {
    if (!windowAt(offered, zone, at)) continue;
    const last = found.at(-1);
    if (last?.end === at) last.end = at + minute;
    else found.push({ start: at, end: at + minute });
  }
  return found;
}

/** Minutes since the window began, by the wall clock; an evening that runs on into a shorter morning keeps its rhythm. */
function sinceOpening(offered: OfferedHours, zone: string, at: Instant): number | null {
  const window = windowAt(offered, zone, at);
  if (!window) return null;
  // By the calendar alone, so that a clock change in between does not count.
  const wall = DateTime.fromMillis(at, { zone }).setZone('UTC', { keepLocalTime: true });
  const minutes = wall.hour * 60 + wall.minute;
  const evening = windowsOn(offered, wall.minus({ days: 1 })).find(({ to }) => to === 1_440);
  const isMorningAfter = window.from === 0 && evening !== undefined && window.to < evening.from;
  return isMorningAfter ? minutes + 1_440 - evening.from : minutes - window.from;
}

export function slowSlots(search: SlotSearch): Instant[] {
  const { zone, duration, busy, from, until, limit } = search;
  const found: Instant[] = [];
  for (let at = Math.ceil(from / (5 * minute)) * 5 * minute; at < until && found.length < limit; at += 5 * minute) {
    const since = sinceOpening(search, zone, at);
    const end = at + duration * minute;
    if (since === null || since % duration !== 0 || end > until) continue;
    if (busy.some((one) => one.start < end && at < one.end && one.start < one.end)) continue;
    let inside = true;
    for (let step = at; step < end && inside; step += 5 * minute) inside = windowAt(search, zone, step) !== undefined;
    if (inside) found.push(at);
  }
  return found;
}
