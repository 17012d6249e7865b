import { beforeEach, describe, expect, it } from 'vitest';
import type { ConnectionStore } from '#core/connections/connection-store.ts';
import type { CalendarChannel, CalendarConnection, GoogleAccount } from '#core/connections/google-account.ts';
import type { PersonId } from '#core/ids.ts';
import { anArrival, leo, maya, NOW } from '../builders.ts';
import { type CreateStores, useStores } from './stores.ts';

export function aGoogleAccount(overrides: Partial<GoogleAccount> = {}): GoogleAccount {
  return {
    sub: '1001',
    email: 'maya@gmail.com',
    personId: maya,
    calendar: null,
    connectedAt: NOW,
    revision: 1,
    ...overrides,
  };
}

export function aCalendarConnection(overrides: Partial<CalendarConnection> = {}): CalendarConnection {
  return {
    sealedRefreshToken: 's1.2026.nonce.body',
    scopes: ['openid', 'https://www.googleapis.com/auth/calendar.events.owned'],
    calendarId: 'primary',
    state: 'ok',
    since: NOW,
    syncToken: null,
    lookAt: NOW,
    channel: null,
    ...overrides,
  };
}

function aChannel(overrides: Partial<CalendarChannel> = {}): CalendarChannel {
  return {
    ...{ id: 'channel-1', resourceId: 'resource', tokenHash: 'f00d', address: 'https://confab.example/push' },
    expiresAt: NOW + 7,
    ...overrides,
  };
}

