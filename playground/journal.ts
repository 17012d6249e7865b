/** One HTTP request that a stand-in answered, or one thing it sent by itself (a gateway dispatch, a signed Slack request, a webhook). */
export interface JournalEntry {
  /** Position in the journal, from 0. */
  seq: number;
  /** Shifted wall clock, milliseconds since the epoch. */
  at: number;
  realm: 'discord' | 'slack' | 'google';
  direction: 'from-app' | 'to-app';
  /** `POST /channels/1/messages`, `chat.postMessage`, `INTERACTION_CREATE`, ... */
  what: string;
  body: unknown;
  status?: number;
  answer?: unknown;
  /** Why a body does not fit the platform's machine-readable spec; only filled where CONFAB_SPECS_DIR is set. */
  violations?: string[];
}

/** What the stand-ins saw and did, in order. Tests and the demo read it; nothing in it is ever rewritten. */
export interface Journal {
  readonly entries: readonly JournalEntry[];
  add(entry: Omit<JournalEntry, 'seq'>): JournalEntry;
  /** Called for every new entry; returns a function that stops it. */
  watch(listener: (entry: JournalEntry) => void): () => void;
}

export function createJournal(): Journal {
  const entries: JournalEntry[] = [];
  const listeners = new Set<(entry: JournalEntry) => void>();
  return {
    entries,
    add(fields) {
      const entry = { seq: entries.length, ...fields };
      entries.push(entry);
      for (const listener of listeners) listener(entry);
      return entry;
    },
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
