import { describe, expect, it } from 'vitest';
import {
  checkExceptions,
  exceptionLimits,
  exceptionOn,
  type HoursException,
  upcoming,
} from '#core/availability/hours-exception.ts';
import { formatIsoDay, readIsoDay } from '#core/time/local-day.ts';

const dateOf = (text: string): number => readIsoDay(text) ?? Number.NaN;
const today = dateOf('2026-11-24');
const off = (from: string, to = from): HoursException => ({ from, to, windows: [] });
const at = (from: string, ...windows: HoursException['windows']): HoursException => ({ from, to: from, windows });

describe('exceptions', () => {
  it('are kept in order, with their windows tidied', () => {
    const given = [
      off('2026-12-24', '2027-01-02'),
      at('2026-12-05', { from: 840, to: 900 }, { from: 600, to: 720 }, { from: 700, to: 780 }),
    ];
    expect(checkExceptions(given, today)).toEqual({
      ok: true,
      exceptions: [at('2026-12-05', { from: 600, to: 780 }, { from: 840, to: 900 }), off('2026-12-24', '2027-01-02')],
    });
  });

  it('are dropped once their last date is over, and stay whole until then', () => {
    const holidays = off('2026-11-20', '2026-11-24');
    const given = [off('2026-11-23'), holidays];
    expect(checkExceptions(given, today)).toEqual({ ok: true, exceptions: [holidays] });
    expect(upcoming(given, today)).toEqual([holidays]);
    expect(upcoming(given, today + 1)).toEqual([]);
  });

  it.each<[HoursException[], object]>([
    [[off('2026-02-30')], { reason: 'no-date', text: '2026-02-30' }],
    [[off('2026-12-24', 'soon')], { reason: 'no-date', text: 'soon' }],
    [[off('2026-12-24', '2026-12-23')], { reason: 'ends-first', from: '2026-12-24', to: '2026-12-23' }],
    [[at('2026-12-05', { from: 600, to: 600 })], { reason: 'windows' }],
    [[at('2026-12-05', { from: 601, to: 660 })], { reason: 'windows' }],
    [[at('2026-12-05', { from: 1_320, to: 1_445 })], { reason: 'windows' }],
    [[at('2026-12-05', { from: -5, to: 60 })], { reason: 'windows' }],
    [
      [at('2026-12-05', ...[0, 2, 4, 6, 8, 10].map((hour) => ({ from: hour * 60, to: hour * 60 + 60 })))],
      { reason: 'windows' },
    ],
    [[off('2026-12-24', '2027-01-02'), off('2026-12-31')], { reason: 'twice', date: '2026-12-31' }],
    [[off('2026-12-24'), off('2026-12-24')], { reason: 'twice', date: '2026-12-24' }],
    [[off('2028-11-20', '2028-11-25')], { reason: 'too-far', date: '2028-11-25' }],
  ])('%j are refused', (given, problem) => {
    expect(checkExceptions(given, today)).toEqual({ ok: false, problem });
  });

  it('reach two years ahead, also from a 29 February', () => {
    expect(checkExceptions([off('2028-11-24')], today).ok).toBe(true);
    expect(checkExceptions([off('2030-03-01')], dateOf('2028-02-29')).ok).toBe(true);
    expect(checkExceptions([off('2030-03-02')], dateOf('2028-02-29')).ok).toBe(false);
  });

  it('are at most fifty, without those that are over', () => {
    const many = (count: number) => Array.from({ length: count }, (_, index) => off(formatIsoDay(today + index)));
    const past = off('2026-11-01');
    expect(checkExceptions([past, ...many(exceptionLimits.most)], today).ok).toBe(true);
    const count = exceptionLimits.most + 1;
    expect(checkExceptions(many(count), today)).toEqual({ ok: false, problem: { reason: 'too-many', count } });
  });

  it('are found by any of their dates', () => {
    const exceptions = [at('2026-12-05', { from: 600, to: 720 }), off('2026-12-24', '2027-01-02')];
    expect(exceptionOn(dateOf('2026-12-05'), exceptions)).toBe(exceptions[0]);
    for (const date of ['2026-12-24', '2026-12-31', '2027-01-02'])
      expect(exceptionOn(dateOf(date), exceptions)).toBe(exceptions[1]);
    for (const date of ['2026-12-04', '2026-12-06', '2026-12-23', '2027-01-03'])
      expect(exceptionOn(dateOf(date), exceptions)).toBeNull();
  });
});
