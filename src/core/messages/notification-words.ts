/** One line about something that happened to a session, for whoever did not do it. */
import type { HistoryEntry, Side } from '#core/meetings/meeting.ts';
import type { MeetingView } from '#core/meetings/meetings.ts';
import type { Instant } from '#core/time/clock.ts';
import { otherPerson } from './meeting-words.ts';
import { type Inline, say } from './message.ts';
import { who } from './people-words.ts';

/** How things stood when it happened. */
export interface NotificationFacts {
  /** When the session was then; after a move the new time. */
  scheduledAt: Instant;
  /** Whether the mentor had accepted it by then. */
  booked: boolean;
}

/** Null for what nobody is told: that somebody went in. */
export function notificationWords(
  view: MeetingView,
  side: Side,
  what: HistoryEntry['what'],
  { scheduledAt, booked }: NotificationFacts,
): Inline[] | null {
  const other = who(otherPerson(view, side));
  const when: Inline = { at: scheduledAt, as: 'date-time' };
  switch (what) {
    case 'request':
      return say`${other} asks you for a session on ${when}.`;
    case 'accept':
      return say`${other} accepted your session on ${when}.`;
    case 'decline':
      return say`${other} cannot take the session you asked for on ${when}.`;
    case 'explain':
      return say`${other} told you why the session you asked for on ${when} did not suit.`;
    case 'edit':
      return say`${other} changed what your session on ${when} is about.`;
    case 'reschedule':
      return booked ? say`${other} moved your session to ${when}.` : say`${other} now asks you for ${when}.`;
    case 'cancel':
      return booked
        ? say`${other} cancelled your session of ${when}.`
        : say`${other} no longer asks you for a session on ${when}.`;
    case 'start':
      return say`Your session with ${other} has begun.`;
    case 'complete':
      return say`Your session with ${other} is over.`;
    case 'expire':
      return side === 'learner'
        ? say`${other} did not answer in time, so your request for ${when} has ended.`
        : say`You did not answer in time, so what ${other} asked you for on ${when} has ended.`;
    case 'join':
      return null;
  }
}
