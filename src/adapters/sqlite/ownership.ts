import { DatabaseSync } from 'node:sqlite';
import { createPrivateFile } from './database.ts';
import { toStorageError } from './storage-error.ts';

export type Ownership =
  /** `release` lets the next process in; a process that dies releases it too, however it dies. */
  { ok: true; release(): void } | { ok: false; reason: 'already-running'; message: string };

/** SQLITE_BUSY */
const busy = 5;

/** Held here too, because a connection that nobody refers to is closed by the garbage collector, and its lock with it. */
const held = new Set<DatabaseSync>();

/**
 * Proves that this process is the only Confab on this database for as long as it lives. The lock is the operating system's, on
 * `<path>.lock`: an SQLite file of its own with an exclusive transaction held open, so that backups and shells still reach the database.
 */
export function acquireOwnership(path: string): Ownership {
  if (path === ':memory:') return { ok: true, release: () => {} };
  const lockPath = `${path}.lock`;
  createPrivateFile(lockPath);
  let lock: DatabaseSync | undefined;
  try {
    lock = new DatabaseSync(lockPath, { timeout: 0 });
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    if (lock?.isOpen) lock.close();
    if (error instanceof Error && 'errcode' in error && error.errcode === busy) {
      return { ok: false, reason: 'already-running', message: `Another Confab is already running on ${path}` };
    }
    throw toStorageError(error);
  }
  const owned = lock;
  held.add(owned);
  return {
    ok: true,
    release: () => {
      if (held.delete(owned)) owned.close();
    },
  };
}
