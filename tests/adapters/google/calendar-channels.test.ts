import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CalendarNotification } from '#core/connections/calendar-channels.ts';
import type { CalendarChannel } from '#core/connections/google-account.ts';
import { day, hour, minute, second } from '#core/time/clock.ts';
import type { CalendarWatch } from '../../../src/jobs/watch-calendars.ts';
import { start } from '../../fakes/working-house.ts';
import { BOT } from './google-adapter-setup.ts';
import { createLendingWorld, type LendingWorld, MENTOR } from './lending-world.ts';

const publicUrl = 'https://confab.example';
const address = `${publicUrl}/api/google/notifications`;

let world: LendingWorld;
let watch: CalendarWatch;
let sub: string;

beforeEach(async () => {
  world = await createLendingWorld({ publicUrl });
  watch = world.newWatch();
  sub = await world.lend();
});
afterEach(async () => {
  await watch.stop();
  await world.close();
});

const calendar = async () => (await world.store.find(sub))!.calendar;
const channel = async (): Promise<CalendarChannel> => (await calendar())!.channel!;
const count = (what: string) => world.calls().filter((call) => call === what).length;
const bodiesOf = (what: string) =>
  world.journal.entries
    .filter((entry) => entry.what === what)
    .map(({ body }) => (body as { requestBody: Record<string, unknown> }).requestBody);
const secretOf = (index = -1) => String(bodiesOf('events.watch').at(index)!.token);

async function later(milliseconds: number): Promise<void> {
  await world.house.passUntil(world.house.clock.at + milliseconds);
  await watch.look();
  await world.settle();
}

/** As Google's post says it. */
const notify = async (overrides: Partial<CalendarNotification> = {}) =>
  world.channels.notified({ channelId: (await channel()).id, token: secretOf(), state: 'exists', ...overrides });

