import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type EncryptionKey, readEncryptionKeys } from '#core/connections/encryption-keys.ts';
import { createAesSealer } from '../../../src/adapters/seal/aes-sealer.ts';

const aKey = (id: string): EncryptionKey => ({ id, bytes: randomBytes(32) });
const secret = '1//0refresh-token-of-Zoë';

describe('a sealed secret', () => {
  const [old, young] = [aKey('2026'), aKey('2027')];
  const sealer = createAesSealer([old]);

  it('opens for what it belongs to', () => {
    expect(sealer.open(sealer.seal(secret, 'a'), 'a')).toEqual({ ok: true, secret });
  });

  it('does not show the secret, and is another one each time', () => {
    const [one, two] = [sealer.seal(secret, 'a'), sealer.seal(secret, 'a')];
    expect(one).not.toBe(two);
    expect(one).toMatch(/^s1\.2026\.[\w-]{16}\.[\w-]+$/);
    expect(Buffer.from(one.split('.')[3]!, 'base64url').toString()).not.toContain('refresh');
  });

  it('does not open for another record', () => {
    expect(sealer.open(sealer.seal(secret, 'a'), 'b')).toEqual({ ok: false, reason: 'damaged' });
  });

  it('does not open when any byte of it was changed', () => {
    const [form, id, nonce, body] = sealer.seal(secret, 'a').split('.') as [string, string, string, string];
    const flipped = (text: string, at: number) => {
      const bytes = Buffer.from(text, 'base64url');
      bytes[at]! ^= 1;
      return bytes.toString('base64url');
    };
    const length = Buffer.from(body, 'base64url').length;
    const spoilt = [
      ...Array.from({ length }, (_, at) => [form, id, nonce, flipped(body, at)]),
      ...Array.from({ length: 12 }, (_, at) => [form, id, flipped(nonce, at), body]),
      [form, id, nonce, Buffer.from(body, 'base64url').subarray(0, -1).toString('base64url')],
      [form, id, nonce, Buffer.from(body, 'base64url').subarray(-16).toString('base64url')],
      [form, id, nonce.slice(0, 8), body],
      [form, id, nonce],
      [form, id, nonce, body, 'more'],
      ['s0', id, nonce, body],
    ];
    for (const parts of spoilt) {
      expect(sealer.open(parts.join('.'), 'a')).toEqual({ ok: false, reason: 'damaged' });
    }
    expect(sealer.open('', 'a')).toEqual({ ok: false, reason: 'damaged' });
  });

  it('does not open under the name of another key of ours', () => {
    const twins = createAesSealer([old, { id: 'twin', bytes: old.bytes }]);
    const sealed = twins.seal(secret, 'a').replace('.2026.', '.twin.');
    expect(twins.open(sealed, 'a')).toEqual({ ok: false, reason: 'damaged' });
  });

  it('opens with an older key, and is sealed with the first', () => {
    const both = createAesSealer([young, old]);
    const before = sealer.seal(secret, 'a');
    expect(both.open(before, 'a')).toEqual({ ok: true, secret });
    expect(both.isCurrent(before)).toBe(false);
    const after = both.seal(secret, 'a');
    expect(both.isCurrent(after)).toBe(true);
    expect(sealer.open(after, 'a')).toEqual({ ok: false, reason: 'unknown-key', keyId: '2027' });
  });
});

describe('ENCRYPTION_KEYS', () => {
  const one = randomBytes(32).toString('base64');
  const two = randomBytes(32).toString('base64url');

  it('holds one key or several, of either alphabet, with or without padding', () => {
    const read = readEncryptionKeys(`2027:${two}, 2026:${one} `);
    expect(read.ok && read.keys.map(({ id, bytes }) => [id, Buffer.from(bytes).toString('base64url')])).toEqual([
      ['2027', two],
      ['2026', Buffer.from(one, 'base64').toString('base64url')],
    ]);
    expect(readEncryptionKeys(`k:${one.replace(/=+$/, '')}`).ok).toBe(true);
  });

  it.each([
    ['', 'key 1 has no name'],
    [one, 'key 1 has no name'],
    [`:${one}`, 'key 1 has no name'],
    [`a b:${one}`, 'key 1 has no name'],
    [`a:${one},`, 'key 2 has no name'],
    [`a:${one},a:${two}`, 'names two keys "a"'],
    ['a:', '"a" is not one'],
    [`a:${randomBytes(16).toString('base64')}`, '"a" is not one'],
    [`a:${one}x`, '"a" is not one'],
    [`a:${one.slice(0, 20)} ${one.slice(20)}`, '"a" is not one'],
  ])('is refused in a sentence without the key: %#', (text, sentence) => {
    const read = readEncryptionKeys(text);
    expect(read).toEqual({ ok: false, problem: expect.stringContaining(sentence) });
    expect(JSON.stringify(read)).not.toContain(one.slice(0, 10));
  });
});
