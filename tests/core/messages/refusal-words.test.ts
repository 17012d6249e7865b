import { describe, expect, it } from 'vitest';
import type { Refusal } from '#core/meetings/decision.ts';
import { events, type Side, statuses } from '#core/meetings/meeting.ts';
import { refusalWords, whenWords } from '#core/messages/refusal-words.ts';
import { day, minute } from '#core/time/clock.ts';
import { parseWhen, type WhenRefusal } from '#core/time/parse-when.ts';
import { NOW } from '../../builders.ts';
import { expectSentences } from './read-aloud.ts';

const sides: Side[] = ['mentor', 'learner'];

/** One of each reason at least, so that a new one has to be thought of here. */
const refusals: { [Reason in Refusal['reason']]: Extract<Refusal, { reason: Reason }>[] } = {
  unknown: [{ reason: 'unknown' }],
  'wrong-status': statuses.flatMap((status) =>
    events.map((event) => ({ reason: 'wrong-status' as const, status, event })),
  ),
  'not-for-you': events.map((event) => ({ reason: 'not-for-you' as const, event })),
  'slot-taken': sides.flatMap((side) => [
    { reason: 'slot-taken' as const, side, nextFree: [] },
    { reason: 'slot-taken' as const, side, nextFree: [NOW] },
    { reason: 'slot-taken' as const, side, nextFree: [NOW, NOW + day, NOW + 2 * day] },
  ]),
  'too-soon': [{ reason: 'too-soon', earliest: NOW }],
  past: [{ reason: 'past' }],
  'too-far': [{ reason: 'too-far', days: 365 }],
  'off-grid': [{ reason: 'off-grid', before: NOW, after: NOW + 5 * minute }],
  'outside-hours': [
    { reason: 'outside-hours', nextFree: [] },
    { reason: 'outside-hours', nextFree: [NOW, NOW + day] },
  ],
  'mentor-busy': [
    { reason: 'mentor-busy', nextFree: [] },
    { reason: 'mentor-busy', nextFree: [NOW, NOW + day] },
  ],
  'same-time': [{ reason: 'same-time' }],
  'not-a-mentor': [{ reason: 'not-a-mentor' }],
  yourself: [{ reason: 'yourself' }],
  'subject-missing': [{ reason: 'subject-missing' }],
  'subject-too-long': [{ reason: 'subject-too-long', length: 151 }],
  'description-too-long': [{ reason: 'description-too-long', length: 2_001 }],
  'reason-too-long': [{ reason: 'reason-too-long', length: 501 }],
  'already-explained': [{ reason: 'already-explained' }],
  duration: [{ reason: 'duration' }],
  changed: [{ reason: 'changed' }],
};

const all = Object.values(refusals).flat();
const words = (refusal: Refusal, side: Side = 'learner') => expectSentences(refusalWords(refusal, side));

describe('a refusal', () => {
  it.each(Object.keys(refusals) as Refusal['reason'][])('for "%s" can be said aloud to both sides', (reason) => {
    for (const refusal of refusals[reason])
      for (const side of sides) expect(words(refusal, side).length).toBeGreaterThan(20);
  });

  it('names the next free times where it knows them, and says when there are none', () => {
    const taken = { reason: 'slot-taken', side: 'mentor' } as const;
    expect(words({ ...taken, nextFree: [NOW, NOW + day] })).toBe(
      'That time is already taken. Free next: Tue 1 Dec 2026, 10:00 (Europe/Berlin) or Wed 2 Dec 2026, 10:00 (Europe/Berlin).',
    );
    expect(words({ ...taken, nextFree: [] })).toBe(
      'That time is already taken. No other time is free in the next weeks.',
    );
  });

  it('says whose other session is in the way to that person only', () => {
    for (const side of sides) {
      expect(words({ reason: 'slot-taken', side, nextFree: [] }, side)).toContain('You have another session');
      const other = side === 'mentor' ? 'learner' : 'mentor';
      expect(words({ reason: 'slot-taken', side, nextFree: [] }, other)).toContain('That time is already taken.');
    }
  });

  it('says what is the matter, in words of its own for each status', () => {
    const said = statuses.map((status) => words({ reason: 'wrong-status', status, event: 'cancel' }));
    expect(new Set(said).size).toBe(statuses.length);
  });

  it('says all is well to whoever accepts twice', () => {
    expect(words({ reason: 'wrong-status', status: 'scheduled', event: 'accept' }, 'mentor')).toBe(
      'This session is already accepted. All is well.',
    );
  });

  it('blames nobody', () => {
    for (const refusal of all)
      for (const side of sides)
        expect(words(refusal, side)).not.toMatch(/\b(invalid|error|illegal|must|wrong|failed|forbidden)\b/i);
  });
});

describe('a time that was not taken', () => {
  const refused: { [Reason in WhenRefusal['reason']]: string } = {
    'not-understood': 'whenever',
    'no-time': 'tomorrow',
    past: '2026-11-30 18:00',
    gap: '2027-03-28 02:30',
    overlap: '2027-10-31 02:30',
    'off-grid': 'tomorrow 17:02',
    ambiguous: '05/06 15:00',
    'too-far': '2028-12-03 18:00',
  };

  it.each(Object.entries(refused))('for "%s" is explained aloud: %s', (reason, typed) => {
    const read = parseWhen(typed, { zone: 'Europe/Berlin', now: NOW, grid: 5 });
    if (read.ok) throw new Error(`"${typed}" was taken.`);
    expect(read.reason).toBe(reason);
    expectSentences(whenWords(read, 'Europe/Berlin'));
  });

  it('shows a way on in the same breath', () => {
    const aloud = (typed: string) => {
      const read = parseWhen(typed, { zone: 'Europe/Berlin', now: NOW, grid: 5 });
      if (read.ok) throw new Error(`"${typed}" was taken.`);
      return expectSentences(whenWords(read, 'Europe/Berlin'));
    };
    expect(aloud('2027-03-28 02:30')).toContain('The next one that does is Sun 28 Mar 2027, 03:00 (Europe/Berlin).');
    expect(aloud('2027-10-31 02:30')).toMatch(
      /"first" after it for .* 02:30 GMT\+2 .*, or "second" for .* 02:30 GMT\+1 /,
    );
    expect(aloud('tomorrow 17:02')).toContain('17:00 (Europe/Berlin) or Wed 2 Dec 2026, 17:05 (Europe/Berlin)?');
  });
});
