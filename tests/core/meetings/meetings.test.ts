import { describe, expect, it } from 'vitest';
import type { MeetingId, PersonId } from '#core/ids.ts';
import type { MeetingStore } from '#core/meetings/meeting-store.ts';
import { createMeetings, type RequestInput } from '#core/meetings/meetings.ts';
import { meetingIdForKey, requestOnce } from '#core/meetings/request-once.ts';
import { day, hour, minute } from '#core/time/clock.ts';
import { NOW } from '../../builders.ts';
import { aBooking, aLearnerAt, aMentorAt, meetingsOf, onDiscord, useSmallHouse } from '../../fakes/small-house.ts';

const house = useSmallHouse();
const firstSlot = NOW + 2 * hour;

async function mayaAndLeo() {
  const maya = await aMentorAt(house, onDiscord('Maya'));
  const leo = await aLearnerAt(house, onDiscord('Leo'));
  const input = {
    id: 'meeting' as MeetingId,
    program: leo.program!,
    mentorId: maya.person.id,
    learner: leo.person,
    scheduledAt: firstSlot,
    subject: 'Recursion',
    description: '',
  };
  return { maya, leo, input };
}

/** The same house, where somebody else is always a moment faster to write. */
function withRivals(times: number, rival: (store: MeetingStore) => Promise<unknown>) {
  const store = house.stores.meetings;
  let left = times;
  const contested: MeetingStore = {
    ...store,
    async update(meeting, effects) {
      if (left > 0) {
        left -= 1;
        await rival(store);
      }
      return store.update(meeting, effects);
    },
  };
  return createMeetings({ ...house.stores, meetings: contested, clock: house.clock, alarm: { wake() {} } });
}

describe('a request', () => {
  it('of one slot by two hundred people at once ends in exactly one meeting', async () => {
    const { maya, input } = await mayaAndLeo();
    const learners = await Promise.all(
      Array.from({ length: 200 }, (_, index) => aLearnerAt(house, onDiscord(`L${index}`))),
    );
    const outcomes = await Promise.all(
      learners.map(({ person }, index) =>
        house.meetings.request({ ...input, id: `m${index}` as MeetingId, learner: person }),
      ),
    );
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    for (const outcome of outcomes)
      if (!outcome.ok) {
        expect(outcome.refusal).toEqual({
          reason: 'slot-taken',
          side: 'mentor',
          nextFree: [1, 2, 3].map((step) => firstSlot + step * 30 * minute),
        });
      }
    expect(await meetingsOf(house, maya)).toHaveLength(1);
  });

  it('of a slot that overlaps by five minutes is refused, and one that touches is not', async () => {
    const { input } = await mayaAndLeo();
    expect(await house.meetings.request(input)).toMatchObject({ ok: true });
    const later = (id: string, minutes: number) =>
      house.meetings.request({ ...input, id: id as MeetingId, scheduledAt: firstSlot + minutes * minute });
    expect(await later('a', 25)).toMatchObject({ ok: false, refusal: { reason: 'slot-taken' } });
    expect(await later('b', 30)).toMatchObject({ ok: true });
  });

  it('holds the slot until it is answered or runs out', async () => {
    const { maya, leo, input } = await mayaAndLeo();
    const again = (id: string) => house.meetings.request({ ...input, id: id as MeetingId });
    await house.meetings.request(input);
    expect(await again('two')).toMatchObject({ ok: false });
    await house.meetings.act(input.id, maya.person, { event: 'decline' });
    expect(await again('two')).toMatchObject({ ok: true });
    await house.meetings.byClock('two' as MeetingId, 'expire');
    expect(await again('three')).toMatchObject({ ok: true });
    await house.meetings.act('three' as MeetingId, leo.person, { event: 'cancel' });
    expect(await again('four')).toMatchObject({ ok: true });
  });

  it('waits for as long as the installation lets requests wait, also after it was moved', async () => {
    const { leo, input } = await mayaAndLeo();
    const policy = { wait: 6 * 60, beforeStart: 30 };
    const ports = { ...house.stores, clock: house.clock, alarm: { wake() {} } };
    const meetings = createMeetings({ ...ports, policy });
    expect(await meetings.request(input)).toMatchObject({
      ok: true,
      view: { meeting: { expiresAt: firstSlot - 30 * minute } },
    });
    house.clock.at += hour;
    const moved = await meetings.act(input.id, leo.person, { event: 'reschedule', scheduledAt: firstSlot + day });
    expect(moved).toMatchObject({ ok: true, view: { meeting: { expiresAt: NOW + 7 * hour } } });
    // Two days, where nothing else was said.
    const later = { ...input, id: 'later' as MeetingId, scheduledAt: firstSlot + 7 * day };
    expect(await createMeetings(ports).request(later)).toMatchObject({
      ok: true,
      view: { meeting: { expiresAt: NOW + 49 * hour } },
    });
  });

  it("never becomes somebody else's meeting by having its id", async () => {
    const { input } = await mayaAndLeo();
    await house.meetings.request(input);
    const ana = await aLearnerAt(house, onDiscord('Ana'));
    await expect(
      house.meetings.request({ ...input, learner: ana.person, scheduledAt: firstSlot + hour }),
    ).rejects.toThrow('already taken');
  });

  it('to nobody is refused', async () => {
    const { input } = await mayaAndLeo();
    expect(await house.meetings.request({ ...input, mentorId: 'nobody' as PersonId })).toEqual({
      ok: false,
      refusal: { reason: 'not-a-mentor' },
      view: null,
      side: 'learner',
    });
  });
});

