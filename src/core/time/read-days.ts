/** Reads the day in what somebody typed, once the time is taken out of it. */
import { GB } from 'chrono-node/en';
import { day } from './clock.ts';
import { type LocalDay, localDay } from './local-day.ts';

/**
 * Days that one reading can mean, in order: a later one is meant when those before are past. Tomorrow follows today for a
 * bare time, next year this year for "3 dec"; a single day stays, and past is past.
 */
export type DayReading = readonly [LocalDay, ...LocalDay[]];

/** Sunday is 0. */
function weekdayOf(date: LocalDay): number {
  return (((date + 4) % 7) + 7) % 7;
}

/** A date without a year is this year's, or next year's once it is past. Today's stays today's: "past" is the better answer. */
function yearless(month: number, dayOfMonth: number, today: LocalDay): DayReading | null {
  const year = new Date(today * day).getUTCFullYear();
  const [date, next] = [localDay(year, month, dayOfMonth), localDay(year + 1, month, dayOfMonth)];
  if (date === null) return next === null ? null : [next];
  return next === null || date === today ? [date] : [date, next];
}

function withYear(year: string | undefined, month: number, dayOfMonth: number, today: LocalDay): DayReading | null {
  if (year === undefined) return yearless(month, dayOfMonth, today);
  const date = localDay(Number(year) + (year.length === 2 ? 2000 : 0), month, dayOfMonth);
  return date === null ? null : [date];
}

/**
 * "2026-12-03", "3.12.2026", "3.12." (dots put the day first), "3/12", "12/31/2026". Half the world reads 3/12 as 3 December
 * and half as 12 March, so where both are days, both are given. Undefined when the text is no such date.
 */
function readNumbers(text: string, today: LocalDay): readonly DayReading[] | undefined {
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(text);
  if (iso) {
    const date = localDay(Number(iso[1]), Number(iso[2]), Number(iso[3]));
    return date === null ? [] : [[date]];
  }
  const found = /^(\d{1,2})(?:([.])\s?(\d{1,2})(?:\.\s?(\d{4}|\d{2})?)?|([/-])(\d{1,2})(?:\5(\d{4}|\d{2}))?)$/.exec(
    text,
  );
  if (!found) return undefined;
  const first = Number(found[1]);
  const last = Number(found[3] ?? found[6]);
  const year = found[4] ?? found[7];
  // "5-6" is a span.
  if (found[5] === '-' && year === undefined) return undefined;
  const readings = [withYear(year, last, first, today)];
  if (found[2] === undefined && first !== last) readings.push(withYear(year, first, last, today));
  return readings.filter((reading) => reading !== null);
}

const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const weekdayName =
  '(?<name>sun(?:day)?|mon(?:day)?|tue(?:s|sday)?|wed(?:s|nesday)?|thu(?:r|rs|rsday)?|fri(?:day)?|sat(?:urday)?)';
const weekdayAlone = new RegExp(
  `^(?:(?<which>this coming|this|coming|next|last|past) )?${weekdayName}(?: (?:of )?(?<week>this|next) week)?$`,
);
const weekThenDay = new RegExp(`^(?<week>this|next) week ${weekdayName}$`);
const weekdayFirst = new RegExp(`^${weekdayName}\\b`);

function readWeekday(text: string, today: LocalDay): readonly DayReading[] | undefined {
  const groups = (weekdayAlone.exec(text) ?? weekThenDay.exec(text))?.groups;
  if (!groups) return undefined;
  const wanted = weekdays.indexOf((groups.name ?? '').slice(0, 3));
  const ahead = (wanted - weekdayOf(today) + 7) % 7;
  const monday = today - ((weekdayOf(today) + 6) % 7);
  const inThisWeek = monday + ((wanted + 6) % 7);
  if (groups.week) return [[inThisWeek + (groups.week === 'next' ? 7 : 0)]];
  if (groups.which === 'last' || groups.which === 'past') return [[today - (7 - ahead)]];
  if (groups.which !== 'next') return ahead === 0 && !groups.which ? [[today, today + 7]] : [[today + ahead]];
  // Said on a Wednesday, "next Friday" is in two days for some and in nine for others; "next Monday" is clear.
  return inThisWeek > today ? [[inThisWeek], [inThisWeek + 7]] : [[inThisWeek + 7]];
}

