/** Where everything is kept: one file, or MongoDB. Only the one that is used is loaded. */
import type { AgendaBackend } from 'agenda';
import type { Logger } from 'pino';
import type { CredentialStore } from '#core/access/credential-store.ts';
import type { ChangeFeed } from '#core/changes/change-feed.ts';
import type { ConnectionStore } from '#core/connections/connection-store.ts';
import type { EffectStore } from '#core/effects/effect-store.ts';
import type { TakeLease } from '#core/lease.ts';
import type { MeetingStore } from '#core/meetings/meeting-store.ts';
import type { PeopleStore } from '#core/people/people-store.ts';
import type { ProgramStore } from '#core/programs/program-store.ts';
import type { StateNumber } from '#core/queries/state-number.ts';
import type { ScratchStore } from '#core/scratch-store.ts';
import type { StorageSettings } from './env.ts';

export interface Storage {
  meetings: MeetingStore;
  effects: EffectStore;
  people: PeopleStore;
  programs: ProgramStore;
  scratch: ScratchStore;
  credentials: CredentialStore;
  connections: ConnectionStore;
  changes: ChangeFeed;
  stateNumber: StateNumber;
  /** What Agenda keeps its jobs in. */
  backend: AgendaBackend;
  /** How many effects are worth carrying out at a time: more where a store answers at once, fewer where each needs a connection. */
  atOnce: number;
  /** Frees, at the start, what certainly belonged to a process that is gone. */
  recover(): Promise<void>;
  takeLease: TakeLease;
  close(): Promise<void>;
}

/** @throws StartProblem when another process has the file, or MongoDB does not answer. */
export async function openStorage({ mongodbUri, databasePath }: StorageSettings, log: Logger): Promise<Storage> {
  if (mongodbUri) {
    const { openMongo } = await import('./adapters/mongo/open-mongo.ts');
    return openMongo(mongodbUri, log);
  }
  const { openSqlite } = await import('./adapters/sqlite/open-sqlite.ts');
  return openSqlite(databasePath, log);
}
