import { describe, expect, it } from 'vitest';
import { formatWeeklyHours, parseWeeklyHours, type WeeklyHours } from '#core/availability/weekly-hours.ts';
import { createRandom } from '../time/random.ts';
import { randomHours } from './slow-hours.ts';

function hoursOf(text: string): WeeklyHours {
  const read = parseWeeklyHours(text);
  if (!read.ok) throw new Error(read.problem);
  return read.hours;
}

describe('parseWeeklyHours', () => {
  it.each([
    ['Mon-Fri 17:00-20:00, Sat 10-13', 'Mon-Fri 17:00-20:00, Sat 10:00-13:00'],
    ['weekdays 5pm-8pm', 'Mon-Fri 17:00-20:00'],
    ['Mon,Wed 9-12 and 14-17', 'Mon,Wed 09:00-12:00 and 14:00-17:00'],
    ['daily 18-20', 'Mon-Sun 18:00-20:00'],
    ['every day from noon to midnight', 'Mon-Sun 12:00-24:00'],
    ['Fri 22:00-02:00', 'Fri 22:00-02:00'],
    ['Sun 22-2', 'Sun 22:00-02:00'],
    ['Sat-Mon 10-12', 'Mon,Sat-Sun 10:00-12:00'],
    ['Mon – Fri 9 to 17; sun all day', 'Mon-Fri 09:00-17:00, Sun 00:00-24:00'],
    ['MONDAYS: 9.30–12.00 & 14h-17h', 'Mon 09:30-12:00 and 14:00-17:00'],
    ['Ｍｏｎ　９：００～１２：００', 'Mon 09:00-12:00'],
    ['tue & thu 18:00-20:30', 'Tue,Thu 18:00-20:30'],
    ['mon 9-10 tue 11-12', 'Mon 09:00-10:00, Tue 11:00-12:00'],
    ['mon to fri from 5pm till 8pm', 'Mon-Fri 17:00-20:00'],
    ['weekend 10-12, Wed 9-10', 'Wed 09:00-10:00, Sat-Sun 10:00-12:00'],
    ['mon 5-8pm', 'Mon 17:00-20:00'],
    ['mon 9-5pm', 'Mon 09:00-17:00'],
    ['mon 9am-5', 'Mon 09:00-17:00'],
    ['mon 11pm-2am', 'Mon 23:00-02:00'],
    ['mon 10pm-12am', 'Mon 22:00-24:00'],
    ['mon 12am-2am', 'Mon 00:00-02:00'],
    ['mon 12-2pm', 'Mon 12:00-14:00'],
    ['mon 10-24', 'Mon 10:00-24:00'],
    ['mon 05-08', 'Mon 05:00-08:00'],
    ['Mon 09:00-12:00, 11:00-14:00, 14:00-15:00', 'Mon 09:00-15:00'],
    ['Fri 22:00-02:00, Sat 01:00-03:00', 'Fri 22:00-03:00'],
    ['Mon 00:00-24:00, Tue 00:00-02:00', 'Mon 00:00-24:00, Tue 00:00-02:00'],
    ['none', 'none'],
  ])('reads "%s"', (text, canonical) => {
    expect(formatWeeklyHours(hoursOf(text))).toBe(canonical);
  });

  it('puts windows over midnight into the next day, also from Sunday to Monday', () => {
    expect(hoursOf('Sun 22:00-02:00')).toEqual([
      [{ from: 0, to: 120 }],
      [],
      [],
      [],
      [],
      [],
      [{ from: 1_320, to: 1_440 }],
    ]);
    expect(hoursOf('Sun 22:00-00:00')).toEqual([[], [], [], [], [], [], [{ from: 1_320, to: 1_440 }]]);
  });

  it.each([
    ['', 'no days'],
    ['foo 9-10', '"foo"'],
    ['Mon', '"mon"'],
    ['Mon 9-10, Tue', '"tue"'],
    ['9-10', '"9-10"'],
    ['17:00-20:00 Mon', '"17:00-20:00"'],
    ['Mon 9-5', 'am or pm'],
    ['Mon 5-8', 'am or pm'],
    ['Mon 10-10', 'same time'],
    ['Mon 17:02-18:00', '5 minutes'],
    ['Mon 25-26', 'no time of day'],
    ['Mon 9:75-10:00', 'no time of day'],
    ['Mon 13pm-14', 'no time of day'],
    ['Mon 24:00-02:00', 'no time of day'],
    ['Mon 9-', '"9"'],
    ['Mon 9-10-11', '"-"'],
    ['Mon-9 10-12', '"-"'],
    ['Mon 9-10 @everyone', '"@everyone"'],
    [`Mon ${'x'.repeat(200)}`, `"${'x'.repeat(29)}…"`],
  ])('says what is wrong with "%s"', (text, problem) => {
    const read = parseWeeklyHours(text);
    expect(read.ok).toBe(false);
    if (!read.ok) expect(read.problem).toContain(problem);
  });

  it('reads back whatever it writes', () => {
    const random = createRandom(5);
    for (let round = 0; round < 2_000; round += 1) {
      const hours = randomHours(random);
      expect(hoursOf(formatWeeklyHours(hours)), formatWeeklyHours(hours)).toEqual(hours);
    }
  });
});
