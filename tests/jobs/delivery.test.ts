import { describe, expect, it } from 'vitest';
import type { Visitor } from '#core/desk/visitor.ts';
import { day, hour, minute, second } from '#core/time/clock.ts';
import { NOW } from '../builders.ts';
import { fails, type Said } from '../fakes/fake-messenger.ts';
import { aBooking, aLearnerAt, aMentorAt, onDiscord, onSlack } from '../fakes/small-house.ts';
import { aGate, useWorkingHouse } from '../fakes/working-house.ts';

const house = useWorkingHouse();
/** Thursday 3 December, 11:00 in Berlin. */
const start = NOW + 2 * day + hour;

/** Whoever is asked for by name has an account on both platforms; Discord is the older one. */
async function onBoth(name: string): Promise<Visitor> {
  const discord = await house.desk.arrive(onDiscord(name));
  const offer = await house.desk.offerLink(discord, 'person');
  const code = offer.headline.find((inline) => typeof inline === 'object' && 'command' in inline);
  if (typeof code !== 'object' || !('rest' in code)) throw new Error('There is no code.');
  const linked = await house.desk.enterLink(await house.desk.arrive(onSlack(name)), code.rest ?? '');
  expect(linked.ok).toBe(true);
  return house.desk.arrive(onDiscord(name));
}

async function aRequest({ mentor, learner }: { mentor?: Visitor; learner?: Visitor } = {}) {
  const maya = mentor ?? (await aMentorAt(house, onDiscord('Maya')));
  const leo = learner ?? (await aLearnerAt(house, onDiscord('Leo')));
  const { id } = await aBooking(house, maya, leo, { at: start });
  return { maya, leo, id };
}

const tells = (said: readonly Said[]) =>
  said.filter(({ what }) => what === 'tell').map(({ to, headline }) => `${to}: ${headline}`);
const asksLeo = 'Leo asks you for a session.';
const meetingOf = async (id: Parameters<typeof house.stores.meetings.get>[0]) => (await house.stores.meetings.get(id))!;
const reasons = (message: string) => house.log.filter(({ msg }) => msg === message).map(({ reason }) => reason);

describe('a person with closed direct messages', () => {
  it('is told on the next of their accounts, and nobody is bothered', async () => {
    house.discord.trouble = () => fails('closed');
    await onBoth('Maya');
    const { id } = await aRequest({ mentor: await aMentorAt(house, onDiscord('Maya')) });
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
    await aRequest({ mentor: maya, learner: await aLearnerAt(house, onSlack('Leo')) });
    await house.passUntil(NOW);
    expect(tells(house.slack.said)).toEqual([`U-Maya: ${asksLeo}`]);
    expect(tells(house.discord.said)).toEqual([]);
  });

  it('is given up at once when there is no other way, and the other side learns it', async () => {
    house.discord.trouble = ({ to }) => (to === 'd-Maya' ? fails('closed') : null);
    const { maya, leo, id } = await aRequest();
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
    const { maya, id } = await aRequest({ mentor: await aMentorAt(house, onDiscord('Maya')) });
    await house.passUntil(NOW + minute);
    expect((await meetingOf(id)).unreached).toEqual([{ personId: maya.person.id, platform: 'Discord or Slack' }]);
  });

  it('does not make the two tell each other in circles', async () => {
    house.discord.trouble = () => fails('closed');
    await aRequest();
    await house.passUntil(NOW + hour);
    expect(house.discord.asked).toHaveLength(2);
    expect(await house.stores.effects.failures(10)).toHaveLength(2);
  });

  it('may be told in a room, which is kept for the next time until direct messages work again', async () => {
    house.discord.tellsBy = { by: 'room', roomId: 'thread-1' };
    const { maya, id } = await aRequest();
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
    const { maya, id } = await aRequest();
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
    await aRequest();
    await house.passUntil(NOW);
    busy = false;
    await house.passUntil(NOW + 30 * second - 1);
    expect(house.discord.asked).toHaveLength(1);
    await house.passUntil(NOW + 30 * second);
    expect(tells(house.discord.said)).toEqual([`d-Maya: ${asksLeo}`]);
  });

  it('that is away for minutes is asked again and again, and then tells once', async () => {
    house.discord.trouble = () => (house.clock.at < NOW + 10 * minute ? fails('unavailable') : null);
    await aRequest();
    await house.passUntil(NOW + 30 * minute);
    expect(house.discord.asked.length).toBeGreaterThan(5);
    expect(tells(house.discord.said)).toEqual([`d-Maya: ${asksLeo}`]);
    expect(new Set(house.discord.asked.map(({ options }) => options.key)).size).toBe(1);
  });

  it('that stays away for about an hour is given up for the next account', async () => {
    house.discord.trouble = () => fails('unavailable');
    await onBoth('Maya');
    const { id } = await aRequest({ mentor: await aMentorAt(house, onDiscord('Maya')) });
    await house.passUntil(NOW + 50 * minute);
    expect(tells(house.slack.said)).toEqual([]);
    await house.passUntil(NOW + 90 * minute);
    expect(tells(house.slack.said)).toEqual([`U-Maya: ${asksLeo}`]);
    expect((await meetingOf(id)).unreached).toEqual([]);
  });

  it('that stays away and is the only one leaves the other side knowing', async () => {
    house.discord.trouble = ({ to }) => (to === 'd-Maya' ? fails('unavailable') : null);
    const { id } = await aRequest();
    await house.passUntil(NOW + 90 * minute);
    expect(tells(house.discord.said)[0]).toContain('d-Leo: We could not reach Maya');
    expect((await meetingOf(id)).unreached).toHaveLength(1);
    const asked = house.discord.asked.filter(({ to }) => to === 'd-Maya').length;
    await house.passUntil(NOW + 5 * hour);
    expect(house.discord.asked.filter(({ to }) => to === 'd-Maya')).toHaveLength(asked);
  });

  it('does not keep news waiting that no longer holds', async () => {
    house.discord.trouble = ({ to }) => (to === 'd-Maya' ? fails('unavailable') : null);
    const { leo, id } = await aRequest();
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
    await aRequest();
    await house.passUntil(NOW + second);
    const [line] = house.log.filter(({ msg }) => msg === 'An effect could not be carried out.');
    expect(line).toMatchObject({ level: 50, err: { message: 'x is not a function' } });
    broken = false;
    await house.passUntil(NOW + minute);
    expect(tells(house.discord.said)).toEqual([`d-Maya: ${asksLeo}`]);
  });
});

