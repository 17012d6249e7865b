import { StorageError } from '#core/storage-error.ts';

/** SQLite's primary result codes that somebody can do something about; see https://sqlite.org/rescode.html. */
const meanings: Record<number, { code: StorageErrorCode; retryable: boolean; sentence: string }> = {
  5: { code: 'busy', retryable: true, sentence: 'Another process is writing to the database' },
  6: { code: 'busy', retryable: true, sentence: 'The database is locked' },
  8: { code: 'read-only', retryable: false, sentence: 'The database file may not be written' },
  10: { code: 'disk', retryable: true, sentence: 'The disk did not read or write' },
  11: { code: 'corrupt', retryable: false, sentence: 'The database file is damaged: restore a backup' },
  13: { code: 'full', retryable: true, sentence: 'The disk is full' },
  14: { code: 'cannot-open', retryable: false, sentence: 'The database file cannot be opened' },
  26: { code: 'corrupt', retryable: false, sentence: 'The file is not an SQLite database' },
};

type StorageErrorCode =
  | 'busy'
  | 'read-only'
  | 'disk'
  | 'corrupt'
  | 'full'
  | 'cannot-open'
  | 'newer-schema'
  | 'other-schema'
  | 'other';

/** Wraps what `node:sqlite` throws, once; everything else is handed through as it is. */
export function toStorageError(error: unknown): unknown {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return error;
  // The low byte is the primary code; the rest says more exactly where it happened.
  const meaning = meanings[error.errcode & 0xff];
  if (!meaning) {
    return new StorageError(`The database refused: ${error.message}`, {
      code: 'other',
      retryable: false,
      cause: error,
    });
  }
  return new StorageError(`${meaning.sentence} (${error.message})`, { ...meaning, cause: error });
}
