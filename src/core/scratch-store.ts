import type { Instant } from './time/clock.ts';

/**
 * Small things that live for minutes: what somebody typed into a form that was refused, one-time codes.
 */
export interface ScratchStore {
  put(kind: string, id: string, data: unknown, expiresAt: Instant): Promise<void>;
  /** Null when unknown or past its time. */
  get(kind: string, id: string, now: Instant): Promise<unknown>;
  /** Reads and removes; of racing callers exactly one gets it. */
  take(kind: string, id: string, now: Instant): Promise<unknown>;
  /** Removes what is past its time. */
  prune(now: Instant): Promise<number>;
}
