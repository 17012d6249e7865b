import { describe, expect, it } from 'vitest';
import { CalendarError } from '#core/calendar/meet-links.ts';
import type { MeetingId } from '#core/ids.ts';
import { day, hour, minute, second } from '#core/time/clock.ts';
import { NOW } from '../builders.ts';
import { linkOf } from '../fakes/fake-meet-links.ts';
import { fails } from '../fakes/fake-messenger.ts';
import { aBooking, aLearnerAt, aMentorAt, onDiscord } from '../fakes/small-house.ts';
import { aGate, start, useWorkingHouse } from '../fakes/working-house.ts';

const house = useWorkingHouse();

async function aSession({ organisers = 0 } = {}) {
  for (let index = 0; index < organisers; index += 1) {
    const olga = await house.desk.arrive(onDiscord(`Olga${index}`, { admin: true }));
    await house.desk.submitSettings(olga, {});
  }
  const maya = await aMentorAt(house, onDiscord('Maya'));
  const leo = await aLearnerAt(house, onDiscord('Leo'));
  const { id } = await aBooking(house, maya, leo, { at: start });
  await house.passUntil(NOW);
  await house.desk.press(maya, { do: 'accept', meeting: id });
  return { maya, leo, id };
}

const meetingOf = async (id: MeetingId) => (await house.stores.meetings.get(id))!;
const error = (code: CalendarError['code'], retryAfter?: number) =>
  new CalendarError(code, `The fake calendar says: ${code}`, retryAfter === undefined ? {} : { retryAfter });
const toldTo = (user: string) =>
  house.discord.said.filter(({ what, to }) => what === 'tell' && to === user).map(({ headline }) => headline);

