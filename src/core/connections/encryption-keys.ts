/** A key, and the name that is stored with what it sealed. */
export interface EncryptionKey {
  id: string;
  /** 32 bytes, for AES-256. */
  bytes: Uint8Array;
}

const idForm = /^[A-Za-z0-9_-]{1,32}$/;
const keyLength = 32;
const makeOne = "node -p \"require('crypto').randomBytes(32).toString('base64')\"";

/**
 * Reads `id:base64key,id:base64key`. The first key seals, all of them open: a new key goes to the front, and the old one may go once everything
 * has been sealed anew. The problem is a sentence that begins after the variable's name, and never holds a key.
 */
export function readEncryptionKeys(
  text: string,
): { ok: true; keys: readonly [EncryptionKey, ...EncryptionKey[]] } | { ok: false; problem: string } {
  const keys: EncryptionKey[] = [];
  for (const [index, part] of text.split(',').entries()) {
    const place = `key ${index + 1}`;
    const colon = part.indexOf(':');
    const id = part.slice(0, Math.max(colon, 0)).trim();
    if (!idForm.test(id)) {
      return {
        ok: false,
        problem: `must be written as name:key, with commas between several; ${place} has no name of 1 to 32 letters, digits, - or _`,
      };
    }
    if (keys.some((key) => key.id === id)) return { ok: false, problem: `names two keys "${id}"` };
    const bytes = decode(part.slice(colon + 1).trim());
    if (bytes?.length !== keyLength) {
      return {
        ok: false,
        problem: `must hold keys of ${keyLength} bytes in base64; "${id}" is not one. Make one with: ${makeOne}`,
      };
    }
    keys.push({ id, bytes });
  }
  const [first, ...others] = keys;
  return first ? { ok: true, keys: [first, ...others] } : { ok: false, problem: 'holds no key' };
}

/** Base64 of either alphabet, with its padding or without. Null where something else is in it: Node would skip it silently. */
function decode(text: string): Uint8Array | null {
  return /^[A-Za-z0-9+/_-]+={0,2}$/.test(text) ? Buffer.from(text, 'base64') : null;
}
