/** Questions about sessions, and what follows from their answers for what is shown. */
import type { MeetingJson, MeetingPageJson } from '#api/schemas.ts';
import { type Answer, ask, get, type Request, withQuery } from './api.ts';
import { know, refresh } from './queries.ts';
import { concerns } from './what-changed.ts';

/** Sessions that wait, are booked or are on. index.html asks for exactly this beside the script: a change here is one there. */
export const livePath = '/api/meetings?status=requested,scheduled,in-progress&order=soonest-first&limit=100';

export const meetingPath = (id: string): string => `/api/meetings/${encodeURIComponent(id)}`;

/** Pages of a hundred. A reader with more in one month than this has other worries than the rest. */
const mostPages = 10;

/** Everything between two instants. */
export function spanPath(from: string, to: string): string {
  return withQuery('/api/meetings', { from, to, order: 'soonest-first', limit: 100 });
}

/** All pages as one. */
export async function getAllPages(path: string): Promise<Answer<MeetingJson[]>> {
  const meetings: MeetingJson[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < mostPages; page += 1) {
    const answer: Answer<MeetingPageJson> = await get(
      cursor === null ? path : `${path}&cursor=${encodeURIComponent(cursor)}`,
    );
    if (!answer.ok) return answer;
    meetings.push(...answer.value.meetings);
    cursor = answer.value.next;
    if (cursor === null) break;
  }
  return { ok: true, value: meetings };
}

/** Changes a session. When it resolves, what is shown is up to date. */
export async function changeMeeting<T>(
  method: string,
  meeting: Pick<MeetingJson, 'id'>,
  rest = '',
  request: Request = {},
): Promise<Answer<T>> {
  const answer = await ask<T>(method, `${meetingPath(meeting.id)}${rest}`, request);
  if (answer.ok && isMeeting(answer.value)) know(meetingPath(meeting.id), answer.value);
  // Also after a refusal: it mostly means that the page showed something old.
  await refresh(concerns({ about: 'meeting', id: meeting.id }));
  return answer;
}

function isMeeting(value: unknown): value is MeetingJson {
  return typeof value === 'object' && value !== null && 'revision' in value && 'scheduledAt' in value;
}
