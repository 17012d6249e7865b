import { DatabaseSync } from 'node:sqlite';

export interface BareRequest {
  id: string;
  mentorId: string;
  learnerId: string;
  /** Milliseconds. */
  start: number;
  end: number;
  document: string;
  /** What has to be carried out: when, and what. */
  effects: readonly { id: string; dueAt: number; document: string }[];
}

export interface BareBooking {
  /** So that there is somebody to look up. */
  meet(person: string): void;
  book(request: BareRequest): boolean;
  close(): void;
}

const twoHours = 2 * 3_600_000;

/**
 * A request by hand: BEGIN IMMEDIATE; the request is not there yet; no session of either person is in the way, under any id that was linked into theirs
 * (a range of an index, bounded by the longest session); the session and what follows from it, each once; COMMIT. The pragmas are those that Confab
 * runs with. Statements are prepared once.
 */
export function createBareBooking(path: string): BareBooking {
  const db = new DatabaseSync(path);
  db.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA fullfsync = ON;
    PRAGMA wal_autocheckpoint = 4000;
    PRAGMA synchronous = FULL;
    CREATE TABLE meetings (id TEXT PRIMARY KEY, document TEXT NOT NULL) STRICT;
    CREATE TABLE attendances (
      person_id TEXT, starts_at INTEGER, ends_at INTEGER, meeting_id TEXT, PRIMARY KEY (person_id, starts_at, meeting_id)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE people (id TEXT PRIMARY KEY, merged_into TEXT) STRICT, WITHOUT ROWID;
    CREATE INDEX people_merged ON people (merged_into) WHERE merged_into IS NOT NULL;
    CREATE TABLE effects (
      seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, due_at INTEGER NOT NULL, document TEXT NOT NULL
    ) STRICT;
    CREATE INDEX effects_due ON effects (due_at);
  `);
  const [begin, commit] = [db.prepare('BEGIN IMMEDIATE'), db.prepare('COMMIT')];
  const known = db.prepare('SELECT 1 FROM meetings WHERE id = ?');
  const rootOf = db.prepare('SELECT merged_into FROM people WHERE id = ?');
  const linked = db.prepare('SELECT id FROM people WHERE merged_into = ?');
  const taken = db.prepare(
    'SELECT 1 FROM attendances WHERE person_id = ? AND starts_at > ? AND starts_at < ? AND ends_at > ? LIMIT 1',
  );
  const insert = db.prepare('INSERT INTO meetings VALUES (?, ?)');
  const attend = db.prepare('INSERT INTO attendances VALUES (?, ?, ?, ?)');
  const queue = db.prepare('INSERT INTO effects (id, due_at, document) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING');
  const idsOf = (person: string): string[] => {
    const root = rootOf.get(person)?.merged_into ?? person;
    return [String(root), ...linked.all(root).map(({ id }) => String(id))];
  };
  return {
    book({ id, mentorId, learnerId, start, end, document, effects }) {
      begin.run();
      const people = [mentorId, learnerId];
      const isTaken = (person: string) => taken.get(person, start - twoHours, end, start) !== undefined;
      const free = known.get(id) === undefined && !people.some((person) => idsOf(person).some(isTaken));
      if (free) {
        insert.run(id, document);
        for (const person of people) attend.run(person, start, end, id);
        for (const effect of effects) queue.run(effect.id, effect.dueAt, effect.document);
      }
      commit.run();
      return free;
    },
    meet: (person) => void db.prepare('INSERT INTO people VALUES (?, NULL) ON CONFLICT DO NOTHING').run(person),
    close: () => db.close(),
  };
}
