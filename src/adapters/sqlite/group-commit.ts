import type { Database, Durability } from './database.ts';

interface Waiting {
  durability: Durability;
  /** Does the work inside a transaction; the result settles its promise once that is committed. */
  attempt(): { commit(): void };
  refuse(error: unknown): void;
}

/**
 * Group commit: work that arrives within one turn of the event loop shares one transaction, since most of what a small one costs is its commit. It
 * is also what gives the event loop its turns, as nothing else in SQLite waits. Should the whole fail, each is done again by itself, so
 * that nobody pays for another's mistake.
 */
export function createGroupCommit(db: Database): <T>(durability: Durability, work: () => T) => Promise<T> {
  let waiting: Waiting[] = [];

  function commitTogether(group: readonly Waiting[]): void {
    const durability = group.some((one) => one.durability === 'durable') ? 'durable' : 'relaxed';
    const done = db.write(durability, () => group.map((one) => one.attempt()));
    for (const one of done) one.commit();
  }

  function flush(): void {
    const group = waiting;
    waiting = [];
    try {
      commitTogether(group);
    } catch {
      for (const one of group) {
        try {
          commitTogether([one]);
        } catch (error) {
          one.refuse(error);
        }
      }
    }
  }

  return (durability, work) =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) setImmediate(flush);
      waiting.push({
        durability,
        attempt() {
          const result = work();
          return { commit: () => resolve(result) };
        },
        refuse: reject,
      });
    });
}