describe('an answer that never came', () => {
  it('is asked for again on Discord under the same key, by which Discord knows the repeat', async () => {
    let lost = 3;
    house.discord.trouble = () => (lost-- > 0 ? fails('unknown') : null);
    await aRequest();
    await house.passUntil(NOW + 10 * minute);
    expect(tells(house.discord.asked)).toHaveLength(4);
    expect(new Set(house.discord.asked.map(({ options }) => options.key)).size).toBe(1);
    expect(tells(house.discord.said)).toHaveLength(1);
  });

  it('is asked for once more on Slack, and never a third time', async () => {
    house.slack.trouble = ({ what }) => (what === 'tell' ? fails('unknown') : null);
    const { id } = await aRequest({
      mentor: await aMentorAt(house, onSlack('Maya')),
      learner: await aLearnerAt(house, onSlack('Leo')),
    });
    await house.passUntil(NOW + 5 * hour);
    expect(tells(house.slack.asked)).toHaveLength(2);
    // It may well have been shown, so nobody is told otherwise.
    expect((await meetingOf(id)).unreached).toEqual([]);
    expect(await house.stores.effects.failures(5)).toMatchObject([
      { reason: expect.stringContaining('no answer came twice') },
    ]);
  });

  it('does not count where the request certainly did not get through', async () => {
    let away = 5;
    house.slack.trouble = ({ what }) => (what === 'tell' && away-- > 0 ? fails('unavailable') : null);
    await aRequest({
      mentor: await aMentorAt(house, onSlack('Maya')),
      learner: await aLearnerAt(house, onSlack('Leo')),
    });
    await house.passUntil(NOW + 10 * minute);
    expect(tells(house.slack.said)).toEqual([`U-Maya: ${asksLeo}`]);
  });

  it('because the process died is repeated at most once on Slack', async () => {
    await aRequest({
      mentor: await aMentorAt(house, onSlack('Maya')),
      learner: await aLearnerAt(house, onSlack('Leo')),
    });
    /** A process that dies while its request is under way. */
    const die = async () => {
      const claims = await house.stores.effects.claim({
        now: house.clock.at,
        leaseUntil: house.clock.at + hour,
        limit: 50,
      });
      const notice = claims.find(({ effect }) => effect.what.sort === 'notice');
      if (notice) await house.stores.effects.sending(notice);
      await house.stores.effects.releaseClaims();
    };
    await die();
    await house.work();
    expect(tells(house.slack.said)).toEqual([`U-Maya: ${asksLeo}`]);

    const second = await aRequest({
      mentor: await aMentorAt(house, onSlack('Ana')),
      learner: await aLearnerAt(house, onSlack('Kim')),
    });
    await die();
    await die();
    await house.work();
    expect(tells(house.slack.said)).toHaveLength(1);
    expect((await meetingOf(second.id)).unreached).toEqual([]);
  });

  it('because the process died before it asked does not count', async () => {
    await aRequest({
      mentor: await aMentorAt(house, onSlack('Maya')),
      learner: await aLearnerAt(house, onSlack('Leo')),
    });
    for (let times = 0; times < 5; times += 1) {
      await house.stores.effects.claim({ now: NOW, leaseUntil: NOW + hour, limit: 50 });
      await house.stores.effects.releaseClaims();
    }
    await house.work();
    expect(tells(house.slack.said)).toEqual([`U-Maya: ${asksLeo}`]);
  });
});

