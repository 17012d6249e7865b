import type { Bench } from './harness/figure.ts';

/** Every bench by its name, each loaded only where it runs. */
export const benches: Record<string, () => Promise<Bench>> = {
  slots: () => import('./slots.ts'),
  booking: () => import('./booking.ts'),
  drain: () => import('./drain.ts'),
  lateness: () => import('./lateness.ts'),
  storage: () => import('./storage.ts'),
  ack: () => import('./ack.ts'),
  click: () => import('./click.ts'),
  crash: () => import('./crash.ts'),
  start: () => import('./start.ts'),
  api: () => import('./api.ts'),
  live: () => import('./live.ts'),
  growth: () => import('./growth.ts'),
};
