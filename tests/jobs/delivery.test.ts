import { describe, expect, it } from 'vitest';
import type { Visitor } from '#core/desk/visitor.ts';
import { hour, minute, second } from '#core/time/clock.ts';
import { NOW } from '../builders.ts';
import { fails } from '../fakes/fake-messenger.ts';
import { aBooking, aLearnerAt, aMentorAt, codeFor, connectAccounts, onDiscord, onSlack } from '../fakes/small-house.ts';
import { aRequest, tells, useWorkingHouse } from '../fakes/working-house.ts';

const house = useWorkingHouse();

/** Whoever is asked for by name has an account on both platforms; Discord is the older one. */
async function onBoth(name: string): Promise<Visitor> {
  const discord = await house.desk.arrive(onDiscord(name));
  await connectAccounts(house, await house.desk.arrive(onSlack(name)), await codeFor(house, discord, 'person'));
  const both = await house.desk.arrive(onDiscord(name));
  expect(both.person.accounts).toHaveLength(2);
  return both;
}

const asksLeo = 'Leo asks you for a session.';
const meetingOf = async (id: Parameters<typeof house.stores.meetings.get>[0]) => (await house.stores.meetings.get(id))!;
const reasons = (message: string) => house.log.filter(({ msg }) => msg === message).map(({ reason }) => reason);

describe('a person with closed direct messages', () => {
  it('is told on the next of their accounts, and nobody is bothered', async () => {
    house.discord.trouble = () => fails('closed');
    await onBoth('Maya');
    const { id } = await aRequest(house, { mentor: await aMentorAt(house, onDiscord('Maya')) });
    await house.passUntil(NOW);
    expect(tells(house.slack.said)).toEqual([`U-Maya: ${asksLeo}`]);
    expect((await meetingOf(id)).unreached).toEqual([]);
    expect((await house.stores.effects.placesOf(id)).map(({ ref }) => ref.platform)).toEqual(['slack']);
  });

  it('is told first where the programme is', async () => {
    const boss = await house.desk.arrive(onSlack('Boss'));
    expect(boss.program?.id).toBe('slack:T1');
    await onBoth('Maya');
    const maya = await aMentorAt(house, onSlack('Maya'));
    await aRequest(house, { mentor: maya, learner: await aLearnerAt(house, onSlack('Leo')) });
    await house.passUntil(NOW);
    expect(tells(house.slack.said)).toEqual([`U-Maya: ${asksLeo}`]);
    expect(tells(house.discord.said)).toEqual([]);
  });

  it('is given up at once when there is no other way, and the other side learns it', async () => {
    house.discord.trouble = ({ to }) => (to === 'd-Maya' ? fails('closed') : null);
    const { maya, leo, id } = await aRequest(house);
    await house.passUntil(NOW + minute);
    expect(tells(house.discord.said)).toEqual([
      'd-Leo: We could not reach Maya about your session. Please tell them yourself if you can.',
    ]);
    expect((await meetingOf(id)).unreached).toEqual([{ personId: maya.person.id, platform: 'Discord' }]);
    expect(JSON.stringify(await house.desk.meetings(leo, ''))).toContain('We could not reach ');
    expect(await house.stores.effects.failures(10)).toMatchObject([{ reason: 'The fake platform says: closed' }]);
    expect(reasons('An effect was given up.')).toEqual(['The fake platform says: closed']);
    // The request itself goes on: it is in the list of the mentor.
    expect((await meetingOf(id)).status).toBe('requested');
  });

  it('is named with every platform that was tried', async () => {
    house.discord.trouble = ({ to }) => (to === 'd-Maya' ? fails('closed') : null);
    house.slack.trouble = () => fails('refused');
    await onBoth('Maya');
    const { maya, id } = await aRequest(house, { mentor: await aMentorAt(house, onDiscord('Maya')) });
    await house.passUntil(NOW + minute);
    expect((await meetingOf(id)).unreached).toEqual([{ personId: maya.person.id, platform: 'Discord or Slack' }]);
  });

  it('does not make the two tell each other in circles', async () => {
    house.discord.trouble = () => fails('closed');
    await aRequest(house);
    await house.passUntil(NOW + hour);
    expect(house.discord.asked).toHaveLength(2);
    expect(await house.stores.effects.failures(10)).toHaveLength(2);
  });

  it('may be told in a room, which is kept for the next time until direct messages work again', async () => {
    house.discord.tellsBy = { by: 'room', roomId: 'thread-1' };
    const { maya, id } = await aRequest(house);
    await house.passUntil(NOW);
    const account = async () => (await house.stores.people.get(maya.person.id))!.accounts[0]!;
    expect((await account()).roomId).toBe('thread-1');
    expect(await house.stores.effects.placesOf(id)).toHaveLength(1);
    house.discord.tellsBy = { by: 'direct', roomId: null };
    await aBooking(house, maya, await aLearnerAt(house, onDiscord('Kim')));
    await house.passUntil(NOW + 1);
    expect((await account()).roomId).toBeNull();
  });

  it('may only be mentioned, which leaves no card to keep true', async () => {
    house.discord.tellsBy = { by: 'mention', roomId: null };
    const { maya, id } = await aRequest(house);
    await house.passUntil(NOW);
    expect(await house.stores.effects.placesOf(id)).toEqual([]);
    expect((await meetingOf(id)).unreached).toEqual([]);
    house.discord.tellsBy = { by: 'direct', roomId: null };
    await house.desk.press(maya, { do: 'accept', meeting: id });
    await house.passUntil(NOW + 1);
    expect(house.discord.said.filter(({ what }) => what === 'edit').map(({ to }) => to)).not.toContain('dm-d-Maya/1');
  });
});

