import { describe, expect, it, vi } from 'vitest';
import { StorageError } from '#core/storage-error.ts';
import { day, hour, minute } from '#core/time/clock.ts';
import { NOW } from '../builders.ts';
import { fails } from '../fakes/fake-messenger.ts';
import { aBooking, aLearnerAt, aMentorAt, onDiscord, onSlack } from '../fakes/small-house.ts';
import { aGate, aRequest, start, tells, useWorkingHouse } from '../fakes/working-house.ts';

const house = useWorkingHouse();

const asksLeo = 'Leo asks you for a session.';

describe('the order of things', () => {
  it('is kept for one person about one meeting, however slow the first is', async () => {
    const { maya, id } = await aRequest(house);
    await house.passUntil(NOW);
    const { gate, open } = aGate();
    house.discord.gate = gate;
    await house.desk.press(maya, { do: 'accept', meeting: id });
    const claim = vi.spyOn(house.stores.effects, 'claim');
    house.carryOut.pump();
    await expect.poll(() => claim.mock.results.length).toBeGreaterThan(0);
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
  });

  it('holds up nobody else: a slow platform keeps only its own waiting', async () => {
    const { gate, open } = aGate();
    house.slack.gate = gate;
    await aRequest(house, {
      mentor: await aMentorAt(house, onSlack('Ana')),
      learner: await aLearnerAt(house, onSlack('Kim')),
    });
    await aRequest(house);
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
    await aRequest(house);
    for (let times = 0; times < 20; times += 1) house.carryOut.pump();
    await house.carryOut.idle();
    await house.work();
    expect(house.discord.asked).toHaveLength(1);
  });
});

describe('work that outlives its lease', () => {
  /** A request is being said when the machine sleeps for longer than a lease. */
  async function sleptWhileSaying(): Promise<{ go: () => void; isSaidAndRecordedOnce: () => Promise<void> }> {
    const { id } = await aRequest(house);
    const { effects } = house.stores;
    const { gate, open } = aGate();
    house.discord.gate = gate;
    house.carryOut.pump();
    await expect.poll(async () => (await effects.nextDueAt())! > NOW).toBe(true);
    house.clock.at += 3 * minute;
    return {
      go: open,
      async isSaidAndRecordedOnce() {
        await house.carryOut.idle();
        house.clock.at += hour;
        await house.work();
        expect(house.discord.asked).toHaveLength(1);
        expect(await effects.placesOf(id)).toHaveLength(1);
        expect(house.log.filter(({ level }) => Number(level) >= 40)).toEqual([]);
      },
    };
  }

  it('goes on under a new one: it is done once, and recorded', async () => {
    const { effects } = house.stores;
    const { go, isSaidAndRecordedOnce } = await sleptWhileSaying();
    house.carryOut.pump();
    await expect.poll(async () => (await effects.nextDueAt())! > house.clock.at).toBe(true);
    go();
    await isSaidAndRecordedOnce();
  });

  it('is recorded under the new one, also where that arrives after the old one was refused', async () => {
    const { effects } = house.stores;
    const { go, isSaidAndRecordedOnce } = await sleptWhileSaying();
    const { gate, open } = aGate();
    const claim = effects.claim.bind(effects);
    vi.spyOn(effects, 'claim').mockImplementationOnce(async (asked) => {
      const claims = await claim(asked);
      await gate;
      return claims;
    });
    const settle = vi.spyOn(effects, 'settle');
    house.carryOut.pump();
    await expect.poll(async () => (await effects.nextDueAt())! > house.clock.at).toBe(true);
    go();
    await expect.poll(() => settle.mock.results.length).toBe(1);
    expect(await settle.mock.results[0]?.value).toBe(false);
    open();
    await isSaidAndRecordedOnce();
  });

  it('is recorded under the new one, also where that arrives while the old one is being refused', async () => {
    const { effects } = house.stores;
    const { go, isSaidAndRecordedOnce } = await sleptWhileSaying();
    const { gate, open } = aGate();
    const settle = effects.settle.bind(effects);
    const settled = vi.spyOn(effects, 'settle').mockImplementationOnce(async (claim, settlement) => {
      const asked = { ...claim };
      await gate;
      return settle(asked, settlement);
    });
    go();
    await expect.poll(() => settled.mock.calls.length).toBe(1);
    house.carryOut.pump();
    await expect.poll(async () => (await effects.nextDueAt())! > house.clock.at).toBe(true);
    open();
    await isSaidAndRecordedOnce();
  });
});

describe('a database that is away when something was just done', () => {
  it('is waited for, so that what was done is recorded and not done again', async () => {
    await aRequest(house);
    const { effects } = house.stores;
    const settle = effects.settle.bind(effects);
    let refused = 0;
    effects.settle = async (...args) => {
      if (house.discord.said.length === 0 || refused > 0) return settle(...args);
      refused += 1;
      throw new StorageError('away', { code: 'unavailable', retryable: true, lost: 'away' });
    };
    await house.work();
    expect(refused).toBe(1);
    // Long after the lease.
    house.clock.at += hour;
    await house.work();
    expect(house.discord.asked).toHaveLength(1);
    expect(await effects.failures(9)).toEqual([]);
  });
});

describe('stopping', () => {
  it('finishes what is under way, and takes nothing new', async () => {
    const { gate, open } = aGate();
    house.discord.gate = gate;
    await aRequest(house);
    house.carryOut.pump();
    // Until the claim is made.
    await expect.poll(async () => (await house.stores.effects.nextDueAt())! > NOW).toBe(true);
    let stopped = false;
    const stopping = house.carryOut.stop().then(() => {
      stopped = true;
    });
    await aRequest(house, {
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
    await aRequest(house);
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
    const { maya, id } = await aRequest(house);
    await house.desk.press(maya, { do: 'accept', meeting: id });
    await house.passUntil(start + hour);
    expect(house.log.length).toBeGreaterThan(10);
    expect(JSON.stringify(house.log)).not.toMatch(/Maya|Leo|Recursion|meet\.example/);
  });
});
