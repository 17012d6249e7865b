import { afterRequest } from '#core/effects/consequences.ts';
import type { MeetingId } from '#core/ids.ts';
import type { Person } from '#core/people/person.ts';
import type { Program } from '#core/programs/program.ts';
import type { Instant } from '#core/time/clock.ts';
import { checkNotice, checkTime } from './check-time.ts';
import { type Decision, refuse } from './decision.ts';
import { limits, type Meeting } from './meeting.ts';
import { type RequestPolicy, requestExpiry } from './request-expiry.ts';
import { checkWords, tidyWords } from './session-words.ts';

export interface RequestFacts {
  id: MeetingId;
  mentor: Person;
  learner: Person;
  program: Program;
  scheduledAt: Instant;
  /** Minutes; absent: the mentor's own length. */
  duration?: number;
  subject: string;
  description: string;
  policy: RequestPolicy;
  now: Instant;
}

/**
 * A learner asks a mentor for a session. A time outside the mentor's hours may be asked for, because the mentor still has to say yes; their notice is kept.
 * Whether the slot is free is not decided here but by the store, in the write.
 */
export function request(facts: RequestFacts): Decision {
  const { id, mentor, learner, program, scheduledAt, now } = facts;
  if (mentor.ids.includes(learner.id)) return refuse({ reason: 'yourself' });
  const profile = mentor.mentor;
  if (!profile?.open || !isPartOf(mentor, program) || !mayMentor(mentor, program))
    return refuse({ reason: 'not-a-mentor' });
  const duration = facts.duration ?? profile.duration;
  if (!validDuration(duration)) return refuse({ reason: 'duration' });
  const words = tidyWords(facts);
  const problem = checkWords(words) ?? checkTime(scheduledAt, now) ?? checkNotice(scheduledAt, profile, now);
  if (problem) return refuse(problem);
  const meeting: Meeting = {
    id,
    programId: program.id,
    mentorId: mentor.id,
    learnerId: learner.id,
    ...words,
    scheduledAt,
    duration,
    meetingLink: null,
    linkGivenUp: false,
    meetingId: null,
    status: 'requested',
    version: 1,
    revision: 1,
    expiresAt: requestExpiry(scheduledAt, facts.policy, now),
    reason: '',
    unreached: [],
    history: [{ at: now, by: learner.id, what: 'request', scheduledAt }],
    createdAt: now,
    updatedAt: now,
  };
  return { ok: true, meeting, effects: afterRequest({ meeting, mentor, learner, program, now }) };
}

/** Has this person been seen in one of the programme's communities? */
export function isPartOf(person: Person, program: Program): boolean {
  const here = new Set(program.communities.map((community) => community.id));
  return person.accounts.some((account) => account.communityIds.some((id) => here.has(id)));
}

/** May this person offer sessions in the programme? */
export function mayMentor(mentor: Person, program: Program): boolean {
  return program.settings.mentors === 'anyone' || program.settings.namedMentorIds.some((id) => mentor.ids.includes(id));
}

export function validDuration(minutes: number): boolean {
  const { min, max, step } = limits.duration;
  return Number.isInteger(minutes) && minutes >= min && minutes <= max && minutes % step === 0;
}
