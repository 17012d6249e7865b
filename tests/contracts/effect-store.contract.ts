import { describe, expect, it } from 'vitest';
import type { Effect, EffectKind, Place } from '#core/effects/effect.ts';
import type { Claim, Settlement } from '#core/effects/effect-store.ts';
import type { EffectId, MeetingId, PersonId, ProgramId } from '#core/ids.ts';
import type { Meeting } from '#core/meetings/meeting.ts';
import { day, hour, minute } from '#core/time/clock.ts';
import { aMeeting, anEffect, leo, maya, NOW } from '../builders.ts';
import { type CreateStores, useStores } from './stores.ts';

const calendar = { sort: 'sync', kind: 'calendar' } as const;
const toMaya = { sort: 'notice', kind: 'request', to: maya } as const;
const toLeo = { sort: 'notice', kind: 'accepted', to: leo } as const;
const cardsOfMaya = { sort: 'sync', kind: 'cards', of: maya } as const;
const done = { state: 'done' } as const;

/** A notice that belongs to no meeting. */
function aLooseEffect(id: string, dueAt = NOW): Effect {
  return {
    id: id as EffectId,
    meetingId: null,
    programId: 'program' as ProgramId,
    version: 0,
    what: { sort: 'notice', kind: 'google-lost', to: maya },
    lane: `loose/${id}`,
    dueAt,
  };
}

function aPlace(overrides: Partial<Place> = {}): Place {
  return {
    key: 'card:1',
    personId: maya,
    ref: { platform: 'discord', channelId: 'channel', messageId: 'message' },
    notice: { kind: 'request', version: 1 },
    shown: 'fingerprint',
    ...overrides,
  };
}

