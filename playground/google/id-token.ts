import { createHash, createSign, generateKeyPairSync } from 'node:crypto';
import type { ShiftedClock } from '../shifted-clock.ts';
import type { AccessToken } from './accounts.ts';

const LIFETIME_SECONDS = 3600;

export type IdTokens = ReturnType<typeof createIdTokens>;

/** Signs who a person is, as Google does (RS256), and publishes the keys to check it with. */
export function createIdTokens(clock: ShiftedClock) {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const kid = createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex')
    .slice(0, 40);

  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

  return {
    /** `nonce` is given back as it came with the authorisation request. */
    sign({ token, account, client }: AccessToken, nonce?: string): string {
      const issuedAt = Math.floor(clock.now() / 1000);
      const claims = {
        iss: 'https://accounts.google.com',
        azp: client.clientId,
        aud: client.clientId,
        sub: account.sub,
        ...(account.consumer ? {} : { hd: account.email.split('@')[1] }),
        email: account.email,
        email_verified: true,
        at_hash: createHash('sha256').update(token).digest().subarray(0, 16).toString('base64url'),
        ...(nonce === undefined ? {} : { nonce }),
        iat: issuedAt,
        exp: issuedAt + LIFETIME_SECONDS,
      };
      const signed = `${part({ alg: 'RS256', kid, typ: 'JWT' })}.${part(claims)}`;
      return `${signed}.${createSign('RSA-SHA256').update(signed).sign(privateKey, 'base64url')}`;
    },
    /** As under /oauth2/v1/certs. Google wraps the key in a certificate; verifiers take the bare key just as well. */
    pem: () => ({ [kid]: publicKey.export({ type: 'spki', format: 'pem' }) }),
    /** As under /oauth2/v3/certs. */
    jwks: () => ({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' }] }),
  };
}
