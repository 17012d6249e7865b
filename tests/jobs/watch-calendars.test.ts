import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MeetingId } from '#core/ids.ts';
import { day, hour, minute } from '#core/time/clock.ts';
import type { CalendarWatch } from '../../src/jobs/watch-calendars.ts';
import { BOT } from '../adapters/google/google-adapter-setup.ts';
import { createLendingWorld, type LendingWorld, MENTOR } from '../adapters/google/lending-world.ts';
import { start } from '../fakes/working-house.ts';

let world: LendingWorld;
let watch: CalendarWatch;
let id: MeetingId;
let eventId: string;

beforeEach(async () => {
  world = await createLendingWorld();
  watch = world.newWatch();
});
afterEach(async () => {
  await watch.stop();
  await world.close();
});

/** Two minutes later, and everything that follows from what is seen then. */
async function look(): Promise<void> {
  await world.house.passUntil(world.house.clock.at + 4 * minute);
  await watch.look();
  await world.house.passUntil(world.house.clock.at + minute);
}

/** A session in Maya's own calendar, or in the organisation's, that has been looked at. */
async function aSeenSession({ own = true } = {}): Promise<void> {
  if (own) await world.lend();
  id = await world.aSession();
  eventId = (await world.meetingOf(id)).meetingId!;
  await look();
  world.house.discord.said.length = 0;
}

const at = (from: number, minutes = 30) => ({
  start: { dateTime: new Date(from).toISOString() },
  end: { dateTime: new Date(from + minutes * minute).toISOString() },
});
const moveTo = (from: number, minutes = 30, email = MENTOR) =>
  world.google.moveEvent(email, eventId, at(from, minutes));
const writes = () => world.calls().filter((call) => /^events\.(insert|patch|delete)$/.test(call)).length;

describe('an event that its mentor moves in Google Calendar', () => {
  beforeEach(() => aSeenSession());

  it('moves the session, and both are told', async () => {
    await moveTo(start + day);
    await look();
    expect(await world.meetingOf(id)).toMatchObject({
      scheduledAt: start + day,
      status: 'scheduled',
      meetingId: eventId,
    });
    expect(world.toldTo('d-Leo')).toEqual([expect.stringMatching(/^Maya moved your session to Fri 4 Dec/)]);
    expect(world.toldTo('d-Maya')).toEqual([
      expect.stringMatching(/^You moved your session with Leo in Google Calendar\. It is on Fri 4 Dec 2026, 11:00/),
    ]);
    expect(world.startsIn(MENTOR)).toEqual([start + day]);
  });

  it('is seen once: what we wrote ourselves does not come back as somebody’s', async () => {
    await moveTo(start + day);
    await look();
    world.house.discord.said.length = 0;
    const before = writes();
    for (let times = 0; times < 5; times += 1) await look();
    expect(world.house.discord.said).toEqual([]);
    expect(writes()).toBe(before);
    expect((await world.meetingOf(id)).scheduledAt).toBe(start + day);
  });

  it.each([
    ['between the five minutes', () => start + 2 * minute],
    ['into the past', () => world.house.clock.at - day],
    ['further than a year', () => start + 400 * day],
  ])('%s goes back, and the mentor is asked to choose here', async (_, to) => {
    await moveTo(to());
    await look();
    expect((await world.meetingOf(id)).scheduledAt).toBe(start);
    expect(world.startsIn(MENTOR)).toEqual([start]);
    expect(world.toldTo('d-Maya')).toEqual([
      expect.stringMatching(
        /^The event of your session with Leo was moved in Google Calendar\. It goes back to Thu 3 Dec/,
      ),
    ]);
    expect(world.toldTo('d-Leo')).toEqual([]);
    expect(world.house.discord.shown.get('dm-d-Maya/2')).toContain('Choose another one here');
  });

  it('onto another session goes back', async () => {
    await world.aSession(start + day);
    await look();
    world.house.discord.said.length = 0;
    await moveTo(start + day + 15 * minute);
    await look();
    expect((await world.meetingOf(id)).scheduledAt).toBe(start);
    expect(world.startsIn(MENTOR).sort()).toEqual([start, start + day]);
    expect(world.toldTo('d-Maya')).toHaveLength(1);
  });

  it('to a whole day goes back', async () => {
    await world.google.moveEvent(MENTOR, eventId, {
      start: { date: '2026-12-04', dateTime: null },
      end: { date: '2026-12-05', dateTime: null },
    } as never);
    await look();
    expect((await world.meetingOf(id)).scheduledAt).toBe(start);
    expect(world.startsIn(MENTOR)).toEqual([start]);
  });

  it('again and again against the rules goes back once an hour, and is said once', async () => {
    for (let times = 0; times < 6; times += 1) {
      await moveTo(start + 2 * minute);
      await look();
    }
    expect(world.toldTo('d-Maya')).toHaveLength(1);
    const patches = world.calls().filter((call) => call === 'events.patch').length;
    expect(patches).toBeLessThanOrEqual(2);
  });

  it('does nothing to a session that was moved here in the meantime', async () => {
    world.google.fail('events.patch', 'serviceUnavailable', 50);
    await world.house.meetings.act(id, world.leo.person, { event: 'reschedule', scheduledAt: start + day });
    // The event changes, so it is seen, and it is still where it was put for the time before.
    await moveTo(start);
    await look();
    expect((await world.meetingOf(id)).scheduledAt).toBe(start + day);
    world.google.clearFailures();
    await world.house.passUntil(world.house.clock.at + 20 * minute);
    await look();
    expect(world.startsIn(MENTOR)).toEqual([start + day]);
    expect(world.toldTo('d-Maya').filter((headline) => headline.includes('Google Calendar'))).toEqual([]);
  });

  it('may get another title or description there: those are the mentor’s', async () => {
    const before = writes();
    await moveTo(start);
    await look();
    expect(world.house.discord.said).toEqual([]);
    expect(writes()).toBe(before);
  });
});

