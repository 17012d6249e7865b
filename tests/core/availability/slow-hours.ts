/** The same answers as core/availability, by plain reasoning and luxon, some minutes at a time: slow, and easy to believe. */
import { DateTime } from 'luxon';
import type { SlotSearch } from '#core/availability/find-slots.ts';
import type { Interval } from '#core/availability/interval.ts';
import { formatWeeklyHours, parseWeeklyHours, type WeeklyHours } from '#core/availability/weekly-hours.ts';
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

function isInside(hours: WeeklyHours, zone: string, at: Instant): boolean {
  const wall = DateTime.fromMillis(at, { zone });
  const minutes = wall.hour * 60 + wall.minute;
  return (hours[wall.weekday - 1] ?? []).some(({ from, to }) => minutes >= from && minutes < to);
}

/** Looks at every minute; the window must begin and end on whole minutes. */
export function slowHoursIntervals(hours: WeeklyHours, zone: string, window: Interval): Interval[] {
  const found: Interval[] = [];
  for (let at = window.start; at < window.end; at += minute) {
    if (!isInside(hours, zone, at)) continue;
    const last = found.at(-1);
    if (last?.end === at) last.end = at + minute;
    else found.push({ start: at, end: at + minute });
  }
  return found;
}

/** Where the grid begins, in minutes of the week: evenings that run on into a shorter morning keep their rhythm. */
function anchors(hours: WeeklyHours): { opens: number; length: number }[] {
  // The canonical text, which has tests of its own, has nights in one piece.
  const text = formatWeeklyHours(hours);
  const found: { opens: number; length: number }[] = [];
  for (const [, days = '', times = ''] of text.matchAll(/([A-Z][A-Za-z,-]*) ((?:[\d:-]+(?: and )?)+)/g)) {
    const names = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
    const wanted = days.split(',').flatMap((part) => {
      const [first = '', last = first] = part.split('-');
      return names.slice(names.indexOf(first), names.indexOf(last) + 1);
    });
    for (const time of times.split(' and ')) {
      const [from = 0, to = 0] = time.split('-').map((one) => Number(one.slice(0, 2)) * 60 + Number(one.slice(3)));
      for (const name of wanted) {
        found.push({ opens: names.indexOf(name) * 1_440 + from, length: to > from ? to - from : to + 1_440 - from });
      }
    }
  }
  return found;
}

export function slowSlots(search: SlotSearch): Instant[] {
  const { hours, zone, duration, busy, from, until, limit } = search;
  const starts = anchors(hours);
  const found: Instant[] = [];
  for (let at = Math.ceil(from / (5 * minute)) * 5 * minute; at < until && found.length < limit; at += 5 * minute) {
    const wall = DateTime.fromMillis(at, { zone });
    const minuteOfWeek = (wall.weekday - 1) * 1_440 + wall.hour * 60 + wall.minute;
    const onGrid = starts.some(({ opens, length }) => {
      const since = (minuteOfWeek - opens + 10_080) % 10_080;
      return since < length && since % duration === 0;
    });
    const end = at + duration * minute;
    if (!onGrid || end > until || busy.some((one) => one.start < end && at < one.end && one.start < one.end)) continue;
    let inside = true;
    for (let step = at; step < end && inside; step += 5 * minute) inside = isInside(hours, zone, step);
    if (inside) found.push(at);
  }
  return found;
}
