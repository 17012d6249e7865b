import type { ScratchStore } from '#core/scratch-store.ts';
import type { Database } from './database.ts';

/** What lives for minutes need not survive a power cut. */
export function createSqliteScratchStore(db: Database): ScratchStore {
  const parse = (row: { data: string } | undefined): unknown => (row ? JSON.parse(row.data) : null);

  return {
    put: async (kind, id, data, expiresAt) => {
      db.write('relaxed', () =>
        db.run(
          `INSERT INTO scratch (kind, id, data, expires_at) VALUES (?, ?, ?, ?)
           ON CONFLICT (kind, id) DO UPDATE SET data = excluded.data, expires_at = excluded.expires_at`,
          kind,
          id,
          JSON.stringify(data ?? null),
          expiresAt,
        ),
      );
    },

    get: async (kind, id, now) =>
      parse(db.get('SELECT data FROM scratch WHERE kind = ? AND id = ? AND expires_at > ?', kind, id, now)),

    take: async (kind, id, now) =>
      db.write('relaxed', () =>
        parse(db.get('DELETE FROM scratch WHERE kind = ? AND id = ? AND expires_at > ? RETURNING data', kind, id, now)),
      ),

    prune: async (now) => db.write('relaxed', () => db.run('DELETE FROM scratch WHERE expires_at <= ?', now)),
  };
}
