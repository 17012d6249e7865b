import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { EncryptionKey } from '#core/connections/encryption-keys.ts';
import type { Sealer } from '#core/connections/sealer.ts';

const algorithm = 'aes-256-gcm';
/** 96 bits, the length GCM is made for (NIST SP 800-38D). Random ones are safe for some 2^32 secrets with one key; here there are a few for each mentor. */
const nonceLength = 12;
const tagLength = 16;
const form = 's1';

/** AES-256-GCM. What is stored is `s1.<key id>.<nonce>.<cipher text and tag>`, the last two in base64url. The first key seals, all open. */
export function createAesSealer(keys: readonly [EncryptionKey, ...EncryptionKey[]]): Sealer {
  const [current] = keys;

  return {
    seal(secret, belongsTo) {
      const nonce = randomBytes(nonceLength);
      const cipher = createCipheriv(algorithm, current.bytes, nonce, { authTagLength: tagLength });
      cipher.setAAD(bindingOf(current.id, belongsTo));
      const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return [form, current.id, nonce.toString('base64url'), sealed.toString('base64url')].join('.');
    },

    open(sealed, belongsTo) {
      const [seenForm, keyId, nonceText, body, ...more] = sealed.split('.');
      if (seenForm !== form || !keyId || !nonceText || !body || more.length > 0)
        return { ok: false, reason: 'damaged' };
      const key = keys.find(({ id }) => id === keyId);
      if (!key) return { ok: false, reason: 'unknown-key', keyId };
      const nonce = Buffer.from(nonceText, 'base64url');
      const bytes = Buffer.from(body, 'base64url');
      if (nonce.length !== nonceLength || bytes.length <= tagLength) return { ok: false, reason: 'damaged' };
      const decipher = createDecipheriv(algorithm, key.bytes, nonce, { authTagLength: tagLength });
      decipher.setAAD(bindingOf(key.id, belongsTo));
      decipher.setAuthTag(bytes.subarray(-tagLength));
      try {
        const secret = Buffer.concat([decipher.update(bytes.subarray(0, -tagLength)), decipher.final()]);
        return { ok: true, secret: secret.toString('utf8') };
      } catch {
        // Node has one error for all that can be wrong here, and it says no more than that.
        return { ok: false, reason: 'damaged' };
      }
    },

    isCurrent: (sealed) => sealed.startsWith(`${form}.${current.id}.`),
  };
}

/** Not secret, and not stored either: whoever opens has to know what they open. */
function bindingOf(keyId: string, belongsTo: string): Buffer {
  return Buffer.from(JSON.stringify(['confab', form, keyId, belongsTo]));
}
