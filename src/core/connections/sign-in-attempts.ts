/**
 * What is remembered between sending a browser to Google and its coming back. Each attempt is bound to one browser by a secret that only its cookie
 * holds: an answer that somebody else's browser is made to bring opens nothing.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { PersonId } from '#core/ids.ts';
import type { ScratchStore } from '#core/scratch-store.ts';
import { type Clock, minute } from '#core/time/clock.ts';
import type { GoogleIdentity, SignInPurpose } from './google-door.ts';

export interface Attempt {
  purpose: SignInPurpose;
  nonce: string;
  /** PKCE (RFC 7636): a code that leaks is worth nothing without it. */
  verifier: string;
  /** Who asked to connect a calendar; null for signing in. */
  personId: PersonId | null;
}

export interface SignInAttempts {
  /** What goes to Google. `browser` is the secret of the cookie. */
  begin(
    browser: string,
    options: Pick<Attempt, 'purpose' | 'personId'>,
  ): Promise<{ state: string; nonce: string; challenge: string }>;
  /** Uses the attempt up; null where it is unknown, used, too old, or another browser's. */
  end(browser: string, state: string): Promise<Attempt | null>;
  /** Keeps who is in front of the browser until they say, from chat, whom they are there. */
  remember(browser: string, identity: GoogleIdentity): Promise<void>;
  remembered(browser: string): Promise<GoogleIdentity | null>;
  /** Uses it up. */
  recall(browser: string): Promise<GoogleIdentity | null>;
}

/** Milliseconds. Google's own codes live as long. */
export const attemptLife = 10 * minute;

export function createSignInAttempts({ scratch, clock }: { scratch: ScratchStore; clock: Clock }): SignInAttempts {
  return {
    async begin(browser, { purpose, personId }) {
      const [state, nonce, verifier] = [newSecret(), newSecret(), newSecret()];
      const attempt: Attempt = { purpose, nonce, verifier, personId };
      await scratch.put('google-attempt', keyOf(state, browser), attempt, clock.now() + attemptLife);
      return { state, nonce, challenge: createHash('sha256').update(verifier).digest('base64url') };
    },

    end: async (browser, state) =>
      (await scratch.take('google-attempt', keyOf(state, browser), clock.now())) as Attempt | null,

    remember: (browser, identity) => scratch.put('google-pending', keyOf(browser), identity, clock.now() + attemptLife),

    remembered: async (browser) =>
      (await scratch.get('google-pending', keyOf(browser), clock.now())) as GoogleIdentity | null,

    recall: async (browser) =>
      (await scratch.take('google-pending', keyOf(browser), clock.now())) as GoogleIdentity | null,
  };
}

/** 256 bits; 43 characters, as PKCE asks for at least. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** Found only by who has all the secrets, and of no use to who reads the database. */
function keyOf(...secrets: string[]): string {
  return createHash('sha256').update(JSON.stringify(secrets)).digest('base64url');
}
