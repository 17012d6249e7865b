/** What lets somebody in, without their chat platform beside them. */
import type { PersonId, ProgramId } from '#core/ids.ts';
import { type Instant, minute } from '#core/time/clock.ts';

/**
 * - **session**: a browser that is signed in.
 * - **token**: a program of somebody's own.
 * - **sign-in**: a link that was given out in chat and opens one session.
 * - **feed**: the secret in the address of somebody's calendar feed.
 * - **unsubscribe**: a link in a mail. It ends mail to the person, and lets nobody in.
 */
export const credentialKinds = ['session', 'token', 'sign-in', 'feed', 'unsubscribe'] as const;
export type CredentialKind = (typeof credentialKinds)[number];

/** How long a sign-in link works, in milliseconds. */
export const signInLife = 10 * minute;

/** Tokens that one person can have at a time: enough for every program of theirs, and few enough to know what each is for. */
export const mostTokens = 20;

export type Scope = 'read' | 'write';

export interface Credential {
  /** SHA-256 of the secret, in hexadecimal. The secret itself is shown once and stored nowhere; this much may be known to anybody. */
  id: string;
  kind: CredentialKind;
  /** Any id of the person. */
  personId: PersonId;
  /** What its owner calls it; empty for all but tokens. */
  label: string;
  scope: Scope;
  /** Programmes that the person's platform said they run, when they came from there, and how long that is believed. */
  organizes: { programId: ProgramId; until: Instant }[];
  createdAt: Instant;
  /** When it last let somebody in, to within some minutes; null before the first time. */
  usedAt: Instant | null;
  /** Null: until it is revoked. */
  expiresAt: Instant | null;
}
