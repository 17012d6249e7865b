import type { Credential, CredentialKind } from '#core/access/credential.ts';
import type { PersonId } from '#core/ids.ts';
import type { Instant } from '#core/time/clock.ts';
import type { Database } from './database.ts';

export interface CredentialRow {
  id: string;
  kind: CredentialKind;
  person_id: PersonId;
  created_at: Instant;
  used_at: Instant | null;
  expires_at: Instant | null;
  document: string;
}

export function readCredential(db: Database, id: string): Credential | null {
  return toCredential(db.get<CredentialRow>('SELECT * FROM credentials WHERE id = ?', id));
}

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
