import type { MeetingId } from '#core/ids.ts';
import type { Instant } from '#core/time/clock.ts';

/** Where a page of meetings ended: the moment they are ordered by, and the id among those that share it. */
export interface ListCursor {
  at: Instant;
  id: MeetingId;
}

/** Milliseconds; no date is further away. */
const furthest = 8.64e15;

export function writeCursor({ at, id }: ListCursor): string {
  return `${at}:${id}`;
}

/** Null for what no list has given out. */
export function readCursor(text: string): ListCursor | null {
  const [, at, id] = /^(-?\d{1,16}):(.{1,80})$/.exec(text) ?? [];
  if (at === undefined || id === undefined || Math.abs(Number(at)) > furthest) return null;
  return { at: Number(at), id: id as MeetingId };
}

/** @throws RangeError for what no list has given out: whoever takes cursors from outside asks `readCursor` first. */
export function parseCursor(text: string): ListCursor {
  const cursor = readCursor(text);
  if (!cursor) throw new RangeError(`Not a cursor of a list of meetings: ${text}`);
  return cursor;
}
