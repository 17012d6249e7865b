import { afterDecline, afterExplain } from '#core/effects/consequences.ts';
import { advance, type Decision, follow, type MeetingFacts, type Refusal, refuse } from './decision.ts';
import { limits, type Meeting, type Side } from './meeting.ts';

/** Why this side may not say no; null when they may. */
export function whyNotDecline(meeting: Meeting, by: Side): Refusal | null {
  if (by !== 'mentor') return { reason: 'not-for-you', event: 'decline' };
  const next = follow(meeting, 'decline');
  return next.ok ? null : next.refusal;
}

/** The mentor says no, with a reason or (for now) without. */
export function decline(facts: MeetingFacts, by: Side, reason = ''): Decision {
  const whyNot = whyNotDecline(facts.meeting, by);
  if (whyNot) return refuse(whyNot);
  const words = reason.trim();
  if (words.length > limits.reason) return refuse({ reason: 'reason-too-long', length: words.length });
  const declined = advance(facts, 'decline', by, { status: 'declined', expiresAt: null, reason: words });
  return { ok: true, meeting: declined, effects: afterDecline({ ...facts, meeting: declined }) };
}

/** The mentor adds why, once, after declining with one tap. */
export function explain(facts: MeetingFacts, by: Side, reason: string): Decision {
  if (by !== 'mentor') return refuse({ reason: 'not-for-you', event: 'explain' });
  const next = follow(facts.meeting, 'explain');
  if (!next.ok) return next;
  if (facts.meeting.reason !== '') return refuse({ reason: 'already-explained' });
  const words = reason.trim();
  if (words.length > limits.reason) return refuse({ reason: 'reason-too-long', length: words.length });
  const explained = advance(facts, 'explain', by, { reason: words });
  return { ok: true, meeting: explained, effects: afterExplain({ ...facts, meeting: explained }) };
}
