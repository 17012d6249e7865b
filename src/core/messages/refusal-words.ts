/** Why something was not done, and what to do instead. Exhaustive over the refusals. */
import type { Refusal } from '#core/meetings/decision.ts';
import { limits, type MeetingEvent, type Side } from '#core/meetings/meeting.ts';
import type { Instant } from '#core/time/clock.ts';
import type { WhenRefusal } from '#core/time/parse-when.ts';
import { type Inline, say } from './message.ts';
import { listed } from './people-words.ts';

const examples = '"tomorrow 3pm", "fri 17:30" or "2026-12-03 18:00"';

const at = (instant: Instant): Inline => ({ at: instant, as: 'date-time' });

export function refusalWords(refusal: Refusal, side: Side): Inline[] {
  switch (refusal.reason) {
    case 'unknown':
      return say`This session is not among yours. ${{ command: 'meetings' }} shows those that are.`;
    case 'wrong-status':
      return wrongStatus(refusal);
    case 'not-for-you':
      return notForYou(refusal.event);
    case 'slot-taken':
      return [
        ...(refusal.side === side ? say`You have another session at that time.` : say`That time is already taken.`),
        ...nextFree(refusal.nextFree),
      ];
    case 'outside-hours':
      return [
        ...say`That is outside the hours your mentor offers, and a move takes effect at once.`,
        ...nextFree(refusal.nextFree),
      ];
    case 'mentor-busy':
      return [...say`Your mentor is busy at that time.`, ...nextFree(refusal.nextFree)];
    case 'too-soon':
      return say`That is sooner than the notice this mentor asks for. The earliest is ${at(refusal.earliest)}.`;
    case 'past':
      return say`That time has passed. Please choose one ahead.`;
    case 'too-far':
      return say`That is more than ${String(refusal.days)} days ahead. Please choose a sooner time.`;
    case 'off-grid':
      return say`Sessions begin on the five minutes: ${at(refusal.before)} or ${at(refusal.after)}?`;
    case 'same-time':
      return say`That is when the session already is.`;
    case 'not-a-mentor':
      return say`This person does not take sessions here at the moment. ${{ command: 'mentors' }} shows who does.`;
    case 'yourself':
      return say`You cannot book yourself. ${{ command: 'mentors' }} shows who else helps.`;
    case 'subject-missing':
      return say`Please say in a few words what the session is about.`;
    case 'subject-too-long':
      return say`The subject has ${String(refusal.length)} characters; please keep it to ${String(limits.subject)} and put the rest into the description.`;
    case 'description-too-long':
      return say`The description has ${String(refusal.length)} characters; please keep it to ${String(limits.description)}.`;
    case 'reason-too-long':
      return say`That has ${String(refusal.length)} characters; please keep it to ${String(limits.reason)}.`;
    case 'already-explained':
      return say`You have already said why. Nothing was changed.`;
    case 'duration':
      return say`Sessions last from ${String(limits.duration.min)} to ${String(limits.duration.max)} minutes, in steps of ${String(limits.duration.step)}.`;
    case 'changed':
      return say`This session has changed since you looked at it. Nothing was done: please look again, and do it again if it still suits.`;
  }
}

function nextFree(slots: readonly Instant[]): Inline[] {
  if (slots.length === 0) return say` No other time is free in the next weeks.`;
  return say` Free next: ${listed(slots.map(at), 'or')}.`;
}

function wrongStatus(refusal: Extract<Refusal, { reason: 'wrong-status' }>): Inline[] {
  switch (refusal.status) {
    case 'requested':
      return say`The mentor has not answered this request yet. Nothing is booked until they accept.`;
    case 'scheduled':
      return refusal.event === 'accept'
        ? say`This session is already accepted. All is well.`
        : say`This session is already booked. You can move or cancel it instead.`;
    case 'in-progress':
      return say`This session has already begun.`;
    case 'completed':
      return say`This session is over.`;
    case 'cancelled':
      return say`This session was cancelled before.`;
    case 'declined':
      return say`This request was declined before.`;
    case 'expired':
      return say`This request was not answered in time and has ended. Nothing is booked.`;
  }
}

function notForYou(event: MeetingEvent): Inline[] {
  if (event === 'reschedule' || event === 'cancel') return say`Please accept or decline this request first.`;
  if (event === 'edit') return say`Only the person who asked for the session can say what it is about.`;
  return say`Only the mentor can do that.`;
}

/** What was wrong with a time that somebody typed. Times are shown in the zone it was read in. */
export function whenWords(refusal: WhenRefusal, zone: string): Inline[] {
  switch (refusal.reason) {
    case 'not-understood':
      return say`That time was not understood. Write it like ${examples}.`;
    case 'no-time':
      return say`At what time? Write the day and the time, like ${examples}.`;
    case 'past':
      return say`${at(refusal.at)} has passed. Please choose a time ahead.`;
    case 'gap':
      return say`The clocks in ${zone} go forward over that time, so it does not exist. The next one that does is ${at(refusal.next)}.`;
    case 'overlap':
      return say`The clocks in ${zone} go back that night, so that time comes twice: write "first" after it for ${at(refusal.first)}, or "second" for ${at(refusal.second)}.`;
    case 'off-grid':
      return say`Sessions begin on the five minutes: ${at(refusal.before)} or ${at(refusal.after)}?`;
    case 'ambiguous':
      return say`That date can be read in more than one way: ${listed(refusal.readings.map(at), 'or')}? Write it like 2026-12-03 18:00.`;
    case 'too-far':
      return say`That is more than ${String(limits.horizon)} days ahead. Please choose a sooner time.`;
  }
}
