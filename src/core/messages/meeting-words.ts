/** What the two people of a meeting read about it. */

import type { NoticeKind } from '#core/effects/effect.ts';
import { insideMentorHours } from '#core/meetings/check-time.ts';
import { type Meeting, otherSide, personOn, type Side, type Status } from '#core/meetings/meeting.ts';
import type { MeetingView } from '#core/meetings/meetings.ts';
import { formatDuration } from '#core/time/format-when.ts';
import { type Button, type Inline, type Message, type MessageNode, say } from './message.ts';
import { listed, who } from './people-words.ts';

/** Which notice made a message; a message made by none (a list, a press) shows the meeting as it is. */
export interface NoticeRef {
  kind: NoticeKind;
  version: number;
  minutes?: number;
}

const when = (meeting: Meeting): Inline => ({ at: meeting.scheduledAt, as: 'date-time' });
const soon = (meeting: Meeting): Inline => ({ at: meeting.scheduledAt, as: 'relative' });

export const statusWords: Record<Status, string> = {
  requested: 'waiting for an answer',
  scheduled: 'booked',
  'in-progress': 'on now',
  completed: 'done',
  cancelled: 'cancelled',
  declined: 'declined',
  expired: 'not answered in time',
};

/**
 * The card about a meeting that one side reads: what the notice said while that still holds, and how things stand otherwise. So a message sent
 * earlier can always be made true by showing this again.
 */
export function meetingCard(view: MeetingView, side: Side, notice: NoticeRef | null): Message {
  const current = notice && noticeHeadline(view, side, notice);
  return {
    headline: current ?? statusHeadline(view, side),
    sections: [
      {
        nodes: cardNodes(view, side, notice),
        buttons: notice && asksForEvent(view, notice) ? eventButtons(view) : cardButtons(view, side),
      },
    ],
  };
}

/** Whether the question about the event that was deleted or declined is still open. */
function asksForEvent({ meeting }: MeetingView, { kind, version }: NoticeRef): boolean {
  const stands = meeting.status === 'scheduled' && meeting.version === version;
  return (kind === 'calendar-gone' || kind === 'calendar-declined') && stands && meeting.meetingId === null;
}

function eventButtons({ meeting }: MeetingView): Button[] {
  return [
    { action: { do: 'put-back', meeting: meeting.id }, label: 'Put it back', weight: 'main' },
    { action: { do: 'cancel', meeting: meeting.id }, label: 'Cancel the session', weight: 'careful' },
  ];
}

/** The notice's own first line, or null once something newer holds. */
function noticeHeadline(view: MeetingView, side: Side, notice: NoticeRef): Inline[] | null {
  const { meeting } = view;
  const other = who(otherPerson(view, side));
  const current = notice.version === meeting.version;
  switch (notice.kind) {
    case 'request':
      return meeting.status === 'requested' ? say`${other} asks you for a session.` : null;
    case 'accepted':
      return meeting.status === 'scheduled' ? say`${other} accepted. Your session is booked.` : null;
    case 'declined':
      return say`${other} cannot take the session you asked for.`;
    case 'explained':
      return say`${other} told you why the session you asked for did not suit.`;
    case 'rescheduled':
      return current ? say`${other} moved your session to ${when(meeting)}.` : null;
    case 'cancelled':
      return wasBooked(meeting)
        ? say`${other} cancelled your session of ${when(meeting)}.`
        : say`${other} no longer asks you for a session on ${when(meeting)}.`;
    case 'expired':
      return say`${other} did not answer in time, so the request has ended. Nothing is booked.`;
    case 'reminder':
      return current && meeting.status === 'scheduled'
        ? say`Your session with ${other} starts ${soon(meeting)}.`
        : null;
    case 'follow-up':
      return side === 'learner'
        ? say`Your session with ${other} is over. We hope it helped.`
        : say`Your session with ${other} is over. Thank you for your time.`;
    case 'unreached':
      return say`We could not reach ${other} about your session. Please tell them yourself if you can.`;
    case 'room-closed':
      return say`The Meet room of your session with ${other} could not be opened to guests: whoever organises the calendar may have to let people in.`;
    case 'no-link':
      return meeting.linkGivenUp && ['scheduled', 'in-progress'].includes(meeting.status)
        ? say`Your session with ${other} has no link. Please send ${other} one in time.`
        : null;
    case 'calendar-moved':
      return current && meeting.status === 'scheduled'
        ? say`You moved your session with ${other} in Google Calendar. It is on ${when(meeting)} now, and ${other} is told.`
        : null;
    case 'calendar-back':
      return current && meeting.status === 'scheduled'
        ? say`The event of your session with ${other} was moved in Google Calendar. It goes back to ${when(meeting)}.`
        : null;
    case 'calendar-gone':
    case 'calendar-declined':
      return asksForEvent(view, notice)
        ? say`The event of your session with ${other} on ${when(meeting)} was ${notice.kind === 'calendar-gone' ? 'deleted' : 'declined'} in Google Calendar. Cancel the session, or put the event back?`
        : null;
    case 'google-lost':
    case 'calendar-lost':
    case 'google-connected':
      return null;
  }
}

