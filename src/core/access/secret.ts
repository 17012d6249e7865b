/** The secrets that let people in. */
import { createHash, randomBytes } from 'node:crypto';
import type { CredentialKind } from './credential.ts';

/**
 * What each begins with: so that scanners for leaked secrets know a token of Confab, and that one kind never passes for another, since the beginning
 * is part of what the fingerprint is made of.
 */
const prefixes: Record<CredentialKind, string> = {
  ...{ token: 'cfb_', session: 'cfbs_', 'sign-in': 'cfbl_', feed: 'cfbf_' },
  unsubscribe: 'cfbu_',
};

/** 256 random bits, in 43 characters of base64url. */
const randomPart = /^[A-Za-z0-9_-]{43}$/;

export function newSecret(kind: CredentialKind): { secret: string; id: string } {
  const secret = prefixes[kind] + randomBytes(32).toString('base64url');
  return { secret, id: fingerprint(secret) };
}

/**
 * The id of the credential that has this secret; null for what cannot be a secret of this kind.
 *
 * A plain hash is enough, since there is nothing to guess in 256 random bits. Nor need anything be compared in constant time: what the store looks up
 * is the hash, and how long a look takes can say no more than how much of a stored hash somebody met by chance, which nobody can steer towards a secret.
 */
export function credentialId(secret: string, kind: CredentialKind): string | null {
  const prefix = prefixes[kind];
  return secret.startsWith(prefix) && randomPart.test(secret.slice(prefix.length)) ? fingerprint(secret) : null;
}

function fingerprint(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
