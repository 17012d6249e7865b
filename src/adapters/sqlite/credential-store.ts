import type { CredentialStore } from '#core/access/credential-store.ts';
import { type CredentialRow, insertCredential, readCredential, toCredential } from './credential-rows.ts';
import type { Database } from './database.ts';

/** Whatever gives or ends a right survives a power cut; when it was used, and what has ended by itself, need not. */
export function createSqliteCredentialStore(db: Database): CredentialStore {
  return {
    add: async (credential) => db.write('durable', () => insertCredential(db, credential)),

    find: async (id) => readCredential(db, id),

    take: async (id) =>
      db.write('durable', () => toCredential(db.get('DELETE FROM credentials WHERE id = ? RETURNING *', id))),

    listOf: async (personIds, kind) =>
      db
        .all<CredentialRow>(
          `SELECT * FROM credentials WHERE person_id IN (SELECT value FROM json_each(?)) AND kind = ?
           ORDER BY created_at DESC, id`,
          JSON.stringify(personIds),
          kind,
        )
        .flatMap((row) => toCredential(row) ?? []),

    setUsed: async (id, { usedAt, expiresAt }) => {
      db.write('relaxed', () =>
        db.run('UPDATE credentials SET used_at = ?, expires_at = ? WHERE id = ?', usedAt, expiresAt, id),
      );
    },

    remove: async (id, personIds) =>
      db.write(
        'durable',
        () =>
          db.run(
            'DELETE FROM credentials WHERE id = ? AND person_id IN (SELECT value FROM json_each(?))',
            id,
            JSON.stringify(personIds),
          ) === 1,
      ),

    prune: async (now) => db.write('relaxed', () => db.run('DELETE FROM credentials WHERE expires_at <= ?', now)),
  };
}
