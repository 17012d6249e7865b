import { createSqliteConnectionStore } from '../../../src/adapters/sqlite/connection-store.ts';
import { createSqliteCredentialStore } from '../../../src/adapters/sqlite/credential-store.ts';
import { openDatabase } from '../../../src/adapters/sqlite/database.ts';
import { createSqliteEffectStore } from '../../../src/adapters/sqlite/effect-store.ts';
import { createSqliteMeetingStore } from '../../../src/adapters/sqlite/meeting-store.ts';
import { createSqlitePeopleStore } from '../../../src/adapters/sqlite/people-store.ts';
import { createSqliteProgramStore } from '../../../src/adapters/sqlite/program-store.ts';
import { createSqliteScratchStore } from '../../../src/adapters/sqlite/scratch-store.ts';
import { describeConnectionStore } from '../../contracts/connection-store.contract.ts';
import { describeCredentialStore } from '../../contracts/credential-store.contract.ts';
import { describeEffectStore } from '../../contracts/effect-store.contract.ts';
import { describeMeetingStore } from '../../contracts/meeting-store.contract.ts';
import { describePeopleStore } from '../../contracts/people-store.contract.ts';
import { describeProgramStore } from '../../contracts/program-store.contract.ts';
import { describeScratchStore } from '../../contracts/scratch-store.contract.ts';
import type { Stores } from '../../contracts/stores.ts';

async function createStores(): Promise<Stores> {
  const db = openDatabase(':memory:');
  return {
    meetings: createSqliteMeetingStore(db),
    effects: createSqliteEffectStore(db),
    people: createSqlitePeopleStore(db),
    programs: createSqliteProgramStore(db),
    scratch: createSqliteScratchStore(db),
    credentials: createSqliteCredentialStore(db),
    connections: createSqliteConnectionStore(db),
    close: async () => db.close(),
  };
}

describeMeetingStore('SQLite', createStores);
describeEffectStore('SQLite', createStores);
describePeopleStore('SQLite', createStores);
describeProgramStore('SQLite', createStores);
describeScratchStore('SQLite', createStores);
describeCredentialStore('SQLite', createStores);
describeConnectionStore('SQLite', createStores);
