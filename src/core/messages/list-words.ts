import { sideOf } from '#core/meetings/meeting.ts';
import type { MeetingView } from '#core/meetings/meetings.ts';
import type { Person } from '#core/people/person.ts';
import { formatDuration } from '#core/time/format-when.ts';
import { cardButtons, otherPerson, statusWords, unreachedWords, whereWords } from './meeting-words.ts';
import { type Button, type Message, type MessageNode, plainMessage, type Section, say } from './message.ts';
import { who } from './people-words.ts';

const bookButton: Button = { action: { do: 'book', mentor: '' }, label: 'Book a session', weight: 'main' };

/** One page of a person's sessions, each with what can be done about it. */
export function sessionList(
  views: readonly MeetingView[],
  reader: Person,
  paging: { first: boolean; next: string | null },
): Message {
  if (views.length === 0) {
    return paging.first
      ? plainMessage(say`You have no sessions ahead. ${{ command: 'book' }} finds you a mentor.`, [], [bookButton])
      : plainMessage(
          say`There are no more sessions.`,
          [],
          [{ action: { do: 'meetings', cursor: '' }, label: 'Back to the first' }],
        );
  }
  const buttons: Button[] = [];
  if (!paging.first) buttons.push({ action: { do: 'meetings', cursor: '' }, label: 'Back to the first' });
  if (paging.next) buttons.push({ action: { do: 'meetings', cursor: paging.next }, label: 'More' });
  return {
    headline: say`Your sessions, soonest first.`,
    sections: views.map((view) => sessionSection(view, reader)),
    buttons,
  };
}

/** The page of their own that a person can open at any time. */
export function homePage(views: readonly MeetingView[], reader: Person, more: boolean): Message {
  const buttons: Button[] = [bookButton];
  if (views.length === 0) return { headline: say`Your sessions. There are none ahead.`, sections: [], buttons };
  const sections: Section[] = views.map((view) => sessionSection(view, reader));
  if (more)
    sections.push({ nodes: [{ text: say`There are more: ${{ command: 'meetings' }} shows them all.` }], buttons: [] });
  return { headline: say`Your sessions, soonest first.`, sections, buttons };
}

function sessionSection(view: MeetingView, reader: Person): Section {
  const { meeting } = view;
  const side = sideOf(meeting, reader.ids) ?? 'learner';
  const other = who(otherPerson(view, side));
  const nodes: MessageNode[] = [
    {
      text: say`${{ at: meeting.scheduledAt, as: 'date-time' }}, ${formatDuration(meeting.duration)}, with ${other}: ${statusWords[meeting.status]}.`,
    },
    { text: say`Subject: ${meeting.subject}` },
  ];
  if (meeting.meetingLink && meeting.status !== 'requested')
    nodes.push({ text: say`Where: ${whereWords(view, side)}` });
  const unreached = unreachedWords(view, side);
  if (unreached) nodes.push({ text: unreached });
  return { nodes, buttons: cardButtons(view, side) };
}
