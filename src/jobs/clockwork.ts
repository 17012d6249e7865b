/** Agenda is the clock: it wakes us at every moment at which something becomes due, and sweeps once a minute for whatever a lost wake left behind. */
import { Agenda, type AgendaBackend } from 'agenda';
import type { Logger } from 'pino';
import type { Alarm } from '#core/effects/alarm.ts';
import { type Clock, type Instant, minute } from '#core/time/clock.ts';

/** Also in a process that never starts it: what is due is then carried out by those that did, within half a second. */
export interface Clockwork extends Alarm {
  /** From now on jobs run. `wakeUp` carries out what is due; `sweep` also tidies up. */
  start(handlers: { wakeUp(): void; sweep(): Promise<void> }): Promise<void>;
  stop(): Promise<void>;
}

/** Milliseconds between Agenda's looks into the store; within them it runs jobs to the millisecond by timers. */
const lookEvery = 500;

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
  let wakeUp: (() => void) | null = null;

  const wakeAt = async (at: Instant): Promise<void> => {
    // One job for each moment, however many effects become due in it.
    await agenda.create('wake', { at }).unique({ 'data.at': at }, { insertOnly: true }).schedule(new Date(at)).save();
  };

  return {
    wake(at) {
      if (wakeUp && at <= clock.now()) {
        setImmediate(wakeUp);
        return;
      }
      // Where no jobs run, one that does is told through the store.
      wakeAt(Math.max(at, clock.now())).catch((error: unknown) =>
        log.error({ err: error }, 'A wake could not be scheduled; the sweep makes good for it.'),
      );
    },

    async start(handlers) {
      wakeUp = handlers.wakeUp;
      agenda.define('wake', async () => handlers.wakeUp());
      agenda.define('sweep', async () => handlers.sweep());
      await agenda.start();
      await agenda.every('1 minute', 'sweep');
      handlers.wakeUp();
    },

    async stop() {
      wakeUp = null;
      await agenda.stop();
    },
  };
}
