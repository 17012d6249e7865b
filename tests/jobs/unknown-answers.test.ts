import { describe, expect, it } from 'vitest';
import { hour, minute } from '#core/time/clock.ts';
import { NOW } from '../builders.ts';
import { fails } from '../fakes/fake-messenger.ts';
import { aLearnerAt, aMentorAt, onSlack } from '../fakes/small-house.ts';
import { aRequest, tells, useWorkingHouse } from '../fakes/working-house.ts';

const house = useWorkingHouse();

const asksLeo = 'Leo asks you for a session.';
const meetingOf = async (id: Parameters<typeof house.stores.meetings.get>[0]) => (await house.stores.meetings.get(id))!;

describe('an answer that never came', () => {
  it('is asked for again on Discord under the same key, by which Discord knows the repeat', async () => {
    let lost = 3;
    house.discord.trouble = () => (lost-- > 0 ? fails('unknown') : null);
    await aRequest(house);
    await house.passUntil(NOW + 10 * minute);
    expect(tells(house.discord.asked)).toHaveLength(4);
    expect(new Set(house.discord.asked.map(({ options }) => options.key)).size).toBe(1);
    expect(tells(house.discord.said)).toHaveLength(1);
  });

  it('is asked for once more on Slack, and never a third time', async () => {
    house.slack.trouble = ({ what }) => (what === 'tell' ? fails('unknown') : null);
    const { id } = await aRequest(house, {
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
    await aRequest(house, {
      mentor: await aMentorAt(house, onSlack('Maya')),
      learner: await aLearnerAt(house, onSlack('Leo')),
    });
    await house.passUntil(NOW + 10 * minute);
    expect(tells(house.slack.said)).toEqual([`U-Maya: ${asksLeo}`]);
  });

  it('because the process died is repeated at most once on Slack', async () => {
    await aRequest(house, {
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

    const second = await aRequest(house, {
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
    await aRequest(house, {
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
