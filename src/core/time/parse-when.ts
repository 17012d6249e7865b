import { limits } from '#core/meetings/meeting.ts';
import { day, type Instant, minute, second } from './clock.ts';
import { type LocalDay, localDayAt } from './local-day.ts';
import { type DayReading, readDays } from './read-days.ts';
import { readDuration } from './read-duration.ts';
import { plainText, type TimeOfDay, takeTime } from './take-time.ts';
import { type Resolved, resolveWall, type WallTime } from './wall-time.ts';
import { type Clock, clocksOf, takeZone } from './written-zone.ts';

export type WhenRefusal =
  /** Empty, nonsense, a span, or words left over that might have mattered. */
  | { reason: 'not-understood' }
  /** `dayAt` is the first instant of the day that was named. */
  | { reason: 'no-time'; dayAt: Instant }
  | { reason: 'past'; at: Instant }
  /** The clocks skip this time; `next` is the first instant after it. */
  | { reason: 'gap'; next: Instant }
  /** The clocks show this time twice; "first" or "second" behind it chooses. */
  | { reason: 'overlap'; first: Instant; second: Instant }
  /** Not on the grid; its neighbours there. */
  | { reason: 'off-grid'; before: Instant; after: Instant }
  /** Two or more instants, in order, all still possible: "05/06 15:00", "next Friday", "6pm IST". */
  | { reason: 'ambiguous'; readings: Instant[] }
  /** Beyond the horizon in which sessions are planned. */
  | { reason: 'too-far' };

export interface WhenOptions {
  /** The zone of the person who typed. */
  zone: string;
  now: Instant;
  /** Minutes. */
  grid: number;
}

export type WhenReading = { ok: true; at: Instant } | ({ ok: false } & WhenRefusal);

const maxLength = 100;
const horizon = limits.horizon * day;

function refuse(refusal: WhenRefusal): WhenReading {
  return { ok: false, ...refusal };
}

/** "in 2 hours", "in 1h30", "90 minutes from now", "in half an hour", "now": milliseconds; null for anything else. */
function readDelay(text: string): number | null {
  if (/^(?:right )?now$/.test(text)) return 0;
  const found = /^(?:in (?<in>.+)|(?<from>.+) from now)$/.exec(text);
  const length = (found?.groups?.in ?? found?.groups?.from)
    ?.replace(/\bhalf an hour\b|\bhalf hour\b/, '30 minutes')
    .replace(/\b(an?|\d+) hours? and a half\b/, (_, count: string) => `${count} hours 30 minutes`)
    .replace(/\ban?\b/g, '1');
  // "in 3 days" is a day without a time, and "in 90" nothing.
  if (!length || /^\d+$|\d ?[dw]/.test(length)) return null;
  const minutes = readDuration(length);
  return minutes === null ? null : minutes * minute;
}

/** "first" or "second" at the end chooses in an overlap; in "december first" and "the second" it is a date. */
function takeChoice(text: string): { choice: 'first' | 'second' | null; rest: string } {
  const found = /^(?<rest>.*\d.*|.*noon|.*midnight) \(?(?<choice>first|second)(?: time)?\)?$/.exec(text)?.groups;
  const months = /(?:\bthe|\bof|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*)$/;
  if (!found?.rest || months.test(found.rest)) return { choice: null, rest: text };
  return { choice: found.choice === 'first' ? 'first' : 'second', rest: found.rest };
}

function wallAt(date: LocalDay, hour: number, minuteOfHour: number): WallTime {
  // An hour of 24 rolls over into the next day.
  const local = new Date(date * day + (hour * 60 + minuteOfHour) * minute);
  return {
    year: local.getUTCFullYear(),
    month: local.getUTCMonth() + 1,
    day: local.getUTCDate(),
    hour: local.getUTCHours(),
    minute: local.getUTCMinutes(),
  };
}

function earliest(resolved: Resolved): Instant {
  return resolved.kind === 'exact' ? resolved.at : resolved.kind === 'gap' ? resolved.next : resolved.first;
}

function latest(resolved: Resolved): Instant {
  return resolved.kind === 'overlap' ? resolved.second : earliest(resolved);
}

function onGrid(at: Instant, grid: number): WhenReading {
  const step = grid * minute;
  const before = Math.floor(at / step) * step;
  return before === at ? { ok: true, at } : refuse({ reason: 'off-grid', before, after: before + step });
}

/** Everything that was read, before it is clear which instant it is. */
interface Question {
  days: readonly DayReading[];
  time: TimeOfDay;
  clocks: readonly Clock[];
  choice: 'first' | 'second' | null;
}

