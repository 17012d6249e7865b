/**
 * Preloaded into the product beside playground/clock.ts, where time runs so many times as fast (CONFAB_CLOCK_SPEED). Intervals of a minute and more
 * keep up with it: what a library tidies up each hour would otherwise not be tidied up at all. Every now and then (BENCH_PROBE_EVERY, real
 * milliseconds) it collects garbage and says, as a line of the log, what is left.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const speed = Number(process.env.CONFAB_CLOCK_SPEED);
const every = Number(process.env.BENCH_PROBE_EVERY);
const aMinute = 60_000;
const { setInterval: realSetInterval } = globalThis;

globalThis.setInterval = ((work: () => void, ms = 0, ...rest: []) =>
  realSetInterval(work, ms >= aMinute ? ms / speed : ms, ...rest)) as typeof setInterval;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

realSetInterval(() => {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  process.stdout.write(`${JSON.stringify({ level: 30, msg: 'memory in use', bytes: heapUsed + external })}\n`);
}, every).unref();
