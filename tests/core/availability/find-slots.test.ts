import { describe, expect, it } from 'vitest';
import { findSlots, type SlotSearch } from '#core/availability/find-slots.ts';
import { formatExceptions } from '#core/availability/hours-exception.ts';
import { formatWeeklyHours } from '#core/availability/weekly-hours.ts';
import { day, hour, minute } from '#core/time/clock.ts';
import { formatSlot } from '#core/time/format-when.ts';
import { createRandom } from '../time/random.ts';
import { offered } from './offered.ts';
import { randomExceptions, randomHours, slowSlots, zones } from './slow-hours.ts';

function utc(text: string): number {
  return Date.parse(`${text.replace(' ', 'T')}:00Z`);
}

function slots(
  hours: string,
  search: Partial<Omit<SlotSearch, 'exceptions'>> & { from: number; until: number },
  exceptions = '',
): string[] {
  const zone = search.zone ?? 'Europe/Berlin';
  const found = findSlots({ ...offered(hours, exceptions), zone, duration: 60, busy: [], limit: 1_000, ...search });
  return found.map((at) => formatSlot(at, zone));
}

/** Thursday 3 December 2026, midnight in Berlin. */
const thursday = utc('2026-12-02 23:00');
const oneDay = { from: thursday, until: thursday + day };

