import { afterEach, beforeEach } from 'vitest';
import type { CredentialStore } from '#core/access/credential-store.ts';
import type { ConnectionStore } from '#core/connections/connection-store.ts';
import type { EffectStore } from '#core/effects/effect-store.ts';
import type { MeetingStore } from '#core/meetings/meeting-store.ts';
import type { PeopleStore } from '#core/people/people-store.ts';
import type { ProgramStore } from '#core/programs/program-store.ts';
import type { ScratchStore } from '#core/scratch-store.ts';

/** All stores of one empty database. */
export interface Stores {
  meetings: MeetingStore;
  effects: EffectStore;
  people: PeopleStore;
  programs: ProgramStore;
  scratch: ScratchStore;
  credentials: CredentialStore;
  connections: ConnectionStore;
  close(): Promise<void>;
}

export type CreateStores = () => Promise<Stores>;

/** Fresh stores for each test of the suite around it. */
export function useStores(createStores: CreateStores): Omit<Stores, 'close'> {
  let current: Stores;
  beforeEach(async () => {
    current = await createStores();
  });
  afterEach(() => current.close());
  return {
    get meetings() {
      return current.meetings;
    },
    get effects() {
      return current.effects;
    },
    get people() {
      return current.people;
    },
    get programs() {
      return current.programs;
    },
    get scratch() {
      return current.scratch;
    },
    get connections() {
      return current.connections;
    },
    get credentials() {
      return current.credentials;
    },
  };
}
