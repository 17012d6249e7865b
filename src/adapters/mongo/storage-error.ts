import { StorageError } from '#core/storage-error.ts';

type StorageErrorCode = 'unavailable' | 'timeout' | 'not-allowed' | 'other' | 'too-large';

/** The index whose uniqueness refused a write; null when the error is another one. The wording is the server's own, in every version. */
export function violatedIndex(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error) || error.code !== duplicateKey) return null;
  return /index: (\S+)/.exec(error.message)?.[1] ?? '';
}

/**
 * Milliseconds that one call of a store may take. The driver (mongodb 7.8) gives up by itself far sooner, but not what it writes to a socket that has
 * ended and is not yet called closed: that waits to drain for ever (`writeCommand` in its connection.js).
 */
const longest = 15_000;

/**
 * Runs one call of a store, and wraps what the driver or mongoose throws, once; everything else is handed through as it is.
 * @param atMost Milliseconds after which the call is given up as unanswered; Infinity for work on everything that is stored.
 */
export async function guarded<T>(work: () => Promise<T>, atMost = longest): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const unanswered = new Promise<never>((_, reject) => {
    if (atMost === Number.POSITIVE_INFINITY) return;
    const giveUp = () =>
      reject(
        new StorageError('The database does not answer', { code: 'unavailable', retryable: true, lost: 'unknown' }),
      );
    timer = setTimeout(giveUp, atMost);
  });
  try {
    return await Promise.race([work(), unanswered]);
  } catch (error) {
    throw toStorageError(error);
  } finally {
    clearTimeout(timer);
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
