import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../../src/adapters/sqlite/database.ts';
import { keepReads } from '../../../src/adapters/sqlite/keep-reads.ts';

interface Note {
  words: string[];
}

let folder: string;
let path: string;
let db: Database;
let reads: number;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'confab-kept-'));
  path = join(folder, 'confab.db');
  db = openDatabase(path);
  db.run('CREATE TABLE notes (id TEXT PRIMARY KEY, words TEXT NOT NULL) STRICT');
  db.run('CREATE TABLE others (id TEXT PRIMARY KEY) STRICT');
  db.run(`INSERT INTO notes VALUES ('a', '["one"]'), ('b', '["two"]')`);
  reads = 0;
});
afterEach(() => {
  db.close();
  rmSync(folder, { recursive: true, force: true });
});

const notes = (most = 10) =>
  keepReads({
    tables: ['notes'],
    most,
    read(from, id: string): Note | null {
      reads += 1;
      const row = from.get<{ words: string }>('SELECT words FROM notes WHERE id = ?', id);
      return row ? { words: JSON.parse(row.words) as string[] } : null;
    },
  });
const put = (words: string, into = db) => into.run('UPDATE notes SET words = ? WHERE id = ?', words, 'a');

describe('what was read', () => {
  it('is read once, and the same to all', () => {
    const note = notes();
    expect(note(db, 'a')).toEqual({ words: ['one'] });
    expect(note(db, 'a')).toBe(note(db, 'a'));
    expect(reads).toBe(1);
  });

  it('is nobody else’s to change', () => {
    expect(() => notes()(db, 'a')?.words.push('more')).toThrow(TypeError);
  });

  it.each([
    ['UPDATE', `UPDATE notes SET words = '["new"]'`],
    ['INSERT', `INSERT INTO notes VALUES ('c', '[]') ON CONFLICT DO NOTHING`],
    ['DELETE', `DELETE FROM notes WHERE id = 'b'`],
    ['a statement that begins with its tables', `WITH new AS (SELECT 1) UPDATE notes SET words = '["new"]'`],
    ['REPLACE', `REPLACE INTO notes VALUES ('a', '["new"]')`],
  ])('is read again after %s', (_what, sql) => {
    const note = notes();
    const before = note(db, 'a');
    db.run(sql);
    expect(note(db, 'a')).not.toBe(before);
    expect(note(db, 'a')?.words).toEqual(
      JSON.parse(db.get<{ words: string }>(`SELECT words FROM notes WHERE id = 'a'`)!.words),
    );
  });

  it('is read again after a row was written that is asked for in the answer', () => {
    const note = notes();
    note(db, 'a');
    db.get(`DELETE FROM notes WHERE id = 'a' RETURNING *`);
    expect(note(db, 'a')).toBeNull();
  });

  it('stays when only other tables are written', () => {
    const note = notes();
    note(db, 'a');
    db.run(`INSERT INTO others VALUES ('x')`);
    note(db, 'a');
    expect(reads).toBe(1);
  });

  it('inside a transaction is what that has written so far, and afterwards what was there if it was undone', () => {
    const note = notes();
    expect(() =>
      db.write('relaxed', () => {
        put('["never"]');
        expect(note(db, 'a')?.words).toEqual(['never']);
        throw new Error('undone');
      }),
    ).toThrow('undone');
    expect(note(db, 'a')?.words).toEqual(['one']);
  });

  it('is read again when somebody else wrote into the file', async () => {
    const note = notes();
    expect(note(db, 'a')?.words).toEqual(['one']);
    const shell = openDatabase(path);
    put('["by hand"]', shell);
    shell.close();
    await nextTurn();
    expect(note(db, 'a')?.words).toEqual(['by hand']);
  });

  it('is not remembered where nothing is, so that it is there once it is made', () => {
    const note = notes();
    expect(note(db, 'c')).toBeNull();
    db.run(`INSERT INTO notes VALUES ('c', '["three"]')`);
    expect(note(db, 'c')).toEqual({ words: ['three'] });
  });

  it('is forgotten when it grows too much', () => {
    const note = notes(1);
    note(db, 'a');
    note(db, 'b');
    note(db, 'a');
    expect(reads).toBe(3);
  });

  it('of one file is nothing to another', () => {
    const note = notes();
    note(db, 'a');
    const other = openDatabase(':memory:');
    other.run('CREATE TABLE notes (id TEXT PRIMARY KEY, words TEXT NOT NULL) STRICT');
    expect(note(other, 'a')).toBeNull();
    other.close();
  });
});