/** All instants the words may mean; each reading on the first of its days on which it is not past. */
function candidates({ days, time, clocks, choice }: Question, now: Instant): Resolved[] {
  const settle = (resolved: Resolved): Resolved => {
    if (resolved.kind === 'exact') return { kind: 'exact', at: resolved.at + time.second * second };
    if (resolved.kind === 'gap') return resolved;
    // Between the two passes only the second is left.
    const chosen = choice ?? (resolved.first < now && resolved.second >= now ? 'second' : null);
    return chosen ? { kind: 'exact', at: resolved[chosen] } : resolved;
  };
  const onFirstDay = (dates: DayReading, hour: number, clock: Clock): Resolved[] => {
    const byDate = dates.map((date) => clock(wallAt(date, hour, time.minute)).map(settle));
    const ahead = byDate.find((resolved) =>
      resolved.some((one) => latest(one) >= now && earliest(one) <= now + horizon),
    );
    return ahead ?? byDate[0] ?? [];
  };
  return days.flatMap((dates) =>
    time.hours.flatMap((hour) => clocks.flatMap((clock) => onFirstDay(dates, hour, clock))),
  );
}

function decide(found: readonly Resolved[], { now, grid }: WhenOptions): WhenReading {
  const ahead = found.filter((resolved) => latest(resolved) >= now);
  const within = ahead.filter((resolved) => earliest(resolved) <= now + horizon);
  const unique = [...new Map(within.map((resolved) => [earliest(resolved), resolved])).values()];
  const [only, ...others] = unique;
  if (!only) {
    if (ahead.length > 0) return refuse({ reason: 'too-far' });
    const [past] = found;
    return refuse(past ? { reason: 'past', at: latest(past) } : { reason: 'not-understood' });
  }
  if (others.length > 0) return refuse({ reason: 'ambiguous', readings: unique.map(earliest).sort((a, b) => a - b) });
  const reading = onGrid(earliest(only), grid);
  if (only.kind === 'exact' || !reading.ok) return reading;
  if (only.kind === 'gap') return refuse({ reason: 'gap', next: only.next });
  return refuse({ reason: 'overlap', first: only.first, second: only.second });
}

function withoutTime(days: readonly DayReading[], today: LocalDay, { zone, now }: WhenOptions): WhenReading {
  const [dates] = days;
  if (!dates) return refuse({ reason: 'not-understood' });
  const date = dates.find((one) => one >= today) ?? dates[0];
  const dayAt = earliest(resolveWall(wallAt(date, 0, 0), zone));
  if (date < today) return refuse({ reason: 'past', at: dayAt });
  return refuse(dayAt > now + horizon ? { reason: 'too-far' } : { reason: 'no-time', dayAt });
}

/** Copied from Discord, "<t:1796320800:F>" is an exact instant. */
function readStamp(text: string): Instant | null {
  const found = /^<t:(\d{1,11})(?::[a-z])?>$/i.exec(text.trim());
  return found ? Number(found[1]) * second : null;
}

/**
 * Reads a time as people type it, by the clocks of their zone: "tomorrow 3pm", "fri 17:30", "3 dec 18:00", "in 2 hours",
 * "next monday at 9", "18:00 UTC", ISO 8601. The answer never depends on the server's zone.
 *
 * - A bare time is the next one; a weekday is the next such day, today included while the time is still ahead.
 * - Days are counted from the person's today, also beside a time in another zone.
 * - "in 2 hours" is meant roughly, so it goes up to the grid; everything else off the grid is refused.
 */
export function parseWhen(text: string, options: WhenOptions): WhenReading {
  const { zone, now, grid } = options;
  if (text.length > maxLength) return refuse({ reason: 'not-understood' });
  const stamp = readStamp(text);
  if (stamp !== null) return decide([{ kind: 'exact', at: stamp }], options);
  const plain = plainText(text);
  const delay = readDelay(plain);
  if (delay !== null) {
    const step = grid * minute;
    return decide([{ kind: 'exact', at: Math.ceil((now + delay) / step) * step }], options);
  }
  const zoned = takeZone(plain);
  if (!zoned) return refuse({ reason: 'not-understood' });
  const chosen = takeChoice(zoned.rest);
  const taken = takeTime(chosen.rest);
  if (!taken) return refuse({ reason: 'not-understood' });
  const today = localDayAt(now, zone);
  let days: readonly DayReading[] = [];
  if (taken.rest !== '') days = readDays(taken.rest, today);
  else if (taken.today || (taken.part && !taken.time)) days = [[today]];
  // The next such time: in a zone far away it may still be yesterday.
  else if (taken.time) days = [[today - 1, today, today + 1, today + 2]];
  if (!taken.time) return withoutTime(days, today, options);
  const clocks = clocksOf(zoned.written, zone);
  return decide(candidates({ days, time: taken.time, clocks, choice: chosen.choice }, now), options);
}
