import { afterEach, describe, expect, it } from 'vitest';
import { day, type Instant, minute } from '#core/time/clock.ts';
import { parseWhen } from '#core/time/parse-when.ts';
import { offsetAt } from '#core/time/zones.ts';

/** Wednesday 18 November 2026, 14:02:30 in Berlin. */
const now = Date.UTC(2026, 10, 18, 13, 2, 30);

function utc(text: string): Instant {
  return Date.parse(`${text.replace(' ', 'T')}:00Z`);
}

function berlin(text: string): Instant {
  return Date.parse(`${text.replace(' ', 'T')}:00+01:00`);
}

const read = (text: string, zone = 'Europe/Berlin', at = now) => parseWhen(text, { zone, now: at, grid: 5 });

const understood: [string, string][] = [
  ['tomorrow 3pm', '2026-11-19 15:00'],
  ['3pm tomorrow', '2026-11-19 15:00'],
  ['  TOMORROW   at 3 PM ', '2026-11-19 15:00'],
  ['ｔｏｍｏｒｒｏｗ １５：００', '2026-11-19 15:00'],
  ['tmrw 3.30pm', '2026-11-19 15:30'],
  ['tomorrow at 6 p.m.', '2026-11-19 18:00'],
  ['tomorrow noon', '2026-11-19 12:00'],
  ['noon', '2026-11-19 12:00'],
  ['12am tomorrow', '2026-11-19 00:00'],
  ['tomorrow 12pm', '2026-11-19 12:00'],
  ['midnight', '2026-11-19 00:00'],
  ['tonight at 9', '2026-11-18 21:00'],
  ['tonight midnight', '2026-11-19 00:00'],
  ['tomorrow evening at 8', '2026-11-19 20:00'],
  ['tomorrow morning at 7', '2026-11-19 07:00'],
  ['9 in the morning tomorrow', '2026-11-19 09:00'],
  ['fri 17:30', '2026-11-20 17:30'],
  ['Friday, 17:30', '2026-11-20 17:30'],
  ['on friday at half past five', '2026-11-20 17:30'],
  ['fri quarter to 6', '2026-11-20 17:45'],
  ['wed 15:00', '2026-11-18 15:00'],
  ['wed 10:00', '2026-11-25 10:00'],
  ['wed 14:00', '2026-11-25 14:00'],
  ['next monday at 9', '2026-11-23 09:00'],
  ['next wednesday at 9', '2026-11-25 09:00'],
  ['this friday 10:00', '2026-11-20 10:00'],
  ['friday next week 10:00', '2026-11-27 10:00'],
  ['18:00', '2026-11-18 18:00'],
  ['14:00', '2026-11-19 14:00'],
  ['14:05', '2026-11-18 14:05'],
  ['24:00', '2026-11-19 00:00'],
  ['today 17.30', '2026-11-18 17:30'],
  ['today 17h30', '2026-11-18 17:30'],
  ['tomorrow 1730', '2026-11-19 17:30'],
  ['2026-12-03 18:00', '2026-12-03 18:00'],
  ['2026-12-03T18:00', '2026-12-03 18:00'],
  ['2026-12-03T18:00:00.000', '2026-12-03 18:00'],
  ['2026/12/3 18:00', '2026-12-03 18:00'],
  ['3 dec 18:00', '2026-12-03 18:00'],
  ['3rd of December, 6pm', '2026-12-03 18:00'],
  ['Dec 3, 6pm', '2026-12-03 18:00'],
  ['6pm dec 3', '2026-12-03 18:00'],
  ['Thursday 3 December 2026 18:00', '2026-12-03 18:00'],
  ['december first 18:00', '2026-12-01 18:00'],
  ['dec 24 18:00', '2026-12-24 18:00'],
  ['6pm, Thursday, December 24', '2026-12-24 18:00'],
  ['the 3rd at 5pm', '2026-12-03 17:00'],
  ['3.12. 18:00', '2026-12-03 18:00'],
  ['3.12 18.30', '2026-12-03 18:30'],
  ['3.12.2026 18:00', '2026-12-03 18:00'],
  ['31/12 18:00', '2026-12-31 18:00'],
  ['12/31 18:00', '2026-12-31 18:00'],
  ['12/12 18:00', '2026-12-12 18:00'],
  ['thu 12/3 18:00', '2026-12-03 18:00'],
  // The other reading is long past, and nobody books the past.
  ['05/12/2026 15:00', '2026-12-05 15:00'],
  ['in 3 days at 10', '2026-11-21 10:00'],
  ['in three days at ten', '2026-11-21 10:00'],
  ['in a week at 5pm', '2026-11-25 17:00'],
  ['the day after tomorrow at 9', '2026-11-20 09:00'],
  ['17 nov 18:00', '2027-11-17 18:00'],
  ['3 jan 18:00', '2027-01-03 18:00'],
  // Lengths of time are meant roughly: up to the grid.
  ['in 2 hours', '2026-11-18 16:05'],
  ['in an hour', '2026-11-18 15:05'],
  ['in half an hour', '2026-11-18 14:35'],
  ['in 1h30', '2026-11-18 15:35'],
  ['in 90 minutes', '2026-11-18 15:35'],
  ['in an hour and a half', '2026-11-18 15:35'],
  ['2 hours from now', '2026-11-18 16:05'],
  ['now', '2026-11-18 14:05'],
];