describe('an event that its mentor deletes in Google Calendar', () => {
  const question = expect.stringMatching(
    /^The event of your session with Leo on Thu 3 Dec 2026, 11:00.* was deleted in Google Calendar\. Cancel the session, or put the event back\?$/,
  );

  beforeEach(async () => {
    await aSeenSession();
    await world.google.deleteEvent(MENTOR, eventId);
    await look();
  });

  it('is asked about, and until then the session stands', async () => {
    expect(world.toldTo('d-Maya')).toEqual([question]);
    expect(world.toldTo('d-Leo')).toEqual([]);
    expect(await world.meetingOf(id)).toMatchObject({ status: 'scheduled', meetingId: null });
    await look();
    expect(world.toldTo('d-Maya')).toHaveLength(1);
    expect(world.startsIn(MENTOR)).toEqual([]);
  });

  it('is put back when the mentor says so, and the cards show its link', async () => {
    const { reply } = await world.house.desk.press(world.maya, { do: 'put-back', meeting: id });
    expect(reply?.headline.join('')).toContain('is being put back');
    await look();
    expect(world.startsIn(MENTOR)).toEqual([start]);
    const meeting = await world.meetingOf(id);
    expect(meeting.meetingId).not.toBe(eventId);
    expect(world.house.discord.shown.get('dm-d-Leo/1')).toContain(meeting.meetingLink);
    expect(world.house.discord.shown.get('dm-d-Maya/2')).not.toContain('put the event back');
    // Asked twice it is put back once, and our own event is no news.
    await world.house.desk.press(world.maya, { do: 'put-back', meeting: id });
    await look();
    expect(world.startsIn(MENTOR)).toEqual([start]);
    expect(world.toldTo('d-Maya')).toEqual([question]);
  });

  it('goes with the session when the mentor cancels it, and the learner is told', async () => {
    await world.house.desk.press(world.maya, { do: 'cancel-confirmed', meeting: id });
    await look();
    expect(world.toldTo('d-Leo')).toEqual([expect.stringMatching(/^Maya cancelled your session/)]);
    expect(world.startsIn(MENTOR)).toEqual([]);
  });

  it('is put back an hour before the start where nobody answers', async () => {
    await world.house.passUntil(start - hour - 1);
    expect(world.startsIn(MENTOR)).toEqual([]);
    await world.house.passUntil(start - 59 * minute);
    expect(world.startsIn(MENTOR)).toEqual([start]);
    expect((await world.meetingOf(id)).meetingId).not.toBeNull();
  });

  it('is asked about again when it is deleted again', async () => {
    await world.house.desk.press(world.maya, { do: 'put-back', meeting: id });
    await look();
    await world.google.deleteEvent(MENTOR, (await world.meetingOf(id)).meetingId!);
    await look();
    expect(world.toldTo('d-Maya')).toEqual([question, question]);
  });
});

