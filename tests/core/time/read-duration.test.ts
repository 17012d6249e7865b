import { describe, expect, it } from 'vitest';
import { formatDuration } from '#core/time/format-when.ts';
import { readDuration } from '#core/time/read-duration.ts';

describe('readDuration', () => {
  it.each([
    ['30', 30],
    [' 45 ', 45],
    ['90 min', 90],
    ['1 minute', 1],
    ['10m', 10],
    ['2 hours', 120],
    ['1hr', 60],
    ['2 Hrs', 120],
    ['1.5h', 90],
    ['0.5 hours', 30],
    ['1h30', 90],
    ['1h 30', 90],
    ['1.1h30', 96],
    ['1h30m', 90],
    ['1 h 30 min', 90],
    ['1 hour and 30 minutes', 90],
    ['1 hour, 30 minutes', 90],
    ['1d', 1_440],
    ['1 day 2 hours', 1_560],
    ['2 weeks', 20_160],
    ['0', 0],
  ])('reads "%s" as %i minutes', (text, minutes) => {
    expect(readDuration(text)).toBe(minutes);
  });

  it.each([
    '',
    '   ',
    ',',
    'and',
    'soon',
    '-30',
    '1.5',
    '2 months',
    '1 weekend',
    '30 1h',
    '2 days 30',
    '1h30m5',
    '1h300',
    'h',
    '1000000',
    '1e3',
    'an hour',
  ])('gives null for "%s"', (text) => {
    expect(readDuration(text)).toBeNull();
  });

  it('reads back every length that is shown', () => {
    for (let minutes = 1; minutes <= 20_160; minutes += minutes < 3_000 ? 1 : 60)
      expect(readDuration(formatDuration(minutes)), formatDuration(minutes)).toBe(minutes);
  });
});
