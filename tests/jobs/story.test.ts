import { describe, expect, it } from 'vitest';
import type { MeetingId } from '#core/ids.ts';
import { day, hour, minute } from '#core/time/clock.ts';
import { NOW } from '../builders.ts';
import { linkOf } from '../fakes/fake-meet-links.ts';
import type { FakeMessenger } from '../fakes/fake-messenger.ts';
import {
  aBooking,
  aLearnerAt,
  aMentorAt,
  codeFor,
  filledIn,
  formIn,
  onDiscord,
  onSlack,
} from '../fakes/small-house.ts';
import { start, useWorkingHouse } from '../fakes/working-house.ts';

const house = useWorkingHouse();

async function mayaAndLeo() {
  const maya = await aMentorAt(house, onDiscord('Maya'));
  const leo = await aLearnerAt(house, onDiscord('Leo'), 'America/New_York');
  const olga = await house.desk.arrive(onDiscord('Olga', { admin: true }));
  await house.desk.submitSettings(olga, { announcementChannelId: 'C1' });
  const request = await aBooking(house, maya, leo, { at: start });
  await house.passUntil(NOW);
  expect(since(house.discord)).toEqual(['tell d-Maya: Leo asks you for a session.']);
  return { maya, leo, id: request.id };
}

/** "d-Leo: Maya accepted." for what was said since the last look. */
function since(messenger: FakeMessenger): string[] {
  return messenger.said.splice(0).map(({ what, to, headline }) => `${what} ${to}: ${headline}`);
}

const now = async (id: MeetingId) => (await house.stores.meetings.get(id))!;

