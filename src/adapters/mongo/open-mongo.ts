import type { Logger } from 'pino';
import { StartProblem } from '#core/start-problem.ts';
import { createMongoAgendaBackend } from './agenda-backend.ts';
import { createMongoChangeFeed } from './change-feed.ts';
import { connectMongo } from './connect-mongo.ts';
import { createMongoConnectionStore } from './connection-store.ts';
import { createMongoCredentialStore } from './credential-store.ts';
import { createMongoEffectStore } from './effect-store.ts';
import { takeLease } from './lease.ts';
import { createMongoMeetingStore } from './meeting-store.ts';
import { createMongoPeopleStore } from './people-store.ts';
import { createMongoProgramStore } from './program-store.ts';
import { createMongoScratchStore } from './scratch-store.ts';

/** Every store of one database, which any number of processes may share. The indexes are there when it resolves. */
export async function openMongo(uri: string, log: Logger) {
  const db = await connectMongo(uri).catch((error: unknown) => {
    throw sentence(error);
  });
  await db.createIndexes().catch(async (error: unknown) => {
    await db.close();
    throw sentence(error);
  });
  const changes = createMongoChangeFeed(db.changes, log);
  return {
    meetings: createMongoMeetingStore(db),
    effects: createMongoEffectStore(db),
    people: createMongoPeopleStore(db),
    programs: createMongoProgramStore(db),
    scratch: createMongoScratchStore(db),
    credentials: createMongoCredentialStore(db),
    connections: createMongoConnectionStore(db),
    changes,
    /** Other processes write as well. */
    stateNumber: () => null,
    atOnce: 50,
    backend: createMongoAgendaBackend(db),
    /** What a dead process had claimed is freed when its lease ends: nobody can know that it is dead. */
    recover: async () => {},
    takeLease: (name: string, milliseconds: number) => takeLease(db.leases, name, milliseconds),
    async close(): Promise<void> {
      changes.close();
      await db.close();
    },
  };
}

/** The driver's messages name hosts; should one ever quote the address, user and password are left out. */
function sentence(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const message = error.message.replaceAll(/\/\/[^@/\s]*@/g, '//');
  return new StartProblem(`${message}. Check MONGODB_URI, and that the server runs: docs/setup-mongodb.md.`, {
    cause: error,
  });
}
