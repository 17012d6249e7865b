import { beforeEach, describe, expect, it } from 'vitest';
import type { Interval } from '#core/availability/interval.ts';
import type { Visitor } from '#core/desk/visitor.ts';
import type { MeetingId } from '#core/ids.ts';
import type { Meetings, Outcome } from '#core/meetings/meetings.ts';
import { hour, minute } from '#core/time/clock.ts';
import { NOW } from '../../builders.ts';
import { aLearnerAt, aMentorAt, onDiscord, useSmallHouse } from '../../fakes/small-house.ts';

const house = useSmallHouse();
const firstSlot = NOW + 2 * hour;

/** What Maya's own calendar says now; and what it said a minute ago, where that is something else. */
let taken: Interval[];
let remembered: Interval[] | null;
let asked: Interval[];
let maya: Visitor;
let leo: Visitor;

beforeEach(async () => {
  [taken, remembered, asked] = [[], null, []];
  maya = await aMentorAt(house, onDiscord('Maya'));
  leo = await aLearnerAt(house, onDiscord('Leo'));
  house.ownCalendars.ofPerson = async (personIds, window, { newest = false } = {}) => {
    if (newest) asked.push(window);
    const known = newest ? taken : (remembered ?? taken);
    const mine = personIds.includes(maya.person.id) ? known : [];
    return mine.filter(({ start, end }) => start < window.end && window.start < end);
  };
});

const request = (scheduledAt: number, id = 'meeting', learner = leo) =>
  house.meetings.request({
    ...{ id: id as MeetingId, program: leo.program!, mentorId: maya.person.id, learner: learner.person },
    ...{ scheduledAt, subject: 'Recursion', description: '' },
  });
const act = (by: Visitor, event: Parameters<Meetings['act']>[2]) =>
  house.meetings.act('meeting' as MeetingId, by.person, event);
const reasonOf = (outcome: Outcome) => (outcome.ok ? 'ok' : outcome.refusal.reason);
const an = (start: number, minutes: number): Interval => ({ start, end: start + minutes * minute });

describe('a time at which the mentor’s own calendar is taken', () => {
  it('cannot be asked for, and the refusal names free ones', async () => {
    taken = [an(firstSlot + 10 * minute, 5)];
    expect(await request(firstSlot)).toMatchObject({
      refusal: { reason: 'mentor-busy', nextFree: [30, 60, 90].map((minutes) => firstSlot + minutes * minute) },
    });
    expect(await house.stores.meetings.get('meeting' as MeetingId)).toBeNull();
  });

  it('may be touched', async () => {
    taken = [an(firstSlot - hour, 60), an(firstSlot + 30 * minute, 60)];
    expect(reasonOf(await request(firstSlot))).toBe('ok');
  });

  it('is no time to move to, for the learner: neither a request, nor a session that is booked', async () => {
    taken = [an(firstSlot + hour, 30)];
    await request(firstSlot);
    expect(reasonOf(await act(leo, { event: 'reschedule', scheduledAt: firstSlot + hour }))).toBe('mentor-busy');
    await act(maya, { event: 'accept' });
    expect(reasonOf(await act(leo, { event: 'reschedule', scheduledAt: firstSlot + hour }))).toBe('mentor-busy');
    const both = { event: 'edit', scheduledAt: firstSlot + hour, subject: 'Loops' } as const;
    expect(reasonOf(await act(leo, both))).toBe('mentor-busy');
    expect((await house.meetings.view('meeting' as MeetingId))!.meeting).toMatchObject({
      scheduledAt: firstSlot,
      subject: 'Recursion',
    });
  });

  it('is the mentor’s own to choose', async () => {
    taken = [an(firstSlot + hour, 30)];
    await request(firstSlot);
    await act(maya, { event: 'accept' });
    expect(reasonOf(await act(maya, { event: 'reschedule', scheduledAt: firstSlot + hour }))).toBe('ok');
  });

  it('keeps nobody from saying anew what a session is about', async () => {
    await request(firstSlot);
    taken = [an(firstSlot, 30)];
    expect(reasonOf(await act(leo, { event: 'edit', subject: 'Loops' }))).toBe('ok');
    expect(asked).toHaveLength(1);
  });

  it('is looked up anew: what a calendar said before does not count', async () => {
    remembered = [an(firstSlot, 30)];
    expect(reasonOf(await request(firstSlot))).toBe('ok');
  });

  it('is not in the way of the session that is to move, nor of a form that is sent twice', async () => {
    await request(firstSlot);
    await act(maya, { event: 'accept' });
    taken = [an(firstSlot, 30)];
    expect(reasonOf(await request(firstSlot))).toBe('ok');
    expect(reasonOf(await act(leo, { event: 'reschedule', scheduledAt: firstSlot + 15 * minute }))).toBe('ok');
  });

  it('that another session takes is said to be taken', async () => {
    await request(firstSlot);
    taken = [an(firstSlot, 30)];
    const ana = await aLearnerAt(house, onDiscord('Ana'));
    expect(reasonOf(await request(firstSlot, 'other', ana))).toBe('slot-taken');
  });

  it('is not asked about where the time is refused anyway', async () => {
    expect(reasonOf(await request(NOW - hour))).toBe('past');
    expect(reasonOf(await request(NOW + 10 * minute))).toBe('too-soon');
    expect(asked).toEqual([]);
  });
});
