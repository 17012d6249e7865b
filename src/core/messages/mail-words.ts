/** What people read by mail. Both sides are told the same, whoever did it: it is mail of record, and chat said who. */
import type { MailKind } from '#core/effects/effect.ts';
import type { Side } from '#core/meetings/meeting.ts';
import type { MeetingView } from '#core/meetings/meetings.ts';
import { formatDuration } from '#core/time/format-when.ts';
import { otherPerson, whereWords } from './meeting-words.ts';
import { type Inline, type Message, type MessageNode, plainMessage, say } from './message.ts';
import { who } from './people-words.ts';

const when = ({ meeting }: MeetingView): Inline => ({ at: meeting.scheduledAt, as: 'date-time' });

/** Never what the session is about: this line shows on locked screens. */
export function mailSubject(view: MeetingView, side: Side, kind: MailKind): Inline[] {
  const session = say`session with ${who(otherPerson(view, side))}, ${when(view)}`;
  switch (kind) {
    case 'invitation':
      return say`Booked: ${session}`;
    case 'change':
      return say`Moved: ${session}`;
    case 'cancellation':
      return say`Cancelled: ${session}`;
    case 'reminder':
      return say`Reminder: ${session}`;
  }
}

/** `page`: where the session is on the dashboard. */
export function mailMessage(view: MeetingView, side: Side, kind: MailKind, page: string): Message {
  const { meeting } = view;
  const called = kind === 'cancellation';
  const facts = [
    { label: 'When', value: say`${when(view)}, ${formatDuration(meeting.duration)}` },
    { label: 'Subject', value: [meeting.subject] },
    ...(called ? [] : [{ label: 'Where', value: where(view, side) }]),
  ];
  const nodes: MessageNode[] = [{ facts }];
  if (kind === 'invitation' && meeting.description !== '') nodes.push({ quote: meeting.description });
  const link = { link: page, label: page };
  nodes.push({ text: called ? say`\nThe session: ${link}` : say`\nTo join, move or cancel it: ${link}` });
  return plainMessage(headline(view, side, kind), nodes);
}

function where(view: MeetingView, side: Side): Inline[] {
  const { meetingLink, linkGivenUp } = view.meeting;
  return meetingLink === null && !linkGivenUp ? ['The link will be on the page below.'] : whereWords(view, side);
}

function headline(view: MeetingView, side: Side, kind: MailKind): Inline[] {
  const other = who(otherPerson(view, side));
  switch (kind) {
    case 'invitation':
      return say`Your session with ${other} is booked.`;
    case 'change':
      return say`Your session with ${other} was moved. It is on ${when(view)} now.`;
    case 'cancellation':
      return say`Your session with ${other} was cancelled.`;
    case 'reminder':
      return say`Your session with ${other} starts on ${when(view)}.`;
  }
}

/** Below every mail. */
export function mailFooter(unsubscribe: string): Inline[] {
  return say`You get this because your Google account is connected to Confab. An answer to it reaches nobody.\nNo more mail about your sessions: ${{ link: unsubscribe, label: unsubscribe }}`;
}

/** On the pages behind the link in a mail. They show nothing of the person or their sessions. */
export const unsubscribeWords = {
  question: {
    title: 'No more mail about your sessions?',
    lines: ['You are still told in chat. On your account page, mail can be switched on again at any time.'],
    button: 'No more mail',
  },
  done: {
    title: 'You get no more mail',
    lines: ['You are still told in chat. On your account page, mail can be switched on again at any time.'],
  },
  unknown: {
    title: 'This link does not work any more',
    lines: ['It is too old, or not whole. Mail can be switched off on your account page.'],
  },
  toAccount: { path: '/account', label: 'To your account page' },
} as const;

export const mailProblems = {
  noAddress: say`No mail address of yours is known here: connect a Google account first. Nothing was changed.`,
} as const;
