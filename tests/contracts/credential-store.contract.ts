import { describe, expect, it } from 'vitest';
import type { ProgramId } from '#core/ids.ts';
import { minute } from '#core/time/clock.ts';
import { aCredential, leo, maya, NOW } from '../builders.ts';
import { type CreateStores, useStores } from './stores.ts';

export function describeCredentialStore(name: string, createStores: CreateStores): void {
  describe(`${name}: credentials`, () => {
    const stores = useStores(createStores);

    async function added(...overrides: Parameters<typeof aCredential>) {
      const credential = aCredential(...overrides);
      await stores.credentials.add(credential);
      return credential;
    }

    it('gives back what was added, to the last field', async () => {
      const plain = await added();
      const full = await added({
        kind: 'session',
        scope: 'write',
        label: '{ "$gt": "" }',
        organizes: [
          { programId: 'discord:guild' as ProgramId, until: NOW + minute },
          { programId: 'slack:T1' as ProgramId, until: NOW + 1 },
        ],
        usedAt: NOW + 1,
        expiresAt: NOW + 2 * minute,
      });
      expect(await stores.credentials.find(plain.id)).toEqual(plain);
      expect(await stores.credentials.find(full.id)).toEqual(full);
      expect(await stores.credentials.find('nothing')).toBeNull();
    });

    it('finds also what has expired, because whoever asks has the clock', async () => {
      const old = await added({ expiresAt: 1 });
      expect(await stores.credentials.find(old.id)).toEqual(old);
      expect(await stores.credentials.take(old.id)).toEqual(old);
    });

    it('gives a one-time credential to exactly one of many takers', async () => {
      const link = await added({ kind: 'sign-in', expiresAt: NOW + minute });
      const taken = await Promise.all(Array.from({ length: 50 }, () => stores.credentials.take(link.id)));
      expect(taken.filter((one) => one !== null)).toEqual([link]);
      expect(await stores.credentials.find(link.id)).toBeNull();
      expect(await stores.credentials.take(link.id)).toBeNull();
    });

    it('lists those of one kind under any id of the person, latest first', async () => {
      const first = await added({ createdAt: NOW });
      const third = await added({ createdAt: NOW + 2, expiresAt: 1 });
      const second = await added({ createdAt: NOW + 1, personId: leo });
      const b = await added({ id: 'b', createdAt: NOW - 1 });
      const a = await added({ id: 'a', createdAt: NOW - 1, personId: leo });
      await added({ kind: 'session' });
      expect(await stores.credentials.listOf([maya, leo], 'token')).toEqual([third, second, first, a, b]);
      expect(await stores.credentials.listOf([leo], 'token')).toEqual([second, a]);
      expect(await stores.credentials.listOf([leo], 'feed')).toEqual([]);
      expect(await stores.credentials.listOf([], 'token')).toEqual([]);
    });

    it('remembers when one was used, and its new end', async () => {
      const [session, token] = [await added({ kind: 'session', expiresAt: NOW + minute }), await added()];
      await stores.credentials.setUsed(session.id, { usedAt: NOW + 1, expiresAt: NOW + 2 * minute });
      await stores.credentials.setUsed(token.id, { usedAt: NOW + 2, expiresAt: null });
      expect(await stores.credentials.find(session.id)).toEqual({
        ...session,
        usedAt: NOW + 1,
        expiresAt: NOW + 2 * minute,
      });
      expect(await stores.credentials.find(token.id)).toEqual({ ...token, usedAt: NOW + 2 });
    });

    it('does not bring back what was removed while it was in use', async () => {
      const { id } = await added();
      await stores.credentials.remove(id, [maya]);
      await stores.credentials.setUsed(id, { usedAt: NOW, expiresAt: NOW + minute });
      expect(await stores.credentials.find(id)).toBeNull();
      expect(await stores.credentials.listOf([maya], 'token')).toEqual([]);
    });

    it('removes for its owner only, once', async () => {
      const { id } = await added();
      expect(await stores.credentials.remove(id, [leo])).toBe(false);
      expect(await stores.credentials.remove(id, [])).toBe(false);
      expect(await stores.credentials.find(id)).not.toBeNull();
      expect(await stores.credentials.remove(id, [leo, maya])).toBe(true);
      expect(await stores.credentials.remove(id, [maya])).toBe(false);
      expect(await stores.credentials.find(id)).toBeNull();
    });

    it('forgets what has expired, says how many, and keeps what has no end', async () => {
      await added({ expiresAt: NOW - 1 });
      await added({ expiresAt: NOW, personId: leo });
      const kept = [await added({ expiresAt: NOW + 1 }), await added()];
      expect(await stores.credentials.prune(NOW)).toBe(2);
      for (const one of kept) expect(await stores.credentials.find(one.id)).toEqual(one);
      expect(await stores.credentials.prune(NOW)).toBe(0);
    });
  });
}
