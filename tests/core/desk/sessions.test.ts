import { describe, expect, it } from 'vitest';
import type { PressAction } from '#core/desk/desk.ts';
import type { Visitor } from '#core/desk/visitor.ts';
import type { MeetingId } from '#core/ids.ts';
import type { Message } from '#core/messages/message.ts';
import { day, hour, minute } from '#core/time/clock.ts';
import { NOW } from '../../builders.ts';
import {
  aBooking,
  aLearnerAt,
  allEffects,
  aMentorAt,
  formIn,
  onDiscord,
  onSlack,
  refusedIn,
  useSmallHouse,
} from '../../fakes/small-house.ts';
import { buttonsOf, labelsOf, readAloud } from '../messages/read-aloud.ts';

const house = useSmallHouse();
const firstSlot = NOW + 2 * hour;

async function aRequest(accepted = false) {
  const maya = await aMentorAt(house, onDiscord('Maya'));
  const leo = await aLearnerAt(house, onDiscord('Leo'));
  const meeting = await aBooking(house, maya, leo, { at: firstSlot, accepted });
  return { maya, leo, id: meeting.id };
}

const now = async (id: MeetingId) => (await house.stores.meetings.get(id))!;

/** What a press says in private, or null. */
const reply = async (...press: Parameters<typeof house.desk.press>) => {
  const pressed = await house.desk.press(...press);
  return pressed.reply && readAloud(pressed.reply);
};

const headline = (message: Message | null) => message && readAloud(message).split('\n')[0];

describe('a request', () => {
  it('is accepted with one tap: the card says it all, for both', async () => {
    const { maya, id } = await aRequest();
    house.wakes.length = 0;
    const pressed = await house.desk.press(maya, { do: 'accept', meeting: id });
    expect(pressed.reply).toBeNull();
    expect(headline(pressed.card)).toBe('Your session with Leo is booked.');
    expect(labelsOf(pressed.card!)).toBe('Join, Reschedule, Cancel, Add to calendar');
    expect(await now(id)).toMatchObject({ status: 'scheduled', version: 2, expiresAt: null });
    // At once, at the reminder that still lies ahead, at the start.
    expect(house.wakes.toSorted()).toEqual([NOW, firstSlot - 10 * minute, firstSlot]);
  });

  it('is declined with one tap, and explained once, after it', async () => {
    const { maya, leo, id } = await aRequest();
    const pressed = await house.desk.press(maya, { do: 'decline', meeting: id });
    expect(pressed.reply).toBeNull();
    expect(headline(pressed.card)).toBe('You declined the session Leo asked for.');
    expect(labelsOf(pressed.card!)).toBe('Say why');

    expect(refusedIn(await house.desk.explain(maya, id, '  ')).field).toBe('reason');
    expect(refusedIn(await house.desk.explain(maya, id, 'x'.repeat(501))).field).toBe('reason');
    expect(refusedIn(await house.desk.explain(leo, id, 'Because.')).field).toBe('reason');
    const told = await house.desk.explain(maya, id, 'I am away.');
    expect(readAloud(told.message)).toBe('Thank you. Leo is told what you wrote.');
    expect((await now(id)).reason).toBe('I am away.');
    const again = refusedIn(await house.desk.explain(maya, id, 'Another reason.'));
    expect(readAloud(again.message)).toBe('You have already said why. Nothing was changed.');
    expect((await now(id)).reason).toBe('I am away.');
    expect((await allEffects(house)).map(({ what }) => what.kind)).toContain('explained');
  });

  it('is answered once: whoever is second hears how it stands, and sees it on the card', async () => {
    const { maya, id } = await aRequest();
    await house.desk.press(maya, { do: 'decline', meeting: id });
    const late = await house.desk.press(maya, { do: 'accept', meeting: id });
    expect(headline(late.card)).toBe('You declined the session Leo asked for.');
    expect(readAloud(late.reply!)).toBe('This request was declined before.');
  });

  it('is accepted once, however fast it is tapped', async () => {
    const { maya, id } = await aRequest();
    const taps = await Promise.all(
      Array.from({ length: 5 }, () => house.desk.press(maya, { do: 'accept', meeting: id })),
    );
    expect(taps.filter((tap) => tap.reply === null)).toHaveLength(1);
    for (const { card } of taps) expect(headline(card)).toBe('Your session with Leo is booked.');
    expect((await now(id)).history.map(({ what }) => what)).toEqual(['request', 'accept']);
  });

  it('cannot be accepted any more when it has run out, though the clock is behind', async () => {
    const { maya, id } = await aRequest();
    house.clock.at = (await now(id)).expiresAt!;
    expect(await reply(maya, { do: 'accept', meeting: id })).toBe(
      'This request was not answered in time and has ended. Nothing is booked.',
    );
  });

  it("is the mentor's to answer and the learner's to withdraw", async () => {
    const { maya, leo, id } = await aRequest();
    expect(await reply(leo, { do: 'accept', meeting: id })).toBe('Only the mentor can do that.');
    expect(await reply(leo, { do: 'decline', meeting: id })).toBe('Only the mentor can do that.');
    expect(await reply(maya, { do: 'cancel', meeting: id })).toBe('Please accept or decline this request first.');
    expect(await reply(maya, { do: 'cancel-confirmed', meeting: id })).toBe(
      'Please accept or decline this request first.',
    );
    expect(await reply(leo, { do: 'join', meeting: id })).toContain('Nothing is booked until they accept.');
    expect((await now(id)).status).toBe('requested');
  });
});