describe('a platform in trouble', () => {
  it('that is busy is asked again when it said so, and not before', async () => {
    let busy = true;
    house.discord.trouble = () => (busy ? fails('busy', 30 * second) : null);
    await aRequest(house);
    await house.passUntil(NOW);
    busy = false;
    await house.passUntil(NOW + 30 * second - 1);
    expect(house.discord.asked).toHaveLength(1);
    await house.passUntil(NOW + 30 * second);
    expect(tells(house.discord.said)).toEqual([`d-Maya: ${asksLeo}`]);
  });

  it('that is away for minutes is asked again and again, and then tells once', async () => {
    house.discord.trouble = () => (house.clock.at < NOW + 10 * minute ? fails('unavailable') : null);
    await aRequest(house);
    await house.passUntil(NOW + 30 * minute);
    expect(house.discord.asked.length).toBeGreaterThan(5);
    expect(tells(house.discord.said)).toEqual([`d-Maya: ${asksLeo}`]);
    expect(new Set(house.discord.asked.map(({ options }) => options.key)).size).toBe(1);
  });

  it('that stays away for about an hour is given up for the next account', async () => {
    house.discord.trouble = () => fails('unavailable');
    await onBoth('Maya');
    const { id } = await aRequest(house, { mentor: await aMentorAt(house, onDiscord('Maya')) });
    await house.passUntil(NOW + 50 * minute);
    expect(tells(house.slack.said)).toEqual([]);
    await house.passUntil(NOW + 90 * minute);
    expect(tells(house.slack.said)).toEqual([`U-Maya: ${asksLeo}`]);
    expect((await meetingOf(id)).unreached).toEqual([]);
  });

  it('that stays away and is the only one leaves the other side knowing', async () => {
    house.discord.trouble = ({ to }) => (to === 'd-Maya' ? fails('unavailable') : null);
    const { id } = await aRequest(house);
    await house.passUntil(NOW + 90 * minute);
    expect(tells(house.discord.said)[0]).toContain('d-Leo: We could not reach Maya');
    expect((await meetingOf(id)).unreached).toHaveLength(1);
    const asked = house.discord.asked.filter(({ to }) => to === 'd-Maya').length;
    await house.passUntil(NOW + 5 * hour);
    expect(house.discord.asked.filter(({ to }) => to === 'd-Maya')).toHaveLength(asked);
  });

  it('does not keep news waiting that no longer holds', async () => {
    house.discord.trouble = ({ to }) => (to === 'd-Maya' ? fails('unavailable') : null);
    const { leo, id } = await aRequest(house);
    await house.passUntil(NOW + minute);
    await house.desk.press(leo, { do: 'cancel-confirmed', meeting: id });
    house.discord.trouble = () => null;
    await house.passUntil(NOW + hour);
    expect(tells(house.discord.said).filter((line) => line.includes(asksLeo))).toEqual([]);
    expect(reasons('An effect was dropped.')).toContain('the request was answered, moved or withdrawn');
  });

  it('that breaks in a way nobody thought of is logged with its cause, and tried again', async () => {
    let broken = true;
    house.discord.trouble = () => (broken ? new TypeError('x is not a function') : null);
    await aRequest(house);
    await house.passUntil(NOW + second);
    const [line] = house.log.filter(({ msg }) => msg === 'An effect could not be carried out.');
    expect(line).toMatchObject({ level: 50, err: { message: 'x is not a function' } });
    broken = false;
    await house.passUntil(NOW + minute);
    expect(tells(house.discord.said)).toEqual([`d-Maya: ${asksLeo}`]);
  });
});
