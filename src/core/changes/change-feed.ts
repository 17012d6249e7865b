/** Tells whoever shows something that it is no longer true. It says that there is news, never what: the reader asks, and is told what they may know. */
import type { PersonId, ProgramId } from '#core/ids.ts';

export type Change =
  /** A session, and with it the notifications and free times of its two people. */
  | { about: 'meeting'; id: string; personIds: PersonId[]; programId: ProgramId }
  /** Somebody's profile, zone or accounts. */
  | { about: 'person'; id: PersonId; personIds: PersonId[] }
  /** A programme's settings, for everybody in it. `standing`: whose place in it may be another now; with a list, that of its organisers and of these. */
  | { about: 'program'; id: ProgramId; standing?: 'everybody' | PersonId[] };

export interface ChangeFeed {
  /** After the write. One that is lost costs no more than a page that is late until it looks again. Never rejects, and nobody waits for it. */
  publish(change: Change): void;
  /** Changes made by any process, within a second. The result ends it. */
  subscribe(listener: (change: Change) => void): () => void;
}
