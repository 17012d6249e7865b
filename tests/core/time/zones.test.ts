import { IANAZone } from 'luxon';
import { describe, expect, it } from 'vitest';
import { day, hour, minute } from '#core/time/clock.ts';
import { findZones, isZone, offsetAt, offsetSegments, readZone, suggestZones } from '#core/time/zones.ts';
import { createRandom } from './random.ts';

const now = Date.UTC(2026, 10, 18, 13, 5);
const zones = [
  ...['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata', 'Asia/Kathmandu', 'Pacific/Chatham'],
  ...[
    'Pacific/Apia',
    'Pacific/Kiritimati',
    'Africa/Casablanca',
    'America/Sao_Paulo',
    'Asia/Tehran',
    'Antarctica/Troll',
  ],
  ...['UTC', 'Africa/Cairo', 'America/St_Johns', 'Europe/Dublin', 'Pacific/Kwajalein', 'America/Caracas'],
];

describe('isZone', () => {
  it.each([
    ...['Europe/Berlin', 'europe/berlin', 'Asia/Calcutta', 'Asia/Kolkata', 'Europe/Kyiv', 'Antarctica/Troll', 'UTC'],
    ...['US/Eastern', 'Japan', 'America/Argentina/Buenos_Aires', 'Etc/UTC', 'America/North_Dakota/New_Salem'],
  ])('takes %s', (name) => {
    expect(isZone(name)).toBe(true);
  });
  it.each([
    ...['+02:00', 'UTC+2', 'EST5EDT', 'EST', 'CET', 'IST', 'PST8PDT', 'Etc/GMT+5', 'Etc/Unknown', 'SystemV/AST4'],
    ...['', 'Berlin', 'Europe/Nowhere', 'Europe/Berlin ', '../etc/passwd', 'Europe'],
  ])('refuses %j', (name) => {
    expect(isZone(name)).toBe(false);
  });
});

describe('offsets', () => {
  it.each(zones)('agree with luxon in %s, from 2005 to 2035', (zone) => {
    const luxon = IANAZone.create(zone);
    for (let at = Date.UTC(2005, 0); at < Date.UTC(2035, 0); at += 61 * hour) {
      expect(offsetAt(zone, at)).toBe(luxon.offset(at) * minute);
    }
  });

  it.each(zones)('change in %s at the very millisecond at which luxon sees it', (zone) => {
    const luxon = IANAZone.create(zone);
    const window = { start: Date.UTC(2008, 0), end: Date.UTC(2030, 0) };
    const segments = offsetSegments(zone, window);
    expect(segments[0]?.start).toBe(window.start);
    expect(segments.at(-1)?.end).toBe(window.end);
    for (const [index, { start, end, offset }] of segments.entries()) {
      expect(offset).toBe(luxon.offset(start) * minute);
      expect(offset).toBe(luxon.offset(end - 1) * minute);
      const next = segments[index + 1];
      if (!next) continue;
      expect(next.start).toBe(end);
      expect(next.offset).toBe(luxon.offset(end) * minute);
      expect(next.offset).not.toBe(offset);
    }
  });

  it('knows the day that Apia skipped and the half hour of Lord Howe', () => {
    const apia = offsetSegments('Pacific/Apia', { start: Date.UTC(2011, 11, 29), end: Date.UTC(2012, 0, 2) });
    expect(apia.map((segment) => segment.offset / hour)).toEqual([-10, 14]);
    expect(apia[1]?.start).toBe(Date.UTC(2011, 11, 30, 10));
    const lordHowe = offsetSegments('Australia/Lord_Howe', { start: Date.UTC(2026, 3, 1), end: Date.UTC(2026, 3, 10) });
    expect(lordHowe.map((segment) => segment.offset / minute)).toEqual([660, 630]);
  });

  it('cut to the window, whatever was asked before', () => {
    const random = createRandom(7);
    const whole = offsetSegments('America/New_York', { start: Date.UTC(2020, 0), end: Date.UTC(2030, 0) });
    for (let round = 0; round < 200; round += 1) {
      const start = Date.UTC(2020, 0, 2) + Math.floor(random() * 3000 * day);
      const end = start + Math.floor(random() * 500 * day);
      const expected = whole
        .map((piece) => ({ ...piece, start: Math.max(piece.start, start), end: Math.min(piece.end, end) }))
        .filter((piece) => piece.start < piece.end);
      expect(offsetSegments('America/New_York', { start, end })).toEqual(expected);
    }
  });

  it('are empty for an empty window, and an error for a zone that does not exist', () => {
    expect(offsetSegments('Europe/Berlin', { start: now, end: now })).toEqual([]);
    expect(() => offsetAt('Mars/Olympus', now)).toThrow(RangeError);
  });
});

