import type { Credential, CredentialKind } from '#core/access/credential.ts';
import type { PersonId } from '#core/ids.ts';
import type { Instant } from '#core/time/clock.ts';
import type { Database } from './database.ts';
import { keepReads } from './keep-reads.ts';

export interface CredentialRow {
  id: string;
  kind: CredentialKind;
  person_id: PersonId;
  created_at: Instant;
  used_at: Instant | null;
  expires_at: Instant | null;
  document: string;
}

/** Kept as well, for every request begins with it. That it was revoked is a write, and whether it has ended whoever asks decides by the clock. */
export const readCredential = keepReads({
  tables: ['credentials'],
  most: 5_000,
  read: (db, id: string) => toCredential(db.get<CredentialRow>('SELECT * FROM credentials WHERE id = ?', id)),
});

export function insertCredential(db: Database, credential: Credential): void {
  const { id, kind, personId, createdAt, usedAt, expiresAt, label, scope, organizes } = credential;
  db.run(
    'INSERT INTO credentials (id, kind, person_id, created_at, used_at, expires_at, document) VALUES (?, ?, ?, ?, ?, ?, ?)',
    id,
    kind,
    personId,
    createdAt,
    usedAt,
    expiresAt,
    JSON.stringify({ label, scope, organizes }),
  );
}

export function toCredential(row: CredentialRow | undefined): Credential | null {
  if (!row) return null;
  return {
    id: row.id,
    kind: row.kind,
    personId: row.person_id,
    ...(JSON.parse(row.document) as Pick<Credential, 'label' | 'scope' | 'organizes'>),
    createdAt: row.created_at,
    usedAt: row.used_at,
    expiresAt: row.expires_at,
  };
}
