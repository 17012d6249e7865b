import { describe, expect, it } from 'vitest';
import { readTyped } from '../../src/web/time/clock-time.ts';

describe('a time of day that somebody typed', () => {
  it.each([
    ['17:30', '17:30'],
    [' 17.30 ', '17:30'],
    ['1730', '17:30'],
    ['17h30', '17:30'],
    ['17', '17:00'],
    ['5', '05:00'],
    ['5:05', '05:05'],
    ['5:30 pm', '17:30'],
    ['5:30 PM', '17:30'],
    ['5:30 p.m.', '17:30'],
    ['5pm', '17:00'],
    ['5p', '17:00'],
    ['530 am', '05:30'],
    ['12 am', '00:00'],
    ['12:15 pm', '12:15'],
    ['0:00', '00:00'],
    ['24:00', '00:00'],
  ])('%s is %s', (typed, read) => {
    expect(readTyped(typed)).toBe(read);
  });

  it.each(['', 'soon', '25:00', '24:05', '17:60', '17:3', '13 pm', '0 am', '5 xm', '17:30:00', '-5', 'pm'])(
    '%s is none',
    (typed) => {
      expect(readTyped(typed)).toBeNull();
    },
  );
});