function statusHeadline(view: MeetingView, side: Side): Inline[] {
  const { meeting } = view;
  const other = who(otherPerson(view, side));
  switch (meeting.status) {
    case 'requested':
      return side === 'mentor' ? say`${other} asks you for a session.` : say`You asked ${other} for a session.`;
    case 'scheduled':
      return say`Your session with ${other} is booked.`;
    case 'in-progress':
      return say`Your session with ${other} is on now.`;
    case 'completed':
      return say`Your session with ${other} is over.`;
    case 'cancelled':
      return wasBooked(meeting)
        ? say`Your session with ${other} was cancelled.`
        : say`The request was withdrawn. Nothing is booked.`;
    case 'declined':
      return side === 'mentor'
        ? say`You declined the session ${other} asked for.`
        : say`${other} cannot take the session you asked for.`;
    case 'expired':
      return say`The request ended without an answer. Nothing is booked.`;
  }
}

/** False for a request that was never accepted. */
export function wasBooked(meeting: Meeting): boolean {
  return meeting.history.some((entry) => entry.what === 'accept');
}

function cardNodes(view: MeetingView, side: Side, notice: NoticeRef | null): MessageNode[] {
  const { meeting } = view;
  const facts: { label: string; value: Inline[] }[] = [
    { label: 'When', value: say`${when(meeting)}, ${formatDuration(meeting.duration)}` },
    { label: 'Subject', value: [meeting.subject] },
  ];
  if (meeting.status === 'scheduled' || meeting.status === 'in-progress')
    facts.push({ label: 'Where', value: whereWords(view, side) });
  if (meeting.status === 'requested' && meeting.expiresAt !== null) {
    facts.push({ label: 'Answer by', value: [{ at: meeting.expiresAt, as: 'date-time' }] });
  }
  const nodes: MessageNode[] = [{ facts }];
  const asked = side === 'mentor' && meeting.status === 'requested';
  if (asked && view.mentor.mentor && !insideMentorHours(meeting.scheduledAt, meeting.duration, view.mentor.mentor)) {
    nodes.push({ text: say`This is outside the hours you offer.` });
  }
  if (notice?.kind === 'calendar-back' && notice.version === meeting.version && meeting.status === 'scheduled') {
    nodes.push({ text: say`Not every time is possible there. Choose another one here if you want to move it.` });
  }
  if (notice && asksForEvent(view, notice)) {
    nodes.push({ text: say`Where nobody answers, it is put back an hour before the start.` });
  }
  if (notice?.kind === 'rescheduled' && notice.version === meeting.version) {
    nodes.push({ text: say`If that does not suit you, choose another time or cancel.` });
  }
  if (meeting.reason !== '' && meeting.status === 'declined') {
    nodes.push({ text: [side === 'mentor' ? 'You wrote:' : 'They wrote:'] }, { quote: meeting.reason });
  } else if (
    notice?.kind !== 'reminder' &&
    meeting.description !== '' &&
    ['requested', 'scheduled', 'in-progress'].includes(meeting.status)
  ) {
    nodes.push({ quote: meeting.description });
  }
  const unreached = unreachedWords(view, side);
  if (unreached) nodes.push({ text: unreached });
  return nodes;
}

