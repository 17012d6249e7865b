import type { PersonId } from '#core/ids.ts';
import type { Database } from './database.ts';

/** The id that stands for the person; an id that nobody has stands for itself. */
export function canonicalId(db: Database, id: PersonId): PersonId {
  const row = db.get<{ merged_into: PersonId | null }>('SELECT merged_into FROM people WHERE id = ?', id);
  return row?.merged_into ?? id;
}

/** All ids of these people, linked ones included, each once. */
export function allIdsOf(db: Database, ids: readonly PersonId[]): PersonId[] {
  const all = new Set<PersonId>();
  for (const id of ids) {
    const canonical = canonicalId(db, id);
    if (all.has(canonical)) continue;
    all.add(canonical);
    for (const linked of db.all<{ id: PersonId }>(
      'SELECT id FROM people WHERE merged_into = ? ORDER BY rowid',
      canonical,
    )) {
      all.add(linked.id);
    }
  }
  return [...all];
}