describe('a session', () => {
  it('is cancelled after a question, and then the time is free', async () => {
    const { maya, leo, id } = await aRequest(true);
    const asked = await house.desk.press(leo, { do: 'cancel', meeting: id });
    expect(asked.card).toBeNull();
    expect(readAloud(asked.reply!)).toBe(
      'Cancel your session with Maya on Tue 1 Dec 2026, 12:00 (Europe/Berlin)? They will be told.',
    );
    const [yes, no] = buttonsOf(asked.reply!).map(({ action }) => action as PressAction);
    expect(await reply(leo, no!)).toBe('Kept. Nothing was changed.');
    expect((await now(id)).status).toBe('scheduled');
    const pressed = await house.desk.press(leo, yes!);
    expect(readAloud(pressed.reply!)).toBe('Cancelled. Maya is told, and the time is free again.');
    expect(headline(pressed.card)).toBe('Your session with Maya was cancelled.');
    expect((await now(id)).status).toBe('cancelled');
    expect(formIn(await house.desk.openBooking(leo, maya.person.id)).slots[0]?.at).toBe(firstSlot);
    expect(await reply(leo, yes!)).toBe('This session was cancelled before.');
    expect(await reply(leo, { do: 'cancel', meeting: id })).toBe('This session was cancelled before.');
  });

  it('cannot be cancelled once it has begun', async () => {
    const { maya, id } = await aRequest(true);
    house.clock.at = firstSlot;
    for (const action of ['cancel', 'cancel-confirmed'] as const)
      expect(await reply(maya, { do: action, meeting: id })).toBe('This session has already begun.');
  });

  it('is joined by both, as often as they like, and each is recorded once', async () => {
    const { maya, leo, id } = await aRequest(true);
    expect(await reply(leo, { do: 'join', meeting: id })).toContain('There is no link yet.');
    const meeting = await now(id);
    await house.stores.meetings.update(
      { ...meeting, meetingLink: 'https://meet.example/abc', revision: meeting.revision + 1 },
      [],
    );
    const joinsOf = async () => (await now(id)).history.filter(({ what }) => what === 'join');
    const press = async (visitor: Visitor) =>
      expect(await reply(visitor, { do: 'join', meeting: id })).toBe('Here is the way in: https://meet.example/abc');
    await press(leo);
    expect(await joinsOf()).toEqual([]);
    house.clock.at = firstSlot - 15 * minute;
    for (const visitor of [leo, maya, leo]) await press(visitor);
    const joins = await joinsOf();
    expect(joins.map(({ by }) => by)).toEqual([leo.person.id, maya.person.id]);
  });

  it('without a link is joined by what the mentor sends, and both are told so', async () => {
    const { maya, leo, id } = await aRequest(true);
    const meeting = await now(id);
    await house.stores.meetings.update({ ...meeting, linkGivenUp: true, revision: meeting.revision + 1 }, []);
    expect(await reply(leo, { do: 'join', meeting: id })).toBe('There is no link here. Maya sends you one.');
    expect(await reply(maya, { do: 'join', meeting: id })).toBe(
      'There is no link for this session. Please send Leo one.',
    );
  });

  it('does not exist for others', async () => {
    const { id } = await aRequest(true);
    const ana = await aMentorAt(house, onDiscord('Ana', { admin: true }));
    const says = 'This session is not among yours. /meetings shows those that are.';
    for (const action of ['accept', 'decline', 'join', 'cancel', 'cancel-confirmed'] as const) {
      const pressed = await house.desk.press(ana, { do: action, meeting: id });
      expect(pressed.card).toBeNull();
      expect(readAloud(pressed.reply!)).toBe(says);
    }
    expect(await house.desk.openReschedule(ana, id)).toMatchObject({ open: 'nothing' });
    expect(refusedIn(await house.desk.explain(ana, id, 'x')).problem).toBeDefined();
    expect((await house.desk.calendarFile(ana, id)).file).toBeNull();
    expect(await reply(ana, { do: 'accept', meeting: 'nothing' as MeetingId })).toBe(says);
  });

  it('goes into any calendar once it is booked', async () => {
    const { maya, leo, id } = await aRequest();
    const early = await house.desk.calendarFile(leo, id);
    expect(early.file).toBeNull();
    expect(readAloud(early.message)).toContain('Nothing is booked until they accept.');
    await house.desk.press(maya, { do: 'accept', meeting: id });
    const { file, message } = await house.desk.calendarFile(leo, id);
    expect(file?.name).toBe('session.ics');
    expect(file?.content).toContain(
      'DTSTART:20261201T110000Z\r\nDTEND:20261201T113000Z\r\nSUMMARY:Session with Maya\r\n',
    );
    expect(readAloud(message)).toContain('dates=20261201T110000Z%2F20261201T113000Z');
    expect((await house.desk.calendarFile(maya, id)).file?.content).toContain('SUMMARY:Session with Leo\r\n');
    await house.desk.press(leo, { do: 'cancel-confirmed', meeting: id });
    expect((await house.desk.calendarFile(leo, id)).file).toBeNull();
  });
});

