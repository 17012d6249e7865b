import { describe, expect, it } from 'vitest';
import { formatExceptions } from '#core/availability/hours-exception.ts';
import { parseExceptions } from '#core/availability/parse-exceptions.ts';
import { exceptionTextWords } from '#core/messages/exception-words.ts';
import { readIsoDay } from '#core/time/local-day.ts';
import { expectSentences } from '../messages/read-aloud.ts';
import { createRandom } from '../time/random.ts';
import { randomExceptions } from './slow-hours.ts';

/** A Tuesday. */
const today = readIsoDay('2026-11-24') ?? Number.NaN;

function read(text: string, on = today): string {
  const found = parseExceptions(text, on);
  if (!found.ok) throw new Error(JSON.stringify(found.problem));
  return formatExceptions(found.value);
}

describe('parseExceptions', () => {
  it.each([
    ['2026-12-24 to 2027-01-02 off; 2026-12-05 10:00-14:00', '2026-12-24 to 2027-01-02 off; 2026-12-05 10:00-14:00'],
    ['24 dec to 2 jan\n5 Dec 10-14', '2026-12-24 to 2027-01-02 off; 2026-12-05 10:00-14:00'],
    ['2026-12-24', '2026-12-24 off'],
    ['Thursday, 24 December', '2026-12-24 off'],
    ['away from 24 dec until 2 jan', '2026-12-24 to 2027-01-02 off'],
    ['24 dec – 2 jan off', '2026-12-24 to 2027-01-02 off'],
    ['24-28 Dec', '2026-12-24 to 2026-12-28 off'],
    ['Dec 24 to 28', '2026-12-24 to 2026-12-28 off'],
    ['Dec 5 to 8', '2026-12-05 to 2026-12-08 off'],
    ['24.12.-28.12.', '2026-12-24 to 2026-12-28 off'],
    ['24.12.2027 to 2.1.', '2027-12-24 to 2028-01-02 off'],
    ['2026-12-24 - 2027-01-02: away', '2026-12-24 to 2027-01-02 off'],
    ['2026-12-24-2027-01-02', '2026-12-24 to 2027-01-02 off'],
    ['tomorrow', '2026-11-25 off'],
    ['today to friday', '2026-11-24 to 2026-11-27 off'],
    ['next monday to friday', '2026-11-30 to 2026-12-04 off'],
    ['saturday 10 to 12', '2026-11-28 10:00-12:00'],
    ['dec 5 10-14', '2026-12-05 10:00-14:00'],
    ['5 december: 10am-2pm and 16:00-18:00', '2026-12-05 10:00-14:00 and 16:00-18:00'],
    ['5 dec 22:00-24:00', '2026-12-05 22:00-24:00'],
    ['5 dec all day', '2026-12-05 00:00-24:00'],
    ['7 to 11 Dec 9:00-10:00', '2026-12-07 to 2026-12-11 09:00-10:00'],
    ['20 nov to 26 nov', '2026-11-20 to 2026-11-26 off'],
    ['20 nov', '2027-11-20 off'],
    ['1 feb to 5 feb', '2027-02-01 to 2027-02-05 off'],
    ['Fri 4/12', '2026-12-04 off'],
    ['; ;', ''],
    ['none', ''],
    ['', ''],
  ])('reads "%s"', (text, canonical) => {
    expect(read(text)).toBe(canonical);
  });

  it('takes holidays that have begun for these, and not for those of next year', () => {
    expect(read('24 dec to 2 jan', readIsoDay('2026-12-27') ?? 0)).toBe('2026-12-24 to 2027-01-02 off');
  });

  it.each([
    ['foo', 'not-understood', '"foo" is not understood'],
    ['24 dec, 26 dec', 'not-understood', 'with a semicolon between two of them'],
    ['2026-02-30', 'not-understood', '"2026-02-30"'],
    ['5-6', 'not-understood', '"5-6"'],
    ['5 dec 10:00', 'not-understood', '"5 dec 10:00"'],
    ['every friday', 'not-understood', '"every friday"'],
    ['10:00-14:00', 'not-understood', '"10:00-14:00"'],
    ['5/6', 'ambiguous', '"5/6" may be 2027-05-06 or 2027-06-05'],
    ['next friday', 'ambiguous', '2026-11-27 or 2026-12-04'],
    ['2 jan 2027 to 24 dec 2026', 'ends-first', 'ends before it begins'],
    ['6 dec 5-8', 'times', 'may be morning or evening'],
    ['6 dec 25:00-26:00', 'times', 'no time of day. Write it like "17:00-20:00"'],
    ['6 dec 22:00-02:00', 'over-midnight', '"22:00-02:00" runs over midnight'],
    [`5 dec; ${'x'.repeat(60)}`, 'not-understood', `"${'x'.repeat(39)}…"`],
  ])('says what is wrong with "%s"', (text, reason, says) => {
    const found = parseExceptions(text, today);
    if (found.ok) throw new Error(formatExceptions(found.value));
    expect(found.problem.reason).toBe(reason);
    expect(expectSentences(exceptionTextWords(found.problem))).toContain(says);
  });

  it('reads back whatever is written, whenever it is read', () => {
    const random = createRandom(11);
    for (let round = 0; round < 500; round += 1) {
      const exceptions = randomExceptions(random, Date.UTC(2026, Math.floor(random() * 24), 1));
      const text = formatExceptions(exceptions);
      expect(parseExceptions(text, today + Math.floor(random() * 900)), text).toEqual({ ok: true, value: exceptions });
    }
  });
});
