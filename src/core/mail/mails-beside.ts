import { type Effect, type MailKind, meetingEffect, type NoticeKind } from '#core/effects/effect.ts';
import { type Meeting, personOn, type Side, sideOf } from '#core/meetings/meeting.ts';
import { wasBooked } from '#core/messages/meeting-words.ts';
import type { Instant } from '#core/time/clock.ts';

const kinds: Partial<Record<NoticeKind, MailKind>> = {
  accepted: 'invitation',
  rescheduled: 'change',
  cancelled: 'cancellation',
  reminder: 'reminder',
};

/**
 * What goes out by mail when a notice does. The calendars of both follow their mails, so whoever accepted, moved or cancelled gets one as well as
 * whoever is told of it; a reminder goes to the one whom it reminds. A request that was never accepted was in nobody's calendar.
 */
export function mailsBeside(notice: Effect, meeting: Meeting, now: Instant): { side: Side; effect: Effect }[] {
  const { what, version } = notice;
  const kind = what.sort === 'notice' ? kinds[what.kind] : undefined;
  if (what.sort !== 'notice' || !kind) return [];
  if (kind === 'cancellation' && !wasBooked(meeting)) return [];
  const told = sideOf(meeting, [what.to]);
  const sides = (['mentor', 'learner'] as const).filter((side) => kind !== 'reminder' || side === told);
  return sides.map((side) => {
    const to = personOn(meeting, side);
    const minutes = what.minutes === undefined ? {} : { minutes: what.minutes };
    return { side, effect: meetingEffect({ id: meeting.id, version }, { sort: 'mail', kind, to, ...minutes }, now) };
  });
}
