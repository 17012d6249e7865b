/** Writing a meeting so that its slot is taken once, and by nobody else. See docs/decisions/0012-mongodb-single-document-writes.md. */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { trusted } from 'mongoose';
import type { Effect } from '#core/effects/effect.ts';
import { isLive, type Meeting, meetingInterval, type Side } from '#core/meetings/meeting.ts';
import type { CommitResult } from '#core/meetings/meeting-store.ts';
import { minute } from '#core/time/clock.ts';
import type { Collections } from './collections.ts';
import { marksOf, withEffects } from './effect-queue.ts';
import { readHolders } from './families.ts';
import { covers, type Holders, holdsOf, holdsOfBoth, within } from './holds.ts';
import { type MeetingDocument, meetingFields, personIdsOf, pruneAtOf } from './meeting-document.ts';
import { violatedIndex } from './storage-error.ts';
import { change, read, removeIfUnchanged, rounds, tooBusy, writeIfUnchanged } from './versioned.ts';

type Books = Pick<Collections, 'meetings' | 'people'>;

/** Milliseconds. A booking that has not got on for so long is not coming back: its process died. Hundreds of times what one takes. */
const abandonedAfter = minute;

/** Milliseconds between looks at what becomes of another booking of the same meeting, and until it is taken for dead: the person waits. */
const lookAgain = 20;
const patience = 1_000;

const stale = { ok: false, reason: 'stale' } as const;

/**
 * `before` is the revision that must be stored: null for none.
 *
 * A write that needs new cells takes them first, then asks again who the two people are, and only then writes the meeting, if nothing has happened to
 * the document in between. Linking does the same in the other order (it says so first, then looks at what is held), so that one of the two sees the other.
 */
export async function commitMeeting(
  books: Books,
  meeting: Meeting,
  before: number | null,
  effects: readonly Effect[],
): Promise<CommitResult> {
  if (effects.some(({ meetingId }) => meetingId !== meeting.id))
    throw new Error('Effects are written with the meeting they belong to.');
  const { meetings, people } = books;
  const reservation = randomUUID();
  const interval = meetingInterval(meeting);
  // Of a new meeting nothing is read: if there is one after all, the insert says so.
  let stored = before === null ? null : await read(meetings, meeting.id);
  for (let round = 0; round < rounds; round += 1) {
    // The same form sent twice at once: what comes of the first is what both are told.
    if (before === null && stored && isReservedByAnother(stored, reservation)) stored = await outcomeOf(books, stored);
    if (!isExpected(stored, before, reservation)) {
      if (stored?.reservedBy === reservation) await giveBack(books, meeting, reservation);
      return stale;
    }
    const live = isLive(meeting.status);
    const kept = stored !== null && keepsCells(stored, meeting) ? stored.holds : undefined;
    const holders = live && !kept ? await readHolders(people, meeting) : null;
    const wanted = holders ? holdsOfBoth(holders, interval) : [];
    if (!holders || covers(stored?.holds ?? [], wanted)) {
      const fields = fieldsOf(stored, meeting, effects, kept ?? (live ? wanted : undefined));
      const written = stored ? await writeIfUnchanged(meetings, stored, fields) : await insert(books, meeting, fields);
      if (written) return { ok: true };
      stored = await read(meetings, meeting.id);
      continue;
    }
    const reserved = {
      holds: [...new Set([...(stored?.holds ?? []), ...wanted])],
      reservedBy: reservation,
      reservedAt: new Date(Date.now()),
    };
    try {
      const taken = stored
        ? await writeIfUnchanged(meetings, stored, reserved)
        : await insert(books, meeting, { ...slotOf(meeting), ...reserved });
      // As written, so that it need not be read: whoever changes it in between makes the next write fail.
      stored =
        taken && stored
          ? { ...stored, ...reserved, writes: stored.writes + 1 }
          : taken
            ? { _id: meeting.id, ...slotOf(meeting), ...reserved, writes: 1 }
            : await read(meetings, meeting.id);
    } catch (error) {
      if (violatedIndex(error) !== 'holds') throw error;
      const side = await sideInTheWay(books, meeting, holders);
      if (side) {
        if (stored?.reservedBy === reservation) await giveBack(books, meeting, reservation);
        return { ok: false, reason: 'slot-taken', side };
      }
      if (stored) stored = await read(meetings, meeting.id);
    }
  }
  await giveBack(books, meeting, reservation);
  throw tooBusy(meeting.id);
}

/** Gives back what bookings took whose process has died. How many there were. */
export async function giveBackAbandoned({ meetings }: Pick<Books, 'meetings'>): Promise<number> {
  const since = trusted({ $lte: new Date(Date.now() - abandonedAfter) });
  const abandoned = await meetings.find({ reservedAt: since }).limit(100).lean();
  for (const doc of abandoned) await endReservation({ meetings }, doc);
  return abandoned.length;
}

