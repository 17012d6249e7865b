import { connectMongo } from './connect-mongo.ts';
import { createMongoEffectStore } from './effect-store.ts';
import { createMongoProgramStore } from './program-store.ts';

/**
 * What somebody wants to know who looks whether all is well; nothing is written.
 * @throws StorageError when the server does not answer, or does not let us in.
 */
export async function inspectMongo(uri: string, { failures: limit }: { failures: number }) {
  const db = await connectMongo(uri);
  try {
    const admin = db.connection.db?.admin();
    const [{ version }, { setName }] = (await Promise.all([
      admin?.command({ buildInfo: 1 }),
      // Some servers that speak MongoDB's protocol do not know it; they are no replica sets.
      admin?.command({ hello: 1 }).catch(() => ({})),
    ])) as [{ version: string }, { setName?: string }];
    const failures = await createMongoEffectStore(db).failures(limit);
    const communities = await createMongoProgramStore(db).communities();
    const what = setName ? `replica set ${setName}` : 'a single server';
    return { detail: `MongoDB ${version}, ${what}, database ${db.connection.name}`, failures, communities };
  } finally {
    await db.close();
  }
}
