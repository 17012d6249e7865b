import { createHash } from 'node:crypto';
import type { MeetingId } from '#core/ids.ts';
import type { Meeting } from '#core/meetings/meeting.ts';

/**
 * An id that was deleted stays taken for ever, so an event that is made again needs another one. More than this is not a
 * repair: somebody keeps deleting it.
 */
export const generations = 10;

/**
 * The id of a meeting's event, the same wherever and however often it is worked out: sending an insert twice makes one event.
 * `lender` is the Google account whose own calendar it is in; null: the organisation's. So the id says where the event is.
 * Only a-v and 0-9, 5 to 1024 characters (Google's rule for `event.id`).
 */
export function eventIdFor(meetingId: MeetingId, generation: number, lender: string | null = null): string {
  const name = lender === null ? `${meetingId}:${generation}` : `${meetingId}:${generation}:${lender}`;
  return `confab${createHash('sha256').update(name).digest('hex').slice(0, 40)}`;
}

/** Which generation the meeting's event is of; null where the meeting names no event, or one in another calendar. */
export function generationOf(
  { id, meetingId }: Pick<Meeting, 'id' | 'meetingId'>,
  lender: string | null,
): number | null {
  if (meetingId === null) return null;
  for (let generation = 0; generation < generations; generation += 1) {
    if (eventIdFor(id, generation, lender) === meetingId) return generation;
  }
  return null;
}

/** Whether it looks like one of ours, of whichever meeting. */
export function isOurId(eventId: string): boolean {
  return /^confab[0-9a-f]{40}$/.test(eventId);
}