describe('a decision', () => {
  it('is made anew on what somebody else wrote in between', async () => {
    const { maya, leo } = await mayaAndLeo();
    const { id } = await aBooking(house, maya, leo);
    const meetings = withRivals(1, () => house.meetings.act(id, leo.person, { event: 'cancel' }));
    expect(await meetings.act(id, maya.person, { event: 'accept' })).toMatchObject({
      ok: false,
      refusal: { reason: 'wrong-status', status: 'cancelled', event: 'accept' },
      view: { meeting: { status: 'cancelled' } },
      side: 'mentor',
    });
  });

  it('is kept beside a fact that came in between', async () => {
    const { maya, leo } = await mayaAndLeo();
    const { id } = await aBooking(house, maya, leo, { accepted: true });
    const addLink = async (store: MeetingStore) => {
      const meeting = (await store.get(id))!;
      await store.update({ ...meeting, meetingLink: 'https://meet.example/abc', revision: meeting.revision + 1 }, []);
    };
    const meetings = withRivals(1, addLink);
    expect(await meetings.act(id, maya.person, { event: 'reschedule', scheduledAt: firstSlot + day })).toMatchObject({
      ok: true,
      view: { meeting: { meetingLink: 'https://meet.example/abc', scheduledAt: firstSlot + day } },
    });
  });

  it('is given up, loudly, when others never stop writing', async () => {
    const { maya, leo } = await mayaAndLeo();
    const { id } = await aBooking(house, maya, leo);
    const touch = async (store: MeetingStore) => {
      const meeting = (await store.get(id))!;
      await store.update({ ...meeting, revision: meeting.revision + 1 }, []);
    };
    await expect(withRivals(100, touch).act(id, maya.person, { event: 'accept' })).rejects.toThrow('kept changing');
  });

  it('that changes nothing writes nothing', async () => {
    const { maya, leo } = await mayaAndLeo();
    const { id } = await aBooking(house, maya, leo, { accepted: true });
    house.clock.at = firstSlot;
    await house.meetings.act(id, leo.person, { event: 'join' });
    const before = await house.stores.meetings.get(id);
    expect(await house.meetings.act(id, leo.person, { event: 'join' })).toMatchObject({ ok: true });
    expect(await house.stores.meetings.get(id)).toEqual(before);
  });

  it('wakes the jobs once for every moment at which something is due', async () => {
    const { maya, leo } = await mayaAndLeo();
    const { id } = await aBooking(house, maya, leo, { at: firstSlot + 2 * day });
    house.wakes.length = 0;
    await house.meetings.act(id, maya.person, { event: 'accept' });
    const start = firstSlot + 2 * day;
    expect(house.wakes).toHaveLength(4);
    expect(house.wakes.toSorted()).toEqual([NOW, start - day, start - 10 * minute, start]);
    house.wakes.length = 0;
    await house.meetings.act(id, maya.person, { event: 'accept' });
    expect(house.wakes).toEqual([]);
  });
});

