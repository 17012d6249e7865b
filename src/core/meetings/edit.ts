import { afterEdit } from '#core/effects/consequences.ts';
import type { Instant } from '#core/time/clock.ts';
import { advance, type Decision, follow, type MeetingFacts, type Refusal, refuse } from './decision.ts';
import type { Meeting, Side } from './meeting.ts';
import { reschedule } from './reschedule.ts';
import { checkWords, type SessionWords, tidyWords } from './session-words.ts';

/** What is absent stays. */
export type MeetingChange = Partial<SessionWords> & { scheduledAt?: Instant };

/** Why this side may not say anew what the session is about; null when they may. */
export function whyNotEdit(meeting: Meeting, by: Side, now: Instant): Refusal | null {
  const next = follow(meeting, 'edit');
  if (!next.ok) return next.refusal;
  if (by !== 'learner') return { reason: 'not-for-you', event: 'edit' };
  if (now < meeting.scheduledAt) return null;
  const status = meeting.status === 'requested' ? 'expired' : 'in-progress';
  return { reason: 'wrong-status', status, event: 'edit' };
}

/**
 * The learner says anew what the session is about. Nobody is pinged: what both were shown follows. The version stays, so reminders and a request
 * that waits go on as they are.
 */
export function edit(facts: MeetingFacts, by: Side, words: Partial<SessionWords>): Decision {
  const { meeting } = facts;
  const whyNot = whyNotEdit(meeting, by, facts.now);
  if (whyNot) return refuse(whyNot);
  const { subject = meeting.subject, description = meeting.description } = words;
  const tidy = tidyWords({ subject, description });
  const problem = checkWords(tidy);
  if (problem) return refuse(problem);
  const edited = advance(facts, 'edit', by, tidy);
  return { ok: true, meeting: edited, effects: afterEdit({ ...facts, meeting: edited }) };
}

/** Another time and other words in one write. What is said as it already is, is no change, whoever says it. */
export function change(facts: MeetingFacts, by: Side, { scheduledAt, ...words }: MeetingChange): Decision {
  const { meeting } = facts;
  const { subject = meeting.subject, description = meeting.description } = words;
  const tidy = tidyWords({ subject, description });
  const reworded = tidy.subject !== meeting.subject || tidy.description !== meeting.description;
  const moves = scheduledAt !== undefined && scheduledAt !== meeting.scheduledAt;
  if (!reworded) return moves ? reschedule(facts, by, scheduledAt) : { ok: true, meeting, effects: [] };
  const edited = edit(facts, by, words);
  if (!edited.ok || !moves) return edited;
  const moved = reschedule({ ...facts, meeting: edited.meeting }, by, scheduledAt);
  // One write, so one revision; and whatever shows the new time shows the new words with it.
  return moved.ok ? { ...moved, meeting: { ...moved.meeting, revision: meeting.revision + 1 } } : moved;
}
