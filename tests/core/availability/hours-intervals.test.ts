import { describe, expect, it } from 'vitest';
import { formatExceptions } from '#core/availability/hours-exception.ts';
import { hoursIntervals, insideHours } from '#core/availability/hours-intervals.ts';
import { formatWeeklyHours } from '#core/availability/weekly-hours.ts';
import { day, hour, minute } from '#core/time/clock.ts';
import { createRandom } from '../time/random.ts';
import { offered } from './offered.ts';
import { randomExceptions, randomHours, slowHoursIntervals, zones } from './slow-hours.ts';

function utc(text: string): number {
  return Date.parse(`${text.replace(' ', 'T')}:00Z`);
}

describe('hoursIntervals', () => {
  it.each(zones)('is every minute whose wall clock in %s is inside, in weeks with and without changes', (zone) => {
    const random = createRandom(zone.length);
    for (const week of [
      '2026-03-05',
      '2026-03-26',
      '2026-04-02',
      '2026-09-24',
      '2026-10-01',
      '2026-10-22',
      '2026-10-30',
      '2026-12-03',
    ]) {
      const start = utc(`${week} 00:00`) + Math.floor(random() * 1_440) * minute;
      const window = { start, end: start + 4 * day };
      const hours = randomHours(random);
      for (const exceptions of [[], randomExceptions(random, start)]) {
        const what = `${formatWeeklyHours(hours)} except ${formatExceptions(exceptions)}`;
        const search = { hours, exceptions };
        expect(hoursIntervals(search, zone, window), what).toEqual(slowHoursIntervals(search, zone, window));
      }
    }
  });

  it('has nothing in a gap, and both passes of an overlap', () => {
    const nights = offered('Sun 02:00-03:00');
    const spring = { start: utc('2026-03-28 00:00'), end: utc('2026-03-31 00:00') };
    expect(hoursIntervals(nights, 'Europe/Berlin', spring)).toEqual([]);
    const autumn = { start: utc('2026-10-24 00:00'), end: utc('2026-10-27 00:00') };
    expect(hoursIntervals(nights, 'Europe/Berlin', autumn)).toEqual([
      { start: utc('2026-10-25 00:00'), end: utc('2026-10-25 02:00') },
    ]);
    // Two half hours, an hour apart: the clock leaves the window and comes back into it.
    expect(hoursIntervals(offered('Sun 02:00-02:30'), 'Europe/Berlin', autumn)).toEqual([
      { start: utc('2026-10-25 00:00'), end: utc('2026-10-25 00:30') },
      { start: utc('2026-10-25 01:00'), end: utc('2026-10-25 01:30') },
    ]);
  });

  it('has no Friday in the week in which Apia skipped it', () => {
    const window = { start: utc('2011-12-28 00:00'), end: utc('2012-01-03 00:00') };
    expect(hoursIntervals(offered('Fri all day'), 'Pacific/Apia', window)).toEqual([]);
  });

  it('is cut to the window, joined at midnight, and empty for an empty window', () => {
    const always = offered('daily all day');
    const window = { start: utc('2026-10-01 12:34'), end: utc('2026-11-20 07:08') };
    expect(hoursIntervals(always, 'America/New_York', window)).toEqual([window]);
    expect(hoursIntervals(always, 'America/New_York', { start: 5, end: 5 })).toEqual([]);
    expect(hoursIntervals(offered('none'), 'America/New_York', window)).toEqual([]);
  });
});