describe('a session from beginning to end, woken by nothing but its own alarms', () => {
  it('is asked for, accepted, put into the calendar, announced, reminded of, started and ended', async () => {
    const { maya, id } = await mayaAndLeo();
    await house.desk.press(maya, { do: 'accept', meeting: id });
    await house.passUntil(NOW + minute);
    expect(since(house.discord).toSorted()).toEqual([
      'edit dm-d-Leo/1: Maya accepted. Your session is booked.',
      'edit dm-d-Maya/1: Your session with Leo is booked.',
      'edit dm-d-Maya/1: Your session with Leo is booked.',
      'post C1: Session booked: Leo with Maya, Thu 3 Dec 2026, 10:00 (UTC), 30 minutes.',
      'tell d-Leo: Maya accepted. Your session is booked.',
    ]);
    expect(await now(id)).toMatchObject({ meetingLink: linkOf(id), meetingId: `event-${id}` });
    // Both see the link, in their own zone.
    expect(house.discord.shown.get('dm-d-Maya/1')).toContain(`When: Thu 3 Dec 2026, 11:00 (Europe/Berlin), 30 minutes`);
    expect(house.discord.shown.get('dm-d-Leo/1')).toContain(
      `When: Thu 3 Dec 2026, 05:00 (America/New_York), 30 minutes`,
    );
    for (const card of ['dm-d-Maya/1', 'dm-d-Leo/1'])
      expect(house.discord.shown.get(card)).toContain(`Where: ${linkOf(id)}`);

    await house.passUntil(start - day - 1);
    expect(since(house.discord)).toEqual([]);
    await house.passUntil(start - day);
    expect(since(house.discord).toSorted()).toEqual([
      'tell d-Leo: Your session with Maya starts Thu 3 Dec 2026, 05:00 (America/New_York).',
      'tell d-Maya: Your session with Leo starts Thu 3 Dec 2026, 11:00 (Europe/Berlin).',
    ]);
    await house.passUntil(start - 10 * minute);
    expect(since(house.discord)).toHaveLength(2);

    await house.passUntil(start);
    expect((await now(id)).status).toBe('in-progress');
    const started = since(house.discord);
    expect(started).toContain('edit C1/1: Session starting: Leo with Maya, Thu 3 Dec 2026, 10:00 (UTC), 30 minutes.');
    // The card of each, and both their reminders, no longer say that it will start.
    expect(started.filter((line) => line.includes('is on now'))).toHaveLength(6);

    await house.passUntil(start + 30 * minute);
    expect((await now(id)).status).toBe('completed');
    const ended = since(house.discord);
    expect(ended).toContain('tell d-Leo: Your session with Maya is over. We hope it helped.');
    expect(ended).toContain('tell d-Maya: Your session with Leo is over. Thank you for your time.');
    expect(ended).toContain('edit C1/1: Session done: Leo with Maya, Thu 3 Dec 2026, 10:00 (UTC), 30 minutes.');
    await house.passUntil(start + 30 * day);
    expect(since(house.discord)).toEqual([]);
    expect(await house.stores.effects.nextDueAt()).toBeNull();
    expect(await house.stores.effects.failures(10)).toEqual([]);
  });

  it('is moved: the other side is told, nothing of the old time is, the event goes along', async () => {
    const { maya, leo, id } = await mayaAndLeo();
    await house.desk.press(maya, { do: 'accept', meeting: id });
    await house.passUntil(NOW + minute);
    since(house.discord);
    house.meetLinks.asked.length = 0;
    const form = formIn(await house.desk.openReschedule(leo, id));
    await house.desk.submitTime(leo, filledIn(form, { slot: start + day }));
    await house.passUntil(NOW + 2 * minute);
    const told = since(house.discord);
    expect(told).toContain('tell d-Maya: Leo moved your session to Fri 4 Dec 2026, 11:00 (Europe/Berlin).');
    expect(told).toContain('edit C1/1: Session booked: Leo with Maya, Fri 4 Dec 2026, 10:00 (UTC), 30 minutes.');
    expect(house.meetLinks.asked.map(({ meeting }) => meeting.scheduledAt)).toEqual([start + day]);
    expect((await now(id)).meetingLink).toBe(linkOf(id));

    await house.passUntil(start + hour);
    expect((await now(id)).status).toBe('scheduled');
    // A day before the new time is the old time: these are reminders of the new one.
    const reminders = since(house.discord);
    expect(reminders).toHaveLength(2);
    for (const reminder of reminders) expect(reminder).toMatch(/starts Fri 4 Dec 2026, (11:00|05:00)/);
    await house.passUntil(start + day);
    expect((await now(id)).status).toBe('in-progress');
  });

  it('is cancelled: the other side is told, the event goes, no reminder is sent', async () => {
    const { maya, leo, id } = await mayaAndLeo();
    await house.desk.press(maya, { do: 'accept', meeting: id });
    await house.passUntil(NOW + minute);
    since(house.discord);
    await house.desk.press(leo, { do: 'cancel-confirmed', meeting: id });
    await house.passUntil(NOW + 2 * minute);
    const told = since(house.discord);
    expect(told).toContain('tell d-Maya: Leo cancelled your session of Thu 3 Dec 2026, 11:00 (Europe/Berlin).');
    expect(told).toContain('edit C1/1: Session cancelled: Leo with Maya, Thu 3 Dec 2026, 10:00 (UTC), 30 minutes.');
    expect(house.meetLinks.asked.at(-1)?.meeting.status).toBe('cancelled');
    expect(await now(id)).toMatchObject({ meetingId: null, meetingLink: null, linkGivenUp: false });
    await house.passUntil(start + day);
    expect(since(house.discord)).toEqual([]);
    expect(await house.stores.effects.nextDueAt()).toBeNull();
  });

  it('is not answered: the learner is told after two days, and the time is free', async () => {
    const maya = await aMentorAt(house, onDiscord('Maya'));
    const leo = await aLearnerAt(house, onDiscord('Leo'));
    const { id } = await aBooking(house, maya, leo, { at: start + 4 * day });
    await house.passUntil(NOW + 2 * day - 1);
    expect((await now(id)).status).toBe('requested');
    since(house.discord);
    await house.passUntil(NOW + 2 * day);
    expect((await now(id)).status).toBe('expired');
    expect(since(house.discord).toSorted()).toEqual([
      'edit dm-d-Maya/1: The request ended without an answer. Nothing is booked.',
      'tell d-Leo: Maya did not answer in time, so the request has ended. Nothing is booked.',
    ]);
    expect(house.meetLinks.asked).toEqual([]);
  });

  it('is declined and explained: the learner hears both, and the mentor is not asked why again', async () => {
    const { maya, id } = await mayaAndLeo();
    await house.desk.press(maya, { do: 'decline', meeting: id });
    await house.passUntil(NOW + 1);
    expect(since(house.discord).toSorted()).toEqual([
      'edit dm-d-Maya/1: You declined the session Leo asked for.',
      'tell d-Leo: Maya cannot take the session you asked for.',
    ]);
    await house.desk.explain(maya, id, 'I am away.');
    await house.passUntil(NOW + 2);
    expect(since(house.discord)).toContain('tell d-Leo: Maya told you why the session you asked for did not suit.');
    expect(house.discord.shown.get('dm-d-Leo/2')).toContain('They wrote:\n    I am away.');
    // The words come once, in their own message.
    expect(house.discord.shown.get('dm-d-Leo/1')).not.toContain('I am away.');
    expect(house.discord.shown.get('dm-d-Maya/1')).toContain('You wrote:\n    I am away.');
    expect(house.discord.said).toEqual([]);
  });

  it('is asked for on Discord and held on Slack, each in their own place', async () => {
    const olga = await house.desk.arrive(onDiscord('Olga', { admin: true }));
    const boss = await house.desk.arrive(onSlack('Boss', { admin: true }));
    const code = await codeFor(house, olga, 'program');
    expect(await house.desk.enterLink(boss, code, 'program')).toMatchObject({ ok: true });
    const maya = await aMentorAt(house, onSlack('Maya'));
    const leo = await aLearnerAt(house, onDiscord('Leo'));
    await aBooking(house, maya, leo, { at: start, accepted: true });
    await house.passUntil(NOW + minute);
    expect(since(house.discord)[0]).toBe('tell d-Leo: Maya accepted. Your session is booked.');
    // The request was answered before it was said, so only her home shows it.
    const onHers = since(house.slack);
    expect(onHers.length).toBeGreaterThan(0);
    for (const line of onHers) expect(line).toBe('home U-Maya: Your sessions, soonest first.');
    await house.passUntil(start - 10 * minute);
    expect(
      since(house.slack).filter((line) => line.startsWith('tell U-Maya: Your session with Leo starts')),
    ).toHaveLength(2);
  });
});

