import { describe, expect, it } from 'vitest';
import { aMentorProfile, anArrival, maya, NOW } from '../../builders.ts';
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

  it('has no exceptions for mentors of a time without them', async () => {
    const { db, close } = await createDatabase();
    const { people } = storesOn(db);
    await people.arrive(anArrival(maya));
    await people.setMentor(maya, aMentorProfile(), NOW);
    await db.connection.collection('people').updateMany({}, { $unset: { 'mentor.exceptions': 1 } });
    expect((await people.get(maya))?.mentor).toEqual(aMentorProfile());
    await close();
  });
});
