import { randomBytes } from 'node:crypto';

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

export type MeetingId = Branded<'MeetingId'>;
export type PersonId = Branded<'PersonId'>;
/** `discord:<guild id>` or `slack:<team id>`. */
export type CommunityId = Branded<'CommunityId'>;
export type ProgramId = Branded<'ProgramId'>;
/** `discord:<user id>` or `slack:<team id>:<user id>`: one login on one platform. */
export type AccountKey = Branded<'AccountKey'>;
/** Says what is to be done, of which version, for whom: committing the same effect twice is committing it once. A meeting's begin with its id and a colon. */
export type EffectId = Branded<'EffectId'>;

const alphabet = '0123456789abcdefghijklmnopqrstuv';

const idBytes = 16;
/** Random bytes for many ids, each used once: asking the system for some costs far more than using them. */
let drawn = new Uint8Array();

/** 16 characters of [0-9a-v], 80 random bits: short enough for a Discord custom id, and a legal part of a Google event id. */
export function newId(): string {
  if (drawn.length === 0) drawn = randomBytes(64 * idBytes);
  const bytes = drawn.subarray(0, idBytes);
  drawn = drawn.subarray(idBytes);
  return idFromBytes(bytes);
}

/** An id from at least 16 bytes: five bits of each of the first sixteen. */
export function idFromBytes(bytes: Uint8Array): string {
  let id = '';
  for (const byte of bytes.subarray(0, idBytes)) id += alphabet.charAt(byte & 31);
  return id;
}
