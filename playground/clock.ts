/**
 * Preloaded into the product (`node --import ./playground/clock.ts src/main.ts`): shifts `Date`, so that a day of reminders passes in seconds.
 * The playground sets the offset at the start (CONFAB_CLOCK_OFFSET, milliseconds) and later by messages over the process channel.
 * Timers are real, and so are the product's code and its libraries.
 */
const realNow = Date.now;
let offset = Number(process.env.CONFAB_CLOCK_OFFSET ?? 0);
const shiftedNow = (): number => realNow() + offset;

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
