/**
 * News between processes: a small collection that whoever listens looks into a few times a second. MongoDB's own change streams would save the
 * looking, but a standalone server has none, and there is one way that works on all.
 */
import { randomUUID } from 'node:crypto';
import { type Model, trusted } from 'mongoose';
import type { Logger } from 'pino';
import type { Change, ChangeFeed } from '#core/changes/change-feed.ts';
import { createInProcessFeed } from '#core/changes/in-process-feed.ts';
import { newId } from '#core/ids.ts';
import type { ChangeDocument } from './change-document.ts';
import { guarded } from './storage-error.ts';

export interface MongoChangeFeed extends ChangeFeed {
  /** Ends the looking, and waits for what is under way. Comes before the database is closed. */
  close(): Promise<void>;
}

/** Milliseconds. */
const lookEvery = 300;

/**
 * Milliseconds that are looked at again each time. Changes carry the server's time, never that of a process, so clocks of processes do not matter; but
 * they may be seen in another order than they were stamped in, and a replica that takes over may have a clock that is a little behind.
 */
const overlap = 3_000;

const batchSize = 500;

export function createMongoChangeFeed(changes: Model<ChangeDocument>, log: Logger): MongoChangeFeed {
  const me = randomUUID();
  const here = createInProcessFeed((error) => log.error({ err: error }, 'A change could not be passed on.'));
  const trouble = createTrouble(log);
  const unsent: Change[] = [];
  let sending: Promise<void> | null = null;
  let listeners = 0;
  let stopLooking: (() => Promise<void>) | null = null;
  let lastLook: Promise<unknown> = Promise.resolve();
  let closed = false;

  /** One write at a time; what comes up meanwhile goes with the next one. */
  async function send(): Promise<void> {
    while (unsent.length > 0) {
      const batch = unsent.splice(0, batchSize);
      await trouble.noticed(() => write(changes, me, batch));
    }
    sending = null;
  }

  function endLooking(): void {
    const stopped = stopLooking?.();
    stopLooking = null;
    lastLook = Promise.all([lastLook, stopped]);
  }

  return {
    publish(change) {
      here.publish(change);
      if (closed) return;
      unsent.push(change);
      sending ??= send();
    },

    subscribe(listener) {
      const unsubscribe = here.subscribe(listener);
      let listens = true;
      listeners += 1;
      if (!closed) stopLooking ??= lookRegularly({ changes, me, trouble, tell: here.publish });
      return () => {
        if (!listens) return;
        listens = false;
        unsubscribe();
        listeners -= 1;
        if (listeners === 0) endLooking();
      };
    },

    async close() {
      closed = true;
      endLooking();
      await Promise.all([sending, lastLook]);
    },
  };
}

/** The server stamps each change as it writes it, which only an update can ask for. Not worth waiting for a majority: one that is lost is a page that is late. */
async function write(changes: Model<ChangeDocument>, by: string, batch: readonly Change[]): Promise<void> {
  const writes = batch.map((change) => ({
    updateOne: {
      filter: { _id: newId() },
      update: { $setOnInsert: { by, change }, $currentDate: { at: true as const } },
      upsert: true,
    },
  }));
  await guarded(() => changes.bulkWrite(writes, { ordered: false, writeConcern: { w: 1 } }));
}

/**
 * Begins with what was new in the last seconds before: one change too many costs a page a look, one that fell between its last look and now would
 * stay unseen. The result ends it, and resolves when the look under way is over.
 */
function lookRegularly({
  changes,
  me,
  trouble,
  tell,
}: {
  changes: Model<ChangeDocument>;
  me: string;
  trouble: Trouble;
  tell(change: Change): void;
}): () => Promise<void> {
  let newest: number | null = null;
  /** What the last look found. The window only moves forwards, so what was seen before it cannot come again. */
  let seen: ReadonlySet<string> = new Set();
  let timer: NodeJS.Timeout | null = null;
  let ended = false;

  async function look(): Promise<void> {
    const latest = newest ?? (await changes.findOne({}, { at: 1 }).sort({ at: -1 }).lean())?.at.getTime() ?? 0;
    const found = await changes
      .find({ at: trusted({ $gte: new Date(latest - overlap) }) })
      .sort({ at: 1 })
      .lean();
    if (ended) return;
    const unseen = found.filter(({ _id, by }) => by !== me && !seen.has(_id));
    newest = Math.max(latest, found.at(-1)?.at.getTime() ?? 0);
    seen = new Set(found.map(({ _id }) => _id));
    for (const { change } of unseen) tell(change);
  }

  async function lookAndGoOn(): Promise<void> {
    await trouble.noticed(() => guarded(look));
    if (!ended) {
      timer = setTimeout(() => {
        looking = lookAndGoOn();
      }, lookEvery);
    }
  }

  let looking = lookAndGoOn();
  return async () => {
    ended = true;
    if (timer) clearTimeout(timer);
    await looking;
  };
}

interface Trouble {
  noticed(work: () => Promise<unknown>): Promise<void>;
}

/** A database that is away is said once, however often it is asked; and so is that it is back. */
function createTrouble(log: Logger): Trouble {
  let away = false;
  return {
    async noticed(work) {
      try {
        await work();
        if (away) log.info('News of changes passes between processes again.');
        away = false;
      } catch (error) {
        if (!away) log.warn({ err: error }, 'News of changes does not pass between processes. It is tried again.');
        away = true;
      }
    },
  };
}