export function whereWords(view: MeetingView, side: Side): Inline[] {
  const { meeting, mentor, learner } = view;
  if (meeting.meetingLink) return [{ link: meeting.meetingLink, label: meeting.meetingLink }];
  if (!meeting.linkGivenUp) return ['The link will follow here.'];
  return side === 'mentor'
    ? say`No link: please send ${who(learner)} one.`
    : say`The link will follow: ${who(mentor)} sends it.`;
}

/** That the other side could not be told, and where. */
export function unreachedWords(view: MeetingView, side: Side): Inline[] | null {
  const { meeting } = view;
  const missed = meeting.unreached.filter((entry) => entry.personId !== personOn(meeting, side));
  if (missed.length === 0) return null;
  const platforms = listed([...new Set(missed.map((entry) => entry.platform))], 'or');
  return say`We could not reach ${who(otherPerson(view, side))} on ${platforms}.`;
}

/** What this side can do with the meeting as it is. */
export function cardButtons(view: MeetingView, side: Side): Button[] {
  const { meeting } = view;
  const about = meeting.id;
  switch (meeting.status) {
    case 'requested':
      return side === 'mentor'
        ? [
            { action: { do: 'accept', meeting: about }, label: 'Accept', weight: 'main' },
            { action: { do: 'decline', meeting: about }, label: 'Decline' },
          ]
        : [
            { action: { do: 'reschedule', meeting: about }, label: 'Reschedule' },
            { action: { do: 'cancel', meeting: about }, label: 'Cancel', weight: 'careful' },
          ];
    case 'scheduled':
      return [
        { action: { do: 'join', meeting: about }, label: 'Join', weight: 'main' },
        { action: { do: 'reschedule', meeting: about }, label: 'Reschedule' },
        { action: { do: 'cancel', meeting: about }, label: 'Cancel', weight: 'careful' },
        { action: { do: 'calendar-file', meeting: about }, label: 'Add to calendar' },
      ];
    case 'in-progress':
      return [{ action: { do: 'join', meeting: about }, label: 'Join', weight: 'main' }];
    case 'declined':
      return side === 'mentor'
        ? meeting.reason === ''
          ? [{ action: { do: 'explain', meeting: about }, label: 'Say why' }]
          : []
        : bookAgain(view);
    case 'completed':
    case 'expired':
    case 'cancelled':
      return side === 'learner' ? bookAgain(view) : [];
  }
}

function bookAgain(view: MeetingView): Button[] {
  return [
    { action: { do: 'book', mentor: view.mentor.id }, label: 'Book another time' },
    { action: { do: 'book', mentor: '' }, label: 'Other mentors' },
  ];
}

export function otherPerson(view: MeetingView, side: Side): MeetingView['mentor'] {
  return otherSide(side) === 'mentor' ? view.mentor : view.learner;
}

/** The card in a programme's announcement channel: who, when and how it stands, never what about. Null where nothing is announced. */
export function announcement(view: MeetingView): Message | null {
  const { meeting } = view;
  const pair = say`${who(view.learner)} with ${who(view.mentor)}`;
  const at = when(meeting);
  const length = formatDuration(meeting.duration);
  switch (meeting.status) {
    case 'scheduled':
      return { headline: say`Session booked: ${pair}, ${at}, ${length}.`, sections: [] };
    case 'in-progress':
      return { headline: say`Session starting: ${pair}, ${at}, ${length}.`, sections: [] };
    case 'completed':
      return { headline: say`Session done: ${pair}, ${at}, ${length}.`, sections: [] };
    case 'cancelled':
      return { headline: say`Session cancelled: ${pair}, ${at}, ${length}.`, sections: [] };
    case 'requested':
    case 'declined':
    case 'expired':
      return null;
  }
}
