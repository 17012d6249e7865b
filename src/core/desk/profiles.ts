/** What people say about themselves: where they are, and what they offer as mentors. */
import {
  checkExceptions,
  formatExceptions,
  type HoursException,
  upcoming,
} from '#core/availability/hours-exception.ts';
import { parseExceptions } from '#core/availability/parse-exceptions.ts';
import { formatWeeklyHours, parseWeeklyHours } from '#core/availability/weekly-hours.ts';
import { mayMentor, validDuration } from '#core/meetings/request.ts';
import { exceptionTextWords, exceptionWords } from '#core/messages/exception-words.ts';
import type { Inline } from '#core/messages/message.ts';
import {
  mentorProblems,
  mentorSaved,
  notSaved,
  zoneNeeded,
  zoneNotUnderstood,
  zoneSaved,
} from '#core/messages/profile-words.ts';
import { checkTopics, validNotice } from '#core/people/check-profile.ts';
import type { MentorProfile, Person } from '#core/people/person.ts';
import { saveProfile } from '#core/people/save-profile.ts';
import { type Instant, minute } from '#core/time/clock.ts';
import { formatDuration } from '#core/time/format-when.ts';
import { type LocalDay, localDayAt } from '#core/time/local-day.ts';
import { readDuration } from '#core/time/read-duration.ts';
import { findZones, readZone } from '#core/time/zones.ts';
import type { Desk } from './desk.ts';
import type { Field, MentorForm } from './form.ts';
import type { DeskPorts } from './ports.ts';
import { refusedForm } from './refused-form.ts';

/** A new mentor's: an evening's length, and time to prepare. */
const newMentor = { duration: 30, notice: 2 * 60 };
/** How long what was typed into a refused form is kept. */
const keepRefused = 15 * minute;

type Given = { [Key in keyof MentorForm]: MentorForm[Key] | null };
type Read<T> = { ok: true; value: T } | { ok: false; field: Field; problem: readonly Inline[] };

export function createProfiles(ports: DeskPorts): Pick<Desk, 'setZone' | 'findZones' | 'mentorForm' | 'submitMentor'> {
  const { people, meetings, scratch, clock } = ports;
  return {
    findZones: (query, limit) => findZones(query, clock.now(), limit),

    async setZone(visitor, text) {
      const read = readZone(text);
      if (!read.ok) return refusedForm('zone', zoneNotUnderstood(text, read.candidates));
      const now = clock.now();
      await people.setZone(visitor.person.id, read.zone, now);
      visitor.person = { ...visitor.person, zone: read.zone };
      return { ok: true, message: zoneSaved(read.zone, now) };
    },

    async mentorForm({ person }) {
      const now = clock.now();
      const refused = (await scratch.get('mentor-form', person.id, now)) as Partial<MentorForm> | null;
      return { ...storedForm(person, now), ...refused };
    },

    async submitMentor(visitor, given) {
      const { person, program } = visitor;
      const now = clock.now();
      const read = readProfile(given, person, now);
      if (!read.ok) {
        // Where only some fields were given, the others are as they were.
        const typed = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null));
        await scratch.put('mentor-form', person.id, { ...storedForm(person, now), ...typed }, now + keepRefused);
        return refusedForm(read.field, read.problem, notSaved(read.problem));
      }
      const saved = await saveProfile({ people, scratch, clock }, person, read.value, null);
      if (!saved) throw new Error('Whoever writes over whatever there is cannot be late.');
      if (!program) return { ok: true, message: mentorSaved(saved, null, 'nowhere') };
      const [soonest] = await meetings.freeSlots(saved, null, 1);
      return {
        ok: true,
        message: mentorSaved(saved, soonest ?? null, mayMentor(saved, program) ? 'here' : 'not-named'),
      };
    },
  };
}

function storedForm({ mentor, zone }: Person, now: Instant): MentorForm {
  const notice = mentor?.notice ?? newMentor.notice;
  return {
    topics: mentor?.topics.join(', ') ?? '',
    hours: mentor ? formatWeeklyHours(mentor.hours) : '',
    exceptions: mentor ? formatExceptions(upcoming(mentor.exceptions, localDayAt(now, mentor.hoursZone))) : '',
    length: formatDuration(mentor?.duration ?? newMentor.duration),
    notice: notice === 0 ? 'none' : formatDuration(notice),
    zone: mentor?.hoursZone ?? zone ?? '',
    open: mentor?.open ?? true,
  };
}

function readProfile(given: Given, person: Person, now: Instant): Read<MentorProfile> {
  const before = person.mentor;
  const zone = readHoursZone(given.zone, before?.hoursZone ?? person.zone);
  if (!zone.ok) return zone;
  const topics = given.topics === null ? { ok: true as const, value: before?.topics ?? [] } : readTopics(given.topics);
  if (!topics.ok) return topics;
  const hours =
    given.hours === null && before ? { ok: true as const, hours: before.hours } : parseWeeklyHours(given.hours ?? '');
  if (!hours.ok) return { ok: false, field: 'hours', problem: mentorProblems.hours(hours.problem) };
  const today = localDayAt(now, zone.value);
  const exceptions =
    given.exceptions === null
      ? { ok: true as const, value: upcoming(before?.exceptions ?? [], today) }
      : readExceptions(given.exceptions, today);
  if (!exceptions.ok) return exceptions;
  const duration = given.length === null ? (before?.duration ?? newMentor.duration) : readDuration(given.length);
  if (duration === null || !validDuration(duration))
    return { ok: false, field: 'length', problem: mentorProblems.length };
  const notice = given.notice === null ? (before?.notice ?? newMentor.notice) : readNotice(given.notice);
  if (notice === null || !validNotice(notice)) return { ok: false, field: 'notice', problem: mentorProblems.notice };
  const open = given.open ?? before?.open ?? true;
  return {
    ok: true,
    value: {
      topics: topics.value,
      hours: hours.hours,
      exceptions: exceptions.value,
      hoursZone: zone.value,
      duration,
      notice,
      open,
    },
  };
}

function readExceptions(text: string, today: LocalDay): Read<HoursException[]> {
  const read = parseExceptions(text, today);
  if (!read.ok) return { ok: false, field: 'exceptions', problem: exceptionTextWords(read.problem) };
  const checked = checkExceptions(read.value, today);
  return checked.ok
    ? { ok: true, value: checked.exceptions }
    : { ok: false, field: 'exceptions', problem: exceptionWords(checked.problem) };
}

function readHoursZone(text: string | null, known: string | null): Read<string> {
  if (text === null || text.trim() === '') {
    return known ? { ok: true, value: known } : { ok: false, field: 'zone', problem: zoneNeeded };
  }
  const read = readZone(text);
  return read.ok
    ? { ok: true, value: read.zone }
    : { ok: false, field: 'zone', problem: zoneNotUnderstood(text, read.candidates) };
}

function readTopics(text: string): Read<string[]> {
  const topics = checkTopics(text.split(/[,;\n]/));
  return topics ? { ok: true, value: topics } : { ok: false, field: 'topics', problem: mentorProblems.topics };
}

function readNotice(text: string): number | null {
  return /^\s*(none|no|0)\s*$/i.test(text) ? 0 : readDuration(text);
}
