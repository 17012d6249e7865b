import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tokenOf } from '#core/connections/google-account.ts';
import { rotateKeys } from '#core/connections/rotate-keys.ts';
import { createAesSealer } from '../../../src/adapters/seal/aes-sealer.ts';
import { createSqliteConnectionStore } from '../../../src/adapters/sqlite/connection-store.ts';
import { type Database, openDatabase } from '../../../src/adapters/sqlite/database.ts';
import { createSqlitePeopleStore } from '../../../src/adapters/sqlite/people-store.ts';
import { anArrival, maya } from '../../builders.ts';
import { aCalendarConnection, aGoogleAccount } from '../../contracts/connection-store.contract.ts';

const [old, young, gone] = ['old', 'young', 'gone'].map((id) => ({ id, bytes: randomBytes(32) }));
const before = createAesSealer([old!]);
const between = createAesSealer([young!, old!]);
const after = createAesSealer([young!]);

let db: Database;
let connections: ReturnType<typeof createSqliteConnectionStore>;
beforeEach(async () => {
  db = openDatabase(':memory:');
  connections = createSqliteConnectionStore(db);
  await createSqlitePeopleStore(db).arrive(anArrival(maya));
});
afterEach(() => db.close());

async function aToken(sub: string, sealer = before): Promise<void> {
  const sealedRefreshToken = sealer.seal(`token of ${sub}`, tokenOf(sub));
  await connections.add(
    aGoogleAccount({ sub, email: `${sub}@gmail.com`, calendar: aCalendarConnection({ sealedRefreshToken }) }),
  );
}

describe('rotating the keys', () => {
  it('seals everything with the new key, so that the old one can go', async () => {
    const subs = Array.from({ length: 230 }, (_, index) => `account-${index}`);
    for (const sub of subs) await aToken(sub);
    await connections.add(aGoogleAccount({ sub: 'only signs in' }));

    expect(await rotateKeys({ connections, sealer: between })).toEqual({ checked: 230, resealed: 230, unreadable: [] });

    for (const sub of subs) {
      const account = await connections.find(sub);
      expect(after.open(account?.calendar?.sealedRefreshToken ?? '', tokenOf(sub))).toEqual({
        ok: true,
        secret: `token of ${sub}`,
      });
    }
    expect(await rotateKeys({ connections, sealer: between })).toEqual({ checked: 230, resealed: 0, unreadable: [] });
  });

  it('says whose secrets do not open, and goes on', async () => {
    await aToken('a', createAesSealer([gone!]));
    await aToken('b');
    await aToken('c');
    const c = (await connections.find('c'))!;
    await connections.update({ ...c, revision: 2, calendar: { ...c.calendar!, sealedRefreshToken: 's1.old.x.y' } });

    expect(await rotateKeys({ connections, sealer: between })).toEqual({
      checked: 3,
      resealed: 1,
      unreadable: [
        { email: 'a@gmail.com', why: 'the key "gone" is missing' },
        { email: 'c@gmail.com', why: 'it was damaged' },
      ],
    });
  });

  it('keeps a token that was stored while it worked', async () => {
    await aToken('a');
    let stored = false;
    const racing = {
      ...connections,
      async update(account: Parameters<typeof connections.update>[0]) {
        if (!stored) {
          stored = true;
          const now = (await connections.find('a'))!;
          const sealedRefreshToken = before.seal('a newer token', tokenOf('a'));
          await connections.update({ ...now, revision: 2, calendar: { ...now.calendar!, sealedRefreshToken } });
        }
        return connections.update(account);
      },
    };
    await rotateKeys({ connections: racing, sealer: between });
    const account = await connections.find('a');
    expect(after.open(account?.calendar?.sealedRefreshToken ?? '', tokenOf('a'))).toEqual({
      ok: true,
      secret: 'a newer token',
    });
  });
});