describe('findSlots', () => {
  it('cuts the hours into slots from the start of each window', () => {
    expect(slots('Thu 9:15-11:30 and 14-15', oneDay)).toEqual([
      'Thu 3 Dec, 09:15',
      'Thu 3 Dec, 10:15',
      'Thu 3 Dec, 14:00',
    ]);
    expect(slots('Thu 9-11', { ...oneDay, duration: 45 })).toEqual(['Thu 3 Dec, 09:00', 'Thu 3 Dec, 09:45']);
    expect(slots('Thu 9-11', { ...oneDay, duration: 120 })).toEqual(['Thu 3 Dec, 09:00']);
    expect(slots('Thu 9-11', { ...oneDay, duration: 121 })).toEqual([]);
  });

  it('offers the next free slots when the mentor is busy, whatever the order of what is busy', () => {
    const busy = [
      { start: thursday + 12 * hour, end: thursday + 13 * hour },
      { start: thursday + 9 * hour, end: thursday + 9 * hour + minute },
      { start: thursday + 10 * hour + 30 * minute, end: thursday + 11 * hour },
      { start: thursday + 10 * hour + 45 * minute, end: thursday + 10 * hour + 50 * minute },
    ];
    expect(slots('Thu 9-14', { ...oneDay, busy })).toEqual(['Thu 3 Dec, 11:00', 'Thu 3 Dec, 13:00']);
  });

  it('takes what ends when a slot begins, and begins when it ends, for free', () => {
    const busy = [
      { start: thursday, end: thursday + 9 * hour },
      { start: thursday + 10 * hour, end: thursday + day },
    ];
    expect(slots('Thu 8-12', { ...oneDay, busy })).toEqual(['Thu 3 Dec, 09:00']);
  });

  it('starts nothing before the notice is kept, and ends nothing after the horizon', () => {
    const from = thursday + 9 * hour + 1;
    expect(slots('Thu 9-13', { from, until: thursday + 12 * hour })).toEqual(['Thu 3 Dec, 10:00', 'Thu 3 Dec, 11:00']);
    expect(slots('Thu 9-13', { from: from - 1, until: thursday + 12 * hour - 1 })).toEqual([
      'Thu 3 Dec, 09:00',
      'Thu 3 Dec, 10:00',
    ]);
    expect(slots('Thu 9-13', { from, until: from })).toEqual([]);
    expect(slots('Thu 9-13', { from, until: from - day })).toEqual([]);
  });

  it('keeps the rhythm of an evening over midnight, and begins each whole day anew', () => {
    const night = { from: thursday, until: thursday + 3 * day, duration: 50 };
    expect(slots('Thu 22:00-01:00', night)).toEqual(['Thu 3 Dec, 22:00', 'Thu 3 Dec, 22:50', 'Thu 3 Dec, 23:40']);
    const starts = slots('daily all day', { ...night, until: thursday + 2 * day });
    expect(starts).toContain('Fri 4 Dec, 00:00');
    expect(starts).toContain('Thu 3 Dec, 23:20');
  });

  it('offers other hours on a date that has them, and none on a day off', () => {
    const days = { from: thursday, until: thursday + 3 * day };
    expect(slots('daily 17-19', days, '2026-12-03 off; 2026-12-05 10:00-12:00')).toEqual([
      'Fri 4 Dec, 17:00',
      'Fri 4 Dec, 18:00',
      'Sat 5 Dec, 10:00',
      'Sat 5 Dec, 11:00',
    ]);
    expect(slots('none', days, '2026-12-04 9:00-10:00')).toEqual(['Fri 4 Dec, 09:00']);
  });

  it('begins a morning anew where the evening before is off', () => {
    const night = { from: thursday, until: thursday + 2 * day, duration: 50 };
    expect(slots('Thu 22:00-02:00', night, '2026-12-03 off')).toEqual(['Fri 4 Dec, 00:00', 'Fri 4 Dec, 00:50']);
    // Two dates with other hours make a night like any other.
    expect(slots('none', night, '2026-12-03 23:00-24:00; 2026-12-04 00:00-01:00')).toEqual([
      'Thu 3 Dec, 23:00',
      'Thu 3 Dec, 23:50',
    ]);
  });

  it('keeps to the wall clock on both sides of a change', () => {
    const week = { from: utc('2026-10-23 00:00'), until: utc('2026-10-27 00:00') };
    expect(slots('daily 17-19', week)).toEqual(
      ['Fri 23', 'Sat 24', 'Sun 25', 'Mon 26'].flatMap((date) => [`${date} Oct, 17:00`, `${date} Oct, 18:00`]),
    );
  });

  it('offers an hour that is shown twice twice, and one that is skipped not at all', () => {
    const autumn = { from: utc('2026-10-24 12:00'), until: utc('2026-10-25 12:00') };
    expect(slots('Sun 1-4am', autumn)).toEqual([
      'Sun 25 Oct, 01:00',
      'Sun 25 Oct, 02:00 GMT+2',
      'Sun 25 Oct, 02:00 GMT+1',
      'Sun 25 Oct, 03:00',
    ]);
    const spring = { from: utc('2026-03-28 12:00'), until: utc('2026-03-29 12:00') };
    expect(slots('Sun 1-4am', spring)).toEqual(['Sun 29 Mar, 01:00', 'Sun 29 Mar, 03:00']);
  });

  it('gives no more than asked for', () => {
    expect(slots('daily 9-17', { ...oneDay, limit: 3 })).toHaveLength(3);
    expect(slots('daily 9-17', { ...oneDay, limit: 0 })).toEqual([]);
  });

  it.each(zones)('finds what a plain search by the minute finds in %s', { timeout: 60_000 }, (zone) => {
    const random = createRandom(zone.length * 31);
    for (const week of ['2026-03-26', '2026-04-03', '2026-10-02', '2026-10-23', '2026-10-31', '2027-01-14']) {
      const from = utc(`${week} 00:00`) + Math.floor(random() * day);
      const until = from + Math.floor((2 + random() * 2) * day);
      const busy = Array.from({ length: Math.floor(random() * 12) }, () => {
        const start = from - day + Math.floor(((random() * 6 * day) / minute) * minute);
        return { start, end: start + Math.floor(random() * 4 * hour) };
      });
      const duration = [15, 25, 30, 45, 50, 60, 90, 120][Math.floor(random() * 8)] ?? 30;
      const hours = randomHours(random);
      for (const exceptions of [[], randomExceptions(random, from)]) {
        const search = { hours, exceptions, zone, duration, busy, from, until, limit: 1_000 };
        const found = findSlots(search);
        const what = `${formatWeeklyHours(hours)} except ${formatExceptions(exceptions)}`;
        expect(found, `${what}, ${duration} minutes from ${week}`).toEqual(slowSlots(search));
        expect(findSlots({ ...search, limit: 5 })).toEqual(found.slice(0, 5));
      }
    }
  });
});