const refused = [
  '',
  '   ',
  'hello',
  'asap',
  '3',
  '25:00',
  '17:75 tomorrow',
  '13pm',
  '0am',
  '2026-02-30 18:00',
  '30 feb 18:00',
]
  .concat(['5-7pm', 'tomorrow 3pm-4pm', '9:00-10:00 tomorrow', 'tomorrow 3pm or 4pm', 'next week 3pm', 'weekend 10:00'])
  .concat([
    "let's meet tomorrow 3pm",
    'not tomorrow 3pm',
    'tomorrow 3pm mars time',
    'first',
    'a'.repeat(101),
    '🙂',
    '%s',
  ])
  .concat([
    'tonight at 2',
    '18:00 UTC+25',
    `tomorrow 3pm${' '.repeat(100)}`,
    '0/0 15:00',
    '13/13 15:00',
    '32.12. 15:00',
  ]);

describe('parseWhen', () => {
  it.each(understood)('reads "%s" in Berlin', (text, expected) => {
    expect(read(text)).toEqual({ ok: true, at: berlin(expected) });
  });

  it.each(refused)('does not understand "%s"', (text) => {
    expect(read(text)).toEqual({ ok: false, reason: 'not-understood' });
  });

  it('takes a bare hour from 1 to 7 for the afternoon, and a leading zero for the 24-hour clock', () => {
    for (const hours of [1, 2, 3, 4, 5, 6, 7]) {
      expect(read(`tomorrow at ${hours}`)).toEqual({ ok: true, at: berlin(`2026-11-19 ${hours + 12}:00`) });
      expect(read(`tomorrow ${hours}:30`)).toEqual({ ok: true, at: berlin(`2026-11-19 ${hours + 12}:30`) });
      expect(read(`tomorrow 0${hours}:30`)).toEqual({ ok: true, at: berlin(`2026-11-19 0${hours}:30`) });
      expect(read(`tomorrow ${hours}am`)).toEqual({ ok: true, at: berlin(`2026-11-19 0${hours}:00`) });
    }
    for (const hours of [10, 11, 12, 13, 23]) {
      expect(read(`tomorrow at ${hours}`)).toEqual({ ok: true, at: berlin(`2026-11-19 ${hours}:00`) });
    }
    expect(read('tomorrow at 8')).toEqual({ ok: true, at: berlin('2026-11-19 08:00') });
    expect(read('tomorrow at 9')).toEqual({ ok: true, at: berlin('2026-11-19 09:00') });
  });

  it.each([
    ['tomorrow', '2026-11-19 00:00'],
    ['tomorrow evening', '2026-11-19 00:00'],
    ['friday', '2026-11-20 00:00'],
    ['today', '2026-11-18 00:00'],
    ['tonight', '2026-11-18 00:00'],
    ['3 dec', '2026-12-03 00:00'],
    ['31.12', '2026-12-31 00:00'],
    ['in 3 days', '2026-11-21 00:00'],
    ['1 nov', '2027-11-01 00:00'],
  ])('misses the time in "%s", and knows the day', (text, dayAt) => {
    expect(read(text)).toEqual({ ok: false, reason: 'no-time', dayAt: berlin(dayAt) });
  });

  it.each([
    ['yesterday 10:00', '2026-11-17 10:00'],
    ['yesterday', '2026-11-17 00:00'],
    ['today 10:00', '2026-11-18 10:00'],
    ['this morning at 9', '2026-11-18 09:00'],
    ['last friday 10:00', '2026-11-13 10:00'],
    ['18 nov 10:00', '2026-11-18 10:00'],
    ['3 nov 2026 18:00', '2026-11-03 18:00'],
    ['2020-01-01 10:00', '2020-01-01 10:00'],
  ])('says that "%s" is past', (text, at) => {
    expect(read(text)).toEqual({ ok: false, reason: 'past', at: berlin(at) });
  });

  it.each(['2028-01-01 10:00', '9999-12-31 10:00', 'in 9999 hours', '29 feb 2028 10:00', 'in 400 days'])(
    'says that "%s" is too far ahead',
    (text) => {
      expect(read(text)).toEqual({ ok: false, reason: 'too-far' });
    },
  );

  it('takes a time exactly 365 days ahead, and none later', () => {
    const at = Date.UTC(2026, 10, 18, 13);
    expect(read('2027-11-18 14:00', 'Europe/Berlin', at)).toEqual({ ok: true, at: at + 365 * day });
    expect(read('2027-11-18 14:05', 'Europe/Berlin', at)).toEqual({ ok: false, reason: 'too-far' });
    expect(read('14:00', 'Europe/Berlin', at)).toEqual({ ok: true, at });
  });

  it('names the neighbours on the grid', () => {
    const [before, after] = [berlin('2026-11-18 17:00'), berlin('2026-11-18 17:05')];
    expect(read('17:02')).toEqual({ ok: false, reason: 'off-grid', before, after });
    expect(read('17:00:30')).toEqual({ ok: false, reason: 'off-grid', before, after });
    expect(parseWhen('17:05', { zone: 'Europe/Berlin', now, grid: 15 })).toEqual({
      ok: false,
      reason: 'off-grid',
      before,
      after: before + 15 * minute,
    });
  });

  it.each([
    ['05/06 15:00', ['2027-05-06 14:00', '2027-06-05 14:00']],
    ['5/6/27 15:00', ['2027-05-06 14:00', '2027-06-05 14:00']],
    ['next friday 10:00', ['2026-11-20 10:00', '2026-11-27 10:00']],
    ['tomorrow midnight', ['2026-11-19 00:00', '2026-11-20 00:00']],
    // That is a Tuesday.
    ['monday 1 dec 2026 18:00', ['2026-11-30 18:00', '2026-12-01 18:00']],
  ])('asks which instant "%s" is', (text, readings) => {
    expect(read(text)).toEqual({ ok: false, reason: 'ambiguous', readings: readings.map(berlin) });
  });

  describe('with a zone beside the time', () => {
    it.each([
      ['2026-12-03T18:00Z', '2026-12-03 18:00'],
      ['2026-12-03T18:00:00+02:00', '2026-12-03 16:00'],
      ['2026-12-03T18:00-0500', '2026-12-03 23:00'],
      ['2026-12-03 18:00 UTC', '2026-12-03 18:00'],
      ['18:00 UTC', '2026-11-18 18:00'],
      ['tomorrow 18:00 utc+5:30', '2026-11-19 12:30'],
      ['18:00 GMT-4', '2026-11-18 22:00'],
      ['6pm EST', '2026-11-18 23:00'],
      ['6pm ET tomorrow', '2026-11-19 23:00'],
      ['dec 3 6pm (America/New_York)', '2026-12-03 23:00'],
      ['6pm america/los_angeles', '2026-11-19 02:00'],
      ['tomorrow 6pm London time', '2026-11-19 18:00'],
      ['tomorrow 6pm my time', '2026-11-19 17:00'],
      ['18:00 JST', '2026-11-19 09:00'],
      ['<t:1796320800:F>', '2026-12-03 18:00'],
    ])('reads "%s"', (text, expected) => {
      expect(read(text)).toEqual({ ok: true, at: utc(expected) });
    });

    it('knows that it is still yesterday far in the west', () => {
      // Thursday 10:00 in Auckland, Wednesday 16:00 in New York.
      const morning = Date.UTC(2026, 10, 18, 21);
      for (const text of ['6pm EST', '18:00 UTC-5', '6pm New York time', '18:00 America/New_York']) {
        expect(read(text, 'Pacific/Auckland', morning), text).toEqual({ ok: true, at: utc('2026-11-18 23:00') });
      }
    });

    it('asks what letters mean that stand for several clocks, except for people who live by one of them', () => {
      expect(read('tomorrow 6pm IST', 'Asia/Kolkata')).toEqual({ ok: true, at: utc('2026-11-19 12:30') });
      expect(read('tomorrow 6pm IST', 'Asia/Calcutta')).toEqual({ ok: true, at: utc('2026-11-19 12:30') });
      expect(read('tomorrow 6pm IST', 'Asia/Jerusalem')).toEqual({ ok: true, at: utc('2026-11-19 16:00') });
      const elsewhere = read('tomorrow 6pm IST');
      expect(elsewhere).toMatchObject({ ok: false, reason: 'ambiguous' });
      if (elsewhere.ok || elsewhere.reason !== 'ambiguous') return;
      expect(elsewhere.readings).toContain(utc('2026-11-19 12:30'));
      expect(elsewhere.readings).toContain(utc('2026-11-19 16:00'));
    });

    it('takes "EST" by the letter in winter, and asks in summer, when New York is on EDT', () => {
      expect(read('3 dec 6pm EST')).toEqual({ ok: true, at: utc('2026-12-03 23:00') });
      const readings = [utc('2027-07-01 22:00'), utc('2027-07-01 23:00')];
      expect(read('1 july 6pm EST')).toEqual({ ok: false, reason: 'ambiguous', readings });
      expect(read('1 july 6pm EST', 'America/New_York')).toEqual({ ok: true, at: readings[0] });
      expect(read('1 july 6pm EST', 'America/Panama')).toEqual({ ok: true, at: readings[1] });
      expect(read('1 july 6pm EDT')).toEqual({ ok: true, at: readings[0] });
    });
  });

  describe('around clock changes', () => {
    const october = Date.UTC(2026, 9, 20, 12);

    it.each([
      ['Europe/Berlin', '28 mar 2027 02:30', '2027-03-28 01:00'],
      ['America/New_York', '14 mar 2027 02:30', '2027-03-14 07:00'],
      ['Australia/Lord_Howe', '3 oct 2027 02:15', '2027-10-02 15:30'],
      ['Antarctica/Troll', '28 mar 2027 02:30', '2027-03-28 01:00'],
    ])('refuses a time that %s skips, and names the next', (zone, text, next) => {
      expect(read(text, zone)).toEqual({ ok: false, reason: 'gap', next: utc(next) });
    });

    it.each([
      ['Europe/Berlin', '25 oct 02:30', '2026-10-25 00:30', '2026-10-25 01:30'],
      ['America/New_York', '1 nov 01:30', '2026-11-01 05:30', '2026-11-01 06:30'],
      ['Antarctica/Troll', '25 oct 01:30', '2026-10-24 23:30', '2026-10-25 01:30'],
    ])('asks which one where %s shows a time twice, and takes the answer', (zone, text, first, second) => {
      expect(read(text, zone, october)).toEqual({
        ok: false,
        reason: 'overlap',
        first: utc(first),
        second: utc(second),
      });
      expect(read(`${text} first`, zone, october)).toEqual({ ok: true, at: utc(first) });
      expect(read(`${text} (second)`, zone, october)).toEqual({ ok: true, at: utc(second) });
    });

    it('takes an abbreviation or offset for the answer', () => {
      const [first, second] = [utc('2026-11-01 05:30'), utc('2026-11-01 06:30')];
      expect(read('1 nov 01:30 EDT', 'America/New_York', october)).toEqual({ ok: true, at: first });
      expect(read('1 nov 01:30 EST', 'America/New_York', october)).toEqual({ ok: true, at: second });
      expect(read('1 nov 01:30 GMT-5', 'America/New_York', october)).toEqual({ ok: true, at: second });
    });

    it('takes the second of two once the first is past', () => {
      expect(read('01:30', 'America/New_York', utc('2026-11-01 05:45'))).toEqual({
        ok: true,
        at: utc('2026-11-01 06:30'),
      });
    });

    it('keeps the wall time of "tomorrow" and the length of "in 24 hours"', () => {
      const eve = Date.UTC(2026, 9, 24, 16);
      expect(read('tomorrow 18:00', 'Europe/Berlin', eve)).toEqual({ ok: true, at: utc('2026-10-25 17:00') });
      expect(read('in 24 hours', 'Europe/Berlin', eve)).toEqual({ ok: true, at: utc('2026-10-25 16:00') });
    });
  });

  it('counts days from the person’s own today', () => {
    // Thursday already in Kiritimati, still Wednesday in Pago Pago.
    const late = Date.UTC(2026, 10, 18, 10, 30);
    expect(read('tomorrow 10:00', 'Pacific/Kiritimati', late)).toEqual({ ok: true, at: utc('2026-11-19 20:00') });
    expect(read('tomorrow 10:00', 'Pacific/Pago_Pago', Date.UTC(2026, 10, 18, 10, 30))).toEqual({
      ok: true,
      at: utc('2026-11-18 21:00'),
    });
    expect(read('thu 12:00', 'Pacific/Kiritimati', late)).toEqual({ ok: true, at: utc('2026-11-18 22:00') });
    expect(read('tomorrow 9am', 'Asia/Kathmandu')).toEqual({ ok: true, at: utc('2026-11-19 03:15') });
  });

  describe('on servers anywhere', () => {
    const own = process.env.TZ;
    afterEach(() => {
      process.env.TZ = own;
    });

    it.each([
      'UTC',
      'Pacific/Kiritimati',
      'Pacific/Pago_Pago',
      'America/St_Johns',
      'America/New_York',
      'Europe/Berlin',
    ])('gives the same answers where the server is set to %s', (zone) => {
      process.env.TZ = zone;
      // Without this the rows below could pass in the old zone.
      expect(new Date(now).getTimezoneOffset() + 0).toBe(0 - offsetAt(zone, now) / minute);
      for (const [text, expected] of understood) expect(read(text), text).toEqual({ ok: true, at: berlin(expected) });
      // On the server's own nights of change too.
      for (const at of [Date.UTC(2026, 9, 25, 0, 30), Date.UTC(2026, 2, 8, 7, 5), Date.UTC(2026, 3, 4, 14, 20)]) {
        const tomorrow = Math.floor((at + 330 * minute) / day + 1) * day - 330 * minute;
        expect(read('tomorrow 00:00', 'Asia/Kolkata', at)).toEqual({ ok: true, at: tomorrow });
        expect(read('day after tomorrow 02:30', 'Asia/Kolkata', at)).toEqual({
          ok: true,
          at: tomorrow + day + 150 * minute,
        });
      }
    });
  });

  it('never throws, whatever is typed', () => {
    for (const piece of ['1 ', '1:', 'at ', 'mon ', '(', '1h', 'half past ', 'a/', 'in 1 ', '1.1', 'first ', 'utc+']) {
      for (let length = 1; length <= 50; length += 7) {
        const text = piece.repeat(length).slice(0, 100);
        expect(() => read(text)).not.toThrow();
        expect(() => read(`tomorrow 3pm ${text}`)).not.toThrow();
      }
    }
  });
});