export function describeConnectionStore(name: string, createStores: CreateStores): void {
  describe(`${name}: Google connections`, () => {
    const stores = useStores(createStores);
    const noor = 'noor' as PersonId;
    let connections: ConnectionStore;
    beforeEach(async () => {
      ({ connections } = stores);
      for (const id of [maya, leo, noor]) await stores.people.arrive(anArrival(id));
    });

    it('keeps an account as it was given, with a calendar and without', async () => {
      const plain = aGoogleAccount();
      const lending = aGoogleAccount({
        sub: '1002',
        personId: leo,
        calendar: aCalendarConnection({ syncToken: 'CPDA' }),
      });
      expect(await connections.add(plain)).toBe(true);
      expect(await connections.add(lending)).toBe(true);
      expect(await connections.find('1001')).toEqual(plain);
      expect(await connections.find('1002')).toEqual(lending);
      expect(await connections.find('1003')).toBeNull();
    });

    it('keeps that somebody wants no mail, and forgets it when they do', async () => {
      await connections.add(aGoogleAccount());
      expect(await connections.update(aGoogleAccount({ mailOff: true, revision: 2 }))).toBe(true);
      expect(await connections.find('1001')).toEqual(aGoogleAccount({ mailOff: true, revision: 2 }));
      expect(await connections.update(aGoogleAccount({ revision: 3 }))).toBe(true);
      expect(await connections.find('1001')).toStrictEqual(aGoogleAccount({ revision: 3 }));
    });

    it('lets exactly one of many add an account, and keeps what that one wrote', async () => {
      const people = Array.from({ length: 20 }, (_, index) => [maya, leo, noor][index % 3]!);
      const added = await Promise.all(
        people.map((personId, index) => connections.add(aGoogleAccount({ personId, email: `${index}@gmail.com` }))),
      );
      expect(added.filter(Boolean)).toHaveLength(1);
      const index = added.indexOf(true);
      expect(await connections.find('1001')).toMatchObject({ personId: people[index], email: `${index}@gmail.com` });
    });

    it('finds the accounts of a person by any of their ids, the first connected first', async () => {
      await connections.add(aGoogleAccount({ sub: 'a', connectedAt: NOW + 2 }));
      await connections.add(aGoogleAccount({ sub: 'b', connectedAt: NOW, personId: noor }));
      await connections.add(aGoogleAccount({ sub: 'c', connectedAt: NOW + 1, personId: leo }));
      const subs = async (...ids: PersonId[]) => (await connections.ofPerson(ids)).map(({ sub }) => sub);
      expect(await subs(maya, noor)).toEqual(['b', 'a']);
      expect(await subs(leo)).toEqual(['c']);
      expect(await subs('nobody' as PersonId)).toEqual([]);
      expect(await subs()).toEqual([]);
    });

    it('changes an account only as it was read', async () => {
      await connections.add(aGoogleAccount());
      const next = aGoogleAccount({ revision: 2, email: 'new@gmail.com', calendar: aCalendarConnection() });
      expect(await connections.update(next)).toBe(true);
      expect(await connections.update(next)).toBe(false);
      expect(await connections.update({ ...next, revision: 4 })).toBe(false);
      expect(await connections.update(aGoogleAccount({ sub: 'unknown', revision: 2 }))).toBe(false);
      expect(await connections.find('1001')).toEqual(next);
      const without = { ...next, revision: 3, calendar: null };
      expect(await connections.update(without)).toBe(true);
      expect(await connections.find('1001')).toEqual(without);
    });

    it('lets one of many changes through', async () => {
      await connections.add(aGoogleAccount());
      const written = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          connections.update(aGoogleAccount({ revision: 2, email: `${index}@gmail.com` })),
        ),
      );
      expect(written.filter(Boolean)).toHaveLength(1);
    });

    it('removes an account for its owner alone', async () => {
      await connections.add(aGoogleAccount());
      expect(await connections.remove('1001', [leo])).toBe(false);
      expect(await connections.remove('1001', [])).toBe(false);
      expect(await connections.find('1001')).not.toBeNull();
      expect(await connections.remove('1001', [leo, maya])).toBe(true);
      expect(await connections.remove('1001', [maya])).toBe(false);
      expect(await connections.find('1001')).toBeNull();
    });

    it('keeps the channel of a calendar, finds the account by it, and forgets it', async () => {
      const channel = aChannel();
      await connections.add(aGoogleAccount({ calendar: aCalendarConnection({ channel }) }));
      await connections.add(aGoogleAccount({ sub: '1002', calendar: aCalendarConnection() }));
      const found = await connections.ofChannel('channel-1');
      expect(found).toEqual(aGoogleAccount({ calendar: aCalendarConnection({ channel }) }));
      expect(await connections.ofChannel('channel-2')).toBeNull();
      const next = aCalendarConnection({ channel: aChannel({ id: 'channel-2' }) });
      await connections.update(aGoogleAccount({ revision: 2, calendar: next }));
      expect(await connections.ofChannel('channel-1')).toBeNull();
      expect((await connections.ofChannel('channel-2'))?.calendar).toEqual(next);
      await connections.update(aGoogleAccount({ revision: 3, calendar: aCalendarConnection() }));
      expect(await connections.ofChannel('channel-2')).toBeNull();
      expect((await connections.find('1001'))?.calendar).toEqual(aCalendarConnection());
    });

    it('gives the calendars that are due, what waits longest first, and none that is lost', async () => {
      const lookAt: Record<string, number> = { a: NOW + 1, b: NOW, c: NOW - 2, d: NOW - 1, e: NOW - 3 };
      for (const [sub, at] of Object.entries(lookAt))
        await connections.add(aGoogleAccount({ sub, calendar: aCalendarConnection({ lookAt: at }) }));
      await connections.add(
        aGoogleAccount({ sub: 'lost', calendar: aCalendarConnection({ state: 'lost', lookAt: 0 }) }),
      );
      await connections.add(aGoogleAccount({ sub: 'none' }));
      const due = async (limit: number) => (await connections.due(NOW, limit)).map(({ sub }) => sub);
      expect(await due(10)).toEqual(['e', 'c', 'd', 'b']);
      expect(await due(2)).toEqual(['e', 'c']);
      await connections.update(
        aGoogleAccount({ sub: 'e', revision: 2, calendar: aCalendarConnection({ lookAt: NOW + 5 }) }),
      );
      await connections.update(aGoogleAccount({ sub: 'c', revision: 2 }));
      expect(await due(10)).toEqual(['d', 'b']);
    });

    it('gives those with a calendar page by page', async () => {
      const calendar = aCalendarConnection();
      for (const sub of ['e', 'b', 'd', 'a', 'c']) await connections.add(aGoogleAccount({ sub, calendar }));
      await connections.add(aGoogleAccount({ sub: 'bb' }));
      await connections.update(aGoogleAccount({ sub: 'd', revision: 2 }));
      const page = async (after: string | null) => (await connections.withCalendar(after, 2)).map(({ sub }) => sub);
      expect(await page(null)).toEqual(['a', 'b']);
      expect(await page('b')).toEqual(['c', 'e']);
      expect(await page('e')).toEqual([]);
    });
  });
}
