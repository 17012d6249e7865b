import pino from 'pino';
import { afterEach, beforeEach, expect } from 'vitest';
import { createFixedLinks } from '#core/calendar/fixed-links.ts';
import type { Visitor } from '#core/desk/visitor.ts';
import type { MeetingId } from '#core/ids.ts';
import { day, hour, type Instant } from '#core/time/clock.ts';
import { type CarryOut, createCarryOut } from '../../src/jobs/carry-out.ts';
import type { MailPorts } from '../../src/jobs/send-mail.ts';
import { NOW } from '../builders.ts';
import { createFakeMeetLinks, type FakeMeetLinks } from './fake-meet-links.ts';
import { createFakeMessenger, type FakeMessenger, type Said } from './fake-messenger.ts';
import { aBooking, aLearnerAt, aMentorAt, createSmallHouse, onDiscord, type SmallHouse } from './small-house.ts';

/** The core with its jobs, on real stores; platforms and calendar are fakes, and time passes when a test says so. */
export interface WorkingHouse extends SmallHouse {
  discord: FakeMessenger;
  slack: FakeMessenger;
  meetLinks: FakeMeetLinks;
  /** Where people meet when the calendar makes no link, as the operator has set it: nowhere, unless a test says so. */
  otherPlaces: Parameters<typeof createFixedLinks>[0];
  carryOut: CarryOut;
  /** Lines of the log, as they were written. */
  log: Record<string, unknown>[];
  /** Carries out what is due now. */
  work(): Promise<void>;
  /** Lets time pass until then, and wakes the jobs when they asked for it, and only then. */
  passUntil(at: Instant): Promise<void>;
}

export function createWorkingHouse(
  options: { platforms?: ('discord' | 'slack')[]; mail?(house: SmallHouse): MailPorts } = {},
): WorkingHouse {
  const house = createSmallHouse();
  const [discord, slack] = [createFakeMessenger('discord'), createFakeMessenger('slack')];
  const meetLinks = createFakeMeetLinks();
  const otherPlaces: WorkingHouse['otherPlaces'] = { link: null, jitsiBaseUrl: null };
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
    otherLinks: { agree: (facts) => createFixedLinks(otherPlaces).agree(facts) },
    connection: 'refresh-token',
    publicUrl: 'https://confab.example',
    mail: options.mail?.(house) ?? null,
    clock: house.clock,
    alarm: { wake: (at) => house.wakes.push(at) },
    atOnce: 50,
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
    ...{ discord, slack, meetLinks, otherPlaces, carryOut, log, work },
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

/** Thursday 3 December, 11:00 in Berlin. */
export const start = NOW + 2 * day + hour;

/** Leo asks Maya for that time, on Discord, unless others are named. */
export async function aRequest(
  house: SmallHouse,
  { mentor, learner }: { mentor?: Visitor; learner?: Visitor } = {},
): Promise<{ maya: Visitor; leo: Visitor; id: MeetingId }> {
  const maya = mentor ?? (await aMentorAt(house, onDiscord('Maya')));
  const leo = learner ?? (await aLearnerAt(house, onDiscord('Leo')));
  const { id } = await aBooking(house, maya, leo, { at: start });
  return { maya, leo, id };
}

/** "d-Leo: Maya accepted. Your session is booked." for everything that was told to one person. */
export function tells(said: readonly Said[]): string[] {
  return said.filter(({ what }) => what === 'tell').map(({ to, headline }) => `${to}: ${headline}`);
}
