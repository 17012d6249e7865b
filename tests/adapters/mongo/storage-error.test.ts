import { createRequire } from 'node:module';
import { mongo } from 'mongoose';
import { describe, expect, it } from 'vitest';
import { guarded } from '../../../src/adapters/mongo/storage-error.ts';

const { MongoNetworkTimeoutError, MongoServerError, MongoServerSelectionError } = mongo;
/** The driver keeps these two to itself. */
const { PoolClearedError, PoolClearedOnNetworkError } = createRequire(import.meta.url)(
  'mongodb/lib/cmap/errors.js',
) as Record<'PoolClearedError' | 'PoolClearedOnNetworkError', new (pool: object) => Error>;
const pool = { address: '127.0.0.1:27017', serverError: null };
const thrown = (error: Error) =>
  guarded(async () => {
    throw error;
  }).catch((wrapped: unknown) => wrapped);

describe('what the driver throws while the database is away', () => {
  it.each([
    ['a server that falls silent', new MongoNetworkTimeoutError('connection 3 timed out'), 'unknown'],
    // Its name begins as no other of the driver's.
    ['a look at the server that came to nothing', new PoolClearedOnNetworkError(pool), 'unknown'],
    ['a pool that was emptied', new PoolClearedError(pool), 'unknown'],
    ['no server at all', new MongoServerSelectionError('nobody', {} as never), 'away'],
  ])('is told as a database that is away: %s', async (_, error, lost) => {
    expect(await thrown(error)).toMatchObject({ code: 'unavailable', retryable: true, lost, cause: error });
  });

  it('is not what a server refuses', async () => {
    expect(await thrown(new MongoServerError({ message: 'no', code: 2 }))).toMatchObject({
      code: 'other',
      retryable: false,
    });
  });

  it('is told where a call is never answered, too', async () => {
    const never = guarded(() => new Promise(() => {}), 20).catch((wrapped: unknown) => wrapped);
    expect(await never).toMatchObject({ code: 'unavailable', retryable: true, lost: 'unknown' });
  });
});
