import type { Claim, Settlement } from '#core/effects/effect-store.ts';
import { retryAt } from '#core/effects/retry-rules.ts';
import type { MeetingView } from '#core/meetings/meetings.ts';
import { type Instant, second } from '#core/time/clock.ts';

/** What carrying out came to; the rest of the settlement is the caller's. */
export type Result = Omit<Settlement, 'now'>;

/** What is carried out, with everybody in it. `view` is null for a notice that belongs to no meeting. */
export interface Work {
  claim: Claim;
  view: MeetingView | null;
  now: Instant;
}

export const done: Result = { outcome: { state: 'done' } };

export function dropped(reason: string): Result {
  return { outcome: { state: 'dropped', reason } };
}

export function failed(reason: string): Result {
  return { outcome: { state: 'failed', reason } };
}

/** Tries again later, or gives up when the budget is spent. */
export function later(
  work: Work,
  reason: string,
  options: { retryAfter?: number | undefined; doubtful?: boolean } = {},
): Result {
  const { claim, now } = work;
  const retryAfter = options.retryAfter ?? (options.doubtful ? 20 * second : 0);
  const at = retryAt(claim.effect, claim.attempt, now, retryAfter, Math.random());
  if (at === null) return failed(`${reason}; given up after ${claim.attempt} tries`);
  return { outcome: { state: 'retry', reason, at, ...(options.doubtful ? { doubtful: true } : {}) } };
}
