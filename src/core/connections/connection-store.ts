import type { PersonId } from '#core/ids.ts';
import type { Instant } from '#core/time/clock.ts';
import type { GoogleAccount } from './google-account.ts';

/** One document for each Google account. Every method is one atomic read or write. */
export interface ConnectionStore {
  /** False when the account is known already; then nothing is written. Of racing callers exactly one adds it. */
  add(account: GoogleAccount): Promise<boolean>;
  find(sub: string): Promise<GoogleAccount | null>;
  /** Those of a person, by any of their ids, the first connected first. */
  ofPerson(personIds: readonly PersonId[]): Promise<GoogleAccount[]>;
  /** Replaces the account if the stored revision is `account.revision - 1`; false otherwise. */
  update(account: GoogleAccount): Promise<boolean>;
  /** False when it was not there, or belongs to somebody else. */
  remove(sub: string, personIds: readonly PersonId[]): Promise<boolean>;
  /** Those with a calendar, up to `limit` in the order of `sub`, beginning behind `after`. */
  withCalendar(after: string | null, limit: number): Promise<GoogleAccount[]>;
  /** Those whose calendar is not lost and was to be looked into by now, up to `limit`, what waits longest first. */
  due(now: Instant, limit: number): Promise<GoogleAccount[]>;
  /** The one whose calendar has this channel. */
  ofChannel(channelId: string): Promise<GoogleAccount | null>;
}