describe('a condition on the revision', () => {
  it('refuses whoever has not seen the last change, also one that comes in between', async () => {
    const { maya, leo } = await mayaAndLeo();
    const { id, revision } = await aBooking(house, maya, leo);
    const words = { event: 'edit', subject: 'Induction' } as const;
    const changed = { ok: false, refusal: { reason: 'changed' } };
    expect(await house.meetings.act(id, leo.person, words, { ifRevision: revision + 1 })).toMatchObject(changed);
    const contested = withRivals(1, () => house.meetings.act(id, maya.person, { event: 'accept' }));
    expect(await contested.act(id, leo.person, words, { ifRevision: revision })).toMatchObject(changed);
    const fresh = (await house.stores.meetings.get(id))!.revision;
    expect(await house.meetings.act(id, leo.person, words, { ifRevision: fresh })).toMatchObject({
      ok: true,
      view: { meeting: { subject: 'Induction', revision: fresh + 1, status: 'scheduled' } },
    });
  });

  it('tells a stranger no more than that there is nothing', async () => {
    const { maya, leo } = await mayaAndLeo();
    const { id } = await aBooking(house, maya, leo);
    const ana = await aLearnerAt(house, onDiscord('Ana'));
    expect(await house.meetings.act(id, ana.person, { event: 'edit' }, { ifRevision: 99 })).toMatchObject({
      ok: false,
      refusal: { reason: 'unknown' },
      view: null,
    });
  });
});

describe('a request under a key', () => {
  const key = (person: { id: PersonId }) => meetingIdForKey(person.id, 'form-1');
  const once = ({ program, ...input }: RequestInput, person: { id: PersonId }) => ({
    ...input,
    id: key(person),
    programId: null,
    findProgram: async () => ({ ok: true as const, program }),
  });

  it('is one meeting however often it is asked, even where it could not be asked any more', async () => {
    const { maya, leo, input } = await mayaAndLeo();
    const asked = once(input, leo.person);
    const outcomes = await Promise.all([1, 2, 3].map(() => requestOnce(house.meetings, asked)));
    expect(outcomes.map((outcome) => outcome.ok)).toEqual([true, true, true]);
    expect(await meetingsOf(house, leo)).toHaveLength(1);
    await house.meetings.act(asked.id, leo.person, { event: 'edit', subject: 'Induction' });
    await house.meetings.act(asked.id, maya.person, { event: 'accept' });
    house.clock.at = firstSlot + hour;
    expect(await requestOnce(house.meetings, asked)).toMatchObject({
      ok: true,
      view: { meeting: { id: asked.id, status: 'scheduled' } },
    });
  });

  it.each([
    ['time', { scheduledAt: firstSlot + hour }],
    ['subject', { subject: 'Something else' }],
    ['description', { description: 'More.' }],
    ['length', { duration: 45 }],
  ])('is refused for another %s', async (_what, other) => {
    const { leo, input } = await mayaAndLeo();
    const asked = once(input, leo.person);
    await requestOnce(house.meetings, asked);
    expect(await requestOnce(house.meetings, { ...asked, ...other })).toEqual({ ok: false, notAsked: 'another' });
    expect(await requestOnce(house.meetings, { ...asked, subject: ' Recursion ' })).toMatchObject({ ok: true });
  });

  it('can be asked again after a refusal, with another time', async () => {
    const { leo, input } = await mayaAndLeo();
    const asked = once(input, leo.person);
    expect(await requestOnce(house.meetings, { ...asked, scheduledAt: NOW })).toMatchObject({ ok: false });
    expect(await requestOnce(house.meetings, asked)).toMatchObject({ ok: true });
  });

  it("is nobody else's", async () => {
    const { maya, leo } = await mayaAndLeo();
    expect(key(leo.person)).toMatch(/^[0-9a-v]{16}$/);
    expect(key(leo.person)).not.toBe(key(maya.person));
  });

  it('has the length that was asked for', async () => {
    const { input } = await mayaAndLeo();
    expect(await house.meetings.request({ ...input, duration: 45 })).toMatchObject({
      ok: true,
      view: { meeting: { duration: 45 } },
    });
    expect(await house.meetings.request({ ...input, id: 'b' as MeetingId, duration: 44 })).toMatchObject({
      ok: false,
      refusal: { reason: 'duration' },
    });
  });
});