describe('the calendar', () => {
  it("is told what it needs, in the zone of the mentor's hours", async () => {
    const { id } = await aSession();
    await house.passUntil(NOW + minute);
    expect(house.meetLinks.asked).toMatchObject([
      {
        mentorName: 'Maya',
        learnerName: 'Leo',
        zone: 'Europe/Berlin',
        meeting: { id, status: 'scheduled', scheduledAt: start },
      },
    ]);
    expect(await meetingOf(id)).toMatchObject({ meetingId: `event-${id}`, meetingLink: linkOf(id), version: 2 });
  });

  it('is asked again while the link is still being made; the event is remembered at once', async () => {
    house.meetLinks.answer = ({ meeting }) => ({
      eventId: 'event',
      link: house.clock.at < NOW + 20 * second ? null : linkOf(meeting.id),
      pending: house.clock.at < NOW + 20 * second,
      roomOpen: null,
    });
    const { id } = await aSession();
    await house.passUntil(NOW);
    expect(await meetingOf(id)).toMatchObject({ meetingId: 'event', meetingLink: null, linkGivenUp: false });
    expect(house.discord.shown.get('dm-d-Leo/1')).toContain('Where: The link will follow here.');
    await house.passUntil(NOW + minute);
    expect((await meetingOf(id)).meetingLink).toBe(linkOf(id));
    expect(house.discord.shown.get('dm-d-Leo/1')).toContain(`Where: ${linkOf(id)}`);
    expect(house.discord.shown.get('dm-d-Maya/1')).toContain(`Where: ${linkOf(id)}`);
    expect(house.meetLinks.asked.length).toBeGreaterThan(2);
    // Whether the room is open is not known, which is nothing to worry the mentor with.
    expect(toldTo('d-Maya')).toEqual(['Leo asks you for a session.']);
    const asked = house.meetLinks.asked.length;
    await house.passUntil(NOW + hour);
    expect(house.meetLinks.asked).toHaveLength(asked);
  });

  it('that is away for hours is asked until the session is over, and no longer', async () => {
    house.meetLinks.answer = () => error('unavailable');
    await aSession();
    await house.passUntil(start + 30 * minute - 1);
    const asked = house.meetLinks.asked.length;
    // Every quarter of an hour, with some jitter.
    expect(asked).toBeGreaterThan((49 * 60) / 20);
    expect(asked).toBeLessThan((49 * 60) / 14);
    await house.passUntil(start + day);
    expect(house.meetLinks.asked.length).toBeLessThanOrEqual(asked + 1);
    expect(await house.stores.effects.nextDueAt()).toBeNull();
  });

  it('waits as long as it was told to', async () => {
    house.meetLinks.answer = () => error('unavailable', 5 * minute);
    await aSession();
    await house.passUntil(NOW + 5 * minute - 1);
    expect(house.meetLinks.asked).toHaveLength(1);
    await house.passUntil(NOW + 5 * minute);
    expect(house.meetLinks.asked).toHaveLength(2);
  });

  it('that refuses is not asked again, and the booking stands', async () => {
    house.meetLinks.answer = () => error('refused');
    const { id } = await aSession();
    await house.passUntil(NOW + hour);
    expect(house.meetLinks.asked).toHaveLength(1);
    expect(await house.stores.effects.failures(5)).toMatchObject([
      { id: `${id}:2:calendar`, reason: 'The fake calendar says: refused' },
    ]);
    expect((await meetingOf(id)).status).toBe('scheduled');
    expect(toldTo('d-Leo')).toEqual(['Maya accepted. Your session is booked.']);
  });

  it('whose room could not be opened has the mentor told, once', async () => {
    house.meetLinks.answer = ({ meeting }) => ({
      eventId: 'event',
      link: linkOf(meeting.id),
      pending: false,
      roomOpen: false,
    });
    await aSession();
    await house.passUntil(NOW + minute);
    const said = toldTo('d-Maya').filter((line) => line.includes('could not be opened to guests'));
    expect(said).toHaveLength(1);
    expect(toldTo('d-Leo')).toHaveLength(1);
  });

  it('loses the event of a session that is cancelled while the event is being made', async () => {
    const { gate, open } = aGate();
    house.meetLinks.gate = gate;
    const { leo, id } = await aSession();
    house.carryOut.pump();
    await expect.poll(() => house.meetLinks.asked).toHaveLength(1);
    await house.desk.press(leo, { do: 'cancel-confirmed', meeting: id });
    house.carryOut.pump();
    expect(house.meetLinks.asked).toHaveLength(1);
    open();
    await house.carryOut.idle();
    await house.work();
    expect(house.meetLinks.asked.map(({ meeting }) => [meeting.status, meeting.meetingId])).toEqual([
      ['scheduled', null],
      ['cancelled', `event-${id}`],
    ]);
    expect(await meetingOf(id)).toMatchObject({ status: 'cancelled', meetingId: null, meetingLink: null });
  });

  it('removes the event of a cancelled session also when that was long ago', async () => {
    const { leo, id } = await aSession();
    await house.passUntil(NOW + minute);
    await house.desk.press(leo, { do: 'cancel-confirmed', meeting: id });
    house.clock.at = start + 5 * day;
    await house.work();
    expect(house.meetLinks.asked.at(-1)?.meeting.status).toBe('cancelled');
    expect((await meetingOf(id)).meetingId).toBeNull();
  });
});

