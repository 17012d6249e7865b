import type { ProgramSettings } from '#core/programs/program.ts';
import { type Instant, minute } from '#core/time/clock.ts';

/** A mentor gets at least this long to answer, in minutes, before a request may expire. */
const leastToAnswer = 10;

/**
 * When an unanswered request expires: after the programme's waiting time, or the programme's margin before the start if that is sooner.
 * A request made so late that this leaves no time to answer waits until its start.
 */
export function requestExpiry(scheduledAt: Instant, settings: ProgramSettings, now: Instant): Instant {
  const expiresAt = Math.min(
    now + settings.requestExpiry * minute,
    scheduledAt - settings.requestExpiryBeforeStart * minute,
  );
  return expiresAt < now + leastToAnswer * minute ? scheduledAt : expiresAt;
}
