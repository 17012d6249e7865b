import type { Database } from './database.ts';

/**
 * Remembers what was read until rows of its tables may have changed: then all of it is forgotten, whoever wrote, so that no answer is late by even one
 * write. What is not there is not remembered. What is, is shared by all who ask, and so frozen.
 */
export function keepReads<Key extends string, Value extends object>({
  tables,
  most,
  read,
}: {
  /** All that `read` looks into. */
  tables: readonly string[];
  /** How many are remembered at most; one more, and it begins anew. */
  most: number;
  /** Depends on nothing but the key and the tables. */
  read(db: Database, key: Key): Value | null;
}): (db: Database, key: Key) => Value | null {
  const keptOf = new WeakMap<Database, Map<Key, Value>>();

  function begin(db: Database): Map<Key, Value> {
    const kept = new Map<Key, Value>();
    keptOf.set(db, kept);
    db.onWrite(tables, () => kept.clear());
    return kept;
  }

  return (db, key) => {
    db.noticeOthers();
    const kept = keptOf.get(db) ?? begin(db);
    const known = kept.get(key);
    if (known) return known;
    const found = read(db, key);
    if (!found) return null;
    if (kept.size >= most) kept.clear();
    kept.set(key, freeze(found));
    return found;
  };
}

function freeze<Value extends object>(value: Value): Value {
  if (Object.isFrozen(value)) return value;
  for (const part of Object.values(value)) if (typeof part === 'object' && part !== null) freeze(part);
  return Object.freeze(value);
}
