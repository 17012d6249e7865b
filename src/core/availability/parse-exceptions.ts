/** Reads exceptions as people type them: "24 dec to 2 jan off; 5 dec 10:00-14:00". */
import { formatIsoDay, type LocalDay } from '#core/time/local-day.ts';
import { readDays } from '#core/time/read-days.ts';
import { plainText } from '#core/time/take-time.ts';
import type { HoursException } from './hours-exception.ts';
import { readTokens } from './hours-tokens.ts';
import { type DayWindow, parseWeeklyHours } from './weekly-hours.ts';

export type ExceptionTextProblem =
  | { reason: 'not-understood'; text: string }
  /** Dates that may be meant, at least two: "05/06", "next friday". */
  | { reason: 'ambiguous'; text: string; dates: string[] }
  | { reason: 'ends-first'; text: string }
  /** What is wrong with the times, as a sentence. */
  | { reason: 'times'; problem: string }
  | { reason: 'over-midnight'; text: string };

type Reading<T> = { ok: true; value: T } | { ok: false; problem: ExceptionTextProblem };

interface Dates {
  first: LocalDay;
  last: LocalDay;
}

function refuse(problem: ExceptionTextProblem): { ok: false; problem: ExceptionTextProblem } {
  return { ok: false, problem };
}

const offBehind = /(?:^| )[-:(]? ?(?:is |are )?(?:off|away|closed|none|no hours|not available|unavailable)\)?\.?$/;
const offBefore = /^(?:off|away|closed)[: ]+(?:from |on )?/;

/** Times and nothing else: "10-14", "10:00-12:00 and 14:00-16:00", "all day". They may still be none that a clock shows. */
function areTimes(text: string): boolean {
  const read = readTokens(text);
  if (!read.ok || read.tokens.length === 0) return false;
  const shape = read.tokens.map(({ kind }) => (kind === 'all-day' ? 'A' : kind === 'dash' ? '-' : kind[0])).join('');
  return /^(?:t-t|A)+$/.test(shape);
}

/** Dates and the times behind them, as they may be meant; no times where the mentor is off. The last is the whole as dates. */
function splits(text: string): { dates: string; times: string }[] {
  const off = text.replace(offBehind, '').replace(offBefore, '');
  if (off !== text) return [{ dates: off, times: '' }];
  // In "dec 5 10-14" the times begin behind the 5, and "dec 5 to 8" has none.
  const spaces = [...text.matchAll(/ /g)].map(({ index }) => ({
    dates: text.slice(0, index),
    times: text.slice(index + 1),
  }));
  return [...spaces.filter(({ times }) => areTimes(times)), { dates: text, times: '' }];
}

function readWindows(times: string): Reading<readonly DayWindow[]> {
  if (times === '') return { ok: true, value: [] };
  // The times of one weekday are written like those of one date.
  const read = parseWeeklyHours(`Mon ${times}`);
  if (!read.ok) return refuse({ reason: 'times', problem: read.problem });
  const [windows = [], morningAfter = []] = read.hours;
  return morningAfter.length > 0
    ? refuse({ reason: 'over-midnight', text: times })
    : { ok: true, value: windows.map(({ from, to }) => ({ from, to })) };
}

const bareDay = /^\d{1,2}(?:st|nd|rd|th)?$/;

/** Both ends of a range; in "24-28 dec" and "dec 24 to 28" the one lends the other its month. */
function endsOf(text: string): [string, string][] {
  const lend = (bare: string, whole: string): string =>
    bareDay.test(bare) && /[a-z]{3}/.test(whole) ? whole.replace(/\b\d{1,2}(?:st|nd|rd|th)?\b/, bare) : bare;
  const pair = (start: string, end: string): [string, string] => [lend(start, end), lend(end, start)];
  const spoken = /^(?<start>.+?)(?: ?- | -| (?:to|till?|until|through|thru|and) )(?<end>.+)$/.exec(text)?.groups;
  if (spoken) return [pair((spoken.start ?? '').trim(), (spoken.end ?? '').trim())];
  // A dash between two dates, or within one of them.
  return [...text.matchAll(/-/g)].map(({ index }) => pair(text.slice(0, index), text.slice(index + 1)));
}