describe('a lent calendar, where Google finds us', () => {
  it('gets a channel for a week at the first look, before its changes are read', async () => {
    await watch.look();
    expect(bodiesOf('events.watch')).toEqual([
      expect.objectContaining({ type: 'web_hook', address, params: { ttl: '604800' } }),
    ]);
    expect(await channel()).toMatchObject({ address, expiresAt: world.house.clock.at + 7 * day });
    const order = world.calls().filter((call) => call === 'events.watch' || call === 'events.list');
    // The first list is of the organisation's calendar, which has no channel.
    expect(order.indexOf('events.watch')).toBeLessThan(order.lastIndexOf('events.list'));
  });

  it('is told with a secret of 256 bits, of which only the fingerprint is kept', async () => {
    await watch.look();
    expect(secretOf()).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect((await channel()).id).toMatch(/^[0-9a-f-]{36}$/);
    expect((await channel()).tokenHash).toMatch(/^[0-9a-f]{64}$/);
    expect(JSON.stringify(await world.store.find(sub))).not.toContain(secretOf());
    expect(world.lines.join()).not.toContain(secretOf());
  });

  it('is asked every quarter of an hour only, and sees then what a lost notification did not tell', async () => {
    const id = await world.aSession();
    await later(5 * minute);
    const { meetingId } = await world.meetingOf(id);
    const before = count('events.list');
    await world.google.deleteEvent(MENTOR, meetingId!);
    await later(2 * minute);
    await later(10 * minute);
    // The organisation's calendar was read twice.
    expect(count('events.list')).toBe(before + 2);
    expect((await world.meetingOf(id)).meetingId).not.toBeNull();
    await later(3 * minute + 1);
    expect((await world.meetingOf(id)).meetingId).toBeNull();
  });

  it('has its change seen at once when Google tells of it', async () => {
    const id = await world.aSession();
    await later(5 * minute);
    const { meetingId } = await world.meetingOf(id);
    const to = (at: number) => ({ dateTime: new Date(at).toISOString() });
    await world.google.moveEvent(MENTOR, meetingId!, { start: to(start + day), end: to(start + day + 30 * minute) });
    world.house.wakes.length = 0;
    expect(await notify()).toBe(true);
    expect(world.house.wakes).toEqual([world.house.clock.at]);
    await watch.look();
    expect((await world.meetingOf(id)).scheduledAt).toBe(start + day);
  });

  it('is looked into once more when something is told while somebody looks', async () => {
    await later(minute);
    const lists = count('events.list');
    world.house.clock.at += second;
    await notify();
    const looking = watch.look();
    // Claimed by the look, and told of again before that is over.
    await expect.poll(async () => (await calendar())!.lookAt).toBeGreaterThan(world.house.clock.at);
    await notify();
    await looking;
    await watch.look();
    expect(count('events.list')).toBe(lists + 2);
  });

  it('gets another channel before the end of the first, which is then ended', async () => {
    await watch.look();
    const first = await channel();
    await later(7 * day - hour);
    expect((await channel()).id).toBe(first.id);
    await later(16 * minute);
    const second = await channel();
    expect(second.id).not.toBe(first.id);
    expect(second.expiresAt).toBeGreaterThan(first.expiresAt + 6 * day);
    expect(bodiesOf('channels.stop')).toEqual([{ id: first.id, resourceId: first.resourceId }]);
    // What the first one still says is refused.
    expect(await notify({ channelId: first.id, token: secretOf(0) })).toBe(false);
    expect(await notify()).toBe(true);
  });

  it('is asked every other minute again when its channel ended and Google gives no other', async () => {
    await watch.look();
    world.google.fail('events.watch', 'serviceUnavailable', 100);
    await later(7 * day + minute);
    const lists = count('events.list');
    await later(2 * minute);
    await later(2 * minute);
    // Both calendars, twice.
    expect(count('events.list')).toBe(lists + 4);
    expect(world.noChannel).toContainEqual([sub, 'unavailable']);
  });

  it('is asked as ever where Google refuses a channel, which is tried again in an hour', async () => {
    const refusal = { reason: 'push.webhookUrlUnauthorized', domain: 'global' };
    // Google's own status for an address that it does not take; the token is good all the same.
    const body = { error: { code: 401, message: 'Unauthorized WebHook callback channel', errors: [refusal] } };
    world.google.fail('events.watch', { status: 401, body }, 100);
    await watch.look();
    expect(world.noChannel).toEqual([[sub, 'refused']]);
    expect(await calendar()).toMatchObject({ state: 'ok', channel: null, syncToken: expect.any(String) });
    const tries = count('events.watch');
    await later(2 * minute);
    await later(2 * minute);
    expect(count('events.watch')).toBe(tries);
    world.google.clearFailures();
    await later(hour);
    expect((await calendar())!.channel).not.toBeNull();
  });

  it('gets another channel when our address is another, and none where there is no address any more', async () => {
    await watch.look();
    const first = await channel();
    const account = (await world.store.find(sub))!;
    const elsewhere = { ...first, address: 'https://before.example/api/google/notifications' };
    await world.store.update({
      ...account,
      calendar: { ...account.calendar!, channel: elsewhere, lookAt: 0 },
      revision: account.revision + 1,
    });
    await watch.look();
    expect(await channel()).toMatchObject({ address });
    expect(count('channels.stop')).toBe(1);
  });

  it('has no channel for the organisation’s calendar', async () => {
    await watch.look();
    await later(4 * minute);
    expect(bodiesOf('events.watch')).toHaveLength(1);
    expect(world.startsIn(BOT)).toEqual([]);
  });
});

describe('a notification', () => {
  beforeEach(() => watch.look());

  it.each([
    ['of a channel that is none of ours', { channelId: 'guessed' }],
    ['with another secret', { token: 'a'.repeat(43) }],
    ['with no secret', { token: '' }],
  ])('%s is refused, and nothing follows', async (_, overrides) => {
    world.house.wakes.length = 0;
    const before = await world.store.find(sub);
    expect(await notify(overrides)).toBe(false);
    expect(await world.store.find(sub)).toEqual(before);
    expect(world.house.wakes).toEqual([]);
  });

  it('that says that a channel begins is taken, and nothing follows', async () => {
    world.house.wakes.length = 0;
    const before = await world.store.find(sub);
    expect(await notify({ state: 'sync' })).toBe(true);
    expect(await world.store.find(sub)).toEqual(before);
    expect(world.house.wakes).toEqual([]);
  });

  it('writes once, however often it comes before anybody has looked', async () => {
    world.house.clock.at += second;
    for (let times = 0; times < 10; times += 1) await notify();
    const told = (await world.store.find(sub))!.revision;
    await notify();
    expect((await world.store.find(sub))!.revision).toBe(told);
  });
});

