import { advance, type Decision, follow, type MeetingFacts, type Refusal } from './decision.ts';
import { type Meeting, personOn, type Side } from './meeting.ts';

/** Why there is no way in; null when there is. */
export function whyNotJoin(meeting: Meeting): Refusal | null {
  const next = follow(meeting, 'join');
  return next.ok ? null : next.refusal;
}

/** Somebody asks for the way in: recorded once per person, answered as often as asked. */
export function join(facts: MeetingFacts, by: Side): Decision {
  const { meeting } = facts;
  const next = follow(meeting, 'join');
  if (!next.ok) return next;
  const person = personOn(meeting, by);
  if (meeting.history.some((entry) => entry.what === 'join' && entry.by === person))
    return { ok: true, meeting, effects: [] };
  return { ok: true, meeting: advance(facts, 'join', by, { status: next.status }), effects: [] };
}
