import { describe, expect, it } from 'vitest';
import { minute } from '#core/time/clock.ts';
import { NOW } from '../builders.ts';
import { type CreateStores, useStores } from './stores.ts';

export function describeScratchStore(name: string, createStores: CreateStores): void {
  describe(`${name}: scratch`, () => {
    const stores = useStores(createStores);
    const draft = { subject: 'Recursion', tags: ['a', 'b'], when: null, minutes: 30, 'dotted.key': { $set: true } };

    it('gives back what was put, as often as asked', async () => {
      await stores.scratch.put('draft', '1', draft, NOW + minute);
      expect(await stores.scratch.get('draft', '1', NOW)).toEqual(draft);
      expect(await stores.scratch.get('draft', '1', NOW)).toEqual(draft);
      expect(await stores.scratch.get('draft', '2', NOW)).toBeNull();
      expect(await stores.scratch.get('code', '1', NOW)).toBeNull();
    });

    it('replaces what was put before', async () => {
      await stores.scratch.put('draft', '1', 'first', NOW + minute);
      await stores.scratch.put('draft', '1', 'second', NOW + 2 * minute);
      expect(await stores.scratch.get('draft', '1', NOW + minute)).toBe('second');
    });

    it('gives nothing past its time', async () => {
      await stores.scratch.put('draft', '1', draft, NOW + minute);
      expect(await stores.scratch.get('draft', '1', NOW + minute - 1)).toEqual(draft);
      expect(await stores.scratch.get('draft', '1', NOW + minute)).toBeNull();
      expect(await stores.scratch.take('draft', '1', NOW + minute)).toBeNull();
    });

    it('gives a one-time code to exactly one of many takers', async () => {
      await stores.scratch.put('code', 'k3f9', { personId: 'maya' }, NOW + minute);
      const taken = await Promise.all(Array.from({ length: 50 }, () => stores.scratch.take('code', 'k3f9', NOW)));
      expect(taken.filter((data) => data !== null)).toEqual([{ personId: 'maya' }]);
      expect(await stores.scratch.get('code', 'k3f9', NOW)).toBeNull();
    });

    it('removes what is past its time, and says how much', async () => {
      await stores.scratch.put('draft', '1', draft, NOW + minute);
      await stores.scratch.put('draft', '2', draft, NOW + 2 * minute);
      await stores.scratch.put('draft', '3', draft, NOW + 3 * minute);
      expect(await stores.scratch.prune(NOW + 2 * minute)).toBe(2);
      expect(await stores.scratch.get('draft', '3', NOW)).toEqual(draft);
      expect(await stores.scratch.prune(NOW + 2 * minute)).toBe(0);
    });
  });
}
