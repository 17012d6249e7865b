import pino from 'pino';
import { afterEach, expect, it } from 'vitest';
import { createFixedLinks } from '#core/calendar/fixed-links.ts';
import { createDesk } from '#core/desk/create-desk.ts';
import { createMeetings } from '#core/meetings/meetings.ts';
import { hour, second } from '#core/time/clock.ts';
import { createSqliteAgendaBackend } from '../../src/adapters/sqlite/agenda-backend.ts';
import { createCarryOut } from '../../src/jobs/carry-out.ts';
import { createClockwork } from '../../src/jobs/clockwork.ts';
import { createFakeMeetLinks } from '../fakes/fake-meet-links.ts';
import { createFakeMessenger } from '../fakes/fake-messenger.ts';
import { aBooking, aLearnerAt, aMentorAt, createSmallHouse, onDiscord, type SmallHouse } from '../fakes/small-house.ts';

const within = { timeout: 10 * second };
const closing: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** Everything as in production but the platforms: Agenda is the clock, and wakes can be lost. */
async function aHouseOnAgenda(losesWakes: boolean) {
  const small = createSmallHouse();
  const clock = { at: 0, now: () => Date.now() };
  const log = pino({ level: 'silent' });
  const clockwork = createClockwork({ backend: createSqliteAgendaBackend(small.db), clock, log });
  const alarm = losesWakes ? { wake() {} } : clockwork;
  const meetings = createMeetings({ ...small.stores, clock, alarm });
  const desk = createDesk({
    ...small.stores,
    ...{ meetings, clock },
    meetingStore: small.stores.meetings,
    access: null,
    publicUrl: null,
  });
  const discord = createFakeMessenger('discord');
  const carryOut = createCarryOut({
    ...small.stores,
    ...{ meetings, clock, alarm, log, atOnce: 50 },
    messengers: new Map([['discord', discord]]),
    homePages: null,
    home: (person) => desk.home(person),
    meetLinks: createFakeMeetLinks(),
    otherLinks: createFixedLinks({ link: null, jitsiBaseUrl: null }),
    connection: '',
    publicUrl: null,
  });
  closing.push(
    () => carryOut.stop(),
    () => clockwork.stop(),
    () => small.db.close(),
  );
  await clockwork.start({
    wakeUp: carryOut.pump,
    nextDueAt: small.stores.effects.nextDueAt,
    sweep: async () => carryOut.pump(),
  });
  const house: SmallHouse = { ...small, clock, meetings, desk };
  const told = () => discord.said.map(({ to, headline }) => `${to}: ${headline}`);
  return { house, told };
}

it('tells by a wake after the commit', async () => {
  const { house, told } = await aHouseOnAgenda(false);
  const maya = await aMentorAt(house, onDiscord('Maya'));
  await aBooking(house, maya, await aLearnerAt(house, onDiscord('Leo')));
  await expect.poll(told, within).toEqual(['d-Maya: Leo asks you for a session.']);
  // The end of the request is an appointment.
  await expect
    .poll(
      () => house.db.get<{ next_run_at: number }>("SELECT next_run_at FROM jobs WHERE name = 'wake'")?.next_run_at,
      within,
    )
    .toBeGreaterThan(Date.now() + hour / 2);
});

it('tells by the sweep when the wake was lost', async () => {
  const { house, told } = await aHouseOnAgenda(true);
  const maya = await aMentorAt(house, onDiscord('Maya'));
  // The sweep of the start is over.
  await expect
    .poll(
      () => house.db.get<{ next_run_at: number }>("SELECT next_run_at FROM jobs WHERE name = 'sweep'")?.next_run_at,
      within,
    )
    .toBeGreaterThan(Date.now());
  await aBooking(house, maya, await aLearnerAt(house, onDiscord('Leo')));
  expect(told()).toEqual([]);
  // As if the minute were over.
  house.db.run("UPDATE jobs SET next_run_at = ? WHERE name = 'sweep'", Date.now());
  await expect.poll(told, within).toEqual(['d-Maya: Leo asks you for a session.']);
});
