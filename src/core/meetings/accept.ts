import { afterAccept } from '#core/effects/consequences.ts';
import type { Instant } from '#core/time/clock.ts';
import { advance, type Decision, follow, type MeetingFacts, type Refusal, refuse } from './decision.ts';
import type { Meeting, Side } from './meeting.ts';

/** Why this side may not say yes; null when they may. */
export function whyNotAccept(meeting: Meeting, by: Side, now: Instant): Refusal | null {
  if (by !== 'mentor') return { reason: 'not-for-you', event: 'accept' };
  const next = follow(meeting, 'accept');
  if (!next.ok) return next.refusal;
  // The clock may be a moment behind: what has run out cannot be accepted any more.
  const over = (meeting.expiresAt !== null && now >= meeting.expiresAt) || now >= meeting.scheduledAt;
  return over ? { reason: 'wrong-status', status: 'expired', event: 'accept' } : null;
}

/** The mentor says yes. */
export function accept(facts: MeetingFacts, by: Side): Decision {
  const { meeting, now } = facts;
  const whyNot = whyNotAccept(meeting, by, now);
  if (whyNot) return refuse(whyNot);
  const accepted = advance(facts, 'accept', by, { status: 'scheduled', expiresAt: null });
  return { ok: true, meeting: accepted, effects: afterAccept({ ...facts, meeting: accepted }) };
}