describe('a calendar that makes no link', () => {
  const noRoom = () => ({ eventId: 'event', link: null, pending: false, roomOpen: null });
  const asksForOne = 'Your session with Leo has no link. Please send Leo one in time.';
  const room = 'https://rooms.example/one';

  it.each([
    ['makes none', noRoom],
    ['refuses', () => error('refused')],
  ])('but %s: people meet where the operator said', async (_, answer) => {
    house.meetLinks.answer = answer;
    house.otherPlaces.link = room;
    const { id } = await aSession();
    await house.passUntil(NOW + hour);
    expect(house.meetLinks.asked).toHaveLength(1);
    expect(await meetingOf(id)).toMatchObject({ meetingLink: room, linkGivenUp: false, status: 'scheduled' });
    for (const card of ['dm-d-Leo/1', 'dm-d-Maya/1']) expect(house.discord.shown.get(card)).toContain(`Where: ${room}`);
    expect(toldTo('d-Maya')).not.toContain(asksForOne);
  });

  it('gives way to a Jitsi room, which stays the same through a move', async () => {
    house.meetLinks.answer = noRoom;
    house.otherPlaces.jitsiBaseUrl = 'https://jitsi.example';
    const { maya, id } = await aSession();
    await house.passUntil(NOW + minute);
    const { meetingLink, meetingId } = await meetingOf(id);
    expect(meetingLink).toMatch(/^https:\/\/jitsi\.example\/confab-[0-9a-f]{32}$/);
    expect(meetingId).toBe('event');
    await house.meetings.act(id, maya.person, { event: 'reschedule', scheduledAt: start + day });
    await house.passUntil(NOW + 2 * minute);
    expect(house.meetLinks.asked).toHaveLength(2);
    expect((await meetingOf(id)).meetingLink).toBe(meetingLink);
  });

  it.each([
    ['makes none', noRoom],
    ['refuses', () => error('refused')],
  ])('and no other place is set (it %s): the mentor is told once, and both see who sends it', async (_, answer) => {
    house.meetLinks.answer = answer;
    const { maya, leo, id } = await aSession();
    await house.passUntil(NOW + hour);
    expect(house.meetLinks.asked).toHaveLength(1);
    expect(await meetingOf(id)).toMatchObject({
      meetingLink: null,
      linkGivenUp: true,
      status: 'scheduled',
      version: 2,
    });
    expect(toldTo('d-Maya')).toEqual(['Leo asks you for a session.', asksForOne]);
    expect(toldTo('d-Leo')).toEqual(['Maya accepted. Your session is booked.']);
    expect(house.discord.shown.get('dm-d-Maya/1')).toContain('Where: No link: please send Leo one.');
    expect(house.discord.shown.get('dm-d-Leo/1')).toContain('Where: The link will follow: Maya sends it.');
    // Another time has no link either, which is no news.
    await house.meetings.act(id, leo.person, { event: 'reschedule', scheduledAt: start + day });
    await house.passUntil(NOW + 2 * hour);
    expect(house.meetLinks.asked).toHaveLength(2);
    expect(toldTo('d-Maya').filter((line) => line === asksForOne)).toHaveLength(1);
    await house.meetings.act(id, maya.person, { event: 'cancel' });
    await house.passUntil(NOW + 3 * hour);
    expect(house.discord.shown.get('dm-d-Maya/2')).toContain('Your session with Leo was cancelled.');
  });

  it('is asked again after a move, and a link that comes then takes its place', async () => {
    const { answer } = house.meetLinks;
    house.meetLinks.answer = noRoom;
    const { leo, id } = await aSession();
    await house.passUntil(NOW + minute);
    house.meetLinks.answer = answer;
    await house.meetings.act(id, leo.person, { event: 'reschedule', scheduledAt: start + day });
    await house.passUntil(NOW + 2 * minute);
    expect(await meetingOf(id)).toMatchObject({ meetingLink: linkOf(id), linkGivenUp: false });
    // The request, that there is no link, and the move: none of them asks for a link any more.
    for (const card of ['dm-d-Leo/1', 'dm-d-Maya/1', 'dm-d-Maya/2', 'dm-d-Maya/3']) {
      expect(house.discord.shown.get(card)).toContain(`Where: ${linkOf(id)}`);
      expect(house.discord.shown.get(card)).not.toContain('Please send');
    }
  });

  it('is no matter of a session that was cancelled before the mentor heard of it', async () => {
    house.meetLinks.answer = noRoom;
    const { leo, id } = await aSession();
    house.discord.trouble = ({ to }) => (to === 'd-Maya' ? fails('unavailable') : null);
    await house.passUntil(NOW + second);
    expect((await meetingOf(id)).linkGivenUp).toBe(true);
    // The calendar is away from now on, so the meeting keeps saying that it has no link.
    house.meetLinks.answer = () => error('unavailable');
    await house.desk.press(leo, { do: 'cancel-confirmed', meeting: id });
    house.discord.trouble = () => null;
    await house.passUntil(NOW + hour);
    expect((await meetingOf(id)).linkGivenUp).toBe(true);
    expect(toldTo('d-Maya')).toEqual([
      'Leo asks you for a session.',
      'Leo cancelled your session of Thu 3 Dec 2026, 11:00 (Europe/Berlin).',
    ]);
  });

  it('leaves a card that no longer asks for a link once the session is over', async () => {
    house.meetLinks.answer = noRoom;
    await aSession();
    await house.passUntil(start + hour);
    expect(house.discord.shown.get('dm-d-Maya/2')).toContain('Your session with Leo is over.');
    expect(house.discord.shown.get('dm-d-Maya/2')).not.toContain('Please send');
  });
});

