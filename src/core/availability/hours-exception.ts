import { formatIsoDay, type LocalDay, readIsoDay } from '#core/time/local-day.ts';
import {
  type DayWindow,
  formatMinutes,
  joinNight,
  joinNights,
  tidyWindows,
  type WeeklyHours,
  weekdayOf,
} from './weekly-hours.ts';

/**
 * Dates on which the weekly hours do not hold: a mentor is off, or there at other times. By the calendar of the mentor's
 * zone, so a night that began the evening before ends at midnight where the next date is off.
 */
export interface HoursException {
  /** "2026-12-24" */
  from: string;
  /** The last of the dates; `from` for a single one. */
  to: string;
  /** In place of the weekly hours, on each of the dates; sorted and without overlaps. None: the mentor is off. */
  windows: readonly DayWindow[];
}

/** What a mentor offers, and when not. */
export interface OfferedHours {
  hours: WeeklyHours;
  exceptions: readonly HoursException[];
}

/** Few enough to be read aloud, and to fit into the forms of chat. */
export const exceptionLimits = { most: 50, years: 2, windows: 5 } as const;

export type ExceptionProblem =
  | { reason: 'no-date'; text: string }
  | { reason: 'ends-first'; from: string; to: string }
  /** Not in order or not on the grid, or too many on one date. */
  | { reason: 'windows' }
  /** The first date that is in two of them. */
  | { reason: 'twice'; date: string }
  | { reason: 'too-far'; date: string }
  | { reason: 'too-many'; count: number };

interface Span {
  exception: HoursException;
  first: LocalDay;
  last: LocalDay;
}

function spanOf(exception: HoursException): Span | null {
  const [first, last] = [readIsoDay(exception.from), readIsoDay(exception.to)];
  return first === null || last === null ? null : { exception, first, last };
}

function spansOf(exceptions: readonly HoursException[]): Span[] {
  return exceptions.map(spanOf).filter((span) => span !== null);
}

/** Without those that are over. One that runs today stays whole. */
export function upcoming(exceptions: readonly HoursException[], today: LocalDay): HoursException[] {
  return spansOf(exceptions)
    .filter(({ last }) => last >= today)
    .map(({ exception }) => exception);
}

function yearsAfter(today: LocalDay, years: number): LocalDay {
  const [year = '', ...rest] = formatIsoDay(today).split('-');
  const later = Number(year) + years;
  // After a 29 February the 1 March.
  return readIsoDay([later, ...rest].join('-')) ?? readIsoDay(`${later}-03-01`) ?? today;
}

/** In order, tidied and without what is over; or what is wrong. `today` is the date where the mentor is. */
export function checkExceptions(
  given: readonly HoursException[],
  today: LocalDay,
): { ok: true; exceptions: HoursException[] } | { ok: false; problem: ExceptionProblem } {
  const refuse = (problem: ExceptionProblem) => ({ ok: false as const, problem });
  const spans: Span[] = [];
  for (const { from, to, windows: all } of given) {
    const windows = tidyWindows(all);
    if (!windows || windows.length > exceptionLimits.windows) return refuse({ reason: 'windows' });
    const span = spanOf({ from, to, windows });
    if (!span) return refuse({ reason: 'no-date', text: readIsoDay(from) === null ? from : to });
    if (span.last < span.first) return refuse({ reason: 'ends-first', from, to });
    if (span.last >= today) spans.push(span);
  }
  spans.sort((a, b) => a.first - b.first);
  if (spans.length > exceptionLimits.most) return refuse({ reason: 'too-many', count: spans.length });
  const end = yearsAfter(today, exceptionLimits.years);
  const far = spans.find(({ last }) => last > end);
  if (far) return refuse({ reason: 'too-far', date: far.exception.to });
  const again = spans.find(({ first }, index) => first <= (spans[index - 1]?.last ?? Number.NEGATIVE_INFINITY));
  if (again) return refuse({ reason: 'twice', date: again.exception.from });
  return { ok: true, exceptions: spans.map(({ exception }) => exception) };
}

/** The exception that a date falls into; null where the weekly hours hold. */
export function exceptionOn(date: LocalDay, exceptions: readonly HoursException[]): HoursException | null {
  return spansOf(exceptions).find(({ first, last }) => first <= date && date <= last)?.exception ?? null;
}

/** The windows of one date. */
export interface DatedHours {
  on(date: LocalDay): readonly DayWindow[];
  /** With nights in one piece, as `joinNights` has them: those that begin on the date. */
  nights(date: LocalDay): readonly DayWindow[];
}

/** The weekly hours with the exceptions in their place. */
export function datedHours({ hours, exceptions }: OfferedHours): DatedHours {
  const spans = spansOf(exceptions);
  // Most mentors have none, and then a week says it all.
  if (spans.length === 0) {
    let joined: WeeklyHours | null = null;
    const nights = (date: LocalDay): readonly DayWindow[] => {
      joined ??= joinNights(hours);
      return joined[weekdayOf(date)] ?? [];
    };
    return { on: (date) => hours[weekdayOf(date)] ?? [], nights };
  }
  const on = (date: LocalDay): readonly DayWindow[] =>
    spans.find(({ first, last }) => first <= date && date <= last)?.exception.windows ?? hours[weekdayOf(date)] ?? [];
  return { on, nights: (date) => joinNight(on(date - 1), on(date), on(date + 1)) };
}

/** "10:00-14:00 and 16:00-18:00"; "off" where there are none. */
function formatWindows(windows: readonly DayWindow[]): string {
  const times = windows.map(({ from, to }) => `${formatMinutes(from)}-${formatMinutes(to)}`);
  return times.length === 0 ? 'off' : times.join(' and ');
}

/** "2026-12-24 to 2027-01-02 off", "2026-12-05 10:00-14:00" */
export function formatException({ from, to, windows }: HoursException): string {
  return `${from === to ? from : `${from} to ${to}`} ${formatWindows(windows)}`;
}

/** "2026-12-05 10:00-14:00; 2026-12-24 to 2027-01-02 off"; empty where there are none. `parseExceptions` reads it back. */
export function formatExceptions(exceptions: readonly HoursException[]): string {
  return exceptions.map(formatException).join('; ');
}
