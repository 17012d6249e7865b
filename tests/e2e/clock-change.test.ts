import { afterEach, describe, expect, it } from 'vitest';
import type { ShownMessage } from '../../playground/discord/message.ts';
import type { DiscordPerson, SlackPerson } from '../../playground/story/cast.ts';
import {
  fillBookingOnSlack,
  joinPlatforms,
  offerOnDiscord,
  openBookingOnDiscord,
  openBookingOnSlack,
  sendBookingOnDiscord,
  slotsOf,
} from './acts.ts';
import { createWorld, type World } from './world.ts';

let world: World | null = null;

afterEach(async () => {
  const violations = world?.violations() ?? [];
  await world?.close();
  world = null;
  expect(violations).toEqual([]);
});

interface Place {
  here: World;
  mentor: DiscordPerson;
  learner: DiscordPerson;
  sam: SlackPerson;
}

/** It is noon UTC of a day; a mentor offers an hour each evening; learners are elsewhere, one on each platform. */
async function place(options: { day: string; mentor: string; learner: string; hours: string }): Promise<Place> {
  const here = await createWorld({ google: false, startAt: Date.parse(`${options.day}T12:00:00Z`) });
  world = here;
  await here.begin();
  const olu = here.cast.discord('Olu', { zone: 'Europe/London', organiser: true });
  const rhea = here.cast.slack('Rhea', { zone: 'Asia/Kolkata', admin: true });
  await joinPlatforms(here, olu, rhea);
  const mentor = here.cast.discord('Maya', { zone: options.mentor });
  const learner = here.cast.discord('Ana', { zone: options.learner });
  const sam = here.cast.slack('Sam', { zone: options.learner });
  await offerOnDiscord(mentor, { topics: 'SQL', hours: options.hours, length: '60', notice: '1 hour' });
  return { here, mentor, learner, sam };
}

async function offered({ here, learner, sam }: Place) {
  const onDiscord = learner.options(await openBookingOnDiscord(learner, 'sql'), 'free times');
  const onSlack = slotsOf(await openBookingOnSlack(here, sam, 'sql'));
  return { onDiscord, onSlack };
}

async function typed(learner: DiscordPerson, when: string): Promise<ShownMessage> {
  const opened = await openBookingOnDiscord(learner, 'sql');
  return learner.answer(
    await sendBookingOnDiscord(learner, opened, { when, subject: `At ${when}` }),
    'Nothing was booked',
  );
}

const utc = (text: string) => Date.parse(`${text}Z`);

describe('slots across a change of the clocks', () => {
  // New York goes to summer time on Sunday 14 March 2027, Berlin two weeks later: in between they are five hours apart, not six.
  it.each([
    {
      name: 'a mentor in New York, whose clocks change first',
      day: '2027-03-12',
      mentor: 'America/New_York',
      learner: 'Europe/Berlin',
      hours: 'daily 17:00-18:00',
      expected: [
        ['Fri 12 Mar, 23:00', '2027-03-12T22:00'],
        ['Sat 13 Mar, 23:00', '2027-03-13T22:00'],
        ['Sun 14 Mar, 22:00', '2027-03-14T21:00'],
        ['Mon 15 Mar, 22:00', '2027-03-15T21:00'],
      ],
    },
    {
      name: 'a learner in Berlin, whose clocks change later',
      day: '2027-03-26',
      mentor: 'America/New_York',
      learner: 'Europe/Berlin',
      hours: 'daily 17:00-18:00',
      expected: [
        ['Fri 26 Mar, 22:00', '2027-03-26T21:00'],
        ['Sat 27 Mar, 22:00', '2027-03-27T21:00'],
        ['Sun 28 Mar, 23:00', '2027-03-28T21:00'],
        ['Mon 29 Mar, 23:00', '2027-03-29T21:00'],
      ],
    },
    {
      name: 'a mentor in Berlin in the night that lasts an hour longer',
      day: '2027-10-30',
      mentor: 'Europe/Berlin',
      learner: 'America/New_York',
      hours: 'Sun 01:00-04:00',
      // From 01:00 to 04:00 it is four hours.
      expected: [
        ['Sat 30 Oct, 19:00', '2027-10-30T23:00'],
        ['Sat 30 Oct, 20:00', '2027-10-31T00:00'],
        ['Sat 30 Oct, 21:00', '2027-10-31T01:00'],
        ['Sat 30 Oct, 22:00', '2027-10-31T02:00'],
      ],
    },
  ])('are right on both sides for both: $name', async ({ day, mentor, learner, hours, expected }) => {
    const here = await place({ day, mentor, learner, hours });
    const { onDiscord, onSlack } = await offered(here);
    const wanted = expected.map(([label, at = '']) => ({ label, value: String(utc(at)) }));
    expect(onDiscord.slice(0, wanted.length).map(({ label, value }) => ({ label, value }))).toEqual(wanted);
    expect(onSlack.slice(0, wanted.length)).toEqual(wanted);
  });
});

describe('a time that somebody types', () => {
  it('is refused where the clocks skip it, with the next one that exists', async () => {
    const here = await place({
      day: '2027-03-26',
      mentor: 'Europe/Berlin',
      learner: 'Europe/Berlin',
      hours: 'daily 00:00-24:00',
    });
    const { learner, sam } = here;
    const refused = await typed(learner, '2027-03-28 02:30');
    expect(refused.text).toContain('Nothing was booked');
    expect(refused.text).toContain('does not exist');
    expect(refused.text).toContain(`<t:${utc('2027-03-28T01:00') / 1000}`);

    fillBookingOnSlack(sam, await openBookingOnSlack(here.here, sam, 'sql'), {
      when: '2027-03-28 02:30',
      subject: 'Gap',
    });
    const { errors } = await sam.submit();
    expect(Object.values(errors ?? {}).join()).toMatch(/does not exist.*03:00/);
    expect(here.here.meetings()).toEqual([]);
  });

  it('is asked about where the clocks show it twice, and the answer books the moment that was meant', async () => {
    const here = await place({
      day: '2027-10-29',
      mentor: 'Europe/Berlin',
      learner: 'Europe/Berlin',
      hours: 'daily 00:00-24:00',
    });
    const { learner, sam } = here;
    const asked = await typed(learner, '2027-10-31 02:30');
    expect(asked.text).toContain('comes twice');
    const labels = JSON.stringify(asked.components);
    expect(labels).toContain('02:30 GMT+2');
    expect(labels).toContain('02:30 GMT+1');
    await learner.answer(await learner.press(asked, 'Sun 31 Oct, 02:30 GMT+1'), 'You asked');
    expect(here.here.meetings().map(({ scheduledAt }) => scheduledAt)).toEqual([utc('2027-10-31T01:30')]);

    fillBookingOnSlack(sam, await openBookingOnSlack(here.here, sam, 'sql'), {
      when: '2027-10-31 02:30',
      subject: 'Twice',
    });
    const first = await sam.submit();
    expect(Object.values(first.errors ?? {}).join()).toContain('comes twice');
    sam.fill({ 'another time': '2027-10-31 02:30 first' });
    const second = await sam.submit();
    expect([second.outcome, second.errors]).toEqual(['ok', undefined]);
    expect(here.here.meetings().find(({ subject }) => subject === 'Twice')?.scheduledAt).toBe(utc('2027-10-31T00:30'));
  });
});
