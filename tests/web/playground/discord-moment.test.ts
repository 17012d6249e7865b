import { describe, expect, it } from 'vitest';
import { discordMoment } from '../../../playground/page/time/discord-moment.ts';
import { messageTime, relativeText } from '../../../playground/page/time/format-moment.ts';

const now = Date.parse('2026-11-25T22:30:00Z');
const lisbon = { zone: 'Europe/Lisbon', locale: 'en-GB' };
const berlin = { zone: 'Europe/Berlin', locale: 'de' };
const newYork = { zone: 'America/New_York', locale: 'en-US' };
const plain = (words: string) => words.replaceAll(/[\u202f\u00a0]/g, ' ');

describe('a moment on Discord', () => {
  it.each([
    ['t', '22:30'],
    ['T', '22:30:00'],
    ['d', '25/11/2026'],
    ['D', '25 November 2026'],
    ['f', '25 November 2026 at 22:30'],
    ['F', 'Wednesday, 25 November 2026 at 22:30'],
    ['s', '25/11/2026, 22:30'],
    ['S', '25/11/2026, 22:30:00'],
  ])('is written in style %s', (style, words) => {
    expect(discordMoment(now, style, lisbon, now)).toBe(words);
  });

  it('is written in the zone and by the habits of whoever reads', () => {
    expect(plain(discordMoment(now, 'f', newYork, now))).toBe('November 25, 2026 at 5:30 PM');
    expect(discordMoment(now, 't', berlin, now)).toBe('23:30');
  });

  it.each([
    [0, 'in 0 seconds'],
    [59_999, 'in 59 seconds'],
    [60_000, 'in 1 minute'],
    [59.4 * 60_000, 'in 59 minutes'],
    [59.6 * 60_000, 'in 1 hour'],
    [24.6 * 3_600_000, 'in 1 day'],
    [-45 * 60_000, '45 minutes ago'],
    [-40 * 86_400_000, '1 month ago'],
    [400 * 86_400_000, 'in 1 year'],
  ])('that is %i ms away counts down', (away, words) => {
    expect(relativeText(now + away, now, 'en-GB')).toBe(words);
    expect(discordMoment(now + away, 'R', lisbon, now)).toBe(words);
  });

  it('has a near day’s name over a message, by the reader’s own calendar', () => {
    expect(messageTime(now, lisbon, now)).toBe('Today, 22:30');
    expect(messageTime(now, lisbon, now + 2 * 3_600_000)).toBe('Yesterday, 22:30');
    expect(messageTime(now, berlin, now + 3_600_000)).toBe('Gestern, 23:30');
    expect(messageTime(now, lisbon, now + 72 * 3_600_000)).toBe('25/11/2026, 22:30');
  });
});
