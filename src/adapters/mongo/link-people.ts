/** Making two people one, while sessions are being booked for both. See docs/decisions/0012-mongodb-single-document-writes.md. */

import { setTimeout as pause } from 'node:timers/promises';
import { trusted } from 'mongoose';
import type { MeetingId, PersonId } from '#core/ids.ts';
import type { Lease } from '#core/lease.ts';
import { liveStatuses } from '#core/meetings/meeting.ts';
import type { PeopleStore } from '#core/people/people-store.ts';
import { StorageError } from '#core/storage-error.ts';
import type { Instant } from '#core/time/clock.ts';
import type { Collections } from './collections.ts';
import { readFamilies, readHolders } from './families.ts';
import { rekeyed } from './holds.ts';
import { takeLease } from './lease.ts';
import type { PersonDocument } from './person-document.ts';
import { violatedIndex } from './storage-error.ts';
import { read, rounds, tooBusy, writeIfUnchanged } from './versioned.ts';

type Books = Pick<Collections, 'people' | 'meetings' | 'leases'>;
type LinkResult = Awaited<ReturnType<PeopleStore['link']>>;

/** Milliseconds; a link takes a few dozen of them. Nobody else can link meanwhile, which keeps two links from making a circle. */
const leaseLength = 20_000;
const patience = 2_000;

/** How often a link starts again that met a booking under way. */
const tries = 10;

export async function linkPeople(books: Books, from: PersonId, into: PersonId, now: Instant): Promise<LinkResult> {
  const lease = await waitForLease(books);
  try {
    await undoInterruptedLinks(books);
    for (let attempt = 0; attempt < tries; attempt += 1) {
      const result = await tryLink(books, from, into, now);
      if (result) return result;
      await pause(10 * (attempt + 1));
    }
  } finally {
    await lease.release();
  }
  throw new StorageError('Somebody is booking with one of the two people; linking can be tried again', {
    code: 'busy',
    retryable: true,
  });
}

/** Null when it met a booking that was under way: what came of that decides. */
async function tryLink(books: Books, from: PersonId, into: PersonId, now: Instant): Promise<LinkResult | null> {
  const { people } = books;
  const families = await readFamilies(people, [from, into]);
  const [source, target] = [existing(families, from), existing(families, into)];
  const [sourceId, targetId] = [rootId(source, from), rootId(target, into)];
  if (sourceId === targetId) return { ok: false, reason: 'same-person' };
  const sides = [idsOf(source), idsOf(target)] as const;
  const overlaps = await findOverlaps(books, ...sides);
  if (overlaps.length > 0) return { ok: false, reason: 'overlap', meetingIds: overlaps };

  // From here on bookings hold their cells for both. What was booked before is given the same, and that is where an overlap shows.
  await people.updateOne({ _id: targetId }, { $set: { perhapsMentor: true } });
  await people.updateOne({ _id: sourceId }, { $set: { linkingTo: targetId, perhapsMentor: true } });
  if (!(await alignHolds(books, sides.flat()))) {
    await undoLink(books, sourceId, sides.flat());
    const found = await findOverlaps(books, ...sides);
    return found.length > 0 ? { ok: false, reason: 'overlap', meetingIds: found } : null;
  }
  // The link itself is this one write.
  const { matchedCount } = await people.updateOne(
    { _id: sourceId, linkingTo: targetId },
    {
      $set: { mergedInto: targetId, position: target.length, updatedAt: new Date(now) },
      $unset: { linkingTo: 1 },
    },
  );
  return matchedCount === 1 ? { ok: true } : null;
}

/** A process that died while it linked leaves people whose sessions are held for both, though nobody linked them: takes that back. */
async function undoInterruptedLinks(books: Books): Promise<void> {
  const interrupted = await books.people.find({ linkingTo: trusted({ $exists: true }) }).lean();
  for (const { _id, linkingTo } of interrupted) {
    const families = await readFamilies(books.people, linkingTo ? [_id, linkingTo] : [_id]);
    await undoLink(books, _id, [...families.values()].flatMap(idsOf));
  }
}

async function undoLink(books: Books, id: PersonId, ids: readonly PersonId[]): Promise<void> {
  await books.people.updateOne({ _id: id }, { $unset: { linkingTo: 1 } });
  await alignHolds(books, ids);
}

/** Brings what is held for these people under all the ids they have now. False when a cell is taken: two sessions at one time. */
async function alignHolds({ meetings, people }: Books, ids: readonly PersonId[]): Promise<boolean> {
  const holding = await meetings
    .find({ personIds: trusted({ $in: [...ids] }), holds: trusted({ $exists: true }) }, { _id: 1 })
    .lean();
  for (const { _id } of holding) {
    let aligned = false;
    for (let round = 0; round < rounds && !aligned; round += 1) {
      const doc = await read(meetings, _id);
      if (!doc?.holds) break;
      const holds = rekeyed(doc.holds, await readHolders(people, doc));
      if (sameSet(holds, doc.holds)) break;
      try {
        aligned = await writeIfUnchanged(meetings, doc, { holds });
      } catch (error) {
        if (violatedIndex(error) !== 'holds') throw error;
        return false;
      }
      if (!aligned && round === rounds - 1) throw tooBusy(_id);
    }
  }
  return true;
}

/** Live meetings of the one that share time with a live meeting of the other (or are the same one), soonest first. */
async function findOverlaps(
  { meetings }: Books,
  mine: readonly PersonId[],
  theirs: readonly PersonId[],
): Promise<MeetingId[]> {
  const live = await meetings
    .find(
      { personIds: trusted({ $in: [...mine, ...theirs] }), status: trusted({ $in: [...liveStatuses] }) },
      { personIds: 1, scheduledAt: 1, endsAt: 1 },
    )
    .sort({ scheduledAt: 1, _id: 1 })
    .lean();
  const of = (ids: readonly PersonId[]) => live.filter(({ personIds }) => personIds.some((id) => ids.includes(id)));
  const [left, right] = [of(mine), of(theirs)];
  const shared = live.filter((one) => {
    const overlaps = (other: (typeof live)[number]) => one.scheduledAt < other.endsAt && other.scheduledAt < one.endsAt;
    return (left.includes(one) && right.some(overlaps)) || (right.includes(one) && left.some(overlaps));
  });
  return shared.map(({ _id }) => _id);
}

async function waitForLease({ leases }: Books): Promise<Lease> {
  const giveUpAt = performance.now() + patience;
  for (;;) {
    const lease = await takeLease(leases, 'link', leaseLength);
    if (lease) return lease;
    if (performance.now() > giveUpAt)
      throw new StorageError('Another two accounts are being linked right now', { code: 'busy', retryable: true });
    await pause(20);
  }
}

function existing(families: ReadonlyMap<PersonId, PersonDocument[]>, id: PersonId): PersonDocument[] {
  const family = families.get(id) ?? [];
  if (family.length === 0) throw new Error(`There is no person ${id}`);
  return family;
}

function rootId([root]: readonly PersonDocument[], id: PersonId): PersonId {
  return root?._id ?? id;
}

function idsOf(family: readonly PersonDocument[]): PersonId[] {
  return family.map(({ _id }) => _id);
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && new Set([...a, ...b]).size === a.length;
}
