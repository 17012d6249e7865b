/** Keeps secrets unreadable in the database, in backups and in copies of it. */
export interface Sealer {
  /** `belongsTo` names the one record that the secret is part of: moved to another, it does not open. */
  seal(secret: string, belongsTo: string): string;
  open(sealed: string, belongsTo: string): Opened;
  /** Whether it was sealed with the key that seals now. */
  isCurrent(sealed: string): boolean;
}

export type Opened =
  | { ok: true; secret: string }
  /** Sealed with a key that is not among ours (any more). */
  | { ok: false; reason: 'unknown-key'; keyId: string }
  /** Changed, cut short, or of another record. */
  | { ok: false; reason: 'damaged' };
