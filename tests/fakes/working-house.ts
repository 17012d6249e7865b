import pino from 'pino';
import { afterEach, beforeEach, expect } from 'vitest';
import type { Instant } from '#core/time/clock.ts';
import { type CarryOut, createCarryOut } from '../../src/jobs/carry-out.ts';
import { createFakeMeetLinks, type FakeMeetLinks } from './fake-meet-links.ts';
import { createFakeMessenger, type FakeMessenger } from './fake-messenger.ts';
import { createSmallHouse, type SmallHouse } from './small-house.ts';

/** The core with its jobs, on real stores; platforms and calendar are fakes, and time passes when a test says so. */
export interface WorkingHouse extends SmallHouse {
  discord: FakeMessenger;
  slack: FakeMessenger;
  meetLinks: FakeMeetLinks;
  carryOut: CarryOut;
  /** Lines of the log, as they were written. */
  log: Record<string, unknown>[];
  /** Carries out what is due now. */
  work(): Promise<void>;
  /** Lets time pass until then, and wakes the jobs when they asked for it, and only then. */
  passUntil(at: Instant): Promise<void>;
}

export function createWorkingHouse(options: { platforms?: ('discord' | 'slack')[] } = {}): WorkingHouse {
  const house = createSmallHouse();
  const [discord, slack] = [createFakeMessenger('discord'), createFakeMessenger('slack')];
  const meetLinks = createFakeMeetLinks();
  const log: Record<string, unknown>[] = [];
  const { effects, people, programs } = house.stores;
  const carryOut = createCarryOut({
    ...{ effects, people, programs },
    meetings: house.meetings,
    messengers: new Map(
      [discord, slack]
        .filter(({ platform }) => options.platforms?.includes(platform) ?? true)
        .map((messenger) => [messenger.platform, messenger]),
    ),
    homePages: slack,
    home: (person) => house.desk.home(person),
    meetLinks,
    connection: 'refresh-token',
    clock: house.clock,
    alarm: { wake: (at) => house.wakes.push(at) },
    log: pino(
      { level: 'debug', base: null },
      { write: (line: string) => log.push(JSON.parse(line) as Record<string, unknown>) },
    ),
  });

  async function work(): Promise<void> {
    carryOut.pump();
    await carryOut.idle();
  }

  return {
    ...house,
    ...{ discord, slack, meetLinks, carryOut, log, work },
    async passUntil(at) {
      for (;;) {
        const next = Math.min(...house.wakes);
        if (next > at) break;
        house.wakes.splice(0, house.wakes.length, ...house.wakes.filter((wake) => wake > next));
        expect(Number.isInteger(next), 'a wake is at a whole millisecond').toBe(true);
        house.clock.at = Math.max(house.clock.at, next);
        await work();
      }
      house.clock.at = at;
    },
  };
}

/** A fresh one for each test, stopped and closed after it. */
export function useWorkingHouse(): WorkingHouse {
  let current: WorkingHouse;
  beforeEach(() => {
    current = createWorkingHouse();
  });
  afterEach(async () => {
    await current.carryOut.stop();
    current.db.close();
  });
  return new Proxy({} as WorkingHouse, { get: (_, name) => Reflect.get(current, name) as unknown });
}

/** A promise and what keeps it. */
export function aGate(): { gate: Promise<void>; open(): void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { gate: promise, open: resolve };
}
