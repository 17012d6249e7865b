import { randomBytes } from 'node:crypto';
import { createConnection } from 'mongoose';

/** An empty database on a MongoDB that runs already. */
export interface OwnDatabase {
  /** The server's address, with everything else that was in it, and the database's name. */
  readonly uri: string;
  /** What may be said aloud: no user, no password. */
  readonly title: string;
  /** Removes it with all that is in it. */
  drop(): Promise<void>;
}

/** Nobody else has a database of this name, whatever the address names; it comes to be with the first thing that is written. */
export function createOwnDatabase(server: string): OwnDatabase {
  const name = `confab-playground-${randomBytes(6).toString('hex')}`;
  // Several hosts, as a replica set has them, are more than a URL can say.
  const parts = /^(mongodb(?:\+srv)?:\/\/)([^/?]*)(?:\/[^?]*)?(\?.*)?$/.exec(server);
  if (!parts) throw new Error('The address of a MongoDB begins with mongodb:// or mongodb+srv://');
  const [, scheme = '', place = '', options = ''] = parts;
  const uri = `${scheme}${place}/${name}${options}`;
  return {
    uri,
    title: `${name} at ${place.slice(place.lastIndexOf('@') + 1)}`,
    async drop() {
      const connection = createConnection();
      try {
        await connection.openUri(uri, { serverSelectionTimeoutMS: 5_000 });
        await connection.dropDatabase();
      } finally {
        await connection.close();
      }
    },
  };
}