describe('after the process was down', () => {
  it('reminders that no longer help are dropped, and the log says so', async () => {
    const { maya, id } = await mayaAndLeo();
    await house.desk.press(maya, { do: 'accept', meeting: id });
    await house.passUntil(NOW + minute);
    since(house.discord);
    // Down from then until five minutes before the start: both reminders are due.
    house.clock.at = start - 5 * minute;
    house.wakes.length = 0;
    await house.work();
    expect(since(house.discord).toSorted()).toEqual([
      'tell d-Leo: Your session with Maya starts Thu 3 Dec 2026, 05:00 (America/New_York).',
      'tell d-Maya: Your session with Leo starts Thu 3 Dec 2026, 11:00 (Europe/Berlin).',
    ]);
    const dropped = house.log.filter(
      ({ msg, effect }) => msg === 'An effect was dropped.' && /reminder/.test(String(effect)),
    );
    expect(dropped.map(({ reason }) => reason)).toEqual([
      'too late: a later reminder is due as well',
      'too late: a later reminder is due as well',
    ]);
  });

  it('a session that is long over is started, ended and tidied up, without a word about its beginning', async () => {
    const { maya, id } = await mayaAndLeo();
    await house.desk.press(maya, { do: 'accept', meeting: id });
    await house.passUntil(NOW + minute);
    since(house.discord);
    house.clock.at = start + 3 * day;
    house.wakes.length = 0;
    await house.work();
    await house.passUntil(start + 3 * day);
    expect((await now(id)).status).toBe('completed');
    const said = since(house.discord);
    expect(said.filter((line) => line.startsWith('tell'))).toEqual([]);
    expect(house.discord.shown.get('C1/1')).toContain('Session done');
    expect(await house.stores.effects.nextDueAt()).toBeNull();
  });

  it('a request that ran out is not accepted, and the learner hears it', async () => {
    const { maya, id } = await mayaAndLeo();
    house.clock.at = start;
    house.wakes.length = 0;
    await house.desk.press(maya, { do: 'accept', meeting: id });
    await house.work();
    expect((await now(id)).status).toBe('expired');
    expect(since(house.discord)).toContain(
      'tell d-Leo: Maya did not answer in time, so the request has ended. Nothing is booked.',
    );
  });
});
