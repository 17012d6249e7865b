import type { Logger } from 'pino';
import { StartProblem } from '#core/start-problem.ts';
import { createSqliteAgendaBackend } from './agenda-backend.ts';
import { createSqliteChangeFeed } from './change-feed.ts';
import { createSqliteConnectionStore } from './connection-store.ts';
import { createSqliteCredentialStore } from './credential-store.ts';
import { openDatabase } from './database.ts';
import { createSqliteEffectStore } from './effect-store.ts';
import { createSqliteMeetingStore } from './meeting-store.ts';
import { acquireOwnership } from './ownership.ts';
import { createSqlitePeopleStore } from './people-store.ts';
import { createSqliteProgramStore } from './program-store.ts';
import { createSqliteScratchStore } from './scratch-store.ts';
import { createSqliteStateNumber } from './state-number.ts';

/** Every store of one file, for this process alone. */
export function openSqlite(path: string, log: Logger) {
  const ownership = acquireOwnership(path);
  if (!ownership.ok)
    throw new StartProblem(`${ownership.message}. Stop that one first, or set DATABASE_PATH to another file.`);
  const db = openDatabase(path, { log });
  const effects = createSqliteEffectStore(db);
  const backend = createSqliteAgendaBackend(db);
  return {
    meetings: createSqliteMeetingStore(db),
    ...{ effects, backend },
    people: createSqlitePeopleStore(db),
    programs: createSqliteProgramStore(db),
    scratch: createSqliteScratchStore(db),
    credentials: createSqliteCredentialStore(db),
    connections: createSqliteConnectionStore(db),
    changes: createSqliteChangeFeed(log),
    stateNumber: createSqliteStateNumber(db),
    atOnce: 200,
    /** Nobody else is on this database, so whatever was claimed or locked belonged to a process that is gone. */
    async recover(): Promise<void> {
      await Promise.all([effects.releaseClaims(), backend.clearStaleLocks()]);
    },
    /** For the same reason every right is ours. */
    takeLease: async () => ({ renew: async () => true, release: async () => {} }),
    async close(): Promise<void> {
      db.close();
      ownership.release();
    },
  };
}
