import { describe, expect, it } from 'vitest';
import type { MeetingId } from '#core/ids.ts';
import { day, hour, minute, second } from '#core/time/clock.ts';
import { NOW } from '../builders.ts';
import { fails } from '../fakes/fake-messenger.ts';
import { aBooking, aLearnerAt, aMentorAt, onDiscord, onSlack } from '../fakes/small-house.ts';
import { start, useWorkingHouse } from '../fakes/working-house.ts';

const house = useWorkingHouse();

async function aSession({ channel = 'C1' as string | null } = {}) {
  const olga = await house.desk.arrive(onDiscord('Olga', { admin: true }));
  if (channel) await house.desk.submitSettings(olga, { announcementChannelId: channel });
  const maya = await aMentorAt(house, onDiscord('Maya'));
  const leo = await aLearnerAt(house, onDiscord('Leo'));
  const { id } = await aBooking(house, maya, leo, { at: start });
  await house.passUntil(NOW);
  return { olga, maya, leo, id };
}

const accept = ({ maya, id }: { maya: Parameters<typeof house.desk.press>[0]; id: MeetingId }) =>
  house.desk.press(maya, { do: 'accept', meeting: id });
const done = (what: 'post' | 'edit', to?: string) =>
  house.discord.said
    .filter((said) => said.what === what && (to === undefined || said.to === to))
    .map(({ headline }) => headline);

