import { pino } from 'pino';
import { type Database, openDatabase } from '../../src/adapters/sqlite/database.ts';
import { openStorage, type Storage } from '../../src/storage.ts';

/** A log with the level that ships, which nobody reads. */
export const unreadLog = pino({ level: 'info' }, { write: () => {} });

/** The stores as the product opens them, with its durability. The file's tables are there when it resolves. */
export function openSqliteStores(databasePath: string): Promise<Storage> {
  return openStorage({ mongodbUri: null, databasePath }, unreadLog);
}

export function openMongoStores(mongodbUri: string): Promise<Storage> {
  return openStorage({ mongodbUri, databasePath: '' }, unreadLog);
}

/** Work on the file of such stores by a connection of its own, for what no port is there for. */
export function onOwnConnection<T>(databasePath: string, work: (db: Database) => T): T {
  const db = openDatabase(databasePath);
  try {
    return work(db);
  } finally {
    db.close();
  }
}
