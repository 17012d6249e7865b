import { afterAccept } from '#core/effects/consequences.ts';
import { advance, type Decision, follow, type MeetingFacts, refuse } from './decision.ts';
import type { Side } from './meeting.ts';

/** The mentor says yes. */
export function accept(facts: MeetingFacts, by: Side): Decision {
  const { meeting, now } = facts;
  if (by !== 'mentor') return refuse({ reason: 'not-for-you', event: 'accept' });
  const next = follow(meeting, 'accept');
  if (!next.ok) return next;
  // The clock may be a moment behind: what has run out cannot be accepted any more.
  if ((meeting.expiresAt !== null && now >= meeting.expiresAt) || now >= meeting.scheduledAt) {
    return refuse({ reason: 'wrong-status', status: 'expired', event: 'accept' });
  }
  const accepted = advance(facts, 'accept', by, { status: next.status, expiresAt: null });
  return { ok: true, meeting: accepted, effects: afterAccept({ ...facts, meeting: accepted }) };
}