describe('findZones', () => {
  const first = (query: string): string | undefined => findZones(query, now, 25)[0]?.zone;

  it.each([
    ['ber', 'Europe/Berlin'],
    ['BERLIN', 'Europe/Berlin'],
    ['München', 'Europe/Berlin'],
    ['Europe/Par', 'Europe/Paris'],
    ['germany', 'Europe/Berlin'],
    ['new y', 'America/New_York'],
    ['san francisco', 'America/Los_Angeles'],
    ['kiev', 'Europe/Kyiv'],
    ['Asia/Calcutta', 'Asia/Kolkata'],
    ['São Paulo', 'America/Sao_Paulo'],
    ['türkiye', 'Europe/Istanbul'],
    ['usa', 'America/New_York'],
    ['UTC+5:45', 'Asia/Kathmandu'],
    ['gmt-3:30', 'America/St_Johns'],
    ['+8:45', 'Australia/Eucla'],
    ['utc', 'UTC'],
  ])('puts the likeliest zone for %j first', (query, zone) => {
    expect(first(query)).toBe(zone);
  });

  it('gives every meaning of an abbreviation', () => {
    const ist = findZones('IST', now, 10).map((found) => found.zone);
    expect(ist.slice(0, 3).sort()).toEqual(['Asia/Jerusalem', 'Asia/Kolkata', 'Europe/Dublin']);
    expect(findZones('est', now, 3).map((found) => found.zone)).toContain('America/Panama');
    expect(findZones('CET', now, 25).length).toBeGreaterThan(5);
  });

  it('offers only zones whose clocks have the offset now', () => {
    const found = findZones('UTC+2', now, 25);
    expect(found.length).toBeGreaterThan(5);
    for (const { zone } of found) expect(offsetAt(zone, now)).toBe(2 * hour);
    expect(findZones('UTC+2', Date.UTC(2026, 6), 25).map(({ zone }) => zone)).toContain('Europe/Berlin');
  });

  it('shows the time it is there, in labels short enough for Slack', () => {
    expect(findZones('berlin', now, 1)).toEqual([{ zone: 'Europe/Berlin', label: 'Europe/Berlin (now 14:05)' }]);
    for (const letter of 'abcdefghijklmnopqrstuvwxyz') {
      for (const { label, zone } of findZones(letter, now, 500)) {
        expect(label.length).toBeLessThanOrEqual(75);
        expect(isZone(zone)).toBe(true);
      }
    }
  });

  it('gives each zone once, keeps to the limit and has well-known zones before anything is typed', () => {
    const found = findZones('a', now, 500).map(({ zone }) => zone);
    expect(new Set(found).size).toBe(found.length);
    expect(findZones('a', now, 7)).toHaveLength(7);
    expect(findZones('  ', now, 25)).toHaveLength(25);
    expect(findZones('qqqq', now, 25)).toEqual([]);
  });
});

describe('readZone', () => {
  it.each([
    ['berlin', 'Europe/Berlin'],
    ['Europe/Berlin', 'Europe/Berlin'],
    ['(Europe/Berlin)', 'Europe/Berlin'],
    ['europe/berlin', 'Europe/Berlin'],
    ['New York', 'America/New_York'],
    ['New York, USA', 'America/New_York'],
    ['america/new york', 'America/New_York'],
    ['US/Eastern', 'America/New_York'],
    ['india', 'Asia/Kolkata'],
    ['Asia/Calcutta', 'Asia/Kolkata'],
    ['mumbai', 'Asia/Kolkata'],
    ['germany', 'Europe/Berlin'],
    ['China', 'Asia/Shanghai'],
    ['tokyo time', 'Asia/Tokyo'],
    ['Pacific time', 'America/Los_Angeles'],
    ['UTC', 'UTC'],
    ['gmt', 'UTC'],
    ['berl', 'Europe/Berlin'],
  ])('reads %j', (text, zone) => {
    expect(readZone(text)).toEqual({ ok: true, zone });
  });

  it.each([
    ['usa', 'America/New_York'],
    ['brazil', 'America/Sao_Paulo'],
    ['spain', 'Europe/Madrid'],
    ['san jose', 'America/Costa_Rica'],
    ['IST', 'Asia/Kolkata'],
    ['CET', 'Europe/Berlin'],
    ['UTC+2', 'Africa/Johannesburg'],
    ['lon', 'Europe/London'],
  ])('asks which one %j is', (text, candidate) => {
    const read = readZone(text);
    expect(read.ok).toBe(false);
    if (read.ok) return;
    expect(read.candidates).toContain(candidate);
    expect(read.candidates.length).toBeGreaterThan(1);
    expect(read.candidates.length).toBeLessThanOrEqual(10);
  });

  it.each(['', '   ', 'xyzzy', 'UTC+25', '__proto__', 'constructor', '@everyone'])('finds nothing for %j', (text) => {
    expect(readZone(text)).toEqual({ ok: false, candidates: [] });
  });
});

describe('suggestZones', () => {
  it.each([
    ['de', 'Europe/Berlin'],
    ['pt-BR', 'America/Sao_Paulo'],
    ['en-US', 'America/New_York'],
    ['en-GB', 'Europe/London'],
    ['ja', 'Asia/Tokyo'],
    ['ja-JP', 'Asia/Tokyo'],
    ['hi', 'Asia/Kolkata'],
    ['es-419', 'America/Mexico_City'],
    ['es-ES', 'Europe/Madrid'],
    ['uk', 'Europe/Kyiv'],
    ['zh-TW', 'Asia/Taipei'],
  ])('begins with home for the locale %s', (locale, zone) => {
    expect(suggestZones(locale, now, 24)[0]?.zone).toBe(zone);
  });

  it.each([null, 'de', 'en-US', 'es-419', 'ru', 'not a locale!', 'xx'])('spans the world in 24 for %s', (locale) => {
    for (const at of [now, Date.UTC(2026, 6)]) {
      const chosen = suggestZones(locale, at, 24).map(({ zone }) => zone);
      expect(chosen).toHaveLength(24);
      expect(new Set(chosen).size).toBe(24);
      const hours = new Set(chosen.map((zone) => Math.floor(offsetAt(zone, at) / hour)));
      expect(hours.size).toBeGreaterThanOrEqual(18);
      // Nobody has to choose a clock that is more than three hours off.
      const offsets = chosen.map((zone) => offsetAt(zone, at)).sort((a, b) => a - b);
      for (const [index, offset] of offsets.entries()) {
        expect((offsets[index + 1] ?? offset) - offset).toBeLessThanOrEqual(3 * hour);
      }
    }
  });

  it('keeps to the limit', () => {
    for (const limit of [0, 1, 5, 25, 100]) expect(suggestZones('en-US', now, limit).length).toBeLessThanOrEqual(limit);
  });
});
