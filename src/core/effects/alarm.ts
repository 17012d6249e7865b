import type { Instant } from '#core/time/clock.ts';

/** Wakes the jobs that carry effects out. A wake that is lost is made good by the sweep. */
export interface Alarm {
  wake(at: Instant): void;
}
