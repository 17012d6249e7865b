/** What happened to somebody's sessions that they did not do themselves. Read off the sessions: there is nothing to write when something happens. */
import type { MeetingId } from '#core/ids.ts';
import type { Meeting } from '#core/meetings/meeting.ts';
import type { Inline } from '#core/messages/message.ts';
import { notificationWords } from '#core/messages/notification-words.ts';
import type { Person } from '#core/people/person.ts';
import { day, type Instant } from '#core/time/clock.ts';
import { allMyMeetings, type OwnMeeting } from './my-meetings.ts';
import type { QueryPorts } from './query-ports.ts';

export interface Notification {
  /** Stays the same. */
  id: string;
  at: Instant;
  words: Inline[];
  meetingId: MeetingId;
  unread: boolean;
}

/** Days. */
const remembered = 30;
const mostShown = 50;
/** Sessions looked at; more than anybody has in a month, but not without end. */
const mostMeetings = 1_000;
/** Where the marks are kept: nothing older than 30 days is shown, so a mark need not outlive that by much. */
const markKind = 'notifications-read';
const markLife = (remembered + 1) * day;

type Ports = Pick<QueryPorts, 'meetings' | 'meetingStore' | 'scratch' | 'clock'>;

/** Newest first, at most 50, of the last 30 days. `unread` counts those that are shown. */
export async function notificationsOf(
  ports: Ports,
  person: Person,
): Promise<{ notifications: Notification[]; unread: number }> {
  const since = ports.clock.now() - remembered * day;
  const [readUntil, meetings] = await Promise.all([
    readMark(ports, person),
    // Nothing happens to a session that was over long ago; the clock may have been late, by a day at most.
    allMyMeetings(
      ports,
      person,
      { statuses: [], role: null, from: since - day, to: null, order: 'soonest-first' },
      mostMeetings,
    ),
  ]);
  const notifications = meetings
    .flatMap((meeting) => newsOf(meeting, person))
    .filter(({ at }) => at >= since)
    .sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1))
    .slice(0, mostShown)
    .map((news) => ({ ...news, unread: news.at > readUntil }));
  return { notifications, unread: notifications.filter(({ unread }) => unread).length };
}

/**
 * Everything up to this moment has been read, and never less than before. Of two marks at one time the last one written stays: at worst something
 * counts as unread once more.
 */
export async function markRead(ports: Ports, person: Person, until: Instant): Promise<void> {
  const now = ports.clock.now();
  const mark = Math.min(until, now);
  if (mark <= (await readMark(ports, person))) return;
  await ports.scratch.put(markKind, person.id, { until: mark }, now + markLife);
}

/** Of whichever of the linked people has read furthest, so that linking makes nothing unread again. */
async function readMark({ scratch, clock }: Ports, person: Person): Promise<Instant> {
  const marks = await Promise.all(person.ids.map((id) => scratch.get(markKind, id, clock.now())));
  return Math.max(0, ...marks.map((mark) => (mark as { until: Instant } | null)?.until ?? 0));
}

function newsOf({ view, side }: OwnMeeting, person: Person): Omit<Notification, 'unread'>[] {
  const { meeting } = view;
  let { scheduledAt } = firstTime(meeting);
  let booked = false;
  return meeting.history.flatMap((entry, index) => {
    scheduledAt = entry.scheduledAt ?? scheduledAt;
    const words =
      entry.by !== 'clock' && person.ids.includes(entry.by)
        ? null
        : notificationWords(view, side, entry.what, { scheduledAt, booked });
    if (entry.what === 'accept') booked = true;
    return words ? [{ id: `${meeting.id}:${index}`, at: entry.at, words, meetingId: meeting.id }] : [];
  });
}

function firstTime(meeting: Meeting): { scheduledAt: Instant } {
  return { scheduledAt: meeting.history[0]?.scheduledAt ?? meeting.scheduledAt };
}
