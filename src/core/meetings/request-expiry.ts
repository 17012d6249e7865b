import { type Instant, minute } from '#core/time/clock.ts';

/** How long a request may wait for its mentor. */
export interface RequestPolicy {
  /** Minutes from asking. */
  wait: number;
  /** Minutes before the start by which it must be answered at the latest. */
  beforeStart: number;
}

/** 48 h, or 1 h before the start if that is sooner. */
export const defaultPolicy: RequestPolicy = { wait: 48 * 60, beforeStart: 60 };

/** A mentor gets at least this long to answer, in minutes, before a request may expire. */
const leastToAnswer = 10;

/**
 * When an unanswered request expires. One made so late that the policy leaves no time to answer waits until its start.
 */
export function requestExpiry(scheduledAt: Instant, policy: RequestPolicy, now: Instant): Instant {
  const expiresAt = Math.min(now + policy.wait * minute, scheduledAt - policy.beforeStart * minute);
  return expiresAt < now + leastToAnswer * minute ? scheduledAt : expiresAt;
}