describe('the card in the announcement channel', () => {
  it('is posted once and edited from then on, never with the subject', async () => {
    const session = await aSession();
    expect(done('post')).toEqual([]);
    await accept(session);
    await house.passUntil(start + hour);
    expect(done('post')).toEqual(['Session booked: Leo with Maya, Thu 3 Dec 2026, 10:00 (UTC), 30 minutes.']);
    expect(done('edit', 'C1/1')).toEqual([
      'Session starting: Leo with Maya, Thu 3 Dec 2026, 10:00 (UTC), 30 minutes.',
      'Session done: Leo with Maya, Thu 3 Dec 2026, 10:00 (UTC), 30 minutes.',
    ]);
    const inChannel = house.discord.said.filter(({ to }) => to.startsWith('C1'));
    expect(JSON.stringify(inChannel.map(({ message }) => message))).not.toMatch(/Recursion|meet\.example/);
  });

  it('is left alone when it says already how things stand', async () => {
    const session = await aSession();
    await accept(session);
    await house.meetings.act(session.id, session.maya.person, { event: 'reschedule', scheduledAt: start + day });
    await house.passUntil(NOW + minute);
    expect(done('post')).toEqual(['Session booked: Leo with Maya, Fri 4 Dec 2026, 10:00 (UTC), 30 minutes.']);
    expect(done('edit', 'C1/1')).toEqual([]);
  });

  it('has one key for all its tries, so that a repeat can be recognised', async () => {
    let lost = 2;
    house.discord.trouble = ({ what }) => (what === 'post' && lost-- > 0 ? fails('unknown') : null);
    await accept(await aSession());
    await house.passUntil(NOW + 10 * minute);
    const keys = house.discord.asked.filter(({ what }) => what === 'post').map(({ options }) => options.key);
    expect(keys).toHaveLength(3);
    expect(new Set(keys).size).toBe(1);
    expect(done('post')).toHaveLength(1);
  });

  it('is not there for a request, a decline, or a programme without a channel', async () => {
    const declined = await aSession();
    await house.desk.press(declined.maya, { do: 'decline', meeting: declined.id });
    await house.passUntil(NOW + minute);
    expect(done('post')).toEqual([]);
    await house.desk.submitSettings(declined.olga, { announcementChannelId: null });
    const { id } = await aBooking(house, declined.maya, declined.leo, { at: start + day });
    await accept({ maya: declined.maya, id });
    await house.passUntil(start + 2 * day);
    expect(done('post')).toEqual([]);
  });

  it('begins with the start, where a channel was set after the booking', async () => {
    const session = await aSession({ channel: null });
    await accept(session);
    await house.passUntil(NOW + minute);
    await house.desk.submitSettings(session.olga, { announcementChannelId: 'C9' });
    await house.passUntil(start + hour);
    expect(done('post')).toEqual(['Session starting: Leo with Maya, Thu 3 Dec 2026, 10:00 (UTC), 30 minutes.']);
    expect(done('edit', 'C9/1')).toHaveLength(1);
  });

  it('is not made for a session that was cancelled before anything was announced', async () => {
    house.discord.trouble = ({ what }) => (what === 'post' ? fails('unavailable') : null);
    const session = await aSession();
    await accept(session);
    await house.passUntil(NOW + second);
    await house.desk.press(session.leo, { do: 'cancel-confirmed', meeting: session.id });
    house.discord.trouble = () => null;
    await house.passUntil(NOW + hour);
    expect(done('post')).toEqual([]);
  });

  it('that was posted, with nobody learning of it, says that the session was cancelled since', async () => {
    house.discord.loses = ({ what }) => what === 'post';
    const session = await aSession();
    await accept(session);
    await house.passUntil(NOW + second);
    expect(house.discord.shown.get('C1/1')).toContain('Session booked');
    await house.desk.press(session.leo, { do: 'cancel-confirmed', meeting: session.id });
    house.discord.loses = () => false;
    await house.passUntil(NOW + hour);
    expect(house.discord.shown.get('C1/1')).toContain('cancelled');
    expect(house.discord.shown.has('C1/2')).toBe(false);
  });

  it('that was posted, with nobody learning of it, follows when the session moves', async () => {
    house.discord.loses = ({ what }) => what === 'post';
    const session = await aSession();
    await accept(session);
    await house.passUntil(NOW + second);
    await house.meetings.act(session.id, session.maya.person, { event: 'reschedule', scheduledAt: start + day });
    house.discord.loses = () => false;
    await house.passUntil(NOW + hour);
    expect(house.discord.shown.get('C1/1')).toContain('Fri 4 Dec 2026, 10:00');
    expect(house.discord.shown.has('C1/2')).toBe(false);
  });

  it('that somebody deleted is not mourned', async () => {
    house.discord.trouble = ({ what, to }) => (what === 'edit' && to === 'C1/1' ? fails('gone') : null);
    await accept(await aSession());
    await house.passUntil(start + hour);
    expect(done('post')).toHaveLength(1);
    expect(house.discord.asked.filter(({ to }) => to === 'C1/1')).toHaveLength(2);
    expect(await house.stores.effects.failures(5)).toEqual([]);
  });

  it('in a channel we may not write to is given up, and the session goes on', async () => {
    house.discord.trouble = ({ what }) => (what === 'post' ? fails('refused') : null);
    const session = await aSession();
    await accept(session);
    await house.passUntil(NOW + minute);
    expect(await house.stores.effects.failures(5)).toMatchObject([
      { id: `${session.id}:2:announcement:discord:guild` },
    ]);
    expect(house.discord.shown.get('dm-d-Leo/1')).toContain('Your session is booked.');
  });

  it('is repeated at most once on Slack, whatever is not known about it', async () => {
    house.slack.trouble = ({ what }) => (what === 'post' ? fails('unknown') : null);
    const boss = await house.desk.arrive(onSlack('Boss', { admin: true }));
    await house.desk.submitSettings(boss, { announcementChannelId: 'C2' });
    const maya = await aMentorAt(house, onSlack('Maya'));
    await aBooking(house, maya, await aLearnerAt(house, onSlack('Leo')), { at: start, accepted: true });
    await house.passUntil(NOW + hour);
    expect(house.slack.asked.filter(({ what }) => what === 'post')).toHaveLength(2);
  });
});

