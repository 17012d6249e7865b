/** What the API keeps everything in. What is promised of every operation is tried on both. */
import { afterAll, beforeAll, describe } from 'vitest';
import type { StateNumber } from '#core/queries/state-number.ts';
import type { MongoDatabase } from '../../src/adapters/mongo/connect-mongo.ts';
import { createSqliteStateNumber } from '../../src/adapters/sqlite/state-number.ts';
import { createDatabase, serverUri, storesOn } from '../adapters/mongo/mongo-world.ts';
import { createSmallHouse, type House } from '../fakes/small-house.ts';

export interface ApiStorage {
  stores: House['stores'];
  stateNumber: StateNumber;
  /** All that is stored, but when secrets were last used. */
  everything(): Promise<unknown>;
  close(): Promise<void>;
}

/** Resolves with a storage in which there is nothing yet. */
export type OpenStorage = () => Promise<ApiStorage>;

const tables = ['meetings', 'people', 'accounts', 'programs', 'communities', 'effects', 'scratch', 'google_accounts'];

export function openSqliteStorage(): ApiStorage {
  const { stores, db } = createSmallHouse();
  return {
    stores,
    stateNumber: createSqliteStateNumber(db),
    everything: async () => [
      db.all('SELECT id, kind FROM credentials ORDER BY id'),
      ...tables.map((name) => db.all(`SELECT * FROM ${name}`)),
    ],
    close: async () => db.close(),
  };
}

/** Runs the suite on SQLite, and on MongoDB where there is a server. */
export function describeOnBothStores(title: string, suite: (open: OpenStorage) => void): void {
  describe(`${title}, on SQLite`, () => suite(async () => openSqliteStorage()));

  describe.skipIf(!serverUri)(`${title}, on MongoDB (needs MONGODB_TEST_URI)`, () => {
    let database: Awaited<ReturnType<typeof createDatabase>>;
    beforeAll(async () => {
      database = await createDatabase();
    });
    afterAll(() => database?.close());
    // Its indexes take longer to make than all that a world does, so worlds have it one after the other.
    suite(async () => {
      await Promise.all(collectionsOf(database.db).map((collection) => collection.deleteMany({})));
      return createMongoStorage(database.db);
    });
  });
}

function collectionsOf({ connection }: MongoDatabase) {
  return Object.values(connection.models).map(({ collection }) => collection);
}

/** `through`: the connection that the API has, where it is another than ours. */
export function createMongoStorage(db: MongoDatabase, through = db): ApiStorage {
  return {
    stores: storesOn(through),
    stateNumber: () => null,
    everything: () =>
      Promise.all(
        collectionsOf(db).map(async (collection) => [
          collection.name,
          await collection.find({}, { projection: { usedAt: 0 }, sort: { _id: 1 } }).toArray(),
        ]),
      ),
    close: async () => {},
  };
}
