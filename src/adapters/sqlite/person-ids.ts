import type { PersonId } from '#core/ids.ts';
import type { Database } from './database.ts';
import { keepReads } from './keep-reads.ts';

/** The id that stands for the person; an id that nobody has stands for itself. */
export function canonicalId(db: Database, id: PersonId): PersonId {
  return idsBehind(db, id)[0] ?? id;
}

/** All ids of these people, linked ones included, each once. */
export function allIdsOf(db: Database, ids: readonly PersonId[]): PersonId[] {
  return [...new Set(ids.flatMap((id) => idsBehind(db, id)))];
}

/** All ids of the person who has this one, the one that stands for them first. */
export function idsBehind(db: Database, id: PersonId): readonly PersonId[] {
  return keptIds(db, id) ?? [id];
}

const keptIds = keepReads({
  tables: ['people'],
  most: 10_000,
  read(db, id: PersonId): PersonId[] | null {
    const row = db.get<{ merged_into: PersonId | null }>('SELECT merged_into FROM people WHERE id = ?', id);
    if (!row) return null;
    const canonical = row.merged_into ?? id;
    const linked = db.all<{ id: PersonId }>('SELECT id FROM people WHERE merged_into = ? ORDER BY rowid', canonical);
    return [canonical, ...linked.map((one) => one.id)];
  },
});
