import { describe, expect, it } from 'vitest';
import { hour, minute, second } from '#core/time/clock.ts';
import { identityIn } from '../../../src/adapters/google/google-door.ts';

const now = Date.UTC(2027, 2, 2, 9);
const right = {
  iss: 'https://accounts.google.com',
  aud: 'client',
  azp: 'client',
  sub: '1001',
  email: 'maya@gmail.com',
  nonce: 'n1',
  iat: now / second,
  exp: (now + hour) / second,
};
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const tokenOf = (claims: object) => [part({ alg: 'RS256' }), part(claims), 'signature'].join('.');
const read = (token: string | null | undefined) => identityIn(token, { clientId: 'client', nonce: 'n1', now });

describe('an id token', () => {
  it('says who it is', () => {
    expect(read(tokenOf(right))).toEqual({ sub: '1001', email: 'maya@gmail.com' });
    expect(read(tokenOf({ ...right, iss: 'accounts.google.com', azp: undefined }))).not.toBeNull();
    expect(read(tokenOf({ ...right, email: undefined }))).toEqual({ sub: '1001', email: '' });
  });

  it.each([
    ['of another issuer', { iss: 'https://accounts.google.com.evil.example' }],
    ['without an issuer', { iss: undefined }],
    ['for another app', { aud: 'other' }],
    ['for several apps', { aud: ['client', 'other'] }],
    ['given to another app', { azp: 'other' }],
    ['that has run out', { exp: (now - 5 * minute) / second }],
    ['without an end', { exp: undefined }],
    ['with an end in words', { exp: 'never' }],
    ['from the future', { iat: (now + 6 * minute) / second }],
    ['of another attempt', { nonce: 'n2' }],
    ['of no attempt', { nonce: undefined }],
    ['about nobody', { sub: '' }],
    ['about a number', { sub: 1001 }],
    ['about somebody with an endless name', { sub: '1'.repeat(256) }],
  ])('%s is not taken', (_, claims) => {
    expect(read(tokenOf({ ...right, ...claims }))).toBeNull();
  });

  it.each([
    null,
    undefined,
    '',
    'a.b.c',
    'a.b',
    tokenOf(right).replace(/\.signature$/, ''),
    tokenOf(right).replace(/signature$/, ''),
    `${tokenOf(right)}.more`,
    `${part({})}.${part(null)}.x`,
    `${part({})}.${part('text')}.x`,
  ])('that is none is not taken: %#', (token) => {
    expect(read(token)).toBeNull();
  });
});
