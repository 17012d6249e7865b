import type { PersonId } from '#core/ids.ts';
import type { Instant } from '#core/time/clock.ts';
import type { Credential, CredentialKind } from './credential.ts';

/** Credentials by their fingerprints. Every method is one atomic read or write. */
export interface CredentialStore {
  add(credential: Credential): Promise<void>;
  /** Also one that has expired: the caller has the clock. */
  find(id: string): Promise<Credential | null>;
  /** Reads and removes; of racing callers exactly one gets it. */
  take(id: string): Promise<Credential | null>;
  /** Those of the person, by any of their ids, latest first, and by their ids where several were made at one moment. Also those that have expired. */
  listOf(personIds: readonly PersonId[], kind: CredentialKind): Promise<Credential[]>;
  /** Does nothing where it is gone by now: whoever was let in meanwhile brings nothing back. */
  setUsed(id: string, used: { usedAt: Instant; expiresAt: Instant | null }): Promise<void>;
  /** False when it was not there, or belongs to somebody else. */
  remove(id: string, personIds: readonly PersonId[]): Promise<boolean>;
  /** Forgets what has expired. How many. */
  prune(now: Instant): Promise<number>;
}
