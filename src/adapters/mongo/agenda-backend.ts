import { MongoBackend } from '@agendajs/mongo-backend';
import type { AgendaBackend } from 'agenda';
import type { MongoDatabase } from './connect-mongo.ts';

/** Agenda's own backend, on the connection that the stores use; it makes its index when Agenda starts. Closing the connection stays with its owner. */
export function createMongoAgendaBackend({ connection }: Pick<MongoDatabase, 'connection'>): AgendaBackend {
  const { db } = connection;
  if (!db) throw new Error('Agenda needs a connection that is open.');
  return new MongoBackend({ mongo: db, collection: 'jobs' });
}
