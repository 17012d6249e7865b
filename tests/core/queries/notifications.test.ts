import { describe, expect, it } from 'vitest';
import type { Visitor } from '#core/desk/visitor.ts';
import { plainInlines } from '#core/messages/plain-text.ts';
import { markRead, notificationsOf } from '#core/queries/notifications.ts';
import { day, hour, minute } from '#core/time/clock.ts';
import { NOW } from '../../builders.ts';
import {
  aBooking,
  aLearnerAt,
  aMentorAt,
  codeFor,
  connectAccounts,
  onDiscord,
  onSlack,
  useSmallHouse,
} from '../../fakes/small-house.ts';
import { expectSentences, reader } from '../messages/read-aloud.ts';

const house = useSmallHouse();
const slot = NOW + 2 * day + hour;
const ports = () => ({
  ...house.stores,
  meetings: house.meetings,
  meetingStore: house.stores.meetings,
  clock: house.clock,
});

const mayaAndLeo = async () => ({
  maya: await aMentorAt(house, onDiscord('Maya')),
  leo: await aLearnerAt(house, onDiscord('Leo')),
});
const news = async ({ person }: Visitor) => notificationsOf(ports(), (await house.stores.people.get(person.id))!);
const told = async (visitor: Visitor) => (await news(visitor)).notifications.map(({ words }) => expectSentences(words));

describe('notifications', () => {
  it('say what the other side and the clock did, newest first, and never what one did oneself', async () => {
    const { maya, leo } = await mayaAndLeo();
    const { id } = await aBooking(house, maya, leo, { at: slot });
    const act = async (visitor: Visitor, event: Parameters<typeof house.meetings.act>[2]) => {
      house.clock.at += minute;
      const outcome = await house.meetings.act(id, visitor.person, event);
      expect(outcome.ok).toBe(true);
    };
    await act(leo, { event: 'reschedule', scheduledAt: slot + hour });
    await act(maya, { event: 'accept' });
    await act(leo, { event: 'edit', subject: 'Induction' });
    await act(maya, { event: 'reschedule', scheduledAt: slot });
    house.clock.at = slot - 2 * minute;
    await act(leo, { event: 'join' });
    house.clock.at = slot;
    await house.meetings.byClock(id, 'start');
    house.clock.at = slot + 30 * minute;
    await house.meetings.byClock(id, 'complete');
    const [at11, at12] = ['Thu 3 Dec 2026, 11:00 (Europe/Berlin)', 'Thu 3 Dec 2026, 12:00 (Europe/Berlin)'];
    expect(await told(leo)).toEqual([
      'Your session with Maya is over.',
      'Your session with Maya has begun.',
      `Maya moved your session to ${at11}.`,
      `Maya accepted your session on ${at12}.`,
    ]);
    expect(await told(maya)).toEqual([
      'Your session with Leo is over.',
      'Your session with Leo has begun.',
      `Leo changed what your session on ${at12} is about.`,
      `Leo now asks you for ${at12}.`,
      `Leo asks you for a session on ${at11}.`,
    ]);
  });

  it('tell of ends without a session', async () => {
    const { maya, leo } = await mayaAndLeo();
    const make = async (offset: number) => (await aBooking(house, maya, leo, { at: slot + offset * hour })).id;
    const [declined, withdrawn, expired] = [await make(0), await make(1), await make(2)];
    await house.meetings.act(declined, maya.person, { event: 'decline' });
    await house.meetings.act(declined, maya.person, { event: 'explain', reason: 'Away.' });
    await house.meetings.act(withdrawn, leo.person, { event: 'cancel' });
    house.clock.at += 2 * day;
    await house.meetings.byClock(expired, 'expire');
    expect((await told(leo)).map((text) => text.replace(/on Thu.*?\)|for Thu.*?\)/, '...'))).toEqual([
      'Maya did not answer in time, so your request ... has ended.',
      'Maya told you why the session you asked for ... did not suit.',
      'Maya cannot take the session you asked for ....',
    ]);
    expect(await told(maya)).toHaveLength(5);
  });

  it('are forgotten after thirty days, and at most fifty', async () => {
    const { maya, leo } = await mayaAndLeo();
    for (let index = 0; index < 60; index += 1) {
      const { id } = await aBooking(house, maya, leo, { at: slot });
      await house.meetings.act(id, leo.person, { event: 'cancel' });
    }
    expect((await news(maya)).notifications).toHaveLength(50);
    house.clock.at += 30 * day;
    expect((await news(maya)).notifications).toHaveLength(50);
    house.clock.at += 1;
    expect((await news(maya)).notifications).toEqual([]);
  });

  it('keep their ids', async () => {
    const { maya, leo } = await mayaAndLeo();
    const { id } = await aBooking(house, maya, leo, { at: slot });
    const [first] = (await news(maya)).notifications;
    await house.meetings.act(id, leo.person, { event: 'cancel' });
    const [, again] = (await news(maya)).notifications;
    expect(again).toEqual(first);
    expect(plainInlines(first!.words, reader)).toContain('asks you');
  });
});

describe('the mark of what was read', () => {
  it('covers everything up to it, never goes back, and lies never ahead', async () => {
    const { maya, leo } = await mayaAndLeo();
    await aBooking(house, maya, leo, { at: slot });
    expect((await news(maya)).unread).toBe(1);
    await markRead(ports(), maya.person, NOW + 365 * day);
    expect((await news(maya)).unread).toBe(0);
    house.clock.at += minute;
    await aBooking(house, maya, leo, { at: slot + hour });
    expect(await news(maya)).toMatchObject({ unread: 1, notifications: [{ unread: true }, { unread: false }] });
    await markRead(ports(), maya.person, NOW - day);
    expect((await news(maya)).unread).toBe(1);
  });

  it('survives that accounts are connected, whichever of them is kept', async () => {
    const { maya, leo } = await mayaAndLeo();
    await aBooking(house, maya, leo, { at: slot });
    await markRead(ports(), maya.person, NOW);
    const slack = await house.desk.arrive(onSlack('Maya'));
    await connectAccounts(house, maya, await codeFor(house, slack, 'person'));
    const merged = await house.stores.people.get(maya.person.id);
    expect(merged!.id).toBe(slack.person.id);
    expect((await news(maya)).unread).toBe(0);
    expect((await news(maya)).notifications).toHaveLength(1);
  });
});
