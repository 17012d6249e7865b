import { randomBytes } from 'node:crypto';
import { connectMongo, type MongoDatabase } from '../../../src/adapters/mongo/connect-mongo.ts';
import { createMongoConnectionStore } from '../../../src/adapters/mongo/connection-store.ts';
import { createMongoCredentialStore } from '../../../src/adapters/mongo/credential-store.ts';
import { createMongoEffectStore } from '../../../src/adapters/mongo/effect-store.ts';
import { createMongoMeetingStore } from '../../../src/adapters/mongo/meeting-store.ts';
import { createMongoPeopleStore } from '../../../src/adapters/mongo/people-store.ts';
import { createMongoProgramStore } from '../../../src/adapters/mongo/program-store.ts';
import { createMongoScratchStore } from '../../../src/adapters/mongo/scratch-store.ts';
import type { Stores } from '../../contracts/stores.ts';

/** A server for tests; undefined where there is none. Every test takes a database of its own on it. */
export const serverUri = process.env.MONGODB_TEST_URI;

/** Of a server that runs already: names a database that nobody else uses. */
export function freshUri(): string {
  const url = new URL(serverUri ?? '');
  url.pathname = `/confab-test-${randomBytes(8).toString('hex')}`;
  return url.href;
}

export function storesOn(db: MongoDatabase): Omit<Stores, 'close'> {
  return {
    meetings: createMongoMeetingStore(db),
    effects: createMongoEffectStore(db),
    people: createMongoPeopleStore(db),
    programs: createMongoProgramStore(db),
    scratch: createMongoScratchStore(db),
    credentials: createMongoCredentialStore(db),
    connections: createMongoConnectionStore(db),
  };
}

/** Milliseconds: what is tested here is what is answered, also while a dozen other tests keep the machine busy. */
const answerWithin = 20_000;

/** An empty database with its indexes, dropped by `close`. */
export async function createDatabase(
  options?: Parameters<typeof connectMongo>[1],
): Promise<{ db: MongoDatabase; uri: string; close(): Promise<void> }> {
  const uri = freshUri();
  const db = await connectMongo(uri, { answerWithin, ...options });
  await db.createIndexes();
  return {
    db,
    uri,
    close: async () => {
      await db.connection.dropDatabase();
      await db.close();
    },
  };
}
