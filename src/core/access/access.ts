/** Who may come in by which secret. Programmes organised are worked out anew each time, so that nothing outlives the right it stands for. */
import type { PersonId, ProgramId } from '#core/ids.ts';
import type { Person } from '#core/people/person.ts';
import type { Instant } from '#core/time/clock.ts';
import type { Credential, CredentialKind, Scope } from './credential.ts';

/** Somebody who came in by a credential. */
export interface Caller {
  person: Person;
  /** `read` refuses every change. */
  scope: Scope;
  credential: Credential;
  /** Programmes whose organiser this person is now: named there, or said so by their platform within the last day. */
  organizes: ReadonlySet<ProgramId>;
  /** Present when this prolonged the session: the cookie has to be given out again, or the browser drops it at its old end. */
  prolonged?: true;
}

export interface Access {
  /** A link's secret for one sign-in within ten minutes. `organizes`: programmes that the platform says this person runs. */
  offerSignIn(personId: PersonId, organizes: readonly ProgramId[]): Promise<string>;
  /** Spends the link's secret and opens a session; the answer is the session's secret. Null when it is unknown, spent or too old. */
  signIn(secret: string): Promise<{ secret: string; caller: Caller } | null>;
  /** Opens a session for somebody who proved otherwise who they are (Google). */
  openSession(personId: PersonId): Promise<{ secret: string; caller: Caller } | null>;
  /** Null for whatever does not let anybody in (any more). */
  enter(secret: string, kind: Extract<CredentialKind, 'session' | 'token' | 'feed'>): Promise<Caller | null>;

  /** The secret is in the answer and never again anywhere. Refused to whoever has `mostTokens` that still let in. */
  createToken(
    person: Person,
    options: { label: string; scope: Scope; expiresAt: Instant | null },
  ): Promise<{ ok: true; secret: string; token: Credential } | { ok: false; reason: 'too-many' }>;
  tokens(person: Person): Promise<Credential[]>;
  sessions(person: Person): Promise<Credential[]>;
  /** A new secret address for the calendar feed; the one before ends. */
  createFeed(person: Person): Promise<string>;
  feed(person: Person): Promise<Credential | null>;
  /** Token, session or feed, by its id. */
  revoke(person: Person, id: string): Promise<boolean>;
  prune(now: Instant): Promise<number>;
}
