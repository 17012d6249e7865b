import { describe, expect, it } from 'vitest';
import type { EffectId, MeetingId } from '#core/ids.ts';
import { programCsv } from '#core/queries/program-csv.ts';
import { medianMinutes, programOverview } from '#core/queries/program-overview.ts';
import { day, hour, minute } from '#core/time/clock.ts';
import { aMeeting, anEffect, guild, NOW } from '../../builders.ts';
import { aBooking, aLearnerAt, aMentorAt, onDiscord, useSmallHouse } from '../../fakes/small-house.ts';

const house = useSmallHouse();
const slot = NOW + 2 * day + hour;
const ports = () => ({
  ...house.stores,
  meetings: house.meetings,
  meetingStore: house.stores.meetings,
  clock: house.clock,
});

async function mayaAndLeo() {
  const maya = await aMentorAt(house, onDiscord('Maya'));
  const leo = await aLearnerAt(house, onDiscord('Leo'));
  return { maya, leo, program: maya.program! };
}

describe("a programme's overview", () => {
  it('counts requests, sessions held and answers, mentor by mentor and week by week', async () => {
    const { maya, leo, program } = await mayaAndLeo();
    const ana = await aMentorAt(house, onDiscord('Ana'));
    const book = async (mentor: typeof maya, offset: number) =>
      (await aBooking(house, mentor, leo, { at: slot + offset * hour })).id;
    const [held, declined, expired, open] = [
      await book(maya, 0),
      await book(maya, 1),
      await book(maya, 2),
      await book(maya, 3),
    ];
    house.clock.at = NOW + 10 * minute;
    await house.meetings.act(held, maya.person, { event: 'accept' });
    house.clock.at = NOW + 30 * minute;
    await house.meetings.act(declined, maya.person, { event: 'decline' });
    house.clock.at = NOW + 2 * day;
    await house.meetings.byClock(expired, 'expire');
    house.clock.at = slot;
    await house.meetings.byClock(held, 'start');
    house.clock.at = slot + hour;
    await house.meetings.byClock(held, 'complete');
    const overview = await programOverview(ports(), program);
    expect(overview.byStatus).toEqual({
      ...{ requested: 1, scheduled: 0, 'in-progress': 0, completed: 1, cancelled: 0, declined: 1, expired: 1 },
    });
    expect(overview.mentors.map(({ mentor, ...load }) => ({ name: mentor.name, ...load }))).toEqual([
      { name: 'Maya', open: true, named: true, requests: 4, held: 1, declined: 1, expired: 1, medianAnswerMinutes: 20 },
      {
        name: 'Ana',
        open: true,
        named: true,
        requests: 0,
        held: 0,
        declined: 0,
        expired: 0,
        medianAnswerMinutes: null,
      },
    ]);
    expect(overview.answers).toEqual({ medianMinutes: 20, within24h: 2 / 3 });
    // Monday 30 November.
    expect(overview.weeks.at(-1)).toEqual({ start: Date.UTC(2026, 10, 30), requested: 4, held: 1 });
    expect(overview.weeks.length).toBeGreaterThanOrEqual(13);
    expect(overview.weeks[0]!.start).toBeLessThanOrEqual(overview.from);
    expect(ana.person.id).not.toBe(maya.person.id);
    expect(open).toBeDefined();
  });

  it('forgets what was asked for more than 90 days ago, and counts what was then held since', async () => {
    const { program, maya, leo } = await mayaAndLeo();
    const old = {
      mentorId: maya.person.id,
      learnerId: leo.person.id,
      programId: program.id,
      createdAt: NOW - 100 * day,
    };
    const at = (offset: number, status: 'completed' | 'expired') =>
      aMeeting({ ...old, id: `m${offset}` as MeetingId, scheduledAt: NOW + offset * day, status });
    for (const meeting of [at(-80, 'completed'), at(-95, 'completed'), at(-70, 'expired')])
      await house.stores.meetings.create(meeting, []);
    const overview = await programOverview(ports(), program);
    expect(overview.mentors[0]).toMatchObject({ requests: 0, held: 1, expired: 0 });
    expect(overview.byStatus.completed).toBe(0);
    expect(overview.weeks.reduce((sum, { held }) => sum + held, 0)).toBe(1);
  });

  it('is of one programme, also where something was given up', async () => {
    const { program, maya, leo } = await mayaAndLeo();
    const people = { mentorId: maya.person.id, learnerId: leo.person.id };
    const mine = aMeeting({ ...people, id: 'mine' as MeetingId, programId: program.id });
    const theirs = aMeeting({
      ...people,
      id: 'theirs' as MeetingId,
      programId: 'discord:other' as never,
      scheduledAt: NOW + 3 * day,
    });
    for (const meeting of [mine, theirs]) await house.stores.meetings.create(meeting, [anEffect(meeting)]);
    await house.stores.effects.add([{ ...anEffect(), id: 'google-lost:x' as EffectId, meetingId: null, lane: 'x' }]);
    for (const claim of await house.stores.effects.claim({ now: NOW, leaseUntil: NOW + minute, limit: 9 }))
      await house.stores.effects.settle(claim, { outcome: { state: 'failed', reason: 'closed' }, now: NOW });
    const { failures, byStatus } = await programOverview(ports(), program);
    expect(failures).toEqual([{ id: anEffect(mine).id, at: NOW, reason: 'closed' }]);
    expect(byStatus.requested).toBe(1);
  });

  it('measures an answer from when the mentor was last asked', async () => {
    const { maya, leo, program } = await mayaAndLeo();
    const { id } = await aBooking(house, maya, leo, { at: slot });
    house.clock.at += hour;
    await house.meetings.act(id, leo.person, { event: 'reschedule', scheduledAt: slot + hour });
    house.clock.at += 5 * minute;
    await house.meetings.act(id, maya.person, { event: 'accept' });
    expect((await programOverview(ports(), program)).answers.medianMinutes).toBe(5);
  });

  it.each([
    [[], null],
    [[3], 3],
    [[1, 9], 5],
    [[9, 1, 2], 2],
    [[1, 2, 3, 10], 2.5],
  ])('takes the middle of %j: %s', (minutes, median) => {
    expect(medianMinutes(minutes.map((value) => value * minute))).toBe(median);
  });
});

