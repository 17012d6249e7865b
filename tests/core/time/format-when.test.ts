import { describe, expect, it } from 'vitest';
import { minute } from '#core/time/clock.ts';
import { formatDay, formatDuration, formatSlot, formatTime, formatWhen } from '#core/time/format-when.ts';
import { parseWhen } from '#core/time/parse-when.ts';
import { createRandom } from './random.ts';

const evening = Date.UTC(2026, 11, 3, 17);

describe('formatting an instant', () => {
  it('always writes the zone beside a full time', () => {
    expect(formatWhen(evening, 'Europe/Berlin')).toBe('Thu 3 Dec 2026, 18:00 (Europe/Berlin)');
    expect(formatWhen(evening, 'Asia/Kathmandu')).toBe('Thu 3 Dec 2026, 22:45 (Asia/Kathmandu)');
    expect(formatWhen(evening, 'Pacific/Kiritimati')).toBe('Fri 4 Dec 2026, 07:00 (Pacific/Kiritimati)');
    expect(formatWhen(evening, 'UTC')).toBe('Thu 3 Dec 2026, 17:00 (UTC)');
  });

  it('has short forms for days, times and choices', () => {
    expect(formatDay(evening, 'Europe/Berlin')).toBe('Thursday 3 December');
    expect(formatTime(evening, 'Europe/Berlin')).toBe('18:00');
    expect(formatSlot(evening, 'Europe/Berlin')).toBe('Thu 3 Dec, 18:00');
    expect(formatTime(Date.UTC(2026, 0, 1, 0, 5), 'UTC')).toBe('00:05');
  });

  it.each([
    ['America/New_York', Date.UTC(2026, 10, 1, 5, 30), '01:30 GMT-4'],
    ['America/New_York', Date.UTC(2026, 10, 1, 6, 30), '01:30 GMT-5'],
    ['America/New_York', Date.UTC(2026, 10, 1, 4, 59), '00:59'],
    ['America/New_York', Date.UTC(2026, 10, 1, 7, 0), '02:00'],
    ['Europe/London', Date.UTC(2026, 9, 25, 1, 30), '01:30 GMT'],
    ['Australia/Lord_Howe', Date.UTC(2026, 3, 4, 15, 15), '01:45 GMT+10:30'],
    ['America/St_Johns', Date.UTC(2026, 10, 1, 4, 0), '01:30 GMT-2:30'],
  ])('adds the offset in %s only where the clock shows a time twice', (zone, at, expected) => {
    expect(formatTime(at, zone)).toBe(expected);
    expect(formatSlot(at, zone)).toContain(expected);
    expect(formatWhen(at, zone)).toContain(`${expected} (${zone})`);
  });

  it('is read back by parseWhen to the same instant, whoever reads it', () => {
    const random = createRandom(3);
    const zones = [
      'America/New_York',
      'Europe/London',
      'Australia/Lord_Howe',
      'Asia/Kolkata',
      'Africa/Casablanca',
      'UTC',
    ];
    const now = Date.UTC(2026, 9, 20);
    // The autumn change of most of these zones is among them.
    for (let round = 0; round < 1_500; round += 1) {
      const zone = zones[round % zones.length] ?? 'UTC';
      const at = now + Math.floor(random() * (round % 2 === 0 ? 13 : 360) * 24 * 12 + 1) * 5 * minute;
      expect(parseWhen(formatWhen(at, zone), { zone: 'Asia/Tokyo', now, grid: 5 }), formatWhen(at, zone)).toEqual({
        ok: true,
        at,
      });
      expect(parseWhen(formatSlot(at, zone), { zone, now, grid: 5 }), formatSlot(at, zone)).toEqual({ ok: true, at });
    }
  });

  it('never gives two instants of a night the same text', () => {
    for (const zone of [
      'America/New_York',
      'Australia/Lord_Howe',
      'Antarctica/Troll',
      'Pacific/Chatham',
      'Europe/Berlin',
    ]) {
      for (const start of [
        Date.UTC(2026, 9, 24),
        Date.UTC(2026, 10, 1),
        Date.UTC(2026, 3, 4),
        Date.UTC(2026, 2, 28, 20),
      ]) {
        const texts = Array.from({ length: 36 * 12 }, (_, index) => formatSlot(start + index * 5 * minute, zone));
        expect(new Set(texts).size, zone).toBe(texts.length);
      }
    }
  });
});

describe('formatDuration', () => {
  it.each([
    [0, '0 minutes'],
    [1, '1 minute'],
    [45, '45 minutes'],
    [60, '1 hour'],
    [90, '1 h 30 min'],
    [120, '2 hours'],
    [1_440, '24 hours'],
    [1_500, '25 hours'],
    [2_160, '36 hours'],
    [2_880, '2 days'],
    [10_080, '7 days'],
  ])('says %i minutes as %s', (minutes, text) => {
    expect(formatDuration(minutes)).toBe(text);
  });
});
