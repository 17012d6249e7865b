import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Announcement, Audience } from '#core/changes/news.ts';
import { createBursts } from '../../src/api/bursts.ts';

const about = (id: string, ...audiences: Audience[]): Announcement => ({
  thing: id,
  news: { about: 'meeting', id },
  audiences,
});
const mayas = 'person:maya' as Audience;
const leos = 'person:leo' as Audience;

describe('bursts', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  function listen() {
    const said: Announcement[] = [];
    return { said, bursts: createBursts(100, (announcement) => said.push(announcement)) };
  }

  it('says the first at once, and what follows together when the pause is over', () => {
    const { said, bursts } = listen();
    bursts.announce(about('a', mayas));
    expect(said).toEqual([about('a', mayas)]);
    for (const audience of [mayas, leos, mayas]) bursts.announce(about('a', audience));
    vi.advanceTimersByTime(99);
    expect(said).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(said).toEqual([about('a', mayas), about('a', mayas, leos)]);
  });

  it('says one thing once in each pause, however often it is announced', () => {
    const { said, bursts } = listen();
    for (let time = 0; time < 100; time += 1) {
      bursts.announce(about('a', mayas));
      vi.advanceTimersByTime(10);
    }
    expect(said).toHaveLength(11);
    vi.advanceTimersByTime(1_000);
    expect(said).toHaveLength(11);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('lets no thing wait for another', () => {
    const { said, bursts } = listen();
    for (const id of ['a', 'b', 'a', 'c']) bursts.announce(about(id, mayas));
    expect(said.map(({ thing }) => thing)).toEqual(['a', 'b', 'c']);
  });

  it('says nothing more after it was stopped', () => {
    const { said, bursts } = listen();
    bursts.announce(about('a', mayas));
    bursts.announce(about('a', mayas));
    bursts.stop();
    expect(vi.getTimerCount()).toBe(0);
    expect(said).toHaveLength(1);
  });
});
