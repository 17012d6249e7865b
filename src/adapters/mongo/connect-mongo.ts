import { type Connection, Mongoose } from 'mongoose';
import { type Collections, defineCollections } from './collections.ts';
import { guarded } from './storage-error.ts';

export interface MongoDatabase extends Collections {
  connection: Connection;
  /** Makes the indexes that are missing. Safe to call from several processes at once, and on every start. */
  createIndexes(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Milliseconds. A server that is gone is given up after the first, one that has stopped answering after the second: either leaves time to say so while
 * the form that somebody sent is still open (1.5 s on Slack). So the driver does not read a second time by itself.
 */
const timeouts = { selection: 1_300, answer: 1_200 } as const;

/**
 * Milliseconds between two looks at the server, and at least between one that somebody asks for and the last. The first is the driver's smallest; the
 * second is more, so that a look somebody asks for never begins on the spot. The sockets of a server that stops all end in one turn of the event loop;
 * a look begun in that turn writes to a socket that is gone but not yet called closed, waits for it to drain, and is the last that is ever taken
 * (mongodb 7.8, where the server does not stream its state: `writeCommand` in its connection.js).
 */
const looks = { every: 500, apart: 750 } as const;

/** Connections. A crowd is served sooner by a few that are open than by a hundred that have yet to be opened. */
const poolSize = 20;

/**
 * One connection pool. Writes are confirmed by a majority (on a standalone server: by that server) and are in its journal by then, so that a
 * confirmed write survives a power cut.
 * @param options.answerWithin Milliseconds that one call may take, and wait for its turn; longer for work that nobody waits for, as the copying of a whole database.
 * @param options.monitorCommands Emits `commandStarted` on the client, for whoever wants to see every query.
 * @throws StorageError `unavailable` when no server answers, `not-allowed` when it refuses the user.
 */
export async function connectMongo(
  uri: string,
  options: { answerWithin?: number; monitorCommands?: boolean } = {},
): Promise<MongoDatabase> {
  // An instance of our own: settings of the global one would be everybody's.
  const mongoose = new Mongoose({ sanitizeFilter: true, strictQuery: 'throw', autoIndex: false, autoCreate: false });
  const connection = mongoose.createConnection();
  // The pool reports lost connections here as well; whoever calls next is told by the call itself.
  connection.on('error', () => {});
  const collections = defineCollections(connection);
  await guarded(() =>
    connection.openUri(uri, {
      appName: 'confab',
      autoIndex: false,
      autoCreate: false,
      bufferCommands: false,
      serverSelectionTimeoutMS: timeouts.selection,
      connectTimeoutMS: timeouts.selection,
      heartbeatFrequencyMS: looks.every,
      minHeartbeatFrequencyMS: looks.apart,
      maxPoolSize: poolSize,
      waitQueueTimeoutMS: options.answerWithin ?? timeouts.selection,
      socketTimeoutMS: options.answerWithin ?? timeouts.answer,
      readPreference: 'primary',
      retryReads: false,
      writeConcern: { w: 'majority', journal: true },
      monitorCommands: options.monitorCommands ?? false,
    }),
  ).catch(async (error: unknown) => {
    await connection.close().catch(() => {});
    throw error;
  });
  return {
    ...collections,
    connection,
    createIndexes: () =>
      guarded(async () => {
        for (const model of Object.values(collections)) {
          await model.createCollection().catch(ignoreExisting);
          await model.createIndexes();
        }
      }, Number.POSITIVE_INFINITY),
    close: () => guarded(() => connection.close()),
  };
}

/** NamespaceExists */
const exists = 48;

function ignoreExisting(error: unknown): void {
  if (!(error instanceof Error && 'code' in error && error.code === exists)) throw error;
}
