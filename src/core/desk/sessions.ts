/** A person's sessions: the list, the buttons on them, the calendar file. */
import { calendarFile, utcStamp } from '#core/calendar/calendar-file.ts';
import type { MeetingId } from '#core/ids.ts';
import { whyNotCancel } from '#core/meetings/cancel.ts';
import { liveStatuses, meetingInterval, sideOf } from '#core/meetings/meeting.ts';
import type { MeetingView, Outcome, PersonEvent } from '#core/meetings/meetings.ts';
import { cancelled, confirmCancel, eventPutBack, explained, kept, wayIn } from '#core/messages/booking-words.ts';
import { homePage, sessionList } from '#core/messages/list-words.ts';
import { meetingCard, otherPerson } from '#core/messages/meeting-words.ts';
import { type Message, plainMessage, say } from '#core/messages/message.ts';
import { notLinked } from '#core/messages/program-words.ts';
import { refusalWords } from '#core/messages/refusal-words.ts';
import type { Person } from '#core/people/person.ts';
import type { Desk, Pressed } from './desk.ts';
import type { ConfirmLink } from './linking.ts';
import type { DeskPorts } from './ports.ts';
import { refusedForm } from './refused-form.ts';
import type { Visitor } from './visitor.ts';

/** A page has at most this many: each brings a row of buttons, and Discord shows five rows. */
const pageSize = 4;
const homeSize = 10;

export function createSessions(
  ports: DeskPorts,
  { confirmLink }: ConfirmLink,
): Pick<Desk, 'meetings' | 'press' | 'explain' | 'calendarFile' | 'home'> {
  const { meetings, meetingStore, clock } = ports;

  async function live(
    person: Person,
    cursor: string,
    limit: number,
  ): Promise<{ views: MeetingView[]; next: string | null }> {
    const page = await meetingStore.list({
      personIds: person.ids,
      statuses: liveStatuses,
      order: 'soonest-first',
      ...(cursor === '' ? {} : { cursor }),
      limit,
    });
    const views = await Promise.all(page.meetings.map((meeting) => meetings.viewOf(meeting)));
    return { views: views.filter((view) => view !== null), next: page.next };
  }

  async function list(visitor: Visitor, cursor: string): Promise<Message> {
    const { views, next } = await live(visitor.person, cursor, pageSize);
    return sessionList(views, visitor.person, { first: cursor === '', next });
  }

  /** The meeting as one of its two people sees it; null for anybody else. */
  async function own(
    visitor: Visitor,
    id: MeetingId,
  ): Promise<{ view: MeetingView; side: 'mentor' | 'learner' } | null> {
    const view = await meetings.view(id);
    const side = view && sideOf(view.meeting, visitor.person.ids);
    return view && side ? { view, side } : null;
  }

  async function act(
    visitor: Visitor,
    id: MeetingId,
    event: PersonEvent,
    reply: (outcome: Outcome & { ok: true }) => Message | null,
  ): Promise<Pressed> {
    const outcome = await meetings.act(id, visitor.person, event);
    const card = outcome.view && meetingCard(outcome.view, outcome.side, null);
    return outcome.ok
      ? { card, reply: reply(outcome) }
      : { card, reply: plainMessage(refusalWords(outcome.refusal, outcome.side)) };
  }

  async function askToCancel(visitor: Visitor, id: MeetingId): Promise<Pressed> {
    const found = await own(visitor, id);
    if (!found) return { card: null, reply: plainMessage(refusalWords({ reason: 'unknown' }, 'learner')) };
    const { view, side } = found;
    const refusal = whyNotCancel(view.meeting, side, clock.now());
    if (refusal) return { card: meetingCard(view, side, null), reply: plainMessage(refusalWords(refusal, side)) };
    return { card: null, reply: confirmCancel(view, side) };
  }

  return {
    meetings: list,

    async home(person) {
      const { views, next } = await live(person, '', homeSize);
      return homePage(views, person, next !== null);
    },

    async press(visitor, action) {
      switch (action.do) {
        case 'accept':
          return act(visitor, action.meeting, { event: 'accept' }, () => null);
        case 'decline':
          return act(visitor, action.meeting, { event: 'decline' }, () => null);
        case 'join': {
          const pressed = await act(visitor, action.meeting, { event: 'join' }, ({ view, side }) => wayIn(view, side));
          return { card: null, reply: pressed.reply };
        }
        case 'cancel':
          return askToCancel(visitor, action.meeting);
        case 'cancel-confirmed':
          return act(visitor, action.meeting, { event: 'cancel' }, ({ view, side }) => cancelled(view, side));
        case 'put-back':
          return act(visitor, action.meeting, { event: 'put-back' }, () => eventPutBack);
        case 'keep':
          return { card: null, reply: kept };
        case 'meetings':
          return { card: null, reply: await list(visitor, action.cursor) };
        case 'link':
          return { card: null, reply: await confirmLink(visitor, action.code) };
        case 'not-link':
          return { card: null, reply: notLinked };
      }
    },

    async explain(visitor, meetingId, reason) {
      if (reason.trim() === '') return refusedForm('reason', say`Please write a sentence, or close this.`);
      const outcome = await meetings.act(meetingId, visitor.person, { event: 'explain', reason });
      return outcome.ok
        ? { ok: true, message: explained(outcome.view) }
        : refusedForm('reason', refusalWords(outcome.refusal, outcome.side));
    },

    async calendarFile(visitor, meetingId) {
      const found = await own(visitor, meetingId);
      if (!found) return { file: null, message: plainMessage(refusalWords({ reason: 'unknown' }, 'learner')) };
      const { view, side } = found;
      const { status } = view.meeting;
      if (status !== 'scheduled' && status !== 'in-progress' && status !== 'completed') {
        return {
          file: null,
          message: plainMessage(refusalWords({ reason: 'wrong-status', status, event: 'join' }, side)),
        };
      }
      const title = `Session with ${otherPerson(view, side).name}`;
      const { start, end } = meetingInterval(view.meeting);
      const google = new URL('https://calendar.google.com/calendar/render');
      google.searchParams.set('action', 'TEMPLATE');
      google.searchParams.set('text', title);
      google.searchParams.set('dates', `${utcStamp(start)}/${utcStamp(end)}`);
      google.searchParams.set('details', view.meeting.subject);
      if (view.meeting.meetingLink) google.searchParams.set('location', view.meeting.meetingLink);
      return {
        file: { name: 'session.ics', content: calendarFile(view.meeting, title, clock.now()) },
        message: plainMessage(
          say`Open the file to put the session into your calendar, or ${{ link: google.href, label: 'add it to Google Calendar' }}. If the session moves, take the file again.`,
        ),
      };
    },
  };
}