describe('my sessions', () => {
  it('come in pages, soonest first, with the way on and the way back', async () => {
    const maya = await aMentorAt(house, onSlack('Maya'));
    const leo = await aLearnerAt(house, onSlack('Leo'));
    const times = Array.from(
      { length: 10 },
      (_, index) => firstSlot + (index % 5) * day + Math.floor(index / 5) * hour,
    );
    for (const at of times.filter((at) => ![0, 6].includes(new Date(at).getUTCDay())))
      await aBooking(house, maya, leo, { at });

    const seen: string[] = [];
    let cursor = '';
    for (let page = 1; page <= 3; page += 1) {
      const message = await house.desk.meetings(leo, cursor);
      readAloud(message);
      expect(message.sections.length).toBeLessThanOrEqual(4);
      seen.push(...message.sections.map(({ nodes }) => JSON.stringify(nodes[0])));
      const ways = message.buttons ?? [];
      const more = ways.find(({ label }) => label === 'More');
      expect(ways.some(({ label }) => label === 'Back to the first')).toBe(page > 1);
      expect(more === undefined).toBe(page === 2);
      if (more?.action.do !== 'meetings') break;
      cursor = more.action.cursor;
    }
    expect(seen).toHaveLength(8);
    expect(new Set(seen).size).toBe(8);
    const whens = seen.map((text) => Number(/"at":(\d+)/.exec(text)?.[1]));
    expect(whens).toEqual(whens.toSorted((a, b) => a - b));

    const pressed = await house.desk.press(leo, { do: 'meetings', cursor });
    expect(pressed).toEqual({ card: null, reply: await house.desk.meetings(leo, cursor) });
    // Those of the mentor are the same, seen from the other side.
    expect(readAloud(await house.desk.meetings(maya, ''))).toContain('with Leo: waiting for an answer.');
    expect((await house.desk.home(leo.person)).sections).toHaveLength(8);
  });

  it('have their buttons, and only what lies ahead', async () => {
    const { maya, leo, id } = await aRequest(true);
    const declined = await aBooking(house, maya, leo, { at: firstSlot + day });
    await house.desk.press(maya, { do: 'decline', meeting: declined.id });
    const list = await house.desk.meetings(leo, '');
    expect(list.sections).toHaveLength(1);
    expect(labelsOf(list)).toBe('Join, Reschedule, Cancel, Add to calendar');
    for (const { action } of list.sections[0]!.buttons) expect(action).toMatchObject({ meeting: id });
    expect(labelsOf(await house.desk.home(leo.person))).toBe(
      'Join, Reschedule, Cancel, Add to calendar, Book a session',
    );
  });

  it('are at most ten at home, which says when there are more', async () => {
    const maya = await aMentorAt(house, onSlack('Maya'));
    const leo = await aLearnerAt(house, onSlack('Leo'));
    const home = async () => readAloud(await house.desk.home(leo.person));
    for (let index = 0; index < 10; index += 1) await aBooking(house, maya, leo);
    expect(await home()).not.toContain('There are more');
    expect((await home()).match(/with Maya/g)).toHaveLength(10);
    await aBooking(house, maya, leo);
    expect(await home()).toContain('There are more: /meetings shows them all.');
    expect((await home()).match(/with Maya/g)).toHaveLength(10);
  });

  it('are none, and say where to begin', async () => {
    const leo = await aLearnerAt(house, onDiscord('Leo'));
    expect(labelsOf(await house.desk.meetings(leo, ''))).toBe('Book a session');
    expect(readAloud(await house.desk.home(leo.person))).toBe('Your sessions. There are none ahead.');
  });
});
