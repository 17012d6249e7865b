import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase, readDatabase } from '../../../src/adapters/sqlite/database.ts';
import { createSqliteMeetingStore } from '../../../src/adapters/sqlite/meeting-store.ts';
import { aMeeting } from '../../builders.ts';

let folder: string;
let path: string;
const opened: Database[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'confab-sqlite-'));
  path = join(folder, 'confab.db');
});

afterEach(() => {
  for (const db of opened.splice(0)) db.close();
  rmSync(folder, { recursive: true, force: true });
});

function kept(db: Database): Database {
  opened.push(db);
  return db;
}

/** As another version of Confab would have left it. */
function leaveBehind(version: number): void {
  openDatabase(path).close();
  const raw = new DatabaseSync(path);
  raw.exec(`PRAGMA user_version = ${version}`);
  raw.close();
}

describe('reading a database', () => {
  it('sees what is stored, also while another connection writes', async () => {
    const meeting = aMeeting();
    const writer = createSqliteMeetingStore(kept(openDatabase(path)));
    const reader = createSqliteMeetingStore(kept(readDatabase(path)));
    expect(await reader.get(meeting.id)).toBeNull();
    await writer.create(meeting, []);
    expect(await reader.get(meeting.id)).toEqual(meeting);
  });

  it('never writes', () => {
    kept(openDatabase(path));
    const db = kept(readDatabase(path));
    expect(() => db.run(`INSERT INTO scratch VALUES ('a', 'b', 'null', 1)`)).toThrow(
      expect.objectContaining({ name: 'StorageError', code: 'read-only' }),
    );
    expect(db.all('SELECT * FROM scratch')).toEqual([]);
  });

  // The first is older than any, the second newer than this one.
  it.each([0, 99])('of schema version %i is refused, and the file is not touched', (version) => {
    leaveBehind(version);
    const before = readFileSync(path);
    expect(() => readDatabase(path)).toThrow(
      expect.objectContaining({ name: 'StorageError', code: 'other-schema', retryable: false }),
    );
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it('that is not there is refused, and is not made', () => {
    expect(() => readDatabase(path)).toThrow(expect.objectContaining({ code: 'cannot-open' }));
    expect(existsSync(path)).toBe(false);
  });
});
