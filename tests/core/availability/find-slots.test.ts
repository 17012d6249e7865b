import { describe, expect, it } from 'vitest';
import { findSlots, type SlotSearch } from '#core/availability/find-slots.ts';
import { formatWeeklyHours, parseWeeklyHours, type WeeklyHours } from '#core/availability/weekly-hours.ts';
import { day, hour, minute } from '#core/time/clock.ts';
import { formatSlot } from '#core/time/format-when.ts';
import { createRandom } from '../time/random.ts';
import { randomHours, slowSlots, zones } from './slow-hours.ts';

function hoursOf(text: string): WeeklyHours {
  const read = parseWeeklyHours(text);
  if (!read.ok) throw new Error(read.problem);
  return read.hours;
}

function utc(text: string): number {
  return Date.parse(`${text.replace(' ', 'T')}:00Z`);
}

function slots(hours: string, search: Partial<SlotSearch> & { from: number; until: number }): string[] {
  const zone = search.zone ?? 'Europe/Berlin';
  const found = findSlots({ hours: hoursOf(hours), zone, duration: 60, busy: [], limit: 1_000, ...search });
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
      const search = { hours, zone, duration, busy, from, until, limit: 1_000 };
      const found = findSlots(search);
      expect(found, `${formatWeeklyHours(hours)}, ${duration} minutes from ${week}`).toEqual(slowSlots(search));
      expect(findSlots({ ...search, limit: 5 })).toEqual(found.slice(0, 5));
    }
  });
});
