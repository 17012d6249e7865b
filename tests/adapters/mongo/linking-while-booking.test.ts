import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { MeetingId, PersonId } from '#core/ids.ts';
import { meetingInterval } from '#core/meetings/meeting.ts';
import { hour, minute } from '#core/time/clock.ts';
import type { MongoDatabase } from '../../../src/adapters/mongo/connect-mongo.ts';
import { holdsOfBoth } from '../../../src/adapters/mongo/holds.ts';
import { toMeeting } from '../../../src/adapters/mongo/meeting-document.ts';
import { aMeeting, anArrival, anEffect, leo, maya, NOW } from '../../builders.ts';
import { createDatabase, serverUri, storesOn } from './mongo-world.ts';

const noor = 'noor' as PersonId;

/** What should be held for all live meetings, and what is. */
async function heldAndWanted(db: MongoDatabase) {
  const { people } = storesOn(db);
  const held: string[] = [];
  const wanted: string[] = [];
  const idsOf = async (id: PersonId) => (await people.get(id))?.ids ?? [id];
  for (const doc of await db.meetings.find().lean()) {
    held.push(...(doc.holds ?? []));
    const meeting = toMeeting(doc);
    if (!meeting) continue;
    const holders = { mentor: await idsOf(meeting.mentorId), learner: await idsOf(meeting.learnerId) };
    wanted.push(...holdsOfBoth(holders, meetingInterval(meeting)));
  }
  return { held: held.sort(), wanted: wanted.sort() };
}

describe.skipIf(!serverUri)('linking while booking on MongoDB (needs MONGODB_TEST_URI)', () => {
  it('never leaves one person in two sessions at a time', { timeout: 120_000 }, async () => {
    const { db, close } = await createDatabase();
    const { meetings, people } = storesOn(db);
    const outcomes = new Set<string>();
    try {
      for (let round = 0; round < 40; round += 1) {
        const [a, b] = [`a${round}` as PersonId, `b${round}` as PersonId];
        await people.arrive(anArrival(a));
        await people.arrive(anArrival(b));
        const booking = (mentorId: PersonId, offset: number) =>
          meetings.create(
            aMeeting({
              id: `of-${mentorId}` as MeetingId,
              mentorId,
              learnerId: `pupil-${mentorId}` as PersonId,
              scheduledAt: NOW + offset * minute,
            }),
            [],
          );
        const [first, second, link] = await Promise.all([
          booking(a, 0),
          round % 2 ? booking(b, 15) : booking(b, 10),
          people.link(a, b, NOW),
        ]);
        outcomes.add(`${first.ok} ${second.ok} ${link.ok}`);
        const both = first.ok && second.ok;
        if (link.ok) expect(both).toBe(false);
        expect((await people.get(a))?.id).toBe(link.ok ? b : a);
        const busy = await meetings.busy([a, b], { start: NOW - hour, end: NOW + hour });
        expect(busy).toHaveLength(Number(first.ok) + Number(second.ok));
      }
      const { held, wanted } = await heldAndWanted(db);
      expect(held).toEqual(wanted);
      // Otherwise nothing raced.
      expect(outcomes.size).toBeGreaterThan(1);
    } finally {
      await close();
    }
  });

  it('never makes a circle of people who are linked into each other at once', { timeout: 60_000 }, async () => {
    const { db, close } = await createDatabase();
    const { people } = storesOn(db);
    try {
      const ids = ['p', 'q', 'r'] as PersonId[];
      for (const id of ids) await people.arrive(anArrival(id));
      const pairs = ids.flatMap((from) => ids.filter((into) => into !== from).map((into) => [from, into] as const));
      const results = await Promise.all(pairs.map(([from, into]) => people.link(from, into, NOW)));
      expect(results.filter(({ ok }) => ok)).toHaveLength(2);
      const [one, ...others] = await Promise.all(ids.map((id) => people.get(id)));
      for (const other of others) expect(other).toEqual(one);
      expect(one?.ids).toHaveLength(3);
    } finally {
      await close();
    }
  });

  it('takes back what a link held that died half-way, at the next link', async () => {
    const { db, close } = await createDatabase();
    const { meetings, people } = storesOn(db);
    try {
      for (const id of [maya, noor, leo]) await people.arrive(anArrival(id));
      expect(await meetings.create(aMeeting({ mentorId: maya }), [])).toEqual({ ok: true });
      // As after the first step of linking Maya into Noor, and a booking that saw it.
      await db.people.updateOne({ _id: maya }, { $set: { linkingTo: noor } });
      const later = aMeeting({ mentorId: maya, scheduledAt: NOW });
      expect(await meetings.create(later, [])).toEqual({ ok: true });
      const pupil = 'pupil' as PersonId;
      const atTheSameTime = { mentorId: noor, learnerId: pupil, scheduledAt: NOW };
      expect((await meetings.create(aMeeting(atTheSameTime), [])).ok).toBe(false);
      expect((await people.get(maya))?.id).toBe(maya);

      await people.arrive(anArrival(pupil));
      expect(await people.link(pupil, 'leo' as PersonId, NOW)).toEqual({ ok: true });
      const { held, wanted } = await heldAndWanted(db);
      expect(held).toEqual(wanted);
      expect((await meetings.create(aMeeting({ ...atTheSameTime, learnerId: 'else' as PersonId }), [])).ok).toBe(true);
    } finally {
      await close();
    }
  });
});

