import { DatabaseSync } from 'node:sqlite';
import type { Effect, Place } from '#core/effects/effect.ts';
import type { Meeting } from '#core/meetings/meeting.ts';
import type { Stored, StoredEffect } from './stored.ts';

export function readSqlite(path: string): Stored {
  /** Nothing is kept open between two looks, so that the product's own database is never in anybody's way. */
  function rows<Row>(sql: string): Row[] {
    const db = new DatabaseSync(path, { readOnly: true, timeout: 2_000 });
    try {
      return db.prepare(sql).all() as Row[];
    } finally {
      db.close();
    }
  }
  const documents = <Shape>(table: string): Shape[] =>
    rows<{ document: string }>(`SELECT document FROM ${table}`).map(({ document }) => JSON.parse(document) as Shape);

  return {
    meetings: () => documents<Meeting>('meetings'),
    places: () => documents<Place>('places'),
    effects: () =>
      rows<Omit<StoredEffect, 'effect'> & { document: string }>(
        'SELECT id, state, reason, ready_at AS readyAt, document FROM effects ORDER BY seq',
      ).map(({ document, ...row }) => ({ ...row, effect: JSON.parse(document) as Effect })),
    everything() {
      const tables = rows<{ name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'jobs'");
      return Object.fromEntries(
        tables.map(({ name }) => [name, rows(`SELECT * FROM ${name}`).map((row) => JSON.stringify(row))]),
      );
    },
    close: async () => {},
  };
}
