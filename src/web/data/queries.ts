/** What the page shows of the server, by the path it came from: asked once however many parts show it, and asked again when there is news. */
import { useCallback, useEffect, useSyncExternalStore } from 'react';
import { type Answer, get, type Problem } from './api.ts';

export interface Query<T> {
  /** The last that is known; stays while it is asked again, and when asking fails. */
  value: T | undefined;
  /** Why the last attempt failed. */
  problem: Problem | undefined;
  loading: boolean;
}

type Loader<T> = (path: string) => Promise<Answer<T>>;

interface Entry {
  query: Query<unknown>;
  loader: Loader<unknown>;
  listeners: Set<() => void>;
  running: Promise<void> | null;
  /** There was news while the question was under way: its answer may be older. */
  again: boolean;
}

const nothing: Query<unknown> = { value: undefined, problem: undefined, loading: true };
const idle: Query<unknown> = { value: undefined, problem: undefined, loading: false };
const entries = new Map<string, Entry>();

function entryOf(path: string, loader: Loader<unknown>): Entry {
  let entry = entries.get(path);
  if (!entry) {
    entry = { query: nothing, loader, listeners: new Set(), running: null, again: false };
    entries.set(path, entry);
  }
  return entry;
}

function tell(entry: Entry, query: Query<unknown>): void {
  entry.query = query;
  for (const listener of entry.listeners) listener();
}

async function run(path: string, entry: Entry): Promise<void> {
  do {
    entry.again = false;
    const answer = await entry.loader(path);
    if (entry.again) continue;
    if (!answer.ok) tell(entry, { value: entry.query.value, problem: answer.problem, loading: false });
    else {
      // An answer that says nothing new keeps the old object, so that nothing is painted anew.
      const same = JSON.stringify(answer.value) === JSON.stringify(entry.query.value);
      const value = same ? entry.query.value : answer.value;
      if (!same || entry.query.problem || entry.query.loading)
        tell(entry, { value, problem: undefined, loading: false });
    }
  } while (entry.again);
}

function load(path: string, entry: Entry): Promise<void> {
  if (entry.running) entry.again = true;
  else {
    entry.running = run(path, entry).finally(() => {
      entry.running = null;
    });
  }
  return entry.running;
}

/** Asks again for what is shown, and forgets what is not. Resolves when all of it has been answered. */
export async function refresh(concerns: (path: string) => boolean): Promise<void> {
  const asked: Promise<void>[] = [];
  for (const [path, entry] of entries) {
    if (!concerns(path)) continue;
    if (entry.listeners.size > 0) asked.push(load(path, entry));
    else if (!entry.running) entries.delete(path);
  }
  await Promise.all(asked);
}

/** Puts in what another answer has already told. */
export function know<T>(path: string, value: T): void {
  const entry = entries.get(path);
  if (!entry) return;
  if (entry.running) entry.again = true;
  tell(entry, { value, problem: undefined, loading: false });
}

export function forgetAll(): void {
  entries.clear();
}

/** Null asks nothing. */
export function useQuery<T>(path: string | null, loader: Loader<T> = get): Query<T> {
  const subscribe = useCallback(
    (listener: () => void) => {
      if (path === null) return () => undefined;
      const entry = entryOf(path, loader);
      entry.listeners.add(listener);
      return () => {
        entry.listeners.delete(listener);
      };
    },
    [path, loader],
  );
  useEffect(() => {
    if (path === null) return;
    const entry = entryOf(path, loader);
    if (!entry.running) void load(path, entry);
  }, [path, loader]);
  const query = useSyncExternalStore(subscribe, () => (path === null ? idle : (entries.get(path)?.query ?? nothing)));
  return query as Query<T>;
}