describe('an event that is declined in Google Calendar', () => {
  const question = expect.stringMatching(
    /^The event of your session with Leo on Thu 3 Dec 2026, 11:00.* was declined in Google Calendar\. Cancel the session, or put the event back\?$/,
  );
  const GUEST = 'guest@gmail.com';
  const answers = (email: string) =>
    ((world.google.event(email, eventId).attendees ?? []) as { email: string; responseStatus: string }[]).map(
      (guest) => `${guest.email} ${guest.responseStatus}`,
    );

  beforeEach(() => world.google.addAccount({ email: GUEST, timeZone: 'UTC' }));

  it('by its mentor, who had added a guest and so can, is asked about', async () => {
    await aSeenSession();
    await world.google.inviteTo(MENTOR, eventId, [GUEST]);
    await world.google.declineEvent(MENTOR, eventId);
    await look();
    expect(world.toldTo('d-Maya')).toEqual([question]);
    expect(world.toldTo('d-Leo')).toEqual([]);
    expect(await world.meetingOf(id)).toMatchObject({ status: 'scheduled', meetingId: null });
    for (let times = 0; times < 3; times += 1) await look();
    expect(world.toldTo('d-Maya')).toEqual([question]);
  });

  it('is accepted again when the mentor puts it back: it is the same event, with its link and its guests', async () => {
    await aSeenSession();
    const { meetingLink } = await world.meetingOf(id);
    await world.google.inviteTo(MENTOR, eventId, [GUEST]);
    await world.google.declineEvent(MENTOR, eventId);
    await look();
    await world.house.desk.press(world.maya, { do: 'put-back', meeting: id });
    for (let times = 0; times < 3; times += 1) await look();
    expect(await world.meetingOf(id)).toMatchObject({ meetingId: eventId, meetingLink });
    expect(answers(MENTOR)).toEqual([`${MENTOR} accepted`, `${GUEST} needsAction`]);
    expect(world.startsIn(MENTOR)).toEqual([start]);
    expect(world.toldTo('d-Maya')).toEqual([question]);
    // And asked about again when it is declined again.
    await world.google.declineEvent(MENTOR, eventId);
    await look();
    expect(world.toldTo('d-Maya')).toEqual([question, question]);
  });

  it('goes with the session when the mentor cancels it, and the learner is told', async () => {
    await aSeenSession();
    await world.google.inviteTo(MENTOR, eventId, [GUEST]);
    await world.google.declineEvent(MENTOR, eventId);
    await look();
    await world.house.desk.press(world.maya, { do: 'cancel-confirmed', meeting: id });
    await look();
    expect(world.toldTo('d-Leo')).toEqual([expect.stringMatching(/^Maya cancelled your session/)]);
    expect(world.startsIn(MENTOR)).toEqual([]);
  });

  it('by a guest whom somebody added is between the two of them', async () => {
    await aSeenSession();
    await world.google.inviteTo(MENTOR, eventId, [GUEST]);
    await world.google.declineEvent(GUEST, eventId);
    await look();
    await world.google.deleteEvent(GUEST, eventId);
    await look();
    expect(world.house.discord.said).toEqual([]);
    expect(await world.meetingOf(id)).toMatchObject({ status: 'scheduled', meetingId: eventId, scheduledAt: start });
  });

  it('in the organisation’s calendar is asked about', async () => {
    await aSeenSession({ own: false });
    await world.google.inviteTo(BOT, eventId, [GUEST]);
    await world.google.declineEvent(BOT, eventId);
    await look();
    expect(world.toldTo('d-Maya')).toEqual([question]);
    await world.house.desk.press(world.maya, { do: 'put-back', meeting: id });
    await look();
    expect(answers(BOT)).toEqual([`${BOT} accepted`, `${GUEST} needsAction`]);
  });

  it.each(['declined', 'deleted'] as const)(
    'or deleted by the mentor as a guest of the organisation’s event (%s) is asked about, and moves to their calendar when they put it back',
    async (how) => {
      await aSeenSession({ own: false });
      await world.google.inviteTo(BOT, eventId, [MENTOR]);
      await world.lend();
      await look();
      world.house.discord.said.length = 0;
      if (how === 'declined') await world.google.declineEvent(MENTOR, eventId);
      else await world.google.deleteEvent(MENTOR, eventId);
      await look();
      expect(world.toldTo('d-Maya')).toEqual([expect.stringContaining(`was ${how} in Google Calendar`)]);
      await world.house.desk.press(world.maya, { do: 'put-back', meeting: id });
      await look();
      expect(world.startsIn(BOT)).toEqual([]);
      expect(world.startsIn(MENTOR)).toEqual([start]);
      expect((await world.meetingOf(id)).meetingId).not.toBe(eventId);
    },
  );
});

describe('an event in the organisation’s calendar', () => {
  beforeEach(() => aSeenSession({ own: false }));

  it('goes back when somebody moves it, and the mentor hears of it', async () => {
    await moveTo(start + day, 30, BOT);
    await look();
    expect((await world.meetingOf(id)).scheduledAt).toBe(start);
    expect(world.startsIn(BOT)).toEqual([start]);
    expect(world.toldTo('d-Maya')).toEqual([expect.stringContaining('It goes back to Thu 3 Dec')]);
    expect(world.toldTo('d-Leo')).toEqual([]);
  });

  it('is asked about when somebody deletes it', async () => {
    await world.google.deleteEvent(BOT, eventId);
    await look();
    expect(world.toldTo('d-Maya')).toEqual([expect.stringContaining('Cancel the session, or put the event back?')]);
  });
});

