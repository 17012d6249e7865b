/** How a programme goes, for its organisers: numbers, never what sessions are about. */
import type { MeetingId, PersonId } from '#core/ids.ts';
import { type Meeting, type Status, statuses } from '#core/meetings/meeting.ts';
import { mayMentor } from '#core/meetings/request.ts';
import type { Person } from '#core/people/person.ts';
import type { Program } from '#core/programs/program.ts';
import { day, hour, type Instant, minute } from '#core/time/clock.ts';
import { answerTime, programMeetings } from './program-meetings.ts';
import type { QueryPorts } from './query-ports.ts';

export interface MentorLoad {
  mentor: Person;
  open: boolean;
  /** May offer sessions in this programme. */
  named: boolean;
  requests: number;
  held: number;
  declined: number;
  expired: number;
  medianAnswerMinutes: number | null;
}

export interface ProgramOverview {
  from: Instant;
  to: Instant;
  /** Of the sessions asked for in this time, how they stand now. */
  byStatus: Record<Status, number>;
  /** Weeks from Monday to Monday in UTC, oldest first; the first and the last are in part outside. */
  weeks: { start: Instant; requested: number; held: number }[];
  mentors: MentorLoad[];
  /** `within24h`: the share, 0 to 1, among requests that were answered or ran out. */
  answers: { medianMinutes: number | null; within24h: number | null };
  /** What was given up, latest first. */
  failures: { id: string; at: Instant; reason: string }[];
}

/** Days. */
const looksBack = 90;
const week = 7 * day;
/** 1970-01-01 was a Thursday. */
const firstMonday = 4 * day;
const mostFailures = 20;
/** The queue keeps failures of all programmes together. */
const failuresLookedAt = 200;

interface Tally {
  requests: number;
  held: number;
  declined: number;
  expired: number;
  answers: number[];
}

export async function programOverview(ports: QueryPorts, program: Program): Promise<ProgramOverview> {
  const to = ports.clock.now();
  const from = to - looksBack * day;
  const byStatus = Object.fromEntries(statuses.map((status) => [status, 0])) as Record<Status, number>;
  const weeks = emptyWeeks(from, to);
  const weekAt = (at: Instant) => weeks[Math.floor((at - (weeks[0]?.start ?? at)) / week)];
  const tallies = new Map<PersonId, Tally>();
  const all: Tally = { requests: 0, held: 0, declined: 0, expired: 0, answers: [] };
  // A session asked for in this time ends in it or later, so none is missed.
  for await (const page of programMeetings(ports, program, from)) {
    for (const meeting of page) {
      const mine = tallies.get(meeting.mentorId) ?? { requests: 0, held: 0, declined: 0, expired: 0, answers: [] };
      tallies.set(meeting.mentorId, mine);
      const held = meeting.status === 'completed' && meeting.scheduledAt >= from;
      const heldIn = held ? weekAt(meeting.scheduledAt) : undefined;
      if (heldIn) heldIn.held += 1;
      if (held) mine.held += 1;
      if (meeting.createdAt < from) continue;
      byStatus[meeting.status] += 1;
      const askedIn = weekAt(meeting.createdAt);
      if (askedIn) askedIn.requested += 1;
      count(meeting, mine);
      count(meeting, all);
    }
  }
  const quick = all.answers.filter((time) => time <= 24 * hour).length;
  const answered = all.answers.length + all.expired;
  return {
    ...{ from, to, byStatus, weeks },
    mentors: await mentorLoads(ports, program, tallies),
    answers: { medianMinutes: medianMinutes(all.answers), within24h: answered === 0 ? null : quick / answered },
    failures: await failuresOf(ports, program),
  };
}

function count(meeting: Meeting, tally: Tally): void {
  tally.requests += 1;
  if (meeting.status === 'declined') tally.declined += 1;
  if (meeting.status === 'expired') tally.expired += 1;
  const time = answerTime(meeting);
  if (time !== null) tally.answers.push(time);
}

function emptyWeeks(from: Instant, to: Instant): ProgramOverview['weeks'] {
  const weeks: ProgramOverview['weeks'] = [];
  for (let start = from - ((from - firstMonday) % week); start <= to; start += week)
    weeks.push({ start, requested: 0, held: 0 });
  return weeks;
}

/** Those who offer sessions here, and those who were asked; the busiest first. */
async function mentorLoads(
  { people }: QueryPorts,
  program: Program,
  tallies: ReadonlyMap<PersonId, Tally>,
): Promise<MentorLoad[]> {
  const [offering, asked] = await Promise.all([
    people.mentorsIn(program.communities.map(({ id }) => id)),
    people.getMany([...tallies.keys()]),
  ]);
  const mentors = new Map([...offering, ...asked.values()].map((person) => [person.id, person]));
  const loads = [...mentors.values()].map((mentor): MentorLoad => {
    // Sessions carry the id of whichever account they were made with.
    const mine = mentor.ids.flatMap((id) => tallies.get(id) ?? []);
    const sum = (key: 'requests' | 'held' | 'declined' | 'expired') =>
      mine.reduce((total, tally) => total + tally[key], 0);
    return {
      mentor,
      open: mentor.mentor?.open ?? false,
      named: mayMentor(mentor, program),
      ...{ requests: sum('requests'), held: sum('held'), declined: sum('declined'), expired: sum('expired') },
      medianAnswerMinutes: medianMinutes(mine.flatMap(({ answers }) => answers)),
    };
  });
  return loads.sort((a, b) => b.requests - a.requests || a.mentor.name.localeCompare(b.mentor.name, 'en'));
}

/** Of milliseconds, in minutes to one decimal; null of none. */
export function medianMinutes(times: readonly number[]): number | null {
  const sorted = [...times].sort((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  if (low === undefined || high === undefined) return null;
  return Math.round((low + high) / 2 / (minute / 10)) / 10;
}

async function failuresOf(
  { effects, meetingStore }: QueryPorts,
  program: Program,
): Promise<ProgramOverview['failures']> {
  const found: ProgramOverview['failures'] = [];
  for (const { id, at, reason } of await effects.failures(failuresLookedAt)) {
    // The id of what belongs to a meeting begins with the meeting's.
    const meeting = await meetingStore.get(id.split(':', 1)[0] as MeetingId);
    if (meeting?.programId === program.id) found.push({ id, at, reason });
    if (found.length === mostFailures) break;
  }
  return found;
}