/** Each reading of the one day on its next such date, or on its only one. */
function readDate(text: string, today: LocalDay): LocalDay[] {
  const days = readDays(text, today).map((reading) => reading.find((date) => date >= today) ?? reading[0]);
  return [...new Set(days)];
}

/** All ranges that may be meant. Each start with the next end behind it, and of those the first that is not over. */
function readRange(start: string, end: string, today: LocalDay): Dates[] {
  const behind = (first: LocalDay): Dates[] =>
    readDays(end, today).flatMap((reading) => {
      // Beyond next year, and behind a weekday that is not this week's, the end counts from the start.
      const again = readDays(end, first).flat();
      const last = reading.find((date) => date >= first) ?? again.find((date) => date >= first) ?? reading[0];
      return [{ first, last }];
    });
  const found = readDays(start, today).flatMap((reading) => {
    const ranges = reading.map(behind);
    return ranges.find((dates) => dates.some(({ first, last }) => last >= Math.max(first, today))) ?? ranges[0] ?? [];
  });
  // Where a date can be read in two ways, an end before its start is the wrong one.
  const forward = found.filter(({ first, last }) => last >= first);
  return forward.length > 0 ? forward : found;
}

function readDates(text: string, typed: string, today: LocalDay): Reading<Dates> {
  const plain = text
    .replace(/,|\bon\b|\bfrom\b|\bbetween\b/g, ' ')
    .replace(/[\s:-]+$/, '')
    .replace(/\s+/g, ' ')
    .trim();
  let found: Dates[] = readDate(plain, today).map((date) => ({ first: date, last: date }));
  for (const [start, end] of found.length > 0 ? [] : endsOf(plain)) {
    found = readRange(start, end, today);
    if (found.length > 0) break;
  }
  const unique = [...new Map(found.map((dates) => [`${dates.first} ${dates.last}`, dates])).values()];
  const [only, ...others] = unique;
  if (!only) return refuse({ reason: 'not-understood', text: typed });
  if (others.length > 0) {
    const firsts = new Set(unique.map(({ first }) => first));
    const dates = firsts.size > 1 ? firsts : new Set(unique.map(({ last }) => last));
    return refuse({ reason: 'ambiguous', text: typed, dates: [...dates].sort((a, b) => a - b).map(formatIsoDay) });
  }
  return only.last < only.first ? refuse({ reason: 'ends-first', text: typed }) : { ok: true, value: only };
}

function readException(typed: string, today: LocalDay): Reading<HoursException> {
  const readings = splits(plainText(typed)).map(({ dates, times }) => ({
    read: readDates(dates, typed, today),
    times,
  }));
  const { read, times } = readings.find((one) => one.read.ok || one.read.problem.reason !== 'not-understood') ?? {
    read: refuse({ reason: 'not-understood', text: typed }),
    times: '',
  };
  if (!read.ok) return read;
  const windows = readWindows(times);
  if (!windows.ok) return windows;
  const { first, last } = read.value;
  return { ok: true, value: { from: formatIsoDay(first), to: formatIsoDay(last), windows: windows.value } };
}

/**
 * Dates as `parseWhen` reads them, or ranges of them; off unless there are times. Semicolons or lines between several.
 * "none" and nothing are no exceptions. `today` is the date where the mentor is.
 */
export function parseExceptions(text: string, today: LocalDay): Reading<HoursException[]> {
  const exceptions: HoursException[] = [];
  for (const piece of text.split(/[;\n]/)) {
    const typed = piece.replace(/\s+/g, ' ').trim();
    if (typed === '' || /^(?:none|no exceptions)$/i.test(typed)) continue;
    const read = readException(typed, today);
    if (!read.ok) return read;
    exceptions.push(read.value);
  }
  return { ok: true, value: exceptions };
}
