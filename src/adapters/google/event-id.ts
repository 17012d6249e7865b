import { createHash } from 'node:crypto';
import type { MeetingId } from '#core/ids.ts';

/**
 * An id that was deleted stays taken for ever, so an event that is made again needs another one. More than this is not a
 * repair: somebody keeps deleting it.
 */
export const generations = 10;

/**
 * The id of a meeting's event, the same wherever and however often it is worked out: sending an insert twice makes one event.
 * Only a-v and 0-9, 5 to 1024 characters (Google's rule for `event.id`).
 */
export function eventIdFor(meetingId: MeetingId, generation: number): string {
  return `confab${createHash('sha256').update(`${meetingId}:${generation}`).digest('hex').slice(0, 40)}`;
}

/** Which generation an event id is of; 0 where the meeting has no event yet or the id is not ours. */
export function generationOf(meetingId: MeetingId, eventId: string | null): number {
  for (let generation = 0; generation < generations; generation += 1) {
    if (eventIdFor(meetingId, generation) === eventId) return generation;
  }
  return 0;
}