describe('cards that were sent before', () => {
  it('are edited only when they would show something else', async () => {
    const session = await aSession();
    await accept(session);
    // When joining is written down, and before the next reminder.
    await house.passUntil(start - 13 * minute);
    const before = house.discord.asked.length;
    // Somebody joins: nothing on any card says so.
    await house.desk.press(session.leo, { do: 'join', meeting: session.id });
    await house.passUntil(start - 11 * minute);
    expect(house.discord.asked).toHaveLength(before);
    // Of those who are shown the end, nobody is shown it twice.
    await house.passUntil(start + hour);
    const texts = house.discord.said.filter(({ what }) => what === 'edit').map(({ to, text }) => `${to}: ${text}`);
    expect(new Set(texts).size).toBe(texts.length);
  });

  it('that are gone are left alone, and the others are still edited', async () => {
    const session = await aSession();
    await accept(session);
    await house.passUntil(start - day);
    house.discord.trouble = ({ to }) => (to === 'dm-d-Leo/1' ? fails('gone') : null);
    await house.passUntil(start);
    expect(house.discord.shown.get('dm-d-Leo/1')).toContain('Your session is booked');
    expect(house.discord.shown.get('dm-d-Leo/2')).toContain('is on now');
    expect(await house.stores.effects.failures(5)).toEqual([]);
  });

  it('wait for a busy platform, and go on where they stopped', async () => {
    const session = await aSession();
    await accept(session);
    await house.passUntil(start - day);
    let busy = true;
    house.discord.trouble = ({ to }) => (busy && to === 'dm-d-Leo/2' ? fails('busy', 5 * second) : null);
    await house.desk.press(session.maya, { do: 'cancel-confirmed', meeting: session.id });
    await house.passUntil(start - day + second);
    busy = false;
    await house.passUntil(start - day + minute);
    for (const card of ['dm-d-Leo/1', 'dm-d-Leo/2'])
      expect(house.discord.shown.get(card), card).toContain('Your session with Maya was cancelled.');
    const edits = house.discord.asked.filter(
      ({ what, to, headline }) => what === 'edit' && to === 'dm-d-Leo/1' && headline.includes('was cancelled'),
    );
    expect(edits).toHaveLength(1);
  });

  it('are given up after some minutes, and made true by the next change', async () => {
    const session = await aSession();
    await accept(session);
    await house.passUntil(NOW + minute);
    house.discord.trouble = ({ what, to }) => (what === 'edit' && to === 'dm-d-Maya/1' ? fails('unavailable') : null);
    await house.meetings.act(session.id, session.maya.person, { event: 'reschedule', scheduledAt: start + day });
    await house.passUntil(NOW + hour);
    const asked = house.discord.asked.filter(({ to }) => to === 'dm-d-Maya/1').length;
    await house.passUntil(NOW + 2 * hour);
    expect(house.discord.asked.filter(({ to }) => to === 'dm-d-Maya/1')).toHaveLength(asked);
    house.discord.trouble = () => null;
    await house.desk.press(session.leo, { do: 'cancel-confirmed', meeting: session.id });
    await house.passUntil(NOW + 3 * hour);
    expect(house.discord.shown.get('dm-d-Maya/1')).toContain('was cancelled');
  });
});

describe('a home on Slack', () => {
  it('shows the sessions as they are after every change', async () => {
    const maya = await aMentorAt(house, onSlack('Maya'));
    const leo = await aLearnerAt(house, onSlack('Leo'));
    const { id } = await aBooking(house, maya, leo, { at: start });
    const homeOf = (user: string) => house.slack.said.findLast(({ what, to }) => what === 'home' && to === user)?.text;
    await house.passUntil(NOW);
    expect(homeOf('U-Maya')).toContain('with Leo: waiting for an answer.');
    expect(homeOf('U-Leo')).toContain('with Maya: waiting for an answer.');
    await house.desk.press(maya, { do: 'accept', meeting: id });
    await house.passUntil(NOW + minute);
    expect(homeOf('U-Leo')).toContain('with Maya: booked.');
    expect(homeOf('U-Leo')).toContain('https://meet.example/');
    await house.passUntil(start + hour);
    expect(homeOf('U-Leo')).toBe('Your sessions. There are none ahead.');
  });

  it('that cannot be shown holds up nothing', async () => {
    house.slack.trouble = ({ what }) => (what === 'home' ? fails('refused') : null);
    const maya = await aMentorAt(house, onSlack('Maya'));
    await aBooking(house, maya, await aLearnerAt(house, onSlack('Leo')), { at: start });
    await house.passUntil(NOW + hour);
    expect(house.slack.said.map(({ what }) => what)).toEqual(['tell']);
  });
});
