import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createGatherer } from '../../src/web/data/gather.ts';
import { concerns } from '../../src/web/data/what-changed.ts';

const shown = [
  '/api/me',
  '/api/meetings?status=requested',
  '/api/meetings/a',
  '/api/meetings/b',
  '/api/notifications',
  '/api/mentors/x/slots?duration=30',
  '/api/programs/p/overview',
  '/api/tokens',
  '/api/feed',
];

describe('news', () => {
  it('of a session makes its own page, lists, free times and notifications doubtful, and no other session', () => {
    expect(shown.filter(concerns({ about: 'meeting', id: 'a' }))).toEqual([
      '/api/me',
      '/api/meetings?status=requested',
      '/api/meetings/a',
      '/api/notifications',
      '/api/mentors/x/slots?duration=30',
      '/api/programs/p/overview',
    ]);
  });

  it('of a person makes all doubtful', () => {
    expect(shown.filter(concerns({ about: 'person' }))).toEqual(shown);
  });

  it('of a programme leaves sessions alone', () => {
    expect(shown.filter(concerns({ about: 'program', id: 'p' }))).toEqual([
      '/api/me',
      '/api/mentors/x/slots?duration=30',
      '/api/programs/p/overview',
    ]);
  });
});

describe('gathering', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('hands on what comes together at once, and soon', () => {
    const handed: string[][] = [];
    const gather = createGatherer<string>((all) => handed.push(all));
    gather('session');
    gather('link');
    vi.advanceTimersByTime(50);
    expect(handed).toEqual([['session', 'link']]);
  });

  it('slows down where it does not stop, loses nothing, and is quick again after a rest', () => {
    const handed: number[][] = [];
    const gather = createGatherer<number>((all) => handed.push(all));
    for (let count = 0; count < 600; count += 1) {
      gather(count);
      vi.advanceTimersByTime(50);
    }
    vi.advanceTimersByTime(5_000);
    expect(handed.flat()).toEqual(Array.from({ length: 600 }, (_, count) => count));
    // Thirty seconds of news: at forty milliseconds each it would be hundreds.
    expect(handed.length).toBeLessThan(20);
    vi.advanceTimersByTime(60_000);
    handed.length = 0;
    gather(1);
    vi.advanceTimersByTime(50);
    expect(handed).toEqual([[1]]);
  });
});
