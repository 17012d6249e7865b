import { afterComplete, afterExpire, afterStart } from '#core/effects/consequences.ts';
import { advance, type Decision, follow, type MeetingFacts } from './decision.ts';

/** The time of a scheduled session has come. */
export function start(facts: MeetingFacts): Decision {
  const next = follow(facts.meeting, 'start');
  if (!next.ok) return next;
  const started = advance(facts, 'start', 'clock', { status: next.status });
  return { ok: true, meeting: started, effects: afterStart({ ...facts, meeting: started }) };
}

/** The time of a session is over. */
export function complete(facts: MeetingFacts): Decision {
  const next = follow(facts.meeting, 'complete');
  if (!next.ok) return next;
  const completed = advance(facts, 'complete', 'clock', { status: next.status });
  return { ok: true, meeting: completed, effects: afterComplete({ ...facts, meeting: completed }) };
}

/** The mentor did not answer in time: the slot is free again. */
export function expire(facts: MeetingFacts): Decision {
  const next = follow(facts.meeting, 'expire');
  if (!next.ok) return next;
  const expired = advance(facts, 'expire', 'clock', { status: next.status, expiresAt: null });
  return { ok: true, meeting: expired, effects: afterExpire({ ...facts, meeting: expired }) };
}
