/** Agenda is the clock: it wakes us at every second in which something becomes due, and sweeps once a minute for whatever a lost wake left behind. */
import { Agenda, type AgendaBackend } from 'agenda';
import type { Logger } from 'pino';
import type { Alarm } from '#core/effects/alarm.ts';
import { type Clock, type Instant, minute, second } from '#core/time/clock.ts';

export interface ClockworkHandlers {
  /** Carries out what is due. */
  wakeUp(): void;
  /** The first moment after this one at which something becomes due; null when there is none. */
  nextDueAt(after: Instant): Promise<Instant | null>;
  /** Once a minute: also tidies up. */
  sweep(): Promise<void>;
}

/** Also in a process that never starts it: what is due is then carried out by those that did, within half a second. */
export interface Clockwork extends Alarm {
  /** From now on jobs run. */
  start(handlers: ClockworkHandlers): Promise<void>;
  stop(): Promise<void>;
}

/** Milliseconds between Agenda's looks into the store; within them it runs jobs to the millisecond by timers. */
const lookEvery = 500;
/** What becomes due within this is waited for by a timer of our own: a job for every millisecond would cost more than what it wakes. Milliseconds. */
const soon = 2 * second;
/** Between two looks at what is due, so that what becomes due one by one goes out by the handful: nobody feels it, and the looks cost more than the work. Milliseconds. */
const apart = 20;

export function createClockwork(options: { backend: AgendaBackend; clock: Clock; log: Logger }): Clockwork {
  const { clock, log } = options;
  const agenda = new Agenda({
    backend: options.backend,
    processEvery: lookEvery,
    defaultLockLifetime: minute,
    removeOnComplete: true,
  });
  agenda.on('error', (error: Error) =>
    log.error({ err: error }, 'Agenda reports an error; the sweep makes good what it misses.'),
  );
  let handlers: ClockworkHandlers | null = null;
  let timer: { at: Instant; handle: NodeJS.Timeout } | null = null;
  /** Seconds that have their job, so that it is asked for once. */
  const scheduled = new Set<Instant>();

  function fire(): void {
    if (!handlers) return;
    const now = clock.now();
    handlers.wakeUp();
    handlers
      .nextDueAt(now)
      .then((next) => {
        const now = clock.now();
        if (next !== null && next - now < soon) setTimer(Math.max(next, now + apart));
      })
      .catch((error: unknown) => log.warn({ err: error }, 'What is due next could not be read; the sweep finds it.'));
  }

  function setTimer(at: Instant): void {
    if (!handlers || (timer && timer.at <= at)) return;
    if (timer) clearTimeout(timer.handle);
    const handle = setTimeout(
      () => {
        timer = null;
        fire();
      },
      // A timer may be a millisecond early, and would then find nothing due.
      Math.max(0, at - clock.now()) + 1,
    );
    timer = { at, handle };
  }

  async function schedule(at: Instant): Promise<void> {
    // One job for each moment, however many effects become due in it.
    await agenda.create('wake', { at }).unique({ 'data.at': at }, { insertOnly: true }).schedule(new Date(at)).save();
  }

  async function scheduleSecond(at: Instant): Promise<void> {
    const start = Math.floor(at / second) * second;
    if (scheduled.has(start)) return;
    for (const past of scheduled) if (past <= clock.now()) scheduled.delete(past);
    scheduled.add(start);
    await schedule(start).catch((error: unknown) => {
      scheduled.delete(start);
      throw error;
    });
  }

  return {
    wake(at) {
      const now = clock.now();
      if (handlers && at <= now) setImmediate(fire);
      else if (handlers && at - now < soon) setTimer(at);
      else {
        // Where no jobs run, one that does is told through the store, for this very moment: the second's own job may be running just now.
        const told = at - now < soon ? schedule(Math.max(at, now)) : scheduleSecond(at);
        told.catch((error: unknown) =>
          log.error({ err: error }, 'A wake could not be scheduled; the sweep makes good for it.'),
        );
      }
    },

    async start(given) {
      handlers = given;
      agenda.define('wake', async () => fire());
      agenda.define('sweep', async () => given.sweep());
      await agenda.start();
      await agenda.every('1 minute', 'sweep');
      fire();
    },

    async stop() {
      handlers = null;
      if (timer) clearTimeout(timer.handle);
      await agenda.stop();
    },
  };
}