describe('the table of a programme', () => {
  it('has every session, without what it is about, and no cell that a spreadsheet carries out', async () => {
    const maya = await aMentorAt(house, onDiscord('Maya, "M."'));
    const leo = await aLearnerAt(house, onDiscord('=HYPERLINK("x")'));
    const { id } = await aBooking(house, maya, leo, { at: slot });
    house.clock.at += 6 * minute;
    await house.meetings.act(id, maya.person, { event: 'accept' });
    await aBooking(house, maya, leo, { at: slot + hour });
    const program = (await house.stores.programs.ofCommunity(guild))!;
    let text = '';
    for await (const piece of programCsv(ports(), program)) text += piece;
    const [head, first, second, rest] = text.split('\r\n');
    // Excel takes what does not begin with this for Latin letters.
    expect(head).toBe('\uFEFFid,status,mentor,learner,start,minutes,asked,minutes to answer');
    expect(first).toBe(
      `${id},scheduled,"Maya, ""M.""","'=HYPERLINK(""x"")",2026-12-03T10:00:00.000Z,30,2026-12-01T09:00:00.000Z,6`,
    );
    expect(second).toMatch(/,requested,.*,$/);
    expect(rest).toBe('');
    expect(text).not.toContain('Recursion');
  });

  it.each(['=1+1', '+1', '-1', '@SUM(1)'])('shows %s as it is, and has no spreadsheet carry it out', async (name) => {
    const maya = await aMentorAt(house, onDiscord('Maya'));
    await aBooking(house, maya, await aLearnerAt(house, onDiscord(name)), { at: slot });
    const program = (await house.stores.programs.ofCommunity(guild))!;
    let text = '';
    for await (const piece of programCsv(ports(), program)) text += piece;
    expect(text).toContain(`,Maya,'${name},`);
  });
});