describe.skipIf(!serverUri)('a booking that died half-way on MongoDB (needs MONGODB_TEST_URI)', () => {
  const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * minute);

  it('is no session, and gives its slot back to the next one who asks', async () => {
    const { db, close } = await createDatabase();
    const { meetings } = storesOn(db);
    try {
      const meeting = aMeeting();
      expect(await meetings.create(meeting, [anEffect(meeting)])).toEqual({ ok: true });
      // As it was between the two writes of a booking.
      const left = {
        $unset: { status: 1, revision: 1, version: 1, effects: 1, claimableAt: 1 },
        $set: { reservedBy: 'somebody', reservedAt: minutesAgo(0) },
      } as const;
      await db.meetings.updateOne({ _id: meeting.id }, left);
      const everything = { personIds: [maya], statuses: ['requested'], order: 'soonest-first', limit: 9 } as const;
      expect(await meetings.get(meeting.id)).toBeNull();
      expect((await meetings.list(everything)).meetings).toEqual([]);
      expect(await meetings.busy([maya], { start: NOW, end: NOW + 1000 * hour })).toEqual([]);

      expect(await meetings.create(aMeeting(), [])).toEqual({ ok: false, reason: 'slot-taken', side: 'mentor' });
      await db.meetings.updateOne({ _id: meeting.id }, { $set: { reservedAt: minutesAgo(2) } });
      expect(await meetings.create(aMeeting(), [])).toEqual({ ok: true });
      expect(await db.meetings.countDocuments()).toBe(1);
    } finally {
      await close();
    }
  });

  it('is waited for by the same form sent again, which finds the session it becomes', async () => {
    const { db, close } = await createDatabase();
    const { meetings } = storesOn(db);
    try {
      const meeting = aMeeting();
      expect(await meetings.create(meeting, [])).toEqual({ ok: true });
      const { status, revision } = (await db.meetings.findOne({ _id: meeting.id }).lean()) ?? {};
      const underWay = {
        $unset: { status: 1, revision: 1 },
        $set: { reservedBy: 'somebody', reservedAt: minutesAgo(0) },
      } as const;
      await db.meetings.updateOne({ _id: meeting.id }, underWay);
      const again = meetings.create(meeting, []);
      await pause(100);
      await db.meetings.updateOne(
        { _id: meeting.id },
        { $set: { status, revision }, $unset: { reservedBy: 1, reservedAt: 1 } },
      );
      expect(await again).toEqual({ ok: false, reason: 'stale' });
      expect(await meetings.get(meeting.id)).toEqual(meeting);

      await db.meetings.updateOne({ _id: meeting.id }, underWay);
      expect(await meetings.create(meeting, [])).toEqual({ ok: true });
      expect(await meetings.get(meeting.id)).toEqual(meeting);
    } finally {
      await close();
    }
  });

  it('is swept away, and a session about to be moved keeps only its own time', async () => {
    const { db, close } = await createDatabase();
    const { meetings, effects } = storesOn(db);
    try {
      const meeting = aMeeting();
      expect(await meetings.create(meeting, [])).toEqual({ ok: true });
      const wanted = (await db.meetings.findOne({ _id: meeting.id }).lean())?.holds ?? [];
      const cells = { holds: [...wanted, 'maya|2026-12-24T18:00Z'], reservedBy: 'somebody', reservedAt: minutesAgo(2) };
      await db.meetings.updateOne({ _id: meeting.id }, { $set: cells });
      await effects.prune(NOW);
      const doc = await db.meetings.findOne({ _id: meeting.id }).lean();
      expect(doc?.holds).toEqual(wanted);
      expect(doc?.reservedBy).toBeUndefined();
      expect(await meetings.get(meeting.id)).toEqual(meeting);
    } finally {
      await close();
    }
  });
});
