import type { MeetingId } from '#core/ids.ts';
import type { MeetingFacts } from '#core/meetings/decision.ts';
import type { Meeting, Status } from '#core/meetings/meeting.ts';
import type { RequestFacts } from '#core/meetings/request.ts';
import { defaultPolicy } from '#core/meetings/request-expiry.ts';
import { minute } from '#core/time/clock.ts';
import { aMeeting, aMentorProfile, anAccount, aPerson, aProgram, leo, NOW } from '../../builders.ts';

export const mentor = aPerson({ mentor: aMentorProfile() });
export const learner = aPerson({
  id: leo,
  name: 'Leo',
  zone: 'America/New_York',
  accounts: [anAccount({ userId: '1002', name: 'Leo' })],
});

/** Wednesday 2 December 2026, 11:00 to 11:30 in Berlin: inside Maya's hours. */
export const scheduledAt = aMeeting().scheduledAt;

/** A meeting as it would be found in this status. */
export function meetingThatIs(status: Status, overrides: Partial<Meeting> = {}): Meeting {
  const answered = status !== 'requested';
  return aMeeting({
    id: 'meeting' as MeetingId,
    status,
    version: answered ? 2 : 1,
    revision: answered ? 5 : 1,
    ...(answered ? { expiresAt: null } : {}),
    ...overrides,
  });
}

/** What a use case is given about a meeting in this status, at a moment that goes with it. */
export function factsOf(status: Status, overrides: Partial<MeetingFacts> = {}): MeetingFacts {
  const now = status === 'in-progress' ? scheduledAt + minute : NOW + minute;
  return {
    meeting: meetingThatIs(status),
    mentor,
    learner,
    program: aProgram(),
    policy: defaultPolicy,
    now,
    ...overrides,
  };
}

/** Leo asks Maya for Wednesday, 11:00 in Berlin. */
export function requestFacts(overrides: Partial<RequestFacts> = {}): RequestFacts {
  return {
    id: 'meeting' as MeetingId,
    mentor,
    learner,
    program: aProgram(),
    policy: defaultPolicy,
    scheduledAt,
    subject: 'Recursion',
    description: 'It never ends.',
    now: NOW,
    ...overrides,
  };
}
