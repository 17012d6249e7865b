import { createServer, connect as dial, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { StorageError } from '#core/storage-error.ts';
import { connectMongo, type MongoDatabase } from '../../../src/adapters/mongo/connect-mongo.ts';
import { takeLease } from '../../../src/adapters/mongo/lease.ts';
import { aMeeting, anEffect, maya, NOW } from '../../builders.ts';
import { createDatabase, freshUri, serverUri, storesOn } from './mongo-world.ts';

/** How long a command may take to say that the database is away. Milliseconds. */
const patience = 3_000;

async function timed<T>(work: Promise<T>): Promise<{ outcome: T | unknown; took: number }> {
  const startedAt = performance.now();
  const outcome: T | unknown = await work.catch((error: unknown) => error);
  return { outcome, took: performance.now() - startedAt };
}

/** A way to the server that can be cut, or made silent. */
async function createWay() {
  const server = new URL(serverUri ?? '');
  const sockets = new Set<Socket>();
  let silent = false;
  const open = (port: number): Promise<Server> =>
    new Promise((resolve) => {
      const way = createServer((near) => {
        const far = dial(Number(server.port || 27_017), server.hostname);
        for (const [from, to] of [
          [near, far],
          [far, near],
        ] as const) {
          sockets.add(from);
          from.on('data', (data) => silent || to.write(data));
          from.on('error', () => {});
          from.on('close', () => to.destroy());
        }
      });
      way.listen(port, '127.0.0.1', () => resolve(way));
    });
  let way = await open(0);
  const address = way.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const cut = () =>
    new Promise<void>((resolve) => {
      way.close(() => resolve());
      for (const socket of sockets) socket.destroy();
      sockets.clear();
    });
  return {
    /** Goes by the way alone, whatever a replica set says of itself. */
    uri: (uri: string) => {
      const url = new URL(uri);
      url.host = `127.0.0.1:${port}`;
      url.searchParams.set('directConnection', 'true');
      return url.href;
    },
    setSilent: (value: boolean) => {
      silent = value;
    },
    cut,
    mend: async () => {
      way = await open(port);
    },
  };
}

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

describe('connecting to MongoDB', () => {
  it('gives up within three seconds where no server listens, and says so once', async () => {
    const { outcome, took } = await timed(connectMongo('mongodb://127.0.0.1:9/confab'));
    expect(took).toBeLessThan(patience);
    expect(outcome).toBeInstanceOf(StorageError);
    expect(outcome).toMatchObject({ code: 'unavailable', retryable: true });
    expect((outcome as Error).cause).toBeInstanceOf(Error);
    expect((outcome as Error).cause).not.toBeInstanceOf(StorageError);
  });
});

describe.skipIf(!serverUri)('losing MongoDB (needs MONGODB_TEST_URI)', () => {
  async function overWay() {
    const { uri, close } = await createDatabase();
    const way = await createWay();
    const db = await connectMongo(way.uri(uri));
    closing.push(close, way.cut, () => db.close());
    return { way, db };
  }

  /** Until the driver has found the server again. */
  async function back(db: MongoDatabase): Promise<void> {
    const stores = storesOn(db);
    await expect.poll(() => stores.people.get(maya).catch(() => 'away'), { timeout: 20_000 }).toBeNull();
  }

  it('is answered within three seconds, and is over when the server is back', async () => {
    const { way, db } = await overWay();
    const { meetings, effects } = storesOn(db);
    const meeting = aMeeting();
    expect(await meetings.create(meeting, [anEffect(meeting)])).toEqual({ ok: true });
    await way.cut();
    const moved = { ...meeting, scheduledAt: NOW, version: 2, revision: 2 };
    for (const work of [() => meetings.get(meeting.id), () => meetings.update(moved, []), () => effects.nextDueAt()]) {
      const { outcome, took } = await timed<unknown>(work());
      expect(took).toBeLessThan(patience);
      expect(outcome).toBeInstanceOf(StorageError);
      expect(outcome).toMatchObject({ code: 'unavailable', retryable: true });
    }
    await way.mend();
    await back(db);
    expect(await meetings.get(meeting.id)).toEqual(meeting);
    expect(await meetings.update(moved, [])).toEqual({ ok: true });
    expect(await effects.claim({ now: NOW, leaseUntil: NOW + 1, limit: 9 })).toHaveLength(1);
  });

  it('is answered within three seconds when the server just falls silent', async () => {
    const { way, db } = await overWay();
    const { meetings } = storesOn(db);
    const meeting = aMeeting();
    await meetings.create(meeting, []);
    way.setSilent(true);
    for (const work of [() => meetings.get(meeting.id), () => meetings.create(aMeeting({ scheduledAt: NOW }), [])]) {
      const { outcome, took } = await timed<unknown>(work());
      expect(took).toBeLessThan(patience);
      expect(outcome).toBeInstanceOf(StorageError);
      expect(outcome).toMatchObject({ retryable: true });
    }
    await way.cut();
    way.setSilent(false);
    await way.mend();
    await back(db);
    expect(await meetings.get(meeting.id)).toEqual(meeting);
  });

  it('lets one of many have a lease, and the next one when it ended or was given back', async () => {
    const { db, close } = await createDatabase();
    closing.push(close);
    const taken = await Promise.all(Array.from({ length: 20 }, () => takeLease(db.leases, 'gateway', 60_000)));
    const [lease, ...others] = taken.filter((one) => one !== null);
    expect(others).toEqual([]);
    expect(await lease?.renew()).toBe(true);
    expect(await takeLease(db.leases, 'gateway', 60_000)).toBeNull();
    await db.leases.updateOne({ _id: 'gateway' }, { $set: { until: new Date(Date.now() - 1) } });
    const next = await takeLease(db.leases, 'gateway', 60_000);
    expect(next).not.toBeNull();
    expect(await lease?.renew()).toBe(false);
    await lease?.release();
    expect(await takeLease(db.leases, 'gateway', 60_000)).toBeNull();
    await next?.release();
    expect(await takeLease(db.leases, 'gateway', 60_000)).not.toBeNull();
  });

  it('refuses what the schema does not know, and operators in the place of values', async () => {
    const { db, close } = await createDatabase();
    closing.push(close);
    await expect(db.people.updateOne({ _id: maya }, { $set: { nonsense: 1 } })).rejects.toThrow('strict mode');
    await expect(db.people.findOne({ nonsense: 1 })).rejects.toThrow('strictQuery');
    expect(freshUri()).not.toBe(freshUri());
    const { people } = storesOn(db);
    await expect(people.get({ $ne: null } as never)).rejects.toThrow(StorageError);
  });
});