export function describeEffectStore(name: string, createStores: CreateStores): void {
  describe(`${name}: effects`, () => {
    const stores = useStores(createStores);

    /** A meeting with these effects; each is `[what, due at]`. Meetings made one after the other do not overlap. */
    let made = 0;
    const meetingWith = async (effects: [EffectKind, number?][], overrides: Partial<Meeting> = {}) => {
      made += 1;
      const meeting = aMeeting({ scheduledAt: NOW + day + made * hour, ...overrides });
      const committed = await stores.meetings.create(
        meeting,
        effects.map(([what, dueAt]) => anEffect(meeting, what, dueAt)),
      );
      expect(committed).toEqual({ ok: true });
      return meeting;
    };
    const claim = (options: { now?: number; leaseUntil?: number; limit?: number } = {}) => {
      const now = options.now ?? NOW;
      return stores.effects.claim({ now, leaseUntil: options.leaseUntil ?? now + minute, limit: options.limit ?? 100 });
    };
    const settle = (claimed: Claim, settlement: Partial<Settlement> = {}) =>
      stores.effects.settle(claimed, { outcome: done, now: NOW, ...settlement });
    const kinds = (claims: Claim[]) => claims.map(({ effect }) => effect.what.kind);

    describe('claiming', () => {
      it('gives what is due, with its meeting', async () => {
        const meeting = await meetingWith([[calendar]]);
        const [claimed, ...others] = await claim();
        expect(others).toEqual([]);
        expect(claimed).toMatchObject({ effect: anEffect(meeting, calendar), meeting, attempt: 1, unanswered: 0 });
        expect(claimed?.token).toMatch(/./);
      });

      it('gives the meeting as it is now, not as it was when the effect was written', async () => {
        const meeting = await meetingWith([[calendar]]);
        const moved = { ...meeting, scheduledAt: meeting.scheduledAt + 5 * day, version: 2, revision: 2 };
        await stores.meetings.update(moved, []);
        expect((await claim())[0]?.meeting).toEqual(moved);
      });

      it('leaves what is due later', async () => {
        await meetingWith([[calendar, NOW + 1]]);
        expect(await claim()).toEqual([]);
        expect(await claim({ now: NOW + 1 })).toHaveLength(1);
      });

      it('goes by due time, and stops at the limit', async () => {
        const dueAt = [3, 1, 5, 2, 4].map((minutes) => NOW + minutes * minute);
        for (const due of dueAt) await meetingWith([[calendar, due]]);
        const first = await claim({ now: NOW + hour, limit: 3 });
        expect(first.map(({ effect }) => effect.dueAt)).toEqual([1, 2, 3].map((minutes) => NOW + minutes * minute));
        const second = await claim({ now: NOW + hour, limit: 3 });
        expect(second.map(({ effect }) => effect.dueAt)).toEqual([4, 5].map((minutes) => NOW + minutes * minute));
      });

      it('never gives one effect to two of many callers', async () => {
        for (let index = 0; index < 50; index += 1) await meetingWith([[calendar]]);
        const batches = await Promise.all(Array.from({ length: 20 }, () => claim({ limit: 5 })));
        const ids = batches.flat().map(({ effect }) => effect.id);
        expect(ids).toHaveLength(50);
        expect(new Set(ids).size).toBe(50);
      });

      it('gives an effect without a meeting', async () => {
        await stores.effects.add([aLooseEffect('lost')]);
        expect(await claim()).toMatchObject([{ effect: aLooseEffect('lost'), meeting: null }]);
      });
    });

    describe('lanes', () => {
      it('run one at a time, within a batch and across batches', async () => {
        await meetingWith([[toMaya], [cardsOfMaya], [toLeo]]);
        const first = await claim();
        expect(kinds(first)).toEqual(['request', 'accepted']);
        expect(await claim()).toEqual([]);
        await settle(first[0]!);
        expect(kinds(await claim())).toEqual(['cards']);
      });

      it('of other meetings do not wait', async () => {
        await meetingWith([[toMaya]]);
        await meetingWith([[toMaya]]);
        expect(await claim()).toHaveLength(2);
      });

      it('keep their notices in order of due time, then of writing', async () => {
        const reminder = (minutes: number) => ({ sort: 'notice', kind: 'reminder', to: maya, minutes }) as const;
        await meetingWith([
          [reminder(10), NOW + 2],
          [toMaya, NOW + 1],
          [{ ...toMaya, kind: 'accepted' }, NOW + 1],
          [{ ...toMaya, kind: 'cancelled' }, NOW],
        ]);
        const order: string[] = [];
        for (;;) {
          const [next, ...rest] = await claim({ now: NOW + minute });
          expect(rest).toEqual([]);
          if (!next) break;
          order.push(next.effect.what.kind);
          await settle(next);
        }
        expect(order).toEqual(['cancelled', 'request', 'accepted', 'reminder']);
      });

      it('hold a notice back while an earlier one waits for another try', async () => {
        await meetingWith([[toMaya], [{ ...toMaya, kind: 'accepted' }]]);
        const [first] = await claim();
        await settle(first!, { outcome: { state: 'retry', reason: 'slow down', at: NOW + hour } });
        expect(await claim({ now: NOW + minute })).toEqual([]);
        const [again] = await claim({ now: NOW + hour });
        expect(again?.effect.what.kind).toBe('request');
        await settle(again!, { outcome: { state: 'failed', reason: 'gone' } });
        expect(kinds(await claim({ now: NOW + hour }))).toEqual(['accepted']);
      });

      it('let a sync go while a notice waits for another try', async () => {
        await meetingWith([[toMaya], [cardsOfMaya]]);
        const [notice] = await claim();
        await settle(notice!, { outcome: { state: 'retry', reason: 'slow down', at: NOW + hour } });
        expect(kinds(await claim())).toEqual(['cards']);
      });

      it('let a notice go while a sync waits for another try', async () => {
        await meetingWith([[cardsOfMaya], [toMaya]]);
        const [cards] = await claim();
        await settle(cards!, { outcome: { state: 'retry', reason: 'slow down', at: NOW + hour } });
        expect(kinds(await claim())).toEqual(['request']);
      });

      it('stay closed to the rest while one of them is claimed again after its lease', async () => {
        await meetingWith([[cardsOfMaya], [toMaya]]);
        await claim();
        expect(kinds(await claim({ now: NOW + hour }))).toEqual(['cards']);
        expect(await claim({ now: NOW + hour })).toEqual([]);
      });
    });

    describe('leases', () => {
      it('keep an effect from others until they end', async () => {
        await meetingWith([[calendar]]);
        await claim({ leaseUntil: NOW + minute });
        expect(await claim({ now: NOW + minute - 1 })).toEqual([]);
        expect(await claim({ now: NOW + minute })).toMatchObject([{ attempt: 2 }]);
      });

      it('count every request that was announced and whose outcome is not known', async () => {
        await meetingWith([[calendar]]);
        const [first] = await claim();
        expect(await stores.effects.sending(first!)).toBe(true);
        const [second] = await claim({ now: NOW + hour });
        expect(second).toMatchObject({ attempt: 2, unanswered: 1 });
        expect(await stores.effects.sending(first!)).toBe(false);
        const [third] = await claim({ now: NOW + 2 * hour });
        expect(third).toMatchObject({ attempt: 3, unanswered: 1 });
        await stores.effects.sending(third!);
        await settle(third!, { outcome: { state: 'retry', reason: 'silence', at: NOW + 3 * hour, doubtful: true } });
        const [fourth] = await claim({ now: NOW + 3 * hour });
        expect(fourth).toMatchObject({ attempt: 4, unanswered: 2 });
        await stores.effects.sending(fourth!);
        await settle(fourth!, { outcome: { state: 'retry', reason: 'slow down', at: NOW + 4 * hour } });
        expect(await claim({ now: NOW + 4 * hour })).toMatchObject([{ attempt: 5, unanswered: 2 }]);
      });

      it('are lost to whoever claims next: the late outcome changes nothing', async () => {
        const meeting = await meetingWith([[calendar]]);
        const [late] = await claim();
        const [current] = await claim({ now: NOW + hour });
        const written = await settle(late!, {
          meeting: { meetingLink: 'https://meet.google.com/late' },
          places: [aPlace()],
          effects: [anEffect(meeting, toLeo)],
          unreached: { personId: maya, platform: 'Slack' },
        });
        expect(written).toBe(false);
        expect(await stores.meetings.get(meeting.id)).toEqual(meeting);
        expect(await stores.effects.placesOf(meeting.id)).toEqual([]);
        expect(await claim({ now: NOW + hour })).toEqual([]);
        expect(await settle(current!)).toBe(true);
      });

      it('that ran out unnoticed still take the outcome', async () => {
        await meetingWith([[calendar]]);
        const [claimed] = await claim();
        expect(await settle(claimed!, { now: NOW + hour })).toBe(true);
        expect(await claim({ now: NOW + hour })).toEqual([]);
      });

      it('can all be released by a process that is alone', async () => {
        await meetingWith([[calendar], [toMaya]]);
        await meetingWith([[calendar, NOW + hour]]);
        const [held] = await claim({ leaseUntil: NOW + day });
        expect(await stores.effects.releaseClaims()).toBe(2);
        expect(await settle(held!)).toBe(false);
        expect(await claim()).toMatchObject([
          { attempt: 2, unanswered: 0 },
          { attempt: 2, unanswered: 0 },
        ]);
      });
    });

    describe('settling', () => {
      it.each([
        done,
        { state: 'dropped', reason: 'cancelled since' } as const,
        { state: 'failed', reason: 'gone' } as const,
      ])('as $state ends an effect', async (outcome) => {
        await meetingWith([[calendar]]);
        const [claimed] = await claim();
        expect(await settle(claimed!, { outcome })).toBe(true);
        expect(await claim({ now: NOW + day })).toEqual([]);
        expect(await settle(claimed!, { outcome })).toBe(false);
      });

      it('as retry brings it back at its time', async () => {
        await meetingWith([[calendar]]);
        const [claimed] = await claim();
        await settle(claimed!, { outcome: { state: 'retry', reason: 'slow down', at: NOW + 5 * minute } });
        expect(await claim({ now: NOW + 5 * minute - 1 })).toEqual([]);
        expect(await claim({ now: NOW + 5 * minute })).toMatchObject([{ attempt: 2, unanswered: 0 }]);
      });

      it('writes facts into the meeting and raises its revision, not its version', async () => {
        const meeting = await meetingWith([[calendar]]);
        const [claimed] = await claim();
        const facts = { meetingLink: 'https://meet.google.com/abc', meetingId: 'event' };
        await settle(claimed!, { meeting: facts, now: NOW + minute });
        expect(await stores.meetings.get(meeting.id)).toEqual({
          ...meeting,
          ...facts,
          revision: 2,
          updatedAt: NOW + minute,
        });
      });

      it('makes whoever decided about the meeting before those facts decide again', async () => {
        const meeting = await meetingWith([[calendar]]);
        const [claimed] = await claim();
        await settle(claimed!, { meeting: { meetingLink: 'https://meet.google.com/abc' } });
        const accepted = { ...meeting, status: 'scheduled', version: 2, revision: 2 } as const;
        expect(await stores.meetings.update(accepted, [])).toEqual({ ok: false, reason: 'stale' });
      });

      it('leaves the revision when the facts are known already', async () => {
        const meeting = await meetingWith([[calendar]], { meetingLink: 'https://meet.google.com/abc' });
        const [claimed] = await claim();
        await settle(claimed!, { meeting: { meetingLink: 'https://meet.google.com/abc' } });
        expect(await stores.meetings.get(meeting.id)).toEqual(meeting);
      });

      it('lists who could not be reached, each once', async () => {
        const meeting = await meetingWith([[toMaya], [toLeo], [calendar]]);
        const [first, second, third] = await claim();
        const unreached = { personId: maya, platform: 'Slack' };
        await settle(first!, { unreached });
        await settle(second!, { unreached: { ...unreached } });
        await settle(third!, { unreached: { personId: leo, platform: 'Slack' } });
        expect(await stores.meetings.get(meeting.id)).toMatchObject({
          unreached: [unreached, { personId: leo, platform: 'Slack' }],
          revision: 3,
          version: 1,
        });
      });

      it('keeps places by key, and replaces them', async () => {
        const meeting = await meetingWith([[toMaya], [cardsOfMaya]]);
        const other = aPlace({ key: 'announcement:guild', personId: null, notice: null });
        const [notice] = await claim();
        await settle(notice!, { places: [aPlace(), other] });
        const [cards] = await claim();
        await settle(cards!, { places: [aPlace({ shown: 'changed' })] });
        const places = await stores.effects.placesOf(meeting.id);
        expect(places).toHaveLength(2);
        expect(places).toEqual(expect.arrayContaining([aPlace({ shown: 'changed' }), other]));
        expect(await stores.effects.placesOf('other' as MeetingId)).toEqual([]);
      });

      it('adds the effects that follow, and leaves those already there', async () => {
        const meeting = await meetingWith([[toMaya], [calendar]]);
        const [notice, sync] = await claim();
        await settle(sync!);
        await settle(notice!, { effects: [anEffect(meeting, toLeo, NOW + hour), anEffect(meeting, calendar)] });
        expect(kinds(await claim({ now: NOW + day }))).toEqual(['accepted']);
      });

      it('of an effect without a meeting writes its outcome', async () => {
        await stores.effects.add([aLooseEffect('lost')]);
        const [claimed] = await claim();
        expect(await settle(claimed!, { places: [aPlace()] })).toBe(true);
        expect(await claim({ now: NOW + day })).toEqual([]);
      });
    });

    describe('the next moment', () => {
      it('is none when nothing is to be done', async () => {
        expect(await stores.effects.nextDueAt()).toBeNull();
        await meetingWith([[calendar]]);
        const [claimed] = await claim();
        await settle(claimed!);
        expect(await stores.effects.nextDueAt()).toBeNull();
      });

      it('is the earliest due time, retry time or end of a lease', async () => {
        await meetingWith([[calendar, NOW + day]]);
        expect(await stores.effects.nextDueAt()).toBe(NOW + day);
        await meetingWith([[calendar]]);
        expect(await stores.effects.nextDueAt()).toBe(NOW);
        const [claimed] = await claim({ leaseUntil: NOW + minute });
        expect(await stores.effects.nextDueAt()).toBe(NOW + minute);
        await settle(claimed!, { outcome: { state: 'retry', reason: 'slow down', at: NOW + hour } });
        expect(await stores.effects.nextDueAt()).toBe(NOW + hour);
        expect(await stores.effects.nextDueAt(NOW + hour - 1)).toBe(NOW + hour);
        expect(await stores.effects.nextDueAt(NOW + hour)).toBe(NOW + day);
        expect(await stores.effects.nextDueAt(NOW + day)).toBeNull();
      });
    });

    it('adds an effect without a meeting once', async () => {
      await stores.effects.add([aLooseEffect('lost')]);
      const [claimed] = await claim();
      await settle(claimed!);
      await stores.effects.add([aLooseEffect('lost'), aLooseEffect('other', NOW + minute)]);
      expect((await claim({ now: NOW + day })).map(({ effect }) => effect.id)).toEqual(['other']);
    });

    it('lists what was given up, latest first', async () => {
      const ids: EffectId[] = [];
      for (let index = 0; index < 3; index += 1) {
        await meetingWith([[calendar]]);
        const [claimed] = await claim();
        ids.unshift(claimed!.effect.id);
        await settle(claimed!, { outcome: { state: 'failed', reason: `reason ${index}` }, now: NOW + index });
      }
      expect(await stores.effects.failures(2)).toEqual([
        { id: ids[0], reason: 'reason 2', at: NOW + 2 },
        { id: ids[1], reason: 'reason 1', at: NOW + 1 },
      ]);
    });

    it('forgets what was settled for meetings that have ended, and nothing else', async () => {
      const settleWithPlace = async (meeting: Meeting) => {
        const [claimed] = await claim();
        expect(claimed?.effect.meetingId).toBe(meeting.id);
        await settle(claimed!, { outcome: { state: 'failed', reason: meeting.id }, places: [aPlace()] });
      };
      const past = { scheduledAt: NOW - 10 * day, status: 'completed' } as const;
      const ended = await meetingWith([[toMaya], [toLeo, NOW + day]], past);
      await settleWithPlace(ended);
      const recent = await meetingWith([[toMaya]], { ...past, scheduledAt: NOW - day });
      await settleWithPlace(recent);
      const running = await meetingWith([[toMaya]], {
        ...past,
        status: 'in-progress' as const,
        learnerId: 'ada' as PersonId,
      });
      await settleWithPlace(running);
      await stores.effects.add([aLooseEffect('lost')]);
      await settle((await claim())[0]!, { outcome: { state: 'failed', reason: 'loose' }, now: NOW - 10 * day });

      expect(await stores.effects.prune(NOW - 5 * day)).toBeGreaterThan(0);

      expect(await stores.effects.placesOf(ended.id)).toEqual([]);
      expect(await stores.effects.placesOf(recent.id)).toEqual([aPlace()]);
      expect(await stores.effects.placesOf(running.id)).toEqual([aPlace()]);
      const left = (await stores.effects.failures(10)).map(({ reason }) => reason);
      expect(left.sort()).toEqual([recent.id, running.id].sort());
      expect(await claim({ now: NOW + day })).toMatchObject([{ effect: { meetingId: ended.id } }]);
      expect(await stores.effects.prune(NOW - 5 * day)).toBe(0);
    });
  });
}
