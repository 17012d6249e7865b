import { StorageError } from '#core/storage-error.ts';

type StorageErrorCode = 'unavailable' | 'timeout' | 'not-allowed' | 'other' | 'too-large';

/** The index whose uniqueness refused a write; null when the error is another one. The wording is the server's own, in every version. */
export function violatedIndex(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error) || error.code !== duplicateKey) return null;
  return /index: (\S+)/.exec(error.message)?.[1] ?? '';
}

/** Runs one call of a store, and wraps what the driver or mongoose throws, once; everything else is handed through as it is. */
export async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toStorageError(error);
  }
}

/** MongoDB's error codes that somebody can do something about; see https://www.mongodb.com/docs/manual/reference/error-codes/. */
const duplicateKey = 11_000;
const notAllowed = [13, 18, 8_000];
const tooLarge = [10_334, 17_419, 17_420];
const timedOut = [50, 64, 262];

/** The driver's errors by name: its classes would have to be loaded by whoever only wants to know what happened. */
const unavailable =
  /^(Mongo(ose)?)?(ServerSelection|NetworkTimeout|Network|PoolCleared|PoolClosed|NotConnected|TopologyClosed)/;

/** Those of them that come before anything was sent. */
const neverSent = /^Mongo(ose)?(ServerSelection|NotConnected|TopologyClosed|PoolClosed)/;
const waitQueue = 'MongoWaitQueueTimeoutError';

function toStorageError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof StorageError) return error;
  const { name, message } = error;
  const wrap = (code: StorageErrorCode, retryable: boolean, sentence: string, lost: StorageError['lost'] = null) =>
    new StorageError(`${sentence} (${message})`, { code, retryable, lost, cause: error });
  const code = 'code' in error && typeof error.code === 'number' ? error.code : null;
  if (unavailable.test(name) || hasLabel(error, 'RetryableWriteError'))
    return wrap('unavailable', true, 'The database does not answer', neverSent.test(name) ? 'away' : 'unknown');
  if (name === waitQueue || (code !== null && timedOut.includes(code)))
    return wrap('timeout', true, 'The database took too long', name === waitQueue ? 'away' : 'unknown');
  if (code !== null && notAllowed.includes(code))
    return wrap(
      'not-allowed',
      false,
      'The database does not let Confab in: check the user and password in MONGODB_URI',
    );
  if (code !== null && tooLarge.includes(code))
    return wrap('too-large', false, 'The database refuses a document of this size');
  return /^(Mongo|Mongoose|StrictMode|Cast|Validation)/.test(name)
    ? wrap('other', false, 'The database refused')
    : error;
}

function hasLabel(error: Error, label: string): boolean {
  return 'hasErrorLabel' in error && typeof error.hasErrorLabel === 'function' && error.hasErrorLabel(label) === true;
}
