import { describe, expect, it } from 'vitest';
import { createTurns } from '../../src/jobs/turns.ts';
import { aGate } from '../fakes/working-house.ts';

describe('turns', () => {
  it('are taken a few at a time, in order, and refused where too many wait', async () => {
    const turns = createTurns({ atOnce: 2, waiting: 2 });
    const begun: string[] = [];
    const gates = new Map(['a', 'b', 'c', 'd', 'e'].map((name) => [name, aGate()]));
    const take = (name: string) =>
      turns.take(async () => {
        begun.push(name);
        await gates.get(name)!.gate;
        return name;
      });
    const [a, b, c, d, e] = ['a', 'b', 'c', 'd', 'e'].map(take);
    expect(await e).toBe('full');
    expect(begun).toEqual(['a', 'b']);
    gates.get('b')!.open();
    expect(await b).toBe('b');
    await expect.poll(() => begun).toEqual(['a', 'b', 'c']);
    for (const { open } of gates.values()) open();
    expect(await Promise.all([a, c, d])).toEqual(['a', 'c', 'd']);
    expect(begun).toEqual(['a', 'b', 'c', 'd']);
  });

  it('are given up by all who wait when they are sent away, and by nobody who works', async () => {
    const turns = createTurns({ atOnce: 1, waiting: 5 });
    const { gate, open } = aGate();
    const working = turns.take(() => gate.then(() => 'done'));
    const waiting = [turns.take(async () => 'never'), turns.take(async () => 'never')];
    turns.sendAway();
    expect(await Promise.all(waiting)).toEqual(['sent-away', 'sent-away']);
    open();
    expect(await working).toBe('done');
    expect(await turns.take(async () => 'next')).toBe('next');
  });

  it('go on behind work that fails', async () => {
    const turns = createTurns({ atOnce: 1, waiting: 1 });
    const failing = turns.take(() => Promise.reject(new Error('broken')));
    const next = turns.take(async () => 'next');
    await expect(failing).rejects.toThrow('broken');
    expect(await next).toBe('next');
  });
});
