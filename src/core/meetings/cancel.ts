import { afterCancel } from '#core/effects/consequences.ts';
import type { Instant } from '#core/time/clock.ts';
import { advance, type Decision, follow, type MeetingFacts, type Refusal, refuse } from './decision.ts';
import type { Meeting, Side } from './meeting.ts';

/** Why this side may not call the meeting off; null when they may. A mentor who has not answered yet declines instead. */
export function whyNotCancel(meeting: Meeting, by: Side, now: Instant): Refusal | null {
  const next = follow(meeting, 'cancel');
  if (!next.ok) return next.refusal;
  if (meeting.status === 'requested' && by === 'mentor') return { reason: 'not-for-you', event: 'cancel' };
  const begun = meeting.status === 'scheduled' && now >= meeting.scheduledAt;
  return begun ? { reason: 'wrong-status', status: 'in-progress', event: 'cancel' } : null;
}

/** Either side calls it off, before it starts. */
export function cancel(facts: MeetingFacts, by: Side): Decision {
  const { meeting, now } = facts;
  const whyNot = whyNotCancel(meeting, by, now);
  if (whyNot) return refuse(whyNot);
  const cancelled = advance(facts, 'cancel', by, { status: 'cancelled', expiresAt: null });
  return { ok: true, meeting: cancelled, effects: afterCancel({ ...facts, meeting: cancelled }, by, meeting.status) };
}
