import { afterReschedule } from '#core/effects/consequences.ts';
import type { Instant } from '#core/time/clock.ts';
import { checkNotice, checkTime, insideMentorHours } from './check-time.ts';
import { advance, type Decision, follow, type MeetingFacts, type Refusal, refuse } from './decision.ts';
import type { Meeting, Side } from './meeting.ts';
import { requestExpiry } from './request-expiry.ts';

/** Why this side may not move the meeting at all, whatever the time; null when they may. */
export function whyNotReschedule(meeting: Meeting, by: Side, now: Instant): Refusal | null {
  const next = follow(meeting, 'reschedule');
  if (!next.ok) return next.refusal;
  if (meeting.status === 'requested' && by === 'mentor') return { reason: 'not-for-you', event: 'reschedule' };
  if (now < meeting.scheduledAt) return null;
  const status = meeting.status === 'requested' ? 'expired' : 'in-progress';
  return { reason: 'wrong-status', status, event: 'reschedule' };
}

/**
 * Moves a session. It takes effect at once; the other side is told and may cancel. So a learner may only move a scheduled session to where the
 * mentor has offered time, while a mentor chooses freely. A request that still waits is the learner's to move: the mentor answers it first.
 */
export function reschedule(facts: MeetingFacts, by: Side, scheduledAt: Instant): Decision {
  const { meeting, mentor, now } = facts;
  const whyNot = whyNotReschedule(meeting, by, now);
  if (whyNot) return refuse(whyNot);
  if (scheduledAt === meeting.scheduledAt) return refuse({ reason: 'same-time' });
  const problem = checkTime(scheduledAt, now);
  if (problem) return refuse(problem);
  if (by === 'learner' && mentor.mentor) {
    const tooSoon = checkNotice(scheduledAt, mentor.mentor, now);
    if (tooSoon) return refuse(tooSoon);
    if (meeting.status === 'scheduled' && !insideMentorHours(scheduledAt, meeting.duration, mentor.mentor)) {
      return refuse({ reason: 'outside-hours', nextFree: [] });
    }
  }
  const moved = advance(facts, 'reschedule', by, {
    scheduledAt,
    expiresAt: meeting.status === 'requested' ? requestExpiry(scheduledAt, facts.policy, now) : null,
  });
  return { ok: true, meeting: moved, effects: afterReschedule({ ...facts, meeting: moved }, by) };
}
