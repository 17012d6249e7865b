/**
 * Answers with how late notices go out that become due one after another, and what that costs; and how long the first of a backlog waits:
 * node lateness-by-clockwork.ts DATABASE COUNT MILLISECONDS BACKLOG
 */
import { createClockwork } from '../../src/jobs/clockwork.ts';
import { answer } from '../harness/own-process.ts';
import { putDueEffects } from './due-effects.ts';
import { openSqliteStores, unreadLog } from './open-stores.ts';
import { createStudyHall } from './study-hall.ts';

const [path = '', ...numbers] = process.argv.slice(2);
const [count = 0, over = 0, backlog = 0] = numbers.map(Number);
const stores = await openSqliteStores(path);
const clock = { now: () => Date.now() };
const clockwork = createClockwork({ backend: stores.backend, clock, log: unreadLog });
const dueAt = new Map<string, number>();
const late: number[] = [];
let onTold = () => {};
const { carryOut } = await createStudyHall(stores, {
  ...{ clock, alarm: clockwork },
  onTold: (key) => {
    late.push(Date.now() - (dueAt.get(key) ?? Number.NaN));
    onTold();
  },
});
await clockwork.start({
  wakeUp: carryOut.pump,
  nextDueAt: stores.effects.nextDueAt,
  sweep: async () => {},
});

// Some seconds ahead, so that every wake is written down before the first of them.
const beginsAt = Date.now() + 3_000;
const effects = putDueEffects(path, {
  ...{ errand: 'notice', count, now: Date.now() },
  dueAt: (index) => beginsAt + Math.round((index * over) / count),
});
for (const effect of effects) {
  dueAt.set(effect.id, effect.dueAt);
  clockwork.wake(effect.dueAt);
}
const told = new Promise<void>((resolve) => {
  onTold = () => late.length === count && resolve();
});
await new Promise((resolve) => setTimeout(resolve, beginsAt - 100 - Date.now()));
const usageBefore = process.cpuUsage();
await told;
await carryOut.idle();
const usage = process.cpuUsage(usageBefore);

const now = Date.now();
putDueEffects(path, { errand: 'notice', count: backlog, dueAt: () => now, now });
const first = await new Promise<number>((resolve) => {
  const startedAt = performance.now();
  onTold = () => resolve(performance.now() - startedAt);
  clockwork.wake(now);
});
await Promise.all([carryOut.stop(), clockwork.stop()]);
await stores.close();
await answer({ late: late.slice(0, count), cpuSeconds: (usage.user + usage.system) / 1e6, first });
// Agenda leaves timers behind.
process.exit();
