/**
 * Preloaded into the product (`node --import ./playground/clock.ts src/main.ts`): shifts `Date`, so that a day of reminders passes in seconds.
 * The playground sets the offset at the start (CONFAB_CLOCK_OFFSET, milliseconds) and later by messages over the process channel.
 * Timers are real, and so are the product's code and its libraries. It may also run on by itself so many times as fast (CONFAB_CLOCK_SPEED, a whole
 * number) from a real moment on (CONFAB_CLOCK_FAST_FROM, milliseconds since the epoch).
 */
const realNow = Date.now;
let offset = Number(process.env.CONFAB_CLOCK_OFFSET ?? 0);
const speed = Number(process.env.CONFAB_CLOCK_SPEED ?? 1);
const fastFrom = Number(process.env.CONFAB_CLOCK_FAST_FROM ?? Number.POSITIVE_INFINITY);
const shiftedNow = (): number => {
  const real = realNow();
  return real + offset + (speed - 1) * Math.max(0, real - fastFrom);
};

globalThis.Date = new Proxy(Date, {
  construct: (target, parts: unknown[], newTarget) =>
    Reflect.construct(target, parts.length === 0 ? [shiftedNow()] : parts, newTarget),
  apply: () => new Date().toString(),
  get: (target, property, receiver) => (property === 'now' ? shiftedNow : Reflect.get(target, property, receiver)),
});

process.on('message', (message: { offset?: number }) => {
  if (typeof message.offset !== 'number') return;
  offset = message.offset;
  process.send?.({ offset });
});
// Whoever waits for a message must not keep the product alive.
process.channel?.unref();