describe('hoursIntervals on dates with exceptions', () => {
  const autumn = { start: utc('2026-10-24 12:00'), end: utc('2026-10-26 12:00') };

  it('takes a whole date off, with the 25 hours it has when clocks go back and the 23 when they go forward', () => {
    const always = offered('daily all day', '2026-10-25 off; 2026-03-29 off');
    expect(hoursIntervals(always, 'Europe/Berlin', autumn)).toEqual([
      { start: autumn.start, end: utc('2026-10-24 22:00') },
      { start: utc('2026-10-25 23:00'), end: autumn.end },
    ]);
    const spring = { start: utc('2026-03-28 12:00'), end: utc('2026-03-30 12:00') };
    expect(hoursIntervals(always, 'Europe/Berlin', spring)).toEqual([
      { start: spring.start, end: utc('2026-03-28 23:00') },
      { start: utc('2026-03-29 22:00'), end: spring.end },
    ]);
  });

  it('has other hours in place of the weekly ones, in both passes of an overlap and in no gap', () => {
    const other = offered('daily 9-17', '2026-10-25 02:00-03:00; 2026-03-29 02:00-03:00');
    expect(
      hoursIntervals(other, 'Europe/Berlin', { start: utc('2026-10-24 22:00'), end: utc('2026-10-25 23:00') }),
    ).toEqual([{ start: utc('2026-10-25 00:00'), end: utc('2026-10-25 02:00') }]);
    expect(
      hoursIntervals(other, 'Europe/Berlin', { start: utc('2026-03-28 23:00'), end: utc('2026-03-29 22:00') }),
    ).toEqual([]);
  });

  it('follows the mentor to another zone: the date stays, the instants move', () => {
    const one = offered('none', '2026-12-05 10:00-14:00');
    const window = { start: utc('2026-12-03 00:00'), end: utc('2026-12-08 00:00') };
    expect(hoursIntervals(one, 'Europe/Berlin', window)).toEqual([
      { start: utc('2026-12-05 09:00'), end: utc('2026-12-05 13:00') },
    ]);
    expect(hoursIntervals(one, 'Pacific/Kiritimati', window)).toEqual([
      { start: utc('2026-12-04 20:00'), end: utc('2026-12-05 00:00') },
    ]);
  });

  it('ends a night at midnight where the next date is off, and begins the next morning where the evening is off', () => {
    const nights = (exceptions: string) =>
      hoursIntervals(offered('Fri 22:00-02:00', exceptions), 'UTC', {
        start: utc('2026-12-04 00:00'),
        end: utc('2026-12-06 00:00'),
      });
    expect(nights('2026-12-05 off')).toEqual([{ start: utc('2026-12-04 22:00'), end: utc('2026-12-05 00:00') }]);
    expect(nights('2026-12-04 off')).toEqual([{ start: utc('2026-12-05 00:00'), end: utc('2026-12-05 02:00') }]);
  });
});

describe('insideHours', () => {
  const hours = offered('Fri 22:00-02:00');
  const fridayNight = utc('2026-12-04 21:00');

  it('holds for the whole window, over midnight, and not for a minute more', () => {
    expect(insideHours(hours, 'Europe/Berlin', { start: fridayNight, end: fridayNight + 4 * hour })).toBe(true);
    expect(insideHours(hours, 'Europe/Berlin', { start: fridayNight - minute, end: fridayNight + hour })).toBe(false);
    expect(insideHours(hours, 'Europe/Berlin', { start: fridayNight, end: fridayNight + 4 * hour + minute })).toBe(
      false,
    );
    expect(insideHours(hours, 'UTC', { start: fridayNight, end: fridayNight + hour })).toBe(false);
  });

  it('does not hold across a pause', () => {
    const split = offered('Fri 9-12 and 13-17');
    const start = utc('2026-12-04 11:00');
    expect(insideHours(split, 'UTC', { start, end: start + 3 * hour })).toBe(false);
    expect(insideHours(split, 'UTC', { start, end: start + hour })).toBe(true);
  });

  it('holds on a date with other hours for those, and on a day off for nothing', () => {
    const friday = offered('Fri 9-17', '2026-12-04 18:00-20:00; 2026-12-11 off');
    const from = (time: string) => ({ start: utc(time), end: utc(time) + hour });
    expect(insideHours(friday, 'UTC', from('2026-12-04 18:00'))).toBe(true);
    expect(insideHours(friday, 'UTC', from('2026-12-04 10:00'))).toBe(false);
    expect(insideHours(friday, 'UTC', from('2026-12-11 10:00'))).toBe(false);
    expect(insideHours(friday, 'UTC', from('2026-12-18 10:00'))).toBe(true);
  });
});
