import { existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { backup, DatabaseSync } from 'node:sqlite';
import { createPrivateFile } from './database.ts';
import { toStorageError } from './storage-error.ts';

export type BackupResult =
  | { ok: true; bytes: number }
  | { ok: false; reason: 'no-database' | 'target-exists' | 'damaged'; message: string };

/** Pages per step. A step that another process wrote into starts the copy anew, so a step is as good as the whole of it. */
const wholeDatabase = 2 ** 31 - 1;

/**
 * Copies the database at one moment in time, while Confab may be running on it, also from another process. The copy is one file
 * (mode 0600), checked before it gets its name; an existing file is never overwritten.
 */
export async function backupDatabase(path: string, to: string): Promise<BackupResult> {
  if (!existsSync(path)) return { ok: false, reason: 'no-database', message: `There is no database at ${path}` };
  if (existsSync(to)) return { ok: false, reason: 'target-exists', message: `${to} exists already` };
  const partial = `${to}.partial`;
  rmSync(partial, { force: true });
  createPrivateFile(partial);
  try {
    const source = new DatabaseSync(path, { readOnly: true, timeout: 5_000 });
    try {
      await backup(source, partial, { rate: wholeDatabase });
    } finally {
      source.close();
    }
    const problem = findDamage(partial);
    if (problem) return { ok: false, reason: 'damaged', message: `The copy of ${path} is damaged: ${problem}` };
    renameSync(partial, to);
    return { ok: true, bytes: statSync(to).size };
  } catch (error) {
    throw toStorageError(error);
  } finally {
    for (const ending of ['', '-wal', '-shm', '-journal']) rmSync(`${partial}${ending}`, { force: true });
  }
}

function findDamage(path: string): string | null {
  const copy = new DatabaseSync(path);
  try {
    // The copy leaves the write-ahead log behind, so that it is complete in one file.
    copy.exec('PRAGMA journal_mode = DELETE');
    const found = copy.prepare('PRAGMA integrity_check').all() as { integrity_check: string }[];
    const [first] = found;
    return first?.integrity_check === 'ok' ? null : (first?.integrity_check ?? 'no answer to the check');
  } finally {
    copy.close();
  }
}
