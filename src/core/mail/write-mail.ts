import { invitation } from '#core/calendar/calendar-file.ts';
import type { MailKind } from '#core/effects/effect.ts';
import type { Side } from '#core/meetings/meeting.ts';
import type { MeetingView } from '#core/meetings/meetings.ts';
import { mailFooter, mailMessage, mailSubject } from '#core/messages/mail-words.ts';
import { plainInlines, plainText } from '#core/messages/plain-text.ts';
import { pageReader } from '#core/messages/problem-words.ts';
import { oneLine } from '#core/messages/visible-text.ts';
import { sessionTitle } from '#core/queries/calendar-files.ts';
import type { Instant } from '#core/time/clock.ts';
import type { MailAddress } from './mail-address.ts';
import type { MailChoice } from './mail-choices.ts';
import type { CalendarPart, Mail } from './mailer.ts';

export interface MailFacts {
  view: MeetingView;
  side: Side;
  kind: MailKind;
  choice: MailChoice;
  from: MailAddress;
  /** Where the dashboard is, without a slash at its end. */
  publicUrl: string;
  unsubscribe: string;
  now: Instant;
}

/** The mail to one side about the session as it is now, in the reader's own zone. */
export function writeMail(facts: MailFacts): Omit<Mail, 'id' | 'thread'> {
  const { view, side, kind, choice, publicUrl, unsubscribe } = facts;
  const reader = pageReader(side === 'mentor' ? view.mentor.zone : view.learner.zone);
  const page = `${publicUrl}/sessions/${view.meeting.id}`;
  return {
    to: choice.address,
    subject: oneLine(plainInlines(mailSubject(view, side, kind), reader)),
    text: `${plainText(mailMessage(view, side, kind, page), reader)}\n\n-- \n${plainInlines(mailFooter(unsubscribe), reader)}\n`,
    calendar: calendarPart(facts),
    unsubscribe,
  };
}

function calendarPart({ view, side, kind, choice, from, now }: MailFacts): CalendarPart | null {
  if (kind === 'reminder') return null;
  // The event is in the mentor's own calendar already, put there by Confab: an invitation would put a second one beside it.
  if (kind !== 'cancellation' && side === 'mentor' && choice.lendsCalendar) return null;
  const method = kind === 'cancellation' ? 'CANCEL' : 'REQUEST';
  const title = sessionTitle(view, side);
  return { method, text: invitation(view.meeting, title, { method, organizer: from, attendee: choice.address, now }) };
}
