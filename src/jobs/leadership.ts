/** Leader election by a lease: of several processes that could do something, one does it and the others stand by. */
import type { Logger } from 'pino';
import type { Lease, TakeLease } from '#core/lease.ts';
import { second } from '#core/time/clock.ts';

export interface Leadership {
  /** Begins at once where the lead is free, and resolves when that is done. Else stands by, and resolves. */
  start(): Promise<void>;
  standsBy(): boolean;
  /** Gives the lead back. Comes after whatever is led has ended. */
  stop(): Promise<void>;
}

export interface LeadershipOptions {
  takeLease: TakeLease;
  /** What there is one of. */
  name: string;
  /** Does what only the leader does. At the start its rejection is `start`'s; later, `onFailed` is told. */
  begin(): Promise<void>;
  /** Another process leads: what was begun has to end now. */
  onLost(): void;
  onFailed(error: unknown): void;
  log: Logger;
  /** Milliseconds from the last renewal to the end of the lead; another one takes it by a third of that later. */
  term?: number;
}

export function createLeadership(options: LeadershipOptions): Leadership {
  const { takeLease, name, log, term = 15 * second } = options;
  let lease: Lease | null = null;
  let timer: NodeJS.Timeout | null = null;
  let looking: Promise<void> = Promise.resolve();
  let stopped = false;

  async function look(): Promise<boolean> {
    if (lease) {
      const kept = await lease.renew();
      if (!kept && !stopped) {
        stopped = true;
        options.onLost();
      }
      return false;
    }
    lease = await takeLease(name, term);
    return lease !== null;
  }

  function lookLater(): void {
    if (stopped) return;
    timer = setTimeout(() => {
      looking = lookAgain().finally(lookLater);
    }, term / 3);
  }

  async function lookAgain(): Promise<void> {
    let elected = false;
    try {
      elected = await look();
    } catch (error) {
      // Nobody can take the lead from us in a database that is away, so it is kept until we can ask again.
      log.warn({ err: error, lead: name }, 'Who leads could not be looked up; it is asked again.');
    }
    if (!elected) return;
    log.info({ lead: name }, 'This process takes over.');
    await options.begin().catch((error: unknown) => options.onFailed(error));
  }

  return {
    async start() {
      const elected = await look();
      lookLater();
      if (elected) await options.begin();
      else log.info({ lead: name }, 'Another process leads; this one stands by.');
    },
    standsBy: () => lease === null,
    async stop() {
      stopped = true;
      if (timer) clearTimeout(timer);
      await looking;
      await lease?.release();
    },
  };
}