describe('the clock', () => {
  it('starts and completes what is booked, and leaves alone what is not', async () => {
    const { maya, leo } = await mayaAndLeo();
    const { id } = await aBooking(house, maya, leo);
    expect(await house.meetings.byClock(id, 'start')).toBeNull();
    await house.meetings.act(id, maya.person, { event: 'accept' });
    expect(await house.meetings.byClock(id, 'expire')).toBeNull();
    expect(await house.meetings.byClock(id, 'complete')).toBeNull();
    expect((await house.meetings.byClock(id, 'start'))?.meeting.status).toBe('in-progress');
    expect(await house.meetings.byClock(id, 'start')).toBeNull();
    expect((await house.meetings.byClock(id, 'complete'))?.meeting.status).toBe('completed');
    expect(await house.meetings.byClock('nothing' as MeetingId, 'start')).toBeNull();
  });
});

describe('free slots', () => {
  it('leave out what either is taken by, and keep the notice', async () => {
    const { maya, leo } = await mayaAndLeo();
    const ana = await aMentorAt(house, onDiscord('Ana'));
    const kim = await aLearnerAt(house, onDiscord('Kim'));
    await aBooking(house, ana, leo, { at: firstSlot });
    await aBooking(house, maya, kim, { at: firstSlot + 30 * minute });
    const free = (...[learner, limit, options]: [typeof leo | null, number, object?]) =>
      house.meetings.freeSlots(maya.person, learner?.person ?? null, limit, options);
    expect(await free(leo, 2)).toEqual([firstSlot + hour, firstSlot + 90 * minute]);
    expect(await free(null, 2)).toEqual([firstSlot, firstSlot + hour]);
    // Without notice the next half hour is free: 10:30 in Berlin.
    expect(await free(leo, 1, { notice: false })).toEqual([NOW + 30 * minute]);
    expect(await free(null, 1, { minutes: 45 })).toEqual([firstSlot + 90 * minute]);
  });

  it('do not count a session that is to move', async () => {
    const { maya, leo } = await mayaAndLeo();
    const { id } = await aBooking(house, maya, leo, { at: firstSlot });
    expect(await house.meetings.freeSlots(maya.person, leo.person, 1)).toEqual([firstSlot + 30 * minute]);
    expect(await house.meetings.freeSlots(maya.person, leo.person, 1, { except: id })).toEqual([firstSlot]);
  });

  it('are offered for thirty days, unless asked further', async () => {
    const { maya } = await mayaAndLeo();
    const all = await house.meetings.freeSlots(maya.person, null, 10_000);
    expect(all.at(-1)!).toBeLessThan(firstSlot + 30 * day);
    expect(all.at(-1)!).toBeGreaterThan(firstSlot + 28 * day);
    const year = await house.meetings.freeSlots(maya.person, null, 10_000, { days: 365 });
    expect(year.length).toBeGreaterThan(4_000);
  });

  it('are those of a window, where one is asked for', async () => {
    const { maya } = await mayaAndLeo();
    const window = (from: number, until: number) => house.meetings.freeSlots(maya.person, null, 100, { from, until });
    expect(await window(firstSlot + hour, firstSlot + 2 * hour)).toEqual([firstSlot + hour, firstSlot + 90 * minute]);
    // The notice is kept all the same.
    expect((await window(NOW - day, firstSlot + hour))[0]).toBe(firstSlot);
    expect(await window(NOW - day, NOW)).toEqual([]);
  });

  it('are none of somebody who offers nothing', async () => {
    const { leo } = await mayaAndLeo();
    expect(await house.meetings.freeSlots(leo.person, null, 5)).toEqual([]);
  });
});
