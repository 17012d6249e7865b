import { describe, expect, it } from 'vitest';
import { checkProfile, checkZone, type ProfileData, windowsOf } from '#core/people/check-profile.ts';
import { aMentorProfile, NOW } from '../../builders.ts';

const data: ProfileData = {
  topics: [' sql ', 'python', 'sql'],
  hours: [
    { weekday: 0, from: 540, to: 600 },
    { weekday: 0, from: 600, to: 720 },
    { weekday: 6, from: 0, to: 1_440 },
  ],
  hoursZone: 'Europe/Berlin',
  duration: 30,
  notice: 0,
  open: true,
};

describe("a mentor's profile as data", () => {
  it('is tidied as it would be in chat', () => {
    const checked = checkProfile(data, null, NOW);
    if (!checked.ok) throw new Error(checked.field);
    expect(checked.profile.topics).toEqual(['sql', 'python']);
    expect(windowsOf(checked.profile.hours)).toEqual([
      { weekday: 0, from: 540, to: 720 },
      { weekday: 6, from: 0, to: 1_440 },
    ]);
  });

  it.each<[Partial<ProfileData>, string]>([
    [{ topics: [] }, 'topics'],
    [{ topics: ['  '] }, 'topics'],
    [{ topics: ['x'.repeat(41)] }, 'topics'],
    [{ topics: Array.from({ length: 11 }, (_, index) => `t${index}`) }, 'topics'],
    [{ hours: [{ weekday: 7, from: 0, to: 60 }] }, 'hours'],
    [{ hours: [{ weekday: 1, from: 60, to: 60 }] }, 'hours'],
    [{ hours: [{ weekday: 1, from: 1_320, to: 120 }] }, 'hours'],
    [{ hours: [{ weekday: 1, from: 61, to: 120 }] }, 'hours'],
    [{ hours: [{ weekday: 1, from: 0, to: 1_445 }] }, 'hours'],
    [{ hoursZone: 'CET' }, 'zone'],
    [{ hoursZone: 'berlin' }, 'zone'],
    [{ duration: 10 }, 'length'],
    [{ duration: 32 }, 'length'],
    [{ notice: -1 }, 'notice'],
    [{ notice: 20_161 }, 'notice'],
  ])('with %o is refused at its %s', (change, field) => {
    expect(checkProfile({ ...data, ...change }, null, NOW)).toEqual({ ok: false, field });
  });

  it('may have no hours at all', () => {
    expect(checkProfile({ ...data, hours: [] }, null, NOW)).toMatchObject({ ok: true });
  });
});

describe("a mentor's exceptions as data", () => {
  const off = (from: string) => ({ from, to: from, windows: [] });
  const stored = aMentorProfile({ exceptions: [off('2026-11-30'), off('2026-12-24')] });
  const kept = (change: Partial<ProfileData>) => {
    const checked = checkProfile({ ...data, ...change }, stored, NOW);
    return checked.ok ? checked.profile.exceptions : checked;
  };

  it('stay as they are stored where none are said, without those that are over', () => {
    expect(kept({})).toEqual([off('2026-12-24')]);
    expect(kept({ exceptions: [] })).toEqual([]);
    expect(kept({ exceptions: [off('2026-12-31')] })).toEqual([off('2026-12-31')]);
    const fresh = checkProfile(data, null, NOW);
    expect(fresh.ok && fresh.profile.exceptions).toEqual([]);
  });

  it('are over by the zone of the hours', () => {
    const evening = Date.parse('2026-12-01T23:30:00Z');
    const checked = (hoursZone: string) => {
      const found = checkProfile({ ...data, hoursZone, exceptions: [off('2026-12-01')] }, null, evening);
      return found.ok && found.profile.exceptions.length;
    };
    expect([checked('Europe/Berlin'), checked('Europe/Lisbon')]).toEqual([0, 1]);
  });

  it('are refused with what is wrong', () => {
    expect(kept({ exceptions: [off('2026-12-24'), off('2026-12-24')] })).toEqual({
      ok: false,
      field: 'exceptions',
      problem: { reason: 'twice', date: '2026-12-24' },
    });
  });
});

describe('a zone as data', () => {
  it.each([
    ['Europe/Berlin', 'Europe/Berlin'],
    ['asia/calcutta', 'Asia/Kolkata'],
    ['Berlin', null],
    ['Mars/Olympus', null],
    ['+02:00', null],
    ['', null],
  ])('%j is %j', (name, zone) => {
    expect(checkZone(name)).toBe(zone);
  });

  it('may be UTC, which browsers in containers say', () => {
    expect(checkZone('UTC')).toMatch(/UTC/);
  });
});