function isExpected(stored: MeetingDocument | null, before: number | null, reservation: string): boolean {
  if (before !== null) return stored?.status !== undefined && stored.revision === before;
  return stored === null || (stored.status === undefined && stored.reservedBy === reservation);
}

function isReservedByAnother(stored: MeetingDocument, reservation: string): boolean {
  return stored.status === undefined && stored.reservedBy !== reservation;
}

/** The meeting that a booking under way becomes; null when it was given back, or gets on no more and was taken away. */
async function outcomeOf({ meetings }: Books, { _id: id }: MeetingDocument): Promise<MeetingDocument | null> {
  const until = performance.now() + patience;
  for (;;) {
    const doc = await read(meetings, id);
    if (!doc || doc.status !== undefined) return doc;
    if (performance.now() > until) await endReservation({ meetings }, doc);
    else await pause(lookAgain);
  }
}

/** Whether the cells that are held are those the meeting needs: for most changes nothing has to be taken. */
function keepsCells(stored: MeetingDocument, meeting: Meeting): boolean {
  return (
    isLive(meeting.status) &&
    stored.status !== undefined &&
    isLive(stored.status) &&
    !stored.reservedBy &&
    stored.mentorId === meeting.mentorId &&
    stored.learnerId === meeting.learnerId &&
    stored.scheduledAt.getTime() === meeting.scheduledAt &&
    stored.duration === meeting.duration
  );
}

function fieldsOf(
  stored: MeetingDocument | null,
  meeting: Meeting,
  effects: readonly Effect[],
  holds: string[] | undefined,
) {
  const queued = withEffects(stored?.effects ?? [], effects);
  const fields = meetingFields(meeting);
  return {
    ...fields,
    holds,
    reservedBy: undefined,
    reservedAt: undefined,
    effects: queued,
    ...marksOf(queued),
    pruneAt: pruneAtOf(fields, queued, stored?.places ?? []),
  };
}

function slotOf(meeting: Meeting) {
  const { mentorId, learnerId, scheduledAt, duration } = meeting;
  return {
    mentorId,
    learnerId,
    personIds: personIdsOf(meeting),
    scheduledAt: new Date(scheduledAt),
    duration,
    endsAt: new Date(meetingInterval(meeting).end),
  };
}

/** False when there is a document of this id. */
async function insert({ meetings }: Books, { id }: Meeting, fields: object): Promise<boolean> {
  try {
    await meetings.insertOne({ _id: id, ...fields, writes: 1 });
    return true;
  } catch (error) {
    if (violatedIndex(error) === '_id_') return false;
    throw error;
  }
}

/** Whose cells are held by another document; null when that is over by now, or was the leftover of a process that died. */
async function sideInTheWay({ meetings }: Books, meeting: Meeting, holders: Holders): Promise<Side | null> {
  const interval = meetingInterval(meeting);
  const others = await meetings
    .find(
      { holds: trusted({ $in: holdsOfBoth(holders, interval) }) },
      { holds: 1, status: 1, scheduledAt: 1, endsAt: 1, reservedBy: 1, reservedAt: 1, writes: 1 },
    )
    .lean();
  const held = new Set<string>();
  for (const other of others) {
    if (other._id === meeting.id) continue;
    const abandoned = other.reservedAt && other.reservedAt.getTime() <= Date.now() - abandonedAfter;
    if (abandoned) await endReservation({ meetings }, other);
    else for (const hold of other.holds ?? []) held.add(hold);
  }
  for (const side of ['mentor', 'learner'] as const) {
    if (holdsOf(holders[side], interval).some((hold) => held.has(hold))) return side;
  }
  return null;
}

async function giveBack({ meetings }: Books, { id }: Meeting, reservation: string): Promise<void> {
  await change(meetings, id, (doc) => ({
    result: undefined,
    ...(doc?.reservedBy === reservation && { fields: withoutReservation(doc) }),
  }));
}

async function endReservation(
  { meetings }: Pick<Books, 'meetings'>,
  doc: Pick<MeetingDocument, '_id' | 'writes' | 'status' | 'holds' | 'scheduledAt' | 'endsAt'>,
): Promise<void> {
  const fields = withoutReservation(doc);
  // When somebody wrote in between, it is theirs to see to.
  if (fields === 'remove') await removeIfUnchanged(meetings, doc);
  else await writeIfUnchanged(meetings, doc, fields);
}

function withoutReservation({
  status,
  holds = [],
  scheduledAt,
  endsAt,
}: Pick<MeetingDocument, 'status' | 'holds' | 'scheduledAt' | 'endsAt'>) {
  if (status === undefined) return 'remove' as const;
  const kept = isLive(status) ? within(holds, { start: scheduledAt.getTime(), end: endsAt.getTime() }) : [];
  return { holds: kept.length > 0 ? kept : undefined, reservedBy: undefined, reservedAt: undefined };
}
