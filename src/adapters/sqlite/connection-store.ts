import type { ConnectionStore } from '#core/connections/connection-store.ts';
import type { GoogleAccount } from '#core/connections/google-account.ts';
import type { Database } from './database.ts';

interface Row {
  document: string;
}

/** In place of what is there, whatever its revision. */
export function putGoogleAccount(db: Database, account: GoogleAccount): void {
  db.run(
    `INSERT OR REPLACE INTO google_accounts (sub, ${names}) VALUES (?, ?, ?, ?, ?, ?, ?)`,
    account.sub,
    ...columns(account),
  );
}

const names = 'person_id, has_calendar, look_at, channel_id, revision, document';

/** In the order of their names. */
function columns(account: GoogleAccount) {
  const { personId, calendar, revision } = account;
  const lookAt = calendar?.state === 'ok' ? calendar.lookAt : null;
  const channelId = calendar?.channel?.id ?? null;
  return [personId, calendar ? 1 : 0, lookAt, channelId, revision, JSON.stringify(account)] as const;
}

export function createSqliteConnectionStore(db: Database): ConnectionStore {
  const parse = (row: Row): GoogleAccount => JSON.parse(row.document) as GoogleAccount;

  return {
    add: async (account) =>
      db.write(
        'durable',
        () =>
          db.run(
            `INSERT INTO google_accounts (sub, ${names}) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (sub) DO NOTHING`,
            account.sub,
            ...columns(account),
          ) === 1,
      ),

    find: async (sub) => {
      const row = db.get<Row>('SELECT document FROM google_accounts WHERE sub = ?', sub);
      return row ? parse(row) : null;
    },

    ofPerson: async (personIds) =>
      db
        .all<Row>(
          'SELECT document FROM google_accounts WHERE person_id IN (SELECT value FROM json_each(?))',
          JSON.stringify(personIds),
        )
        .map(parse)
        .sort((a, b) => a.connectedAt - b.connectedAt || (a.sub < b.sub ? -1 : 1)),

    update: async (account) =>
      db.write(
        'durable',
        () =>
          db.run(
            `UPDATE google_accounts SET (${names}) = (?, ?, ?, ?, ?, ?) WHERE sub = ? AND revision = ?`,
            ...columns(account),
            account.sub,
            account.revision - 1,
          ) === 1,
      ),

    remove: async (sub, personIds) =>
      db.write(
        'durable',
        () =>
          db.run(
            'DELETE FROM google_accounts WHERE sub = ? AND person_id IN (SELECT value FROM json_each(?))',
            sub,
            JSON.stringify(personIds),
          ) === 1,
      ),

    withCalendar: async (after, limit) =>
      db
        .all<Row>(
          'SELECT document FROM google_accounts WHERE has_calendar = 1 AND sub > ? ORDER BY sub LIMIT ?',
          after ?? '',
          limit,
        )
        .map(parse),

    due: async (now, limit) =>
      db
        .all<Row>('SELECT document FROM google_accounts WHERE look_at <= ? ORDER BY look_at LIMIT ?', now, limit)
        .map(parse),

    ofChannel: async (channelId) => {
      const row = db.get<Row>('SELECT document FROM google_accounts WHERE channel_id = ?', channelId);
      return row ? parse(row) : null;
    },
  };
}