describe('the channel of a calendar that is given back', () => {
  beforeEach(() => watch.look());

  const stopped = async (first: CalendarChannel, token: string) => {
    expect(bodiesOf('channels.stop')).toEqual([{ id: first.id, resourceId: first.resourceId }]);
    expect(await notifyOf(first, token)).toBe(false);
  };
  const notifyOf = ({ id }: CalendarChannel, token: string) =>
    world.channels.notified({ channelId: id, token, state: 'exists' });

  it('is ended, before the token that it takes is revoked', async () => {
    const first = await channel();
    await world.connections.disconnectCalendar(world.maya.person);
    await stopped(first, secretOf());
    const calls = world.calls();
    expect(calls.indexOf('channels.stop')).toBeLessThan(calls.indexOf('oauth.revoke'));
  });

  it('is ended with the account', async () => {
    const first = await channel();
    await world.connections.forget(world.maya.person, sub);
    await stopped(first, secretOf());
  });

  it('is ended when it is lent anew, and the new one gets its own', async () => {
    const first = await channel();
    world.house.clock.at += second;
    await world.lend();
    await stopped(first, secretOf());
    await watch.look();
    expect((await channel()).id).not.toBe(first.id);
  });

  it('is forgotten when the token is lost', async () => {
    const first = await channel();
    world.google.revoke(MENTOR);
    await later(16 * minute);
    expect(await calendar()).toMatchObject({ state: 'lost', channel: null });
    expect(await notifyOf(first, secretOf())).toBe(false);
  });

  it('does not keep anybody from giving it back while Google is away', async () => {
    world.google.fail('channels.stop', 'serviceUnavailable', 100);
    expect(await world.connections.disconnectCalendar(world.maya.person)).toMatchObject({ disconnected: 1 });
    expect(await calendar()).toBeNull();
  });
});

describe('a lent calendar, where Google does not find us', () => {
  it('is asked every other minute, and a channel of before is ended', async () => {
    await watch.look();
    const first = await channel();
    const account = (await world.store.find(sub))!;
    await world.close();
    world = await createLendingWorld();
    watch = world.newWatch();
    await world.lend();
    const fresh = (await world.store.find(sub))!;
    await world.store.update({
      ...fresh,
      calendar: { ...fresh.calendar!, channel: account.calendar!.channel },
      revision: fresh.revision + 1,
    });
    await watch.look();
    expect(await calendar()).toMatchObject({ channel: null });
    expect(bodiesOf('channels.stop')).toEqual([{ id: first.id, resourceId: first.resourceId }]);
    expect(count('events.watch')).toBe(0);
    const lists = count('events.list');
    await later(2 * minute);
    expect(count('events.list')).toBe(lists + 2);
  });
});

describe('several processes', () => {
  it('look into each calendar once in a round', async () => {
    const others = [world.newWatch(), world.newWatch()];
    await Promise.all([watch, ...others].map((one) => one.look()));
    expect(count('events.list')).toBe(2);
    expect(count('events.watch')).toBe(1);
    world.house.clock.at += minute;
    await Promise.all(others.map((one) => one.look()));
    expect(count('events.list')).toBe(2);
    world.house.clock.at += minute;
    await Promise.all([watch, ...others].map((one) => one.look()));
    // The organisation's alone: the lent one has a channel.
    expect(count('events.list')).toBe(3);
    await notify();
    await Promise.all([watch, ...others].map((one) => one.look()));
    expect(count('events.list')).toBe(4);
    await Promise.all(others.map((one) => one.stop()));
  });
});
