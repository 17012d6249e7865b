import { type Side, type Status, sideOf, statuses } from '#core/meetings/meeting.ts';
import type { MeetingView } from '#core/meetings/meetings.ts';
import type { Person } from '#core/people/person.ts';
import type { Instant } from '#core/time/clock.ts';
import type { QueryPorts } from './query-ports.ts';

/** A session as one of its two people sees it. */
export interface OwnMeeting {
  view: MeetingView;
  side: Side;
}

export interface MyMeetingsQuery {
  /** All, where none is named. */
  statuses: readonly Status[];
  role: Side | null;
  /** Only sessions that end after this. */
  from: Instant | null;
  /** Only sessions that start before this. */
  to: Instant | null;
  order: 'soonest-first' | 'latest-first';
  cursor: string | null;
  limit: number;
}

/** A page of the person's own sessions, whichever of their accounts they were made with. */
export async function myMeetings(
  { meetings, meetingStore }: Pick<QueryPorts, 'meetings' | 'meetingStore'>,
  person: Person,
  query: MyMeetingsQuery,
): Promise<{ meetings: OwnMeeting[]; next: string | null }> {
  const { role, from, to, order, cursor, limit } = query;
  const page = await meetingStore.list({
    ...{ personIds: person.ids, order, limit },
    statuses: query.statuses.length > 0 ? query.statuses : statuses,
    ...(role !== null && { role }),
    ...(from !== null && { endsAfter: from }),
    ...(to !== null && { startsBefore: to }),
    ...(cursor !== null && { cursor }),
  });
  const views = await meetings.viewsOf(page.meetings);
  return { meetings: views.map((view) => own(view, person)).filter((found) => found !== null), next: page.next };
}

/** Null for what is not the person's. */
export function own(view: MeetingView, person: Person): OwnMeeting | null {
  const side = sideOf(view.meeting, person.ids);
  return side && { view, side };
}

/** All pages one after the other, up to so many sessions. */
export async function allMyMeetings(
  ports: Pick<QueryPorts, 'meetings' | 'meetingStore'>,
  person: Person,
  query: Omit<MyMeetingsQuery, 'cursor' | 'limit'>,
  most: number,
): Promise<OwnMeeting[]> {
  const found: OwnMeeting[] = [];
  let cursor: string | null = null;
  do {
    const page = await myMeetings(ports, person, { ...query, cursor, limit: Math.min(200, most - found.length) });
    found.push(...page.meetings);
    cursor = page.next;
  } while (cursor !== null && found.length < most);
  return found;
}
