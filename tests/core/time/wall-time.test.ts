import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { day, hour, type Instant, minute } from '#core/time/clock.ts';
import { resolveWall, type WallTime, wallOf } from '#core/time/wall-time.ts';
import { offsetSegments } from '#core/time/zones.ts';
import { createRandom } from './random.ts';

/** "2026-03-29 02:30" */
function wall(text: string): WallTime {
  const [year = 0, month = 0, date = 0, hours = 0, minutes = 0] = text.split(/[- :]/).map(Number);
  return { year, month, day: date, hour: hours, minute: minutes };
}

function utc(text: string): Instant {
  return Date.parse(`${text.replace(' ', 'T')}:00Z`);
}

describe('resolveWall', () => {
  it.each([
    ['Europe/Berlin', '2026-03-29 01:59', '2026-03-29 00:59'],
    ['Europe/Berlin', '2026-03-29 03:00', '2026-03-29 01:00'],
    ['Europe/Berlin', '2026-10-25 03:00', '2026-10-25 02:00'],
    ['Europe/Berlin', '2026-07-01 00:00', '2026-06-30 22:00'],
    ['America/New_York', '2026-11-01 02:00', '2026-11-01 07:00'],
    ['Asia/Kolkata', '2026-12-03 18:00', '2026-12-03 12:30'],
    ['Asia/Kathmandu', '2026-12-03 18:00', '2026-12-03 12:15'],
    ['Asia/Tehran', '2026-06-03 18:00', '2026-06-03 14:30'],
    ['Pacific/Chatham', '2026-12-03 18:00', '2026-12-03 04:15'],
    ['Pacific/Kiritimati', '2026-12-03 18:00', '2026-12-03 04:00'],
    ['Pacific/Apia', '2011-12-29 23:59', '2011-12-30 09:59'],
    ['Pacific/Apia', '2011-12-31 00:00', '2011-12-30 10:00'],
    // Brazil put its clocks forward until 2019, in the night in which this date begins.
    ['America/Sao_Paulo', '2026-11-01 00:30', '2026-11-01 03:30'],
    ['UTC', '2026-03-29 02:30', '2026-03-29 02:30'],
  ])('knows when it is in %s at %s', (zone, text, at) => {
    expect(resolveWall(wall(text), zone)).toEqual({ kind: 'exact', at: utc(at) });
  });

  it.each([
    ['Europe/Berlin', '2026-03-29 02:00', '2026-03-29 01:00'],
    ['Europe/Berlin', '2026-03-29 02:59', '2026-03-29 01:00'],
    ['America/New_York', '2026-03-08 02:30', '2026-03-08 07:00'],
    ['Australia/Lord_Howe', '2026-10-04 02:15', '2026-10-03 15:30'],
    ['Pacific/Chatham', '2026-09-27 03:00', '2026-09-26 14:00'],
    ['Antarctica/Troll', '2026-03-29 02:30', '2026-03-29 01:00'],
    ['America/Sao_Paulo', '2018-11-04 00:30', '2018-11-04 03:00'],
    ['Pacific/Apia', '2011-12-30 12:00', '2011-12-30 10:00'],
  ])('finds no such time in %s at %s, and the first after it', (zone, text, next) => {
    expect(resolveWall(wall(text), zone)).toEqual({ kind: 'gap', next: utc(next) });
  });

  it.each([
    ['Europe/Berlin', '2026-10-25 02:00', '2026-10-25 00:00', '2026-10-25 01:00'],
    ['Europe/Berlin', '2026-10-25 02:59', '2026-10-25 00:59', '2026-10-25 01:59'],
    ['America/New_York', '2026-11-01 01:30', '2026-11-01 05:30', '2026-11-01 06:30'],
    ['Australia/Lord_Howe', '2026-04-05 01:45', '2026-04-04 14:45', '2026-04-04 15:15'],
    ['Pacific/Chatham', '2026-04-05 03:00', '2026-04-04 13:15', '2026-04-04 14:15'],
    ['Antarctica/Troll', '2026-10-25 01:30', '2026-10-24 23:30', '2026-10-25 01:30'],
  ])('finds two such times in %s at %s', (zone, text, first, second) => {
    expect(resolveWall(wall(text), zone)).toEqual({ kind: 'overlap', first: utc(first), second: utc(second) });
  });

  it('follows the rules of Casablanca, which nobody can compute ahead, as luxon has them', () => {
    const segments = offsetSegments('Africa/Casablanca', { start: Date.UTC(2024, 0), end: Date.UTC(2029, 0) });
    expect(segments.length).toBeGreaterThan(5);
    for (const { start, offset } of segments.slice(1)) {
      const before = DateTime.fromMillis(start - 1, { zone: 'Africa/Casablanca' }).offset * minute;
      expect(DateTime.fromMillis(start, { zone: 'Africa/Casablanca' }).offset * minute).toBe(offset);
      // Half an hour before the later of the two wall times of the change: skipped, or shown twice.
      const inside = wallOf(start + Math.max(offset, before) - 30 * minute, 'UTC');
      expect(resolveWall(inside, 'Africa/Casablanca').kind).toBe(offset > before ? 'gap' : 'overlap');
    }
  });

  it('agrees with luxon on a random hour of any day, and undoes wallOf', () => {
    const random = createRandom(11);
    const zones = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Pacific/Chatham', 'Africa/Casablanca'];
    for (let round = 0; round < 4_000; round += 1) {
      const zone = zones[round % zones.length] ?? 'UTC';
      const at = Math.floor((Date.UTC(2015, 0) + random() * 15 * 365 * day) / minute) * minute;
      const shown = wallOf(at, zone);
      const luxon = DateTime.fromMillis(at, { zone });
      expect(shown).toEqual({
        year: luxon.year,
        month: luxon.month,
        day: luxon.day,
        hour: luxon.hour,
        minute: luxon.minute,
      });
      const resolved = resolveWall(shown, zone);
      const possible = luxon.getPossibleOffsets().map((one) => one.toMillis());
      expect(
        resolved.kind === 'exact'
          ? [resolved.at]
          : resolved.kind === 'overlap'
            ? [resolved.first, resolved.second]
            : [],
      ).toEqual(possible.sort((a, b) => a - b));
    }
  });
});

describe('wallOf', () => {
  it('cuts the seconds off, also before 1970', () => {
    const expected = { year: 1969, month: 12, day: 31, hour: 23, minute: 58 };
    expect(wallOf(-90_000 - 1, 'UTC')).toEqual(expected);
    expect(wallOf(Date.UTC(2026, 0, 1) + 59_999, 'UTC')).toEqual({ year: 2026, month: 1, day: 1, hour: 0, minute: 0 });
  });
  it('is on another day across the date line', () => {
    const at = Date.UTC(2026, 11, 3, 10, 30);
    expect(wallOf(at, 'Pacific/Kiritimati')).toMatchObject({ day: 4, hour: 0 });
    expect(wallOf(at + 11 * hour, 'Pacific/Pago_Pago')).toMatchObject({ day: 3, hour: 10 });
  });
});
