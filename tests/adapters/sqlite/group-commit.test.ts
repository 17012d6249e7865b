import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../../src/adapters/sqlite/database.ts';
import { createGroupCommit } from '../../../src/adapters/sqlite/group-commit.ts';

let db: Database;
let commits: string[];

beforeEach(() => {
  const real = openDatabase(':memory:');
  real.run('CREATE TABLE kept (word TEXT PRIMARY KEY) STRICT');
  commits = [];
  db = {
    ...real,
    write: (durability, work) => {
      const result = real.write(durability, work);
      commits.push(durability);
      return result;
    },
  };
});
afterEach(() => db.close());

const put = (word: string) => () => db.run('INSERT INTO kept VALUES (?)', word);
const kept = () => db.all<{ word: string }>('SELECT word FROM kept ORDER BY word').map(({ word }) => word);

describe('work of one turn', () => {
  it('is committed together, and each learns its own result', async () => {
    const together = createGroupCommit(db);
    const results = await Promise.all(['a', 'b', 'c'].map((word) => together('relaxed', () => put(word)() && word)));
    expect(results).toEqual(['a', 'b', 'c']);
    expect(kept()).toEqual(['a', 'b', 'c']);
    expect(commits).toEqual(['relaxed']);
  });

  it('is as durable as the one that asks for most', async () => {
    const together = createGroupCommit(db);
    await Promise.all([together('relaxed', put('a')), together('durable', put('b'))]);
    await together('relaxed', put('c'));
    expect(commits).toEqual(['durable', 'relaxed']);
  });

  it('fails for whoever failed, and for nobody else', async () => {
    const together = createGroupCommit(db);
    const results = await Promise.allSettled(['a', 'a', 'b'].map((word) => together('relaxed', put(word))));
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(kept()).toEqual(['a', 'b']);
  });

  it('is answered only after its commit', async () => {
    const together = createGroupCommit(db);
    const seen: string[][] = [];
    await Promise.all(['a', 'b'].map((word) => together('relaxed', put(word)).then(() => seen.push(kept()))));
    expect(seen).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ]);
  });
});
