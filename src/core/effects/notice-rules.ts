import { type Meeting, meetingInterval } from '#core/meetings/meeting.ts';
import { type Instant, minute } from '#core/time/clock.ts';
import type { Effect } from './effect.ts';

/**
 * Whether a notice should still be said, checked when it is claimed. Null: yes; otherwise why not, for the log.
 * A newer event always brings a notice of its own, so what no longer holds is left unsaid.
 */
export function whyNotSay(effect: Effect, meeting: Meeting, reminders: readonly number[], now: Instant): string | null {
  const { what } = effect;
  if (what.sort !== 'notice') return null;
  const current = effect.version === meeting.version;
  switch (what.kind) {
    case 'request':
      return meeting.status === 'requested' && current ? null : 'the request was answered, moved or withdrawn';
    case 'accepted':
      return ['scheduled', 'in-progress'].includes(meeting.status) ? null : `the session is ${meeting.status}`;
    case 'declined':
    case 'expired':
    case 'cancelled':
      return meeting.status === what.kind ? null : `the session is ${meeting.status}`;
    case 'explained':
      return meeting.status === 'declined' ? null : `the session is ${meeting.status}`;
    case 'rescheduled':
      return meeting.status === 'scheduled' && current ? null : 'the session was moved again, began or was cancelled';
    case 'calendar-moved':
    case 'calendar-back':
      return meeting.status === 'scheduled' && current ? null : 'the session was moved again, began or was cancelled';
    case 'calendar-gone':
    case 'calendar-declined':
      if (meeting.status !== 'scheduled' || !current) return 'the session was moved, began or was cancelled';
      return meeting.meetingId === null ? null : 'there is an event again';
    case 'reminder':
      return whyNotRemind(what.minutes ?? 0, meeting, current, reminders, now);
    case 'follow-up':
      // A question about a session of long ago helps nobody.
      return now < meetingInterval(meeting).end + 24 * 60 * minute ? null : 'the session is long over';
    case 'no-link':
      if (!['scheduled', 'in-progress'].includes(meeting.status)) return `the session is ${meeting.status}`;
      return meeting.linkGivenUp && now < meetingInterval(meeting).end
        ? null
        : 'there is a link, or the session is over';
    case 'unreached':
    case 'room-closed':
      return now < meetingInterval(meeting).end ? null : 'the session is over';
    case 'google-lost':
    case 'calendar-lost':
    case 'google-connected':
      return null;
  }
}

/** The same for a mail. What is about the past is of no use in a calendar. */
export function whyNotMail(
  effect: Effect,
  meeting: Meeting,
  reminders: readonly number[],
  now: Instant,
): string | null {
  const { what } = effect;
  if (what.sort !== 'mail') return null;
  const current = effect.version === meeting.version;
  switch (what.kind) {
    case 'invitation':
    case 'change':
      if (!current || meeting.status !== 'scheduled') return 'the session was moved, began or was cancelled';
      return now < meeting.scheduledAt ? null : 'the session has begun';
    case 'cancellation':
      if (meeting.status !== 'cancelled') return `the session is ${meeting.status}`;
      return now < meetingInterval(meeting).end ? null : 'the session would be over';
    case 'reminder':
      return whyNotRemind(what.minutes ?? 0, meeting, current, reminders, now);
  }
}

function whyNotRemind(
  minutes: number,
  meeting: Meeting,
  current: boolean,
  reminders: readonly number[],
  now: Instant,
): string | null {
  if (!current || meeting.status !== 'scheduled') return 'the session was moved, began or was cancelled';
  if (now >= meeting.scheduledAt) return 'too late: the session has begun';
  const laterOneIsDue = reminders.some((other) => other < minutes && now >= meeting.scheduledAt - other * minute);
  return laterOneIsDue ? 'too late: a later reminder is due as well' : null;
}