describe('the order of things', () => {
  it('is kept for one person about one meeting, however slow the first is', async () => {
    const { maya, leo, id } = await aRequest();
    await house.passUntil(NOW);
    const { gate, open } = aGate();
    house.discord.gate = gate;
    await house.desk.press(maya, { do: 'accept', meeting: id });
    house.carryOut.pump();
    await house.meetings.act(id, maya.person, { event: 'reschedule', scheduledAt: start + day });
    house.carryOut.pump();
    await house.meetings.act(id, maya.person, { event: 'cancel' });
    house.carryOut.pump();
    open();
    await house.carryOut.idle();
    await house.work();
    const toLeo = tells(house.discord.said).filter((line) => line.startsWith('d-Leo'));
    expect(toLeo).toEqual([
      'd-Leo: Maya accepted. Your session is booked.',
      'd-Leo: Maya cancelled your session of Fri 4 Dec 2026, 11:00 (Europe/Berlin).',
    ]);
    // The card that was being sent while things went on shows how they stand.
    expect(house.discord.shown.get('dm-d-Leo/1')).toContain('Your session with Maya was cancelled.');
    expect(leo.person.zone).toBe('Europe/Berlin');
  });

  it('holds up nobody else: a slow platform keeps only its own waiting', async () => {
    const { gate, open } = aGate();
    house.slack.gate = gate;
    await aRequest({
      mentor: await aMentorAt(house, onSlack('Ana')),
      learner: await aLearnerAt(house, onSlack('Kim')),
    });
    await aRequest();
    house.carryOut.pump();
    await expect.poll(() => tells(house.discord.said)).toEqual([`d-Maya: ${asksLeo}`]);
    expect(house.slack.said).toEqual([]);
    open();
    await house.carryOut.idle();
    expect(tells(house.slack.said)).toEqual(['U-Ana: Kim asks you for a session.']);
  });

  it('takes along everything that is due, more than fits at once', async () => {
    const maya = await aMentorAt(house, onDiscord('Maya'));
    for (let index = 0; index < 70; index += 1)
      await aBooking(house, maya, await aLearnerAt(house, onDiscord(`L${index}`)));
    await house.work();
    expect(new Set(tells(house.discord.said)).size).toBe(70);
    expect(house.discord.said).toHaveLength(70);
  });

  it('does nothing twice when it is woken often', async () => {
    await aRequest();
    for (let times = 0; times < 20; times += 1) house.carryOut.pump();
    await house.carryOut.idle();
    await house.work();
    expect(house.discord.asked).toHaveLength(1);
  });
});

describe('stopping', () => {
  it('finishes what is under way, and takes nothing new', async () => {
    const { gate, open } = aGate();
    house.discord.gate = gate;
    await aRequest();
    house.carryOut.pump();
    // Until the claim is made.
    await expect.poll(async () => (await house.stores.effects.nextDueAt())! > NOW).toBe(true);
    let stopped = false;
    const stopping = house.carryOut.stop().then(() => {
      stopped = true;
    });
    await aRequest({
      mentor: await aMentorAt(house, onDiscord('Ana')),
      learner: await aLearnerAt(house, onDiscord('Kim')),
    });
    house.carryOut.pump();
    expect(stopped).toBe(false);
    open();
    await stopping;
    house.carryOut.pump();
    await house.carryOut.idle();
    expect(tells(house.discord.said)).toEqual([`d-Maya: ${asksLeo}`]);
  });

  it('in the middle leaves what was claimed to whoever comes after the lease', async () => {
    await aRequest();
    const claimed = await house.stores.effects.claim({ now: NOW, leaseUntil: NOW + 2 * minute, limit: 50 });
    expect(claimed.length).toBeGreaterThan(0);
    await house.work();
    expect(house.discord.asked).toEqual([]);
    house.clock.at = NOW + 2 * minute;
    await house.work();
    expect(tells(house.discord.said)).toEqual([`d-Maya: ${asksLeo}`]);
  });
});

describe('the log', () => {
  it('has no names, subjects or links', async () => {
    house.discord.trouble = ({ to }) => (to === 'd-Leo' ? fails('closed') : null);
    const { maya, id } = await aRequest();
    await house.desk.press(maya, { do: 'accept', meeting: id });
    await house.passUntil(start + hour);
    expect(house.log.length).toBeGreaterThan(10);
    expect(JSON.stringify(house.log)).not.toMatch(/Maya|Leo|Recursion|meet\.example/);
  });
});
