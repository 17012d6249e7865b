import { advance, type Decision, follow, type MeetingFacts } from './decision.ts';
import { personOn, type Side } from './meeting.ts';

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
