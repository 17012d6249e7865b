import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tokenOf } from '#core/connections/google-account.ts';
import { day, hour, minute, second } from '#core/time/clock.ts';
import { createAesSealer } from '../../../src/adapters/seal/aes-sealer.ts';
import {
  aBooking,
  codeFor,
  connectAccounts,
  filledIn,
  formIn,
  onDiscord,
  onSlack,
  refusedIn,
} from '../../fakes/small-house.ts';
import { start } from '../../fakes/working-house.ts';
import { BOT } from './google-adapter-setup.ts';
import { createLendingWorld, type LendingWorld, MENTOR } from './lending-world.ts';

let world: LendingWorld;
beforeEach(async () => {
  world = await createLendingWorld();
});
afterEach(() => world.close());

const lostHeadline = 'Google no longer lets Confab into your calendar. No session is lost.';
const lostTold = () => world.toldTo('d-Maya').filter((headline) => headline === lostHeadline);

describe('a session of a mentor who lends a calendar', () => {
  it('is made there, with a room of the mentor’s own, and nowhere else', async () => {
    await world.lend();
    const id = await world.aSession();

    expect(world.startsIn(MENTOR)).toEqual([start]);
    expect(world.startsIn(BOT)).toEqual([]);
    expect(await world.meetingOf(id)).toMatchObject({
      meetingId: expect.stringMatching(/^confab/),
      meetingLink: expect.stringMatching(/^https:\/\/meet\.google\.com\//),
    });
    // The mentor owns the room and lets people in: nothing is opened, and no permission is asked for that.
    expect(world.calls().filter((call) => call.startsWith('meet.'))).toEqual([]);
    expect(world.toldTo('d-Maya')).not.toContainEqual(expect.stringContaining('could not be opened'));
  });

  it('is made in the organisation’s calendar while none is lent', async () => {
    await world.aSession();
    expect([world.startsIn(MENTOR), world.startsIn(BOT)]).toEqual([[], [start]]);
  });

  it('is moved and cancelled there', async () => {
    await world.lend();
    const id = await world.aSession();
    const { meetingLink } = await world.meetingOf(id);
    await world.house.meetings.act(id, world.maya.person, { event: 'reschedule', scheduledAt: start + day });
    await world.settle();
    expect(world.startsIn(MENTOR)).toEqual([start + day]);
    expect((await world.meetingOf(id)).meetingLink).toBe(meetingLink);
    await world.house.meetings.act(id, world.leo.person, { event: 'cancel' });
    await world.settle();
    expect([world.startsIn(MENTOR), world.startsIn(BOT)]).toEqual([[], []]);
    expect(await world.meetingOf(id)).toMatchObject({ meetingId: null, status: 'cancelled' });
  });

  it('that was booked before stays where it is until it changes, and then goes there', async () => {
    const id = await world.aSession();
    const before = await world.meetingOf(id);
    await world.lend();
    const { mentor, learner } = (await world.house.meetings.view(id))!;
    const facts = { mentorIds: mentor.ids, mentorName: mentor.name, learnerName: learner.name, zone: 'Europe/Berlin' };
    const again = await world.chosen.agree({ meeting: before, ...facts });
    expect(again).toMatchObject({ eventId: before.meetingId, link: before.meetingLink });
    expect([world.startsIn(MENTOR), world.startsIn(BOT)]).toEqual([[], [start]]);

    await world.house.meetings.act(id, world.leo.person, { event: 'reschedule', scheduledAt: start + day });
    await world.settle();
    expect([world.startsIn(MENTOR), world.startsIn(BOT)]).toEqual([[start + day], []]);
    const after = await world.meetingOf(id);
    expect(after.meetingId).not.toBe(before.meetingId);
    expect(world.house.discord.shown.get('dm-d-Leo/1')).toContain(after.meetingLink);
  });

  it('has one event also when the process died while it was moving house', async () => {
    const id = await world.aSession();
    await world.lend();
    // The organisation's calendar is away when the old event should go, so the move is made once more.
    world.google.fail('events.delete', 'serviceUnavailable', 3);
    await world.house.meetings.act(id, world.leo.person, { event: 'reschedule', scheduledAt: start + day });
    await world.settle();
    expect([world.startsIn(MENTOR), world.startsIn(BOT)]).toEqual([[start + day], []]);
  });

  it('is found by a mentor’s other chat account too', async () => {
    const { house } = world;
    const onOther = await house.desk.arrive(onSlack('Maya'));
    await world.lend(onOther);
    await connectAccounts(house, await house.desk.arrive(onDiscord('Maya')), await codeFor(house, onOther, 'person'));
    await world.aSession();
    expect(world.startsIn(MENTOR)).toEqual([start]);
  });

  it('waits for a calendar that is merely away, and then is made there', async () => {
    await world.lend();
    world.google.goDown();
    const id = await world.aSession();
    expect((await world.meetingOf(id)).status).toBe('scheduled');
    world.google.comeBack();
    await world.house.passUntil(world.house.clock.at + 2 * minute);
    expect([world.startsIn(MENTOR), world.startsIn(BOT)]).toEqual([[start], []]);
  });

  it('goes to the organisation’s when the mentor’s calendar refuses', async () => {
    await world.lend();
    const body = { error: { code: 403, message: 'Forbidden', errors: [{ domain: 'global', reason: 'forbidden' }] } };
    world.google.fail('events.insert', { status: 403, body });
    await world.aSession();
    expect([world.startsIn(MENTOR), world.startsIn(BOT)]).toEqual([[], [start]]);
    expect(world.setAside).toEqual([[`sub-of-${MENTOR}`, 'refused']]);
    expect(lostTold()).toEqual([]);
  });
});

describe('a lent calendar that no longer lets us in', () => {
  it('is said once to its mentor, and the session goes to the organisation’s calendar', async () => {
    const sub = await world.lend();
    world.google.revoke(MENTOR);
    const id = await world.aSession();
    await world.aSession(start + hour);
    expect(world.startsIn(BOT)).toEqual([start, start + hour]);
    expect((await world.meetingOf(id)).meetingLink).toMatch(/^https:/);
    await world.settle();
    expect(lostTold()).toHaveLength(1);
    expect(world.toldTo('d-Leo')).not.toContain(lostHeadline);
    expect(await world.store.find(sub)).toMatchObject({ calendar: { state: 'lost' } });
    expect(await world.connections.accounts(world.maya.person)).toMatchObject([{ calendar: { state: 'lost' } }]);
    expect(world.house.discord.shown.get('dm-d-Maya/2') ?? '').toContain(
      'https://confab.example/api/auth/google?for=calendar',
    );
  });

  it('is not asked again until it is connected again', async () => {
    await world.lend();
    world.google.revoke(MENTOR);
    await world.aSession();
    const refreshes = () => world.calls().filter((call) => call === 'oauth.token').length;
    const before = refreshes();
    await world.aSession(start + hour);
    expect(refreshes()).toBe(before);
    await world.lend();
    await world.aSession(start + 2 * hour);
    expect(world.startsIn(MENTOR)).toEqual([start + 2 * hour]);
  });

  it('is said again when it is lost again', async () => {
    await world.lend();
    world.google.revoke(MENTOR);
    await world.aSession();
    await world.settle();
    await world.lend();
    world.google.revoke(MENTOR);
    await world.aSession(start + hour);
    await world.settle();
    expect(lostTold()).toHaveLength(2);
  });

  it('keeps an event that cannot be reached from being forgotten, and the session gets another when it changes', async () => {
    await world.lend();
    const id = await world.aSession();
    const before = await world.meetingOf(id);
    world.google.revoke(MENTOR);
    await world.house.meetings.act(id, world.leo.person, { event: 'reschedule', scheduledAt: start + day });
    await world.settle();
    expect(world.startsIn(BOT)).toEqual([start + day]);
    const after = await world.meetingOf(id);
    expect(after.meetingLink).not.toBe(before.meetingLink);
    expect(world.house.discord.shown.get('dm-d-Leo/1')).toContain(after.meetingLink);
  });

  it('leaves the link that people have where there is no other calendar', async () => {
    await world.close();
    world = await createLendingWorld({ organisation: false });
    await world.lend();
    const id = await world.aSession();
    const before = await world.meetingOf(id);
    expect(before.meetingLink).toMatch(/^https:\/\/meet/);
    world.google.revoke(MENTOR);
    await world.house.meetings.act(id, world.leo.person, { event: 'reschedule', scheduledAt: start + day });
    await world.settle();
    expect(await world.meetingOf(id)).toMatchObject({ meetingLink: before.meetingLink, meetingId: before.meetingId });
    await world.lend();
    await world.house.meetings.act(id, world.maya.person, { event: 'reschedule', scheduledAt: start + 2 * day });
    await world.settle();
    expect(world.startsIn(MENTOR)).toEqual([start + 2 * day]);
  });

  it('leaves the place that the operator named to sessions where there is no other calendar', async () => {
    await world.close();
    world = await createLendingWorld({ organisation: false });
    world.house.otherPlaces.link = 'https://rooms.example/one';
    await world.lend();
    world.google.revoke(MENTOR);
    const id = await world.aSession();
    expect(await world.meetingOf(id)).toMatchObject({ meetingLink: 'https://rooms.example/one', linkGivenUp: false });
  });

  it('does not undo a connection that was made in the meantime', async () => {
    await world.lend();
    const [old] = await world.own.ofPerson(world.maya.person.ids);
    world.house.clock.at += second;
    const sub = await world.lend();
    await world.own.lose(old!);
    expect(await world.store.find(sub)).toMatchObject({ calendar: { state: 'ok' } });
    await world.settle();
    expect(lostTold()).toEqual([]);
  });

  it('whose token does not open is set aside without being lost, and said in the log', async () => {
    const sub = await world.lend();
    const account = (await world.store.find(sub))!;
    const stranger = createAesSealer([{ id: 'gone', bytes: randomBytes(32) }]);
    const sealedRefreshToken = stranger.seal('token', tokenOf(sub));
    await world.store.update({
      ...account,
      revision: account.revision + 1,
      calendar: { ...account.calendar!, sealedRefreshToken },
    });
    await world.aSession();
    expect([world.startsIn(MENTOR), world.startsIn(BOT)]).toEqual([[], [start]]);
    expect(world.unreadable).toContain(`sub-of-${MENTOR}`);
    expect(await world.store.find(sub)).toMatchObject({ calendar: { state: 'ok' } });
  });
});

describe('when a mentor is busy elsewhere', () => {
  const slots = (options = {}) => world.meetings.freeSlots(world.maya.person, world.leo.person, 200, options);
  const anEvent = (from: number, to: number, more = {}) =>
    world.google.addEvent(MENTOR, {
      start: { dateTime: new Date(from).toISOString() },
      end: { dateTime: new Date(to).toISOString() },
      ...more,
    });

  it('those times are not offered, and what is marked as free is', async () => {
    await anEvent(start, start + hour);
    await anEvent(start + 2 * hour, start + 3 * hour, { transparency: 'transparent' });
    expect(await slots()).toContain(start);
    await world.lend();
    const free = await slots();
    expect(free).not.toContain(start);
    expect(free).not.toContain(start + 30 * minute);
    expect(free).toContain(start + hour);
    expect(free).toContain(start + 2 * hour);
  });

  it('Google is asked at most once a minute, however many look', async () => {
    await world.lend();
    const asked = () => world.calls().filter((call) => call === 'freebusy.query').length;
    await Promise.all(Array.from({ length: 20 }, () => slots()));
    const first = asked();
    expect(first).toBeLessThanOrEqual(2);
    await slots();
    expect(asked()).toBe(first);
    await anEvent(start, start + hour);
    world.house.clock.at += minute;
    expect(await slots()).not.toContain(start);
    expect(asked()).toBeGreaterThan(first);
  });

  it('those times cannot be booked by writing them, from the moment on at which they are taken', async () => {
    await world.lend();
    const form = formIn(await world.house.desk.openBooking(world.leo, world.maya.person.id));
    await anEvent(start, start + hour, { summary: 'Surgery' });
    const when = filledIn(form, { when: '2026-12-03 11:30' });
    // The answer that the form was made with is a while old.
    world.house.clock.at += 6 * second;
    const refused = refusedIn(await world.house.desk.submitTime(world.leo, when));
    expect(refused.field).toBe('when');
    const text = JSON.stringify(refused);
    expect(text).toContain('Your mentor is busy at that time.');
    expect(text).not.toContain('Surgery');
    expect((await world.house.desk.submitTime(world.leo, filledIn(form, { when: '2026-12-03 12:00' }))).ok).toBe(true);
  });

  it('a time is free again as soon as the calendar says so', async () => {
    await world.lend();
    const event = await anEvent(start, start + hour);
    expect(await slots()).not.toContain(start);
    await world.google.deleteEvent(MENTOR, String(event.id));
    world.house.clock.at += 6 * second;
    await aBooking(world.house, world.maya, world.leo, { at: start });
  });

  it('but Google is away or slow: any time may be asked for, and neither form nor answer waits a second for it', async () => {
    await world.lend();
    await anEvent(start, start + hour);
    world.google.fail('freebusy.query', { delayMs: 3_000 }, 1);
    const began = performance.now();
    await aBooking(world.house, world.maya, world.leo, { at: start });
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  it('a session that is to move is not in its own way', async () => {
    await world.lend();
    const id = await world.aSession();
    world.house.clock.at += minute;
    const free = await slots({ except: id });
    expect(free).toContain(start);
    expect(free).toContain(start + 30 * minute);
    expect(await slots()).not.toContain(start);
  });

  it('but Google is away: times are offered without it, said in the log, and asked again half a minute later', async () => {
    await world.lend();
    await anEvent(start, start + hour);
    world.google.fail('freebusy.query', 'serviceUnavailable', 100);
    expect(await slots()).toContain(start);
    expect(world.lines.join()).toContain('times are offered without it');
    world.google.clearFailures();
    expect(await slots()).toContain(start);
    world.house.clock.at += 30 * second;
    expect(await slots()).not.toContain(start);
  });

  it('but Google is slow: nobody waits for it, and the next who look have its answer', async () => {
    await world.lend();
    await anEvent(start, start + hour);
    await slots();
    world.house.clock.at += hour;
    world.google.fail('freebusy.query', { delayMs: 1_500 }, 2);
    const began = performance.now();
    expect(await slots()).toContain(start);
    expect(performance.now() - began).toBeLessThan(1_400);
    await expect.poll(slots, { timeout: 5_000 }).not.toContain(start);
  });

  it('an answer that holds an error counts as no answer', async () => {
    await world.lend();
    const body = {
      kind: 'calendar#freeBusy',
      calendars: { primary: { errors: [{ reason: 'internalError' }], busy: [] } },
    };
    world.google.fail('freebusy.query', { status: 200, body }, 2);
    expect(await slots()).toContain(start);
    expect(world.lines.join()).toContain('does not say when this calendar is busy');
  });

  it('and the token is lost: the mentor is told once, and times are offered', async () => {
    await world.lend();
    world.google.revoke(MENTOR);
    expect(await slots()).toContain(start);
    await slots();
    await world.settle();
    expect(lostTold()).toHaveLength(1);
    expect(world.calls().filter((call) => call === 'oauth.token')).toHaveLength(1);
  });

  it('a year ahead can be looked through', async () => {
    await world.lend();
    await anEvent(start + 300 * day, start + 300 * day + hour);
    expect(await world.meetings.freeSlots(world.maya.person, null, 10_000, { days: 365 })).not.toContain(
      start + 300 * day,
    );
    expect(world.lines.join()).not.toContain('times are offered without it');
  });
});
