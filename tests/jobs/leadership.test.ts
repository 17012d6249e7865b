import pino from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import type { Lease, TakeLease } from '#core/lease.ts';
import { createLeadership, type Leadership } from '../../src/jobs/leadership.ts';

/** Short enough for a test: a third of it passes between two looks. */
const term = 60;

/** The leases of a store in memory, which can be away. */
function createLeases(): { takeLease: TakeLease; setAway(away: boolean): void; drop(): void } {
  let holder: { token: symbol; until: number } | null = null;
  let away = false;
  const ask = (): void => {
    if (away) throw new Error('the database is away');
  };
  const takeLease: TakeLease = async (_name, milliseconds): Promise<Lease | null> => {
    ask();
    if (holder && holder.until > Date.now()) return null;
    const token = Symbol('lease');
    holder = { token, until: Date.now() + milliseconds };
    return {
      async renew() {
        ask();
        if (holder?.token !== token) return false;
        holder.until = Date.now() + milliseconds;
        return true;
      },
      async release() {
        if (holder?.token === token) holder = null;
      },
    };
  };
  return {
    takeLease,
    setAway: (next) => {
      away = next;
    },
    drop: () => {
      holder = { token: Symbol('another'), until: Number.POSITIVE_INFINITY };
    },
  };
}

const running: Leadership[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.stop()));
});

function createCandidate(takeLease: TakeLease, begin: () => Promise<void> = async () => {}) {
  const seen: string[] = [];
  const leadership = createLeadership({
    ...{ takeLease, term, log: pino({ level: 'silent' }) },
    name: 'gateway',
    async begin() {
      seen.push('began');
      await begin();
    },
    onLost: () => seen.push('lost'),
    onFailed: (error) => seen.push(`failed: ${String(error)}`),
  });
  running.push(leadership);
  return { leadership, seen };
}

describe('of several processes', () => {
  it('one begins at once and the other stands by, for longer than one term', async () => {
    const { takeLease } = createLeases();
    const [first, second] = [createCandidate(takeLease), createCandidate(takeLease)];
    await first.leadership.start();
    await second.leadership.start();
    expect(first.seen).toEqual(['began']);
    expect(second.leadership.standsBy()).toBe(true);
    const until = Date.now() + 4 * term;
    await expect.poll(() => Date.now() > until).toBe(true);
    expect(first.seen).toEqual(['began']);
    expect(second.seen).toEqual([]);
  });

  it('the one that stands by begins when the other has stopped', async () => {
    const { takeLease } = createLeases();
    const [first, second] = [createCandidate(takeLease), createCandidate(takeLease)];
    await first.leadership.start();
    await second.leadership.start();
    await first.leadership.stop();
    await expect.poll(() => second.seen).toEqual(['began']);
    expect(second.leadership.standsBy()).toBe(false);
  });

  it('the one that stands by begins when the other has died without a word', async () => {
    const { takeLease } = createLeases();
    await takeLease('gateway', term);
    const { leadership, seen } = createCandidate(takeLease);
    await leadership.start();
    expect(seen).toEqual([]);
    await expect.poll(() => seen).toEqual(['began']);
  });

  it('the leader stays while the database is away, and goes on when it is back', async () => {
    const leases = createLeases();
    const { leadership, seen } = createCandidate(leases.takeLease);
    await leadership.start();
    leases.setAway(true);
    const until = Date.now() + 3 * term;
    await expect.poll(() => Date.now() > until).toBe(true);
    leases.setAway(false);
    const later = Date.now() + 2 * term;
    await expect.poll(() => Date.now() > later).toBe(true);
    expect(seen).toEqual(['began']);
    expect(await leases.takeLease('gateway', term)).toBeNull();
  });

  it('the leader is told, once, when another has taken over', async () => {
    const leases = createLeases();
    const { leadership, seen } = createCandidate(leases.takeLease);
    await leadership.start();
    leases.drop();
    await expect.poll(() => seen).toEqual(['began', 'lost']);
    const until = Date.now() + 2 * term;
    await expect.poll(() => Date.now() > until).toBe(true);
    expect(seen).toEqual(['began', 'lost']);
  });
});

describe('what cannot begin', () => {
  const broken = async (): Promise<void> => {
    throw new Error('refused');
  };

  it('rejects the start of the first', async () => {
    const { leadership } = createCandidate(createLeases().takeLease, broken);
    await expect(leadership.start()).rejects.toThrow('refused');
  });

  it('is reported by one that took over', async () => {
    const { takeLease } = createLeases();
    const lease = await takeLease('gateway', 60_000);
    const { leadership, seen } = createCandidate(takeLease, broken);
    await leadership.start();
    await lease?.release();
    await expect.poll(() => seen).toEqual(['began', 'failed: Error: refused']);
  });
});