describe('a calendar that no longer lets us in', () => {
  const lost =
    'Google no longer lets Confab into the calendar, so new sessions get no event and no Meet link. No booking is lost.';

  it('is said once to every organiser, however many sessions wait for it', async () => {
    house.meetLinks.answer = () => error('token-lost');
    const { maya, leo } = await aSession({ organisers: 2 });
    await aBooking(house, maya, leo, { at: start + hour, accepted: true });
    await house.passUntil(NOW + 6 * hour);
    expect(house.meetLinks.asked.length).toBeGreaterThan(10);
    for (const organiser of ['d-Olga0', 'd-Olga1']) expect(toldTo(organiser)).toEqual([lost]);
    expect(toldTo('d-Leo')).not.toContain(lost);
  });

  it('is asked again in ten minutes, and the missing events are made by themselves', async () => {
    let connected = false;
    const agree = house.meetLinks.answer;
    house.meetLinks.answer = (facts) => (connected ? agree(facts) : error('token-lost'));
    const { id } = await aSession({ organisers: 1 });
    await house.passUntil(NOW + 9 * minute);
    expect(house.meetLinks.asked).toHaveLength(1);
    expect((await meetingOf(id)).status).toBe('scheduled');
    connected = true;
    await house.passUntil(NOW + 10 * minute);
    expect((await meetingOf(id)).meetingLink).toBe(linkOf(id));
    expect(house.discord.shown.get('dm-d-Leo/1')).toContain(linkOf(id));
  });

  it('is only logged where nobody has organised anything yet', async () => {
    house.meetLinks.answer = () => error('token-lost');
    await aSession();
    await house.passUntil(NOW + minute);
    expect(house.discord.said.filter(({ headline }) => headline === lost)).toEqual([]);
    expect(house.log.map(({ reason }) => reason)).toContain('The fake calendar says: token-lost');
  });
});

describe('a calendar that stays away until shortly before the start', () => {
  it('leaves the link to the place that is configured', async () => {
    house.otherPlaces.link = 'https://rooms.example/all';
    house.meetLinks.answer = () => error('unavailable');
    const { id } = await aSession();
    await house.passUntil(start - hour);
    expect(await meetingOf(id)).toMatchObject({ meetingLink: null, linkGivenUp: false });
    await house.passUntil(start - 10 * minute);
    expect(await meetingOf(id)).toMatchObject({ meetingLink: 'https://rooms.example/all', linkGivenUp: false });
  });

  it('gives its own link when it is back, and every card shows it', async () => {
    let away = true;
    const agree = house.meetLinks.answer;
    house.meetLinks.answer = (facts) => (away ? error('token-lost') : agree(facts));
    const { id } = await aSession();
    // The calendar is asked at least every 19 minutes, jitter included.
    await house.passUntil(start - 11 * minute);
    expect(house.discord.shown.get('dm-d-Leo/1')).toContain('The link will follow: Maya sends it.');
    away = false;
    await house.passUntil(start + 10 * minute);
    expect(await meetingOf(id)).toMatchObject({ meetingLink: linkOf(id), linkGivenUp: false });
    expect(house.discord.shown.get('dm-d-Leo/1')).toContain(`Where: ${linkOf(id)}`);
  });

  it('leaves it to the mentor, who is told once', async () => {
    house.meetLinks.answer = () => error('token-lost');
    const { id } = await aSession();
    await house.passUntil(start - 5 * minute);
    expect(await meetingOf(id)).toMatchObject({ meetingLink: null, linkGivenUp: true });
    expect(toldTo('d-Maya').filter((headline) => headline.includes('has no link'))).toHaveLength(1);
  });
});
