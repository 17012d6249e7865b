import { describe } from 'vitest';
import { describeConnectionStore } from '../../contracts/connection-store.contract.ts';
import { describeCredentialStore } from '../../contracts/credential-store.contract.ts';
import { describeEffectStore } from '../../contracts/effect-store.contract.ts';
import { describeMeetingStore } from '../../contracts/meeting-store.contract.ts';
import { describePeopleStore } from '../../contracts/people-store.contract.ts';
import { describeProgramStore } from '../../contracts/program-store.contract.ts';
import { describeScratchStore } from '../../contracts/scratch-store.contract.ts';
import type { Stores } from '../../contracts/stores.ts';
import { createDatabase, serverUri, storesOn } from './mongo-world.ts';

async function createStores(): Promise<Stores> {
  const { db, close } = await createDatabase();
  return { ...storesOn(db), close };
}

describe.skipIf(!serverUri)('stores on MongoDB (needs MONGODB_TEST_URI)', () => {
  describeMeetingStore('MongoDB', createStores);
  describeEffectStore('MongoDB', createStores);
  describePeopleStore('MongoDB', createStores);
  describeProgramStore('MongoDB', createStores);
  describeScratchStore('MongoDB', createStores);
  describeCredentialStore('MongoDB', createStores);
  describeConnectionStore('MongoDB', createStores);
});
