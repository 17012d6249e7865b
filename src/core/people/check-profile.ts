/** What a mentor's profile may say, however it was given: typed as text in chat, or as data. */
import { mergeIntervals } from '#core/availability/interval.ts';
import type { WeeklyHours } from '#core/availability/weekly-hours.ts';
import { limits } from '#core/meetings/meeting.ts';
import { validDuration } from '#core/meetings/request.ts';
import { readZone } from '#core/time/zones.ts';
import type { MentorProfile } from './person.ts';

const mostTopics = 10;
const longestTopic = 40;
/** Minutes. */
const longestNotice = 14 * 24 * 60;
const fullDay = 1_440;

/** Minutes after local midnight, 0 to 1,440; Monday is 0. What runs over midnight is two of them. */
export interface HoursWindow {
  weekday: number;
  from: number;
  to: number;
}

export type ProfileData = Omit<MentorProfile, 'hours'> & { hours: readonly HoursWindow[] };

export type ProfileCheck =
  | { ok: true; profile: MentorProfile }
  | { ok: false; field: 'topics' | 'hours' | 'zone' | 'length' | 'notice' };

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

export function checkProfile(data: ProfileData): ProfileCheck {
  const topics = checkTopics(data.topics);
  if (!topics) return { ok: false, field: 'topics' };
  const hours = weekOf(data.hours);
  if (!hours) return { ok: false, field: 'hours' };
  const hoursZone = checkZone(data.hoursZone);
  if (!hoursZone) return { ok: false, field: 'zone' };
  const { duration, notice, open } = data;
  if (!validDuration(duration)) return { ok: false, field: 'length' };
  if (!validNotice(notice)) return { ok: false, field: 'notice' };
  return { ok: true, profile: { topics, hours, hoursZone, duration, notice, open } };
}

/** Windows that overlap or touch are joined; null when one of them is none. */
function weekOf(windows: readonly HoursWindow[]): WeeklyHours | null {
  const onGrid = (minutes: number) => minutes >= 0 && minutes <= fullDay && minutes % limits.grid === 0;
  const fits = windows.every(
    ({ weekday, from, to }) => [0, 1, 2, 3, 4, 5, 6].includes(weekday) && onGrid(from) && onGrid(to) && from < to,
  );
  if (!fits) return null;
  return [0, 1, 2, 3, 4, 5, 6].map((day) => {
    const ofDay = windows.filter(({ weekday }) => weekday === day);
    return mergeIntervals(ofDay.map(({ from, to }) => ({ start: from, end: to }))).map(({ start, end }) => ({
      from: start,
      to: end,
    }));
  });
}

export function windowsOf(hours: WeeklyHours): HoursWindow[] {
  return hours.flatMap((windows, weekday) => windows.map(({ from, to }) => ({ weekday, from, to })));
}
