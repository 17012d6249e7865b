/** The thread behind stored-in-mongo.ts: asks MongoDB what it is told to, and wakes who waits for the answer. */
import { type MessagePort, workerData } from 'node:worker_threads';
import { Mongoose } from 'mongoose';
import type { QueueDocument } from '../../src/adapters/mongo/effect-queue.ts';

export type Question = 'look' | 'everything' | 'drop';

/** What was written since the last look, by `collection/_id`. */
export interface Look {
  to: 'look';
  changed: { id: string; meeting: boolean; doc: QueueDocument }[];
  gone: string[];
}

export type Answer =
  | Look
  | { to: 'everything'; records: Record<string, string[]> }
  | { to: 'drop' }
  | { to: 'problem'; message: string };

const { uri, port, answered } = workerData as { uri: string; port: MessagePort; answered: Int32Array };

/** What the processes keep for themselves. */
const bookkeeping = /^(agenda|leases$)/i;

const connection = await new Mongoose().createConnection(uri, { readPreference: 'primary' }).asPromise();
const known = new Map<string, number>();

function collection(name: string) {
  return connection.collection<QueueDocument>(name);
}

async function look(): Promise<Look> {
  const changed: Look['changed'] = [];
  const seen = new Set<string>();
  for (const name of ['meetings', 'notices']) {
    const marks = await collection(name)
      .find({}, { projection: { writes: 1 } })
      .toArray();
    for (const { _id } of marks) seen.add(`${name}/${_id}`);
    const stale = marks.filter(({ _id, writes }) => known.get(`${name}/${_id}`) !== writes).map(({ _id }) => _id);
    if (stale.length === 0) continue;
    for (const doc of await collection(name)
      .find({ _id: { $in: stale } })
      .toArray()) {
      const id = `${name}/${doc._id}`;
      known.set(id, doc.writes);
      changed.push({ id, meeting: name === 'meetings', doc });
    }
  }
  const gone = [...known.keys()].filter((id) => !seen.has(id));
  for (const id of gone) known.delete(id);
  return { to: 'look', changed, gone };
}

async function everything(): Promise<Record<string, string[]>> {
  const records: Record<string, string[]> = {};
  for (const { name } of await connection.listCollections()) {
    if (bookkeeping.test(name)) continue;
    const docs = await collection(name).find({}).sort({ _id: 1 }).toArray();
    if (docs.length > 0) records[name] = docs.map((doc) => JSON.stringify(doc));
  }
  return records;
}

async function answerTo(question: Question): Promise<Answer> {
  switch (question) {
    case 'look':
      return look();
    case 'everything':
      return { to: 'everything', records: await everything() };
    case 'drop':
      await connection.dropDatabase();
      await connection.close();
      return { to: 'drop' };
  }
}

port.on('message', async (question: Question) => {
  const answer = await answerTo(question).catch(
    (error: unknown): Answer => ({ to: 'problem', message: `${question}: ${String(error)}` }),
  );
  port.postMessage(answer);
  Atomics.add(answered, 0, 1);
  Atomics.notify(answered, 0);
});