describe('what is not somebody else’s doing', () => {
  it('is not taken for it: booking, moving, cancelling and moving house', async () => {
    const other = await world.aSession(start + 2 * hour);
    await look();
    await world.lend();
    const mine = await world.aSession();
    await look();
    await world.house.meetings.act(mine, world.leo.person, { event: 'reschedule', scheduledAt: start + day });
    await world.house.meetings.act(other, world.leo.person, { event: 'reschedule', scheduledAt: start + day + hour });
    await look();
    await world.house.meetings.act(mine, world.leo.person, { event: 'cancel' });
    for (let times = 0; times < 4; times += 1) await look();
    expect(world.startsIn(MENTOR)).toEqual([start + day + hour]);
    expect(world.startsIn(BOT)).toEqual([]);
    const told = [...world.toldTo('d-Maya'), ...world.toldTo('d-Leo')];
    expect(told.filter((headline) => headline.includes('Google Calendar'))).toEqual([]);
  });

  it('an event of the mentor’s own is nobody’s business', async () => {
    await aSeenSession();
    await world.google.addEvent(MENTOR, { summary: 'Dentist', ...at(start + hour) });
    await look();
    expect(world.house.discord.said).toEqual([]);
  });

  it('an event left in a calendar that was lost goes when the calendar is connected again and the session is off', async () => {
    await aSeenSession();
    world.google.revoke(MENTOR);
    await world.house.meetings.act(id, world.leo.person, { event: 'cancel' });
    await look();
    expect(world.startsIn(MENTOR)).toEqual([start]);
    await world.lend();
    await look();
    expect(world.startsIn(MENTOR)).toEqual([]);
  });
});

describe('looking', () => {
  it('waits with an event that went while we were working on the session, and then asks about it', async () => {
    await world.lend();
    id = await world.aSession();
    await watch.look();
    await world.google.deleteEvent(MENTOR, (await world.meetingOf(id)).meetingId!);
    world.house.clock.at += 2 * minute;
    await watch.look();
    expect((await world.meetingOf(id)).meetingId).not.toBeNull();
    await look();
    expect((await world.meetingOf(id)).meetingId).toBeNull();
  });

  it('asks for what is new alone, and begins anew when Google has forgotten where it was', async () => {
    await aSeenSession();
    const lists = () =>
      world.journal.entries
        .filter(({ what }) => what === 'events.list')
        .map(({ body }) => body as Record<string, unknown>);
    await look();
    expect(lists().at(-1)).toMatchObject({ syncToken: expect.any(String), showDeleted: 'true', singleEvents: 'true' });
    expect(lists().at(-1)).not.toHaveProperty('timeMin');
    world.google.expireSyncTokens();
    await moveTo(start + day);
    await look();
    expect((await world.meetingOf(id)).scheduledAt).toBe(start + day);
    expect(lists().at(-1)).toHaveProperty('timeMin');
  });

  it('goes on where a process left off', async () => {
    await aSeenSession();
    await watch.stop();
    await moveTo(start + day);
    watch = world.newWatch();
    await look();
    expect((await world.meetingOf(id)).scheduledAt).toBe(start + day);
  });

  it('is done every two minutes, one look at a time', async () => {
    await aSeenSession();
    const lists = () => world.calls().filter((call) => call === 'events.list').length;
    const before = lists();
    await watch.look();
    expect(lists()).toBe(before);
    world.house.clock.at += 2 * minute;
    await Promise.all([watch.look(), watch.look(), watch.look()]);
    expect(lists()).toBe(before + 2);
  });

  it('goes on with the others when one calendar is lost, whose mentor is told', async () => {
    await aSeenSession();
    world.google.addAccount({ email: 'leo@gmail.com', timeZone: 'UTC' });
    await world.lend(world.leo, 'leo@gmail.com');
    world.google.revoke('leo@gmail.com');
    await moveTo(start + day);
    await look();
    expect((await world.meetingOf(id)).scheduledAt).toBe(start + day);
    expect(world.toldTo('d-Leo')).toContain('Google no longer lets Confab into your calendar. No session is lost.');
  });

  it('loses nothing while Google is away', async () => {
    await aSeenSession();
    await moveTo(start + day);
    world.google.goDown();
    await look();
    expect((await world.meetingOf(id)).scheduledAt).toBe(start);
    world.google.comeBack();
    await look();
    expect((await world.meetingOf(id)).scheduledAt).toBe(start + day);
  });
});
