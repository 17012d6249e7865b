import { describe, expect, it } from 'vitest';
import type { MeetingId, PersonId, ProgramId } from '#core/ids.ts';
import { type Meeting, meetingInterval, statuses } from '#core/meetings/meeting.ts';
import type { CommitResult, MeetingQuery } from '#core/meetings/meeting-store.ts';
import { day, hour, minute } from '#core/time/clock.ts';
import { aMeeting, anArrival, anEffect, leo, maya, NOW } from '../builders.ts';
import { type CreateStores, useStores } from './stores.ts';

const noor = 'noor' as PersonId;
const ada = 'ada' as PersonId;
const at = NOW + day;
/** Two that are not in the way of Maya and Leo. */
const others = { mentorId: noor, learnerId: ada };

/** The meeting as its next write. */
function next(meeting: Meeting, overrides: Partial<Meeting>): Meeting {
  return { ...meeting, version: meeting.version + 1, ...overrides, revision: meeting.revision + 1 };
}

function count(results: CommitResult[], outcome: 'ok' | 'stale' | 'slot-taken'): number {
  return results.filter((result) => (result.ok ? 'ok' : result.reason) === outcome).length;
}

export function describeMeetingStore(name: string, createStores: CreateStores): void {
  describe(`${name}: meetings`, () => {
    const stores = useStores(createStores);

    const created = async (overrides: Partial<Meeting> = {}): Promise<Meeting> => {
      const meeting = aMeeting(overrides);
      expect(await stores.meetings.create(meeting, [])).toEqual({ ok: true });
      return meeting;
    };
    /** Makes two people whose accounts are linked: `from` becomes part of `into`. */
    const linked = async (from: PersonId, into: PersonId) => {
      await stores.people.arrive(anArrival(from));
      await stores.people.arrive(anArrival(into));
      expect(await stores.people.link(from, into, NOW)).toEqual({ ok: true });
    };

    it('gives a meeting back as it was written', async () => {
      const meeting = await created({
        subject: 'Ünïcode "quotes" 🎓',
        unreached: [{ personId: maya, platform: 'Slack' }],
      });
      expect(await stores.meetings.get(meeting.id)).toEqual(meeting);
      expect(await stores.meetings.get('nobody' as MeetingId)).toBeNull();
    });

    it('refuses to create the same meeting again', async () => {
      const meeting = await created();
      expect(await stores.meetings.create(meeting, [])).toEqual({ ok: false, reason: 'stale' });
      expect(await stores.meetings.create({ ...meeting, scheduledAt: at + 5 * hour }, [])).toEqual({
        ok: false,
        reason: 'stale',
      });
      expect(await stores.meetings.get(meeting.id)).toEqual(meeting);
    });

    it('is created once, however often it is at once, and whoever was too late finds it', async () => {
      const meeting = aMeeting();
      const results = await Promise.all(
        Array.from({ length: 20 }, async () => {
          const result = await stores.meetings.create(meeting, []);
          expect(await stores.meetings.get(meeting.id)).toEqual(meeting);
          return result;
        }),
      );
      expect(count(results, 'ok')).toBe(1);
      expect(count(results, 'stale')).toBe(19);
    });

    describe('one slot is taken once', () => {
      it('lets exactly one of 200 simultaneous requests have it', async () => {
        const requests = Array.from({ length: 200 }, (_, index) =>
          aMeeting({ learnerId: `learner-${index}` as PersonId }),
        );
        const results = await Promise.all(requests.map((meeting) => stores.meetings.create(meeting, [])));
        expect(count(results, 'ok')).toBe(1);
        expect(count(results, 'slot-taken')).toBe(199);
        const stored = await Promise.all(requests.map(({ id }) => stores.meetings.get(id)));
        expect(stored.filter(Boolean)).toHaveLength(1);
      });

      it('says which side is taken', async () => {
        await created({ mentorId: maya, learnerId: leo });
        expect(await stores.meetings.create(aMeeting({ learnerId: noor }), [])).toEqual({
          ok: false,
          reason: 'slot-taken',
          side: 'mentor',
        });
        expect(await stores.meetings.create(aMeeting({ mentorId: noor }), [])).toEqual({
          ok: false,
          reason: 'slot-taken',
          side: 'learner',
        });
      });

      it('counts a person once, as mentor and as learner', async () => {
        await created({ mentorId: maya, learnerId: leo });
        const result = await stores.meetings.create(aMeeting({ mentorId: noor, learnerId: maya }), []);
        expect(result).toEqual({ ok: false, reason: 'slot-taken', side: 'learner' });
      });

      it.each([
        ['starts inside', 15, 30, false],
        ['ends inside', -15, 30, false],
        ['lies inside', 10, 15, false],
        ['lies around', -30, 120, false],
        ['is the same', 0, 45, false],
        ['ends where it starts', -30, 30, true],
        ['starts where it ends', 45, 30, true],
        ['ends where it starts, at full length', -120, 120, true],
        ['reaches into it by five minutes, at full length', -115, 120, false],
      ])('for a meeting that %s (%i min off, %i min long): allowed is %s', async (_, offset, duration, allowed) => {
        await created({ scheduledAt: at, duration: 45 });
        const other = aMeeting({ learnerId: noor, scheduledAt: at + offset * minute, duration });
        expect((await stores.meetings.create(other, [])).ok).toBe(allowed);
      });

      it.each(statuses.map((status) => [status, ['requested', 'scheduled', 'in-progress'].includes(status)] as const))(
        'while a meeting is %s: held is %s',
        async (status, held) => {
          const meeting = await created();
          expect(await stores.meetings.update(next(meeting, { status }), [])).toEqual({ ok: true });
          expect((await stores.meetings.create(aMeeting(), [])).ok).toBe(!held);
        },
      );

      it('counts linked accounts as one person, whichever of them the meetings carry', async () => {
        await linked(noor, maya);
        await linked(ada, maya);
        await created({ mentorId: noor });
        for (const mentorId of [maya, noor, ada]) {
          const result = await stores.meetings.create(
            aMeeting({ mentorId, learnerId: `${mentorId}-pupil` as PersonId }),
            [],
          );
          expect(result).toEqual({ ok: false, reason: 'slot-taken', side: 'mentor' });
        }
      });

      it('counts accounts that were linked after the booking', async () => {
        await created({ mentorId: maya });
        await linked(maya, noor);
        expect((await stores.meetings.create(aMeeting({ mentorId: noor, learnerId: ada }), [])).ok).toBe(false);
      });
    });

    describe('updating', () => {
      it('replaces the meeting', async () => {
        const meeting = await created();
        const accepted = next(meeting, { status: 'scheduled', expiresAt: null });
        expect(await stores.meetings.update(accepted, [])).toEqual({ ok: true });
        expect(await stores.meetings.get(meeting.id)).toEqual(accepted);
      });

      it('refuses a writer who has read an older revision', async () => {
        const meeting = await created();
        expect(await stores.meetings.update(next(meeting, { status: 'scheduled' }), [])).toEqual({ ok: true });
        expect(await stores.meetings.update(next(meeting, { status: 'declined' }), [])).toEqual({
          ok: false,
          reason: 'stale',
        });
        expect((await stores.meetings.get(meeting.id))?.status).toBe('scheduled');
      });

      it('refuses to update a meeting that was never created', async () => {
        expect(await stores.meetings.update(next(aMeeting(), {}), [])).toEqual({ ok: false, reason: 'stale' });
      });

      it('lets exactly one of many who read the same revision write', async () => {
        const meeting = await created();
        const results = await Promise.all(
          Array.from({ length: 50 }, (_, index) =>
            stores.meetings.update(next(meeting, { reason: `writer ${index}` }), []),
          ),
        );
        expect(count(results, 'ok')).toBe(1);
        expect(count(results, 'stale')).toBe(49);
        expect((await stores.meetings.get(meeting.id))?.revision).toBe(2);
      });

      it('moves a meeting over its own old time', async () => {
        const meeting = await created({ scheduledAt: at });
        expect(await stores.meetings.update(next(meeting, { scheduledAt: at + 15 * minute }), [])).toEqual({
          ok: true,
        });
      });

      it('frees the time a meeting was moved away from', async () => {
        const meeting = await created({ scheduledAt: at });
        await stores.meetings.update(next(meeting, { scheduledAt: at + 3 * hour }), []);
        expect((await stores.meetings.create(aMeeting({ scheduledAt: at }), [])).ok).toBe(true);
        expect((await stores.meetings.create(aMeeting({ scheduledAt: at + 3 * hour }), [])).ok).toBe(false);
      });

      it('lets exactly one of the meetings that move to one time have it', async () => {
        const meetings = await Promise.all(
          Array.from({ length: 20 }, (_, index) =>
            created({ scheduledAt: at + (index + 2) * hour, learnerId: `learner-${index}` as PersonId }),
          ),
        );
        const results = await Promise.all(
          meetings.map((meeting) => stores.meetings.update(next(meeting, { scheduledAt: at }), [])),
        );
        expect(count(results, 'ok')).toBe(1);
        expect(count(results, 'slot-taken')).toBe(19);
        const stored = await Promise.all(meetings.map(({ id }) => stores.meetings.get(id)));
        expect(stored.filter((meeting) => meeting?.scheduledAt === at)).toHaveLength(1);
      });

      it('leaves a meeting where it was when the new time is taken', async () => {
        await created({ scheduledAt: at, learnerId: noor });
        const meeting = await created({ scheduledAt: at + hour });
        const result = await stores.meetings.update(next(meeting, { scheduledAt: at }), []);
        expect(result).toEqual({ ok: false, reason: 'slot-taken', side: 'mentor' });
        expect(await stores.meetings.get(meeting.id)).toEqual(meeting);
        expect(await stores.meetings.busy([leo], { start: at, end: at + day })).toEqual([meetingInterval(meeting)]);
      });
    });

    describe('effects in the same write', () => {
      const claimed = async () =>
        (await stores.effects.claim({ now: NOW, leaseUntil: NOW + minute, limit: 10 })).map(({ effect }) => effect);

      it('adds them with the meeting', async () => {
        const meeting = aMeeting();
        const effect = anEffect(meeting);
        expect(await stores.meetings.create(meeting, [effect])).toEqual({ ok: true });
        expect(await claimed()).toEqual([effect]);
      });

      it('adds none when the write is refused', async () => {
        const meeting = await created();
        const taken = aMeeting();
        expect((await stores.meetings.create(taken, [anEffect(taken)])).ok).toBe(false);
        expect((await stores.meetings.create(meeting, [anEffect(meeting)])).ok).toBe(false);
        const stale = { ...meeting, revision: 7 };
        expect((await stores.meetings.update(stale, [anEffect(stale)])).ok).toBe(false);
        expect(await stores.effects.nextDueAt()).toBeNull();
      });

      it('leaves an effect that is there already as it is', async () => {
        const meeting = aMeeting();
        const effect = anEffect(meeting);
        await stores.meetings.create(meeting, [effect]);
        const [claim] = await stores.effects.claim({ now: NOW, leaseUntil: NOW + minute, limit: 1 });
        await stores.effects.settle(claim!, { outcome: { state: 'done' }, now: NOW });
        expect(
          await stores.meetings.update(next(meeting, {}), [
            effect,
            anEffect(meeting, { sort: 'sync', kind: 'calendar' }),
          ]),
        ).toEqual({
          ok: true,
        });
        expect((await claimed()).map(({ what }) => what.kind)).toEqual(['calendar']);
      });
    });

    describe('listing', () => {
      const query = (overrides: Partial<MeetingQuery> = {}): MeetingQuery => ({
        personIds: [maya],
        statuses,
        order: 'soonest-first',
        limit: 100,
        ...overrides,
      });
      const listed = async (overrides: Partial<MeetingQuery> = {}) =>
        (await stores.meetings.list(query(overrides))).meetings.map(({ id }) => id);
      const named = (id: string, hours: number, overrides: Partial<Meeting> = {}) =>
        created({ id: id as MeetingId, scheduledAt: at + hours * hour, ...overrides });

      it('gives the meetings of a person, on either side, in the order asked for', async () => {
        await named('b', 2);
        await named('a', 1, { mentorId: noor, learnerId: maya });
        await named('c', 3, { mentorId: noor });
        expect(await listed()).toEqual(['a', 'b']);
        expect(await listed({ order: 'latest-first' })).toEqual(['b', 'a']);
        expect(await listed({ personIds: [ada] })).toEqual([]);
      });

      it('gives only the statuses asked for', async () => {
        await named('a', 1);
        await named('b', 2, { status: 'cancelled' });
        await named('c', 3, { status: 'scheduled' });
        expect(await listed({ statuses: ['scheduled', 'cancelled'] })).toEqual(['b', 'c']);
        expect(await listed({ statuses: [] })).toEqual([]);
      });

      it('follows a meeting whose status changes', async () => {
        const meeting = await named('a', 1);
        await stores.meetings.update(next(meeting, { status: 'scheduled' }), []);
        expect(await listed({ statuses: ['requested'] })).toEqual([]);
        expect(await listed({ statuses: ['scheduled'] })).toEqual(['a']);
      });

      it('leaves out what has ended by then', async () => {
        await named('ended', 0, { duration: 30 });
        await named('running', 1, { duration: 120 });
        await named('later', 5);
        expect(await listed({ endsAfter: at + 30 * minute })).toEqual(['running', 'later']);
        expect(await listed({ endsAfter: at + 3 * hour - 1 })).toEqual(['running', 'later']);
        expect(await listed({ endsAfter: at + 3 * hour })).toEqual(['later']);
      });

      it('leaves out what starts at that moment or later', async () => {
        await named('a', 1);
        await named('b', 2);
        expect(await listed({ startsBefore: at + 2 * hour })).toEqual(['a']);
        expect(await listed({ startsBefore: at + 2 * hour + 1, order: 'latest-first' })).toEqual(['b', 'a']);
        expect(await listed({ endsAfter: at + 2 * hour, startsBefore: at + 3 * hour })).toEqual(['b']);
        const { next: cursor } = await stores.meetings.list(query({ order: 'latest-first', limit: 1 }));
        expect(await listed({ order: 'latest-first', cursor: cursor!, startsBefore: at + 5 * hour })).toEqual(['a']);
      });

      it('gives only the side asked for, by any of the linked accounts', async () => {
        await named('teaches', 1);
        await named('learns', 2, { mentorId: noor, learnerId: maya });
        await named('teaches-too', 3, { mentorId: ada });
        await linked(ada, maya);
        expect(await listed({ role: 'mentor' })).toEqual(['teaches', 'teaches-too']);
        expect(await listed({ role: 'learner' })).toEqual(['learns']);
        expect(await listed({ role: 'mentor', limit: 1 })).toEqual(['teaches']);
      });

      it('refuses a cursor it never gave out', async () => {
        for (const cursor of ['', 'x', ':', '1e5:a', '99999999999999999:a'])
          await expect(listed({ cursor })).rejects.toThrow();
      });

      it.each(['soonest-first', 'latest-first'] as const)(
        'pages through %s without missing or repeating one',
        async (order) => {
          // Pairs share a start: one side's meeting has ended, so both may stand there.
          for (let index = 0; index < 12; index += 1)
            await named(`m${index}`, Math.floor(index / 2), { status: 'completed' });
          const all = await listed({ order });
          expect(all).toHaveLength(12);
          const seen: MeetingId[] = [];
          let cursor: string | null = null;
          do {
            const page = await stores.meetings.list(query({ order, limit: 5, ...(cursor !== null && { cursor }) }));
            expect(page.meetings.length).toBeLessThanOrEqual(5);
            seen.push(...page.meetings.map(({ id }) => id));
            cursor = page.next;
          } while (cursor !== null);
          expect(seen).toEqual(all);
        },
      );

      it('has no next page when the last one is just full', async () => {
        await named('a', 1);
        await named('b', 2);
        expect((await stores.meetings.list(query({ limit: 2 }))).next).toBeNull();
      });

      it('keeps its place when a meeting is added before it', async () => {
        await named('b', 2);
        await named('c', 3);
        const { next: cursor } = await stores.meetings.list(query({ limit: 1 }));
        await named('a', 1);
        expect(await listed({ cursor: cursor! })).toEqual(['c']);
      });

      it('pages through meetings of linked accounts that share a start', async () => {
        for (const id of ['d', 'a', 'c', 'b']) {
          await named(id, 0, { status: 'completed', mentorId: id < 'c' ? noor : maya });
        }
        await linked(noor, maya);
        const seen: MeetingId[] = [];
        let cursor: string | null = null;
        do {
          const page = await stores.meetings.list(query({ limit: 1, ...(cursor !== null && { cursor }) }));
          seen.push(...page.meetings.map(({ id }) => id));
          cursor = page.next;
        } while (cursor !== null);
        expect([...seen].sort()).toEqual(['a', 'b', 'c', 'd']);
      });

      it('gives the meetings of all linked accounts, each once', async () => {
        await named('between', 0, { status: 'completed', mentorId: maya, learnerId: noor });
        await named('of-noor', 1, { mentorId: noor });
        await named('of-maya', 2);
        await linked(noor, maya);
        for (const personIds of [[maya, noor], [maya], [noor]]) {
          expect(await listed({ personIds })).toEqual(['between', 'of-noor', 'of-maya']);
        }
      });
    });

    describe('meetings of a programme', () => {
      const other = 'discord:other' as ProgramId;
      const programId = aMeeting().programId;

      it('come in the order they end, whoever they are of and however they stand', async () => {
        await created({ id: 'long' as MeetingId, scheduledAt: at, duration: 120 });
        await created({
          id: 'short' as MeetingId,
          scheduledAt: at + hour,
          duration: 30,
          ...others,
          status: 'declined',
        });
        await created({ id: 'elsewhere' as MeetingId, scheduledAt: at + 5 * hour, programId: other });
        await created({ id: 'over' as MeetingId, scheduledAt: at - hour, duration: 60 });
        const { meetings, next: last } = await stores.meetings.ofProgram({ programId, endsAfter: at, limit: 10 });
        expect(meetings.map(({ id }) => id)).toEqual(['short', 'long']);
        expect(last).toBeNull();
      });

      it('are paged without missing or repeating one, also those that end together', async () => {
        for (const id of ['d', 'a', 'c', 'b', 'e'])
          await created({ id: id as MeetingId, scheduledAt: at, status: 'completed' });
        const seen: MeetingId[] = [];
        let cursor: string | null = null;
        do {
          const page = await stores.meetings.ofProgram({
            ...{ programId, endsAfter: at, limit: 2 },
            ...(cursor !== null && { cursor }),
          });
          seen.push(...page.meetings.map(({ id }) => id));
          cursor = page.next;
        } while (cursor !== null);
        expect(seen).toEqual(['a', 'b', 'c', 'd', 'e']);
      });
    });

    describe('busy times', () => {
      const window = { start: at, end: at + 4 * hour };
      const busy = (start: number, end: number) => ({ start: at + start * minute, end: at + end * minute });

      it('are those of live meetings that share time with the window, in order', async () => {
        await created({ scheduledAt: at + 2 * hour });
        await created({ scheduledAt: at - 15 * minute, learnerId: noor });
        await created({ scheduledAt: at + hour, status: 'cancelled' });
        await created({ scheduledAt: at - hour, duration: 45, learnerId: ada });
        await created({ scheduledAt: at + 4 * hour });
        expect(await stores.meetings.busy([maya], window)).toEqual([busy(-15, 15), busy(120, 150)]);
      });

      it('leave out a meeting that only touches the window', async () => {
        await created({ scheduledAt: at - 30 * minute, duration: 30 });
        await created({ scheduledAt: window.end, duration: 30 });
        expect(await stores.meetings.busy([maya], window)).toEqual([]);
      });

      it('leave out the meeting that is about to be moved', async () => {
        const moving = await created({ scheduledAt: at });
        await created({ scheduledAt: at + hour });
        expect(await stores.meetings.busy([maya], window, moving.id)).toEqual([busy(60, 90)]);
      });

      it('include those of linked accounts', async () => {
        await created({ mentorId: noor, scheduledAt: at });
        await linked(noor, maya);
        expect(await stores.meetings.busy([maya], window)).toEqual([busy(0, 30)]);
      });
    });
  });
}
