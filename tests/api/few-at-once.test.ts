import { expect, it } from 'vitest';
import { createFewAtOnce } from '../../src/api/few-at-once.ts';

it('does everything, no more than a few at a time, and what comes again before its turn once', async () => {
  const done: number[] = [];
  const under = { way: 0, most: 0 };
  const waiting: (() => void)[] = [];
  const add = createFewAtOnce<number>(3, async (item) => {
    under.way += 1;
    under.most = Math.max(under.most, under.way);
    await new Promise<void>((resolve) => waiting.push(resolve));
    under.way -= 1;
    done.push(item);
  });
  const letGo = async () => {
    for (const resolve of waiting.splice(0)) resolve();
    await new Promise(setImmediate);
  };
  add([1, 2, 3, 4, 5]);
  add([5, 1]);
  expect(under.way).toBe(3);
  while (waiting.length > 0) await letGo();
  // One was under way already when it came again, so it is done again.
  expect(done.sort()).toEqual([1, 1, 2, 3, 4, 5]);
  add([6]);
  await letGo();
  expect(done).toContain(6);
  expect(under).toEqual({ way: 0, most: 3 });
});
