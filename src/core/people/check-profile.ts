/** What a mentor's profile may say, however it was given: typed as text in chat, or as data. */
import {
  checkExceptions,
  type ExceptionProblem,
  type HoursException,
  upcoming,
} from '#core/availability/hours-exception.ts';
import { tidyWindows, type WeeklyHours } from '#core/availability/weekly-hours.ts';
import { validDuration } from '#core/meetings/request.ts';
import type { Instant } from '#core/time/clock.ts';
import { localDayAt } from '#core/time/local-day.ts';
import { readZone } from '#core/time/zones.ts';
import type { MentorProfile } from './person.ts';

const mostTopics = 10;
const longestTopic = 40;
/** Minutes. */
const longestNotice = 14 * 24 * 60;

/** Minutes after local midnight, 0 to 1,440; Monday is 0. What runs over midnight is two of them. */
export interface HoursWindow {
  weekday: number;
  from: number;
  to: number;
}

export type ProfileData = Omit<MentorProfile, 'hours' | 'exceptions'> & {
  hours: readonly HoursWindow[];
  /** Those that are stored stay where none are said. */
  exceptions?: readonly HoursException[] | undefined;
};

export type ProfileCheck =
  | { ok: true; profile: MentorProfile }
  | { ok: false; field: 'topics' | 'hours' | 'zone' | 'length' | 'notice' }
  | { ok: false; field: 'exceptions'; problem: ExceptionProblem };

/** Each once, without blanks around it; null when there are none, too many or too long ones. */
export function checkTopics(given: readonly string[]): string[] | null {
  const topics = [...new Set(given.map((topic) => topic.replaceAll(/\s+/g, ' ').trim()).filter(Boolean))];
  const fits =
    topics.length > 0 && topics.length <= mostTopics && topics.every((topic) => topic.length <= longestTopic);
  return fits ? topics : null;
}

export function validNotice(minutes: number): boolean {
  return Number.isInteger(minutes) && minutes >= 0 && minutes <= longestNotice;
}

/** The zone of this IANA name in today's spelling; null for anything else, also for what chat would understand. */
export function checkZone(name: string): string | null {
  const read = name === 'UTC' || name.includes('/') ? readZone(name) : null;
  return read?.ok ? read.zone : null;
}

/** `before` is what is stored; null for a new mentor. */
export function checkProfile(data: ProfileData, before: MentorProfile | null, now: Instant): ProfileCheck {
  const topics = checkTopics(data.topics);
  if (!topics) return { ok: false, field: 'topics' };
  const hours = weekOf(data.hours);
  if (!hours) return { ok: false, field: 'hours' };
  const hoursZone = checkZone(data.hoursZone);
  if (!hoursZone) return { ok: false, field: 'zone' };
  const today = localDayAt(now, hoursZone);
  const kept = { ok: true as const, exceptions: upcoming(before?.exceptions ?? [], today) };
  const checked = data.exceptions ? checkExceptions(data.exceptions, today) : kept;
  if (!checked.ok) return { ok: false, field: 'exceptions', problem: checked.problem };
  const { exceptions } = checked;
  const { duration, notice, open } = data;
  if (!validDuration(duration)) return { ok: false, field: 'length' };
  if (!validNotice(notice)) return { ok: false, field: 'notice' };
  return { ok: true, profile: { topics, hours, exceptions, hoursZone, duration, notice, open } };
}

/** Windows that overlap or touch are joined; null when one of them is none. */
function weekOf(windows: readonly HoursWindow[]): WeeklyHours | null {
  const weekdays = [0, 1, 2, 3, 4, 5, 6];
  if (!windows.every(({ weekday }) => weekdays.includes(weekday))) return null;
  const week = weekdays.map((day) =>
    tidyWindows(windows.filter(({ weekday }) => weekday === day).map(({ from, to }) => ({ from, to }))),
  );
  return week.every((windowsOfDay) => windowsOfDay !== null) ? week : null;
}

export function windowsOf(hours: WeeklyHours): HoursWindow[] {
  return hours.flatMap((windows, weekday) => windows.map(({ from, to }) => ({ weekday, from, to })));
}
