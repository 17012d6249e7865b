import { type Instant, minute } from '#core/time/clock.ts';
import { advance, type Decision, follow, type MeetingFacts, type Refusal } from './decision.ts';
import { type Meeting, meetingInterval, personOn, type Side } from './meeting.ts';

/** Minutes before its start from which a session is what people are there for: who asks for the way in then has come. */
const early = 15;

/** Why there is no way in; null when there is. */
export function whyNotJoin(meeting: Meeting): Refusal | null {
  const next = follow(meeting, 'join');
  return next.ok ? null : next.refusal;
}

/** From when on asking for the way in counts as having come. */
export function joinFrom({ scheduledAt }: Pick<Meeting, 'scheduledAt'>): Instant {
  return scheduledAt - early * minute;
}

/** Whether this side has come. Who came to a time from which the session was moved has not. */
export function hasJoined(meeting: Meeting, side: Side): boolean {
  const person = personOn(meeting, side);
  return meeting.history.some(({ what, by, at }) => what === 'join' && by === person && at >= joinFrom(meeting));
}

/** Somebody asks for the way in: answered as often as asked, and recorded once per person, when it is time. */
export function join(facts: MeetingFacts, by: Side): Decision {
  const { meeting, now } = facts;
  const next = follow(meeting, 'join');
  if (!next.ok) return next;
  const isTime = now >= joinFrom(meeting) && now < meetingInterval(meeting).end;
  if (!isTime || hasJoined(meeting, by)) return { ok: true, meeting, effects: [] };
  return { ok: true, meeting: advance(facts, 'join', by, { status: next.status }), effects: [] };
}
