import type { PersonId } from '#core/ids.ts';
import type { Interval } from './interval.ts';

/** What calendars of people's own say about their time, beside the sessions that Confab knows itself. */
export interface BusyTimes {
  /**
   * When the person is taken inside the window, by any of their ids, in any order. Never rejects for the calendar's sake, and keeps nobody waiting for
   * a second: what cannot be learnt in time counts as free, because people say yes to every session themselves, and may move it.
   * @param newest Asks the calendar, unless it was asked within seconds; otherwise an answer of the last minute will do.
   */
  ofPerson(personIds: readonly PersonId[], window: Interval, options?: { newest?: boolean }): Promise<Interval[]>;
}
