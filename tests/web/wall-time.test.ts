import { describe, expect, it } from 'vitest';
import { exceptionRowsOf, exceptionsOf } from '#web/time/exceptions.ts';
import { addDays, addMonths, dayOf, startOf, weeksOf } from '../../src/web/time/days.ts';
import { firstInstantOf, formatWall, instantsOf, parseWall, wallOf } from '../../src/web/time/wall-time.ts';
import { rowsOf, windowsOf } from '../../src/web/time/windows.ts';

const wall = (text: string): number => parseWall(text) ?? Number.NaN;
const instants = (text: string, zone: string): string[] =>
  instantsOf(wall(text), zone).map((instant) => new Date(instant).toISOString());

describe('times on walls', () => {
  it.each([
    ['an ordinary evening', '2026-11-24T17:00', 'Europe/Berlin', ['2026-11-24T16:00:00.000Z']],
    ['before the clocks go forward', '2026-03-29T01:59', 'Europe/Berlin', ['2026-03-29T00:59:00.000Z']],
    ['skipped as they go forward', '2026-03-29T02:30', 'Europe/Berlin', []],
    ['after they went forward', '2026-03-29T03:00', 'Europe/Berlin', ['2026-03-29T01:00:00.000Z']],
    [
      'twice as they go back',
      '2026-10-25T02:30',
      'Europe/Berlin',
      ['2026-10-25T00:30:00.000Z', '2026-10-25T01:30:00.000Z'],
    ],
    ['far east', '2026-11-24T00:00', 'Pacific/Kiritimati', ['2026-11-23T10:00:00.000Z']],
    ['far west', '2026-11-24T23:55', 'Pacific/Niue', ['2026-11-25T10:55:00.000Z']],
    [
      'by half an hour',
      '2026-04-05T01:45',
      'Australia/Lord_Howe',
      ['2026-04-04T14:45:00.000Z', '2026-04-04T15:15:00.000Z'],
    ],
  ])('become instants: %s', (_name, text, zone, expected) => {
    expect(instants(text, zone)).toEqual(expected);
  });

  it('come back out of instants', () => {
    expect(formatWall(wallOf(Date.parse('2026-07-01T12:34:00Z'), 'Asia/Kathmandu'))).toBe('2026-07-01T18:19');
  });

  it('have a first instant even where a clock change skips them', () => {
    expect(new Date(firstInstantOf(wall('2026-03-29T02:00'), 'Europe/Berlin')).toISOString()).toBe(
      '2026-03-29T01:00:00.000Z',
    );
  });

  it.each(['', '2026-11-24', '2026-13-40T10:00', 'tomorrow'])('are not read from %j', (text) => {
    expect(parseWall(text)).toBeNull();
  });
});

describe('days', () => {
  it('begin when their clocks say so, also without a midnight', () => {
    // Cairo goes forward at midnight: Friday 24 April begins at one.
    expect(new Date(startOf('2026-04-24', 'Africa/Cairo')).toISOString()).toBe('2026-04-23T22:00:00.000Z');
    expect(dayOf(startOf('2026-04-24', 'Africa/Cairo'), 'Africa/Cairo')).toBe('2026-04-24');
    expect(dayOf(startOf('2026-04-24', 'Africa/Cairo') - 1, 'Africa/Cairo')).toBe('2026-04-23');
  });

  it('are counted over months and years', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(addMonths('2026-01-31', 1)).toBe('2026-02-28');
    expect(addMonths('2026-01-15', -1)).toBe('2025-12-15');
  });

  it('make up the weeks of a month from any first weekday', () => {
    expect(weeksOf('2026-11-01', 0).map((week) => week[0])).toEqual([
      '2026-10-26',
      '2026-11-02',
      '2026-11-09',
      '2026-11-16',
      '2026-11-23',
      '2026-11-30',
    ]);
    expect(weeksOf('2026-11-01', 6)[0]?.[0]).toBe('2026-11-01');
  });
});

describe('exceptions in a form', () => {
  it.each([
    [{ from: '2026-12-24', to: '2027-01-02', windows: [] }],
    [
      {
        from: '2026-12-05',
        to: '2026-12-05',
        windows: [
          { from: 600, to: 720 },
          { from: 1_320, to: 1_440 },
        ],
      },
    ],
    [{ from: '2026-12-07', to: '2026-12-11', windows: [{ from: 0, to: 1_440 }] }],
  ])('come back as they were: %j', (exception) => {
    expect(exceptionsOf(exceptionRowsOf([exception]))).toEqual([exception]);
  });

  it('are not read before the first day and all times are there', () => {
    const row = { from: '2026-12-05', to: '', times: [{ from: '10:00', to: '12:00' }] };
    expect(exceptionsOf([row])).toHaveLength(1);
    expect(exceptionsOf([{ ...row, from: '' }])).toBeNull();
    expect(exceptionsOf([{ ...row, times: [{ from: '10:00', to: '' }] }])).toBeNull();
  });
});

describe('weekly hours in a form', () => {
  it('end on the next day where the end is not later', () => {
    expect(windowsOf([{ weekday: 6, from: '22:00', to: '01:00' }])).toEqual([
      { weekday: 6, from: 1_320, to: 1_440 },
      { weekday: 0, from: 0, to: 60 },
    ]);
    expect(windowsOf([{ weekday: 2, from: '18:00', to: '00:00' }])).toEqual([{ weekday: 2, from: 1_080, to: 1_440 }]);
  });

  it('are not read before both times are there', () => {
    expect(windowsOf([{ weekday: 2, from: '18:00', to: '' }])).toBeNull();
  });

  it.each([
    [[{ weekday: 0, from: 540, to: 1_020 }]],
    [
      [
        { weekday: 6, from: 1_320, to: 1_440 },
        { weekday: 0, from: 0, to: 60 },
      ],
    ],
    [[0, 1, 2, 3, 4, 5, 6].map((weekday) => ({ weekday, from: 0, to: 1_440 }))],
    [
      [
        { weekday: 1, from: 600, to: 1_440 },
        { weekday: 2, from: 0, to: 120 },
        { weekday: 2, from: 600, to: 1_440 },
        { weekday: 3, from: 0, to: 60 },
      ],
    ],
  ])('come back as they were: %j', (windows) => {
    const back = windowsOf(rowsOf(windows)) ?? [];
    const order = (list: typeof windows) => list.toSorted((a, b) => a.weekday - b.weekday || a.from - b.from);
    expect(order(back)).toEqual(order(windows));
  });

  it('show a night as one row', () => {
    expect(
      rowsOf([
        { weekday: 0, from: 0, to: 60 },
        { weekday: 6, from: 1_320, to: 1_440 },
      ]),
    ).toEqual([{ weekday: 6, from: '22:00', to: '01:00' }]);
  });
});
