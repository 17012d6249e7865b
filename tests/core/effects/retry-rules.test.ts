import { describe, expect, it } from 'vitest';
import type { EffectKind } from '#core/effects/effect.ts';
import { retryAt } from '#core/effects/retry-rules.ts';
import { hour, minute, second } from '#core/time/clock.ts';
import { aMeeting, anEffect, leo, NOW } from '../../builders.ts';
import { createRandom } from '../time/random.ts';

const notice: EffectKind = { sort: 'notice', kind: 'accepted', to: leo };
const calendar: EffectKind = { sort: 'sync', kind: 'calendar' };
const cards: EffectKind = { sort: 'sync', kind: 'cards', of: leo };
const clock: EffectKind = { sort: 'clock', kind: 'start' };

function waitAfter(what: EffectKind, attempt: number, { retryAfter = 0, random = 0 } = {}): number | null {
  const at = retryAt(anEffect(aMeeting(), what), attempt, NOW, retryAfter, random);
  return at === null ? null : at - NOW;
}

/** How long it goes on before it is given up; the tries are taken to fail at once. */
function budgetOf(what: EffectKind, random = 0): number {
  let total = 0;
  for (let attempt = 1; attempt < 1_000; attempt += 1) {
    const wait = waitAfter(what, attempt, { random });
    if (wait === null) return total;
    total += wait;
  }
  return Number.POSITIVE_INFINITY;
}

describe('trying again', () => {
  it('waits 1, 2, 4, ... seconds', () => {
    expect([1, 2, 3, 4, 5].map((attempt) => waitAfter(notice, attempt))).toEqual(
      [1, 2, 4, 8, 16].map((n) => n * second),
    );
  });

  it('never waits longer than its sort allows', () => {
    expect(waitAfter(notice, 14)).toBe(10 * minute);
    expect(waitAfter(calendar, 500)).toBe(15 * minute);
    expect(waitAfter(cards, 9)).toBe(4 * minute);
    expect(waitAfter(clock, 500)).toBe(minute);
  });

  it('goes on for as long as each sort is worth it', () => {
    for (const random of [0, 0.999]) {
      expect(budgetOf(notice, random) / hour).toBeCloseTo(1, 0);
      expect(budgetOf(cards, random) / minute).toBeGreaterThan(8);
      expect(budgetOf(cards, random) / minute).toBeLessThan(12);
    }
    expect(budgetOf(notice)).toBeGreaterThan(50 * minute);
    expect(budgetOf(calendar)).toBe(Number.POSITIVE_INFINITY);
    expect(budgetOf(clock)).toBe(Number.POSITIVE_INFINITY);
  });

  it('spreads by up to a quarter, and always to a whole millisecond', () => {
    const random = createRandom(7);
    for (let attempt = 1; attempt < 15; attempt += 1) {
      const plain = waitAfter(notice, attempt)!;
      const spread = waitAfter(notice, attempt, { random: random() })!;
      expect(spread).toBeGreaterThanOrEqual(plain);
      expect(spread).toBeLessThanOrEqual(plain * 1.25);
      expect(Number.isInteger(spread)).toBe(true);
    }
  });

  it('waits as long as it was asked to, though never more than an hour', () => {
    expect(waitAfter(notice, 1, { retryAfter: 30 * second })).toBe(30 * second);
    expect(waitAfter(notice, 14, { retryAfter: 30 * second })).toBe(10 * minute);
    expect(waitAfter(notice, 1, { retryAfter: 7 * hour })).toBe(hour);
  });
});