/** "the 3rd": this month's, or the next month's that has such a day. */
function readOrdinal(text: string, today: LocalDay): readonly DayReading[] | undefined {
  const found = /^(?:the )?(\d{1,2})(?:st|nd|rd|th)$/.exec(text);
  if (!found) return undefined;
  const now = new Date(today * day);
  const dates = [0, 1, 2].map((ahead) => {
    const month = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead, 1));
    return localDay(month.getUTCFullYear(), month.getUTCMonth() + 1, Number(found[1]));
  });
  const next = dates.find((date) => date !== null && date >= today);
  return next === undefined || next === null ? [] : [[next]];
}

/** "Monday 1 December" when that is a Tuesday: one of the two is a slip, so both are given; the date first. */
function checkWeekday(text: string, reading: DayReading, today: LocalDay): readonly DayReading[] {
  const name = weekdayFirst.exec(text)?.groups?.name;
  if (name === undefined) return [reading];
  const wanted = weekdays.indexOf(name.slice(0, 3));
  const ahead = reading.filter((date) => date >= today);
  const fitting = (ahead.length > 0 ? ahead : reading).filter((date) => weekdayOf(date) === wanted);
  const [first] = fitting;
  if (first !== undefined) return [[first, ...fitting.slice(1)]];
  const date = ahead[0] ?? reading[0];
  const apart = (wanted - weekdayOf(date) + 7) % 7;
  return [[date], [date + (apart > 3 ? apart - 7 : apart)]];
}

/** Everything with words: "3 dec", "tomorrow", "in three days", "Friday 25 December 2026". */
function readWords(text: string, today: LocalDay): readonly DayReading[] {
  // Chrono works in the server's zone inside. So it is only asked about days, and only ever sees noon, which clock changes
  // leave alone; this phrase alone it reads by the server's clock even then.
  if (/^(?:the )?day after tomorrow$/.test(text)) return [[today + 2]];
  // A week or a month is no day, though chrono would pick one.
  if (/\b(?:this|next|last) (?:week|month|year|weekend|weekday|quarter)\b|^week(?:end|day)/.test(text)) return [];
  // "Dec 24" would be a month of 2024 to it.
  const phrase = text.replace(/^the /, '').replace(/\b([a-z]{3,9})\.? (\d\d)$/, '$2 $1');
  const [result, ...others] = GB.parse(phrase, { instant: new Date(today * day + day / 2), timezone: 0 });
  if (!result || others.length > 0 || result.end || result.text.length < phrase.length) return [];
  const { start } = result;
  const [year, month, dayOfMonth] = [start.get('year'), start.get('month'), start.get('day')];
  if (!start.isCertain('day') || start.isCertain('hour') || year === null || month === null || dayOfMonth === null) {
    return [];
  }
  const reading = withYear(start.isCertain('year') ? String(year) : undefined, month, dayOfMonth, today);
  return reading ? checkWeekday(phrase, reading, today) : [];
}

/** The days that the text may mean, the likelier first; empty when it means none. `today` is the reader's. */
export function readDays(text: string, today: LocalDay): readonly DayReading[] {
  const phrase = text.replace(/[()]/g, '').trim();
  const withoutWeekday = phrase.replace(weekdayFirst, '').trim();
  const numbers = readNumbers(phrase, today);
  if (numbers) return numbers;
  const dated = withoutWeekday === phrase ? undefined : readNumbers(withoutWeekday, today);
  // With the weekday "Fri 5/6" is often clear.
  if (dated) {
    const checked = dated.map((reading) => checkWeekday(phrase, reading, today));
    const fitting = checked.filter((readings) => readings.length === 1).flat();
    return fitting.length > 0 ? fitting : checked.flat();
  }
  return readWeekday(phrase, today) ?? readOrdinal(phrase, today) ?? readWords(phrase, today);
}
