import { hour, type Instant, minute, second } from '#core/time/clock.ts';
import type { Effect } from './effect.ts';

/** How often each sort is tried, and the longest wait between tries. Together they bound how long we go on. */
const budgets = {
  /** About an hour. */
  notice: { attempts: 15, longest: 10 * minute },
  /** About a day: a mail is of use whenever it comes, until the session begins. */
  mail: { attempts: 100, longest: 15 * minute },
  /** Until the session is over: Google may be away for long, and a booking should still get its event. */
  calendar: { attempts: Number.POSITIVE_INFINITY, longest: 15 * minute },
  /** About ten minutes: what is shown is old news by then, and the next change brings it up to date. */
  sync: { attempts: 10, longest: 4 * minute },
  /** Our own store; it goes on for as long as it takes. */
  clock: { attempts: Number.POSITIVE_INFINITY, longest: minute },
} as const;

/**
 * When to try again after `attempt` tries: 1, 2, 4, ... seconds with up to a quarter of jitter, never before `retryAfter` (milliseconds) has passed.
 * Null: give up. `random` is in [0, 1).
 */
export function retryAt(
  effect: Effect,
  attempt: number,
  now: Instant,
  retryAfter: number,
  random: number,
): Instant | null {
  const { what } = effect;
  const budget = budgets[what.sort === 'sync' && what.kind === 'calendar' ? 'calendar' : what.sort];
  if (attempt >= budget.attempts) return null;
  const wait = Math.min(second * 2 ** Math.min(attempt - 1, 20), budget.longest);
  // An instant is a whole millisecond: a wake that is a fraction of one early would find nothing due.
  return now + Math.ceil(Math.max(wait * (1 + random / 4), Math.min(retryAfter, hour)));
}
