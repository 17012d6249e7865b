import { describe, expect, it } from 'vitest';
import { mayDo, standsUntil } from '#core/meetings/may-do.ts';
import { statuses } from '#core/meetings/meeting.ts';
import { day, hour, minute } from '#core/time/clock.ts';
import { aMeeting, NOW } from '../../builders.ts';

const times = Array.from({ length: 4 * 24 * 2 }, (_, index) => NOW - day + index * 30 * minute);

describe('what somebody may do', () => {
  it.each(statuses)('with a session that is %s stays as it is until the moment that is named', (status) => {
    for (const expiresAt of [null, NOW + hour, NOW + 3 * day]) {
      const meeting = aMeeting({ status, expiresAt });
      for (const side of ['mentor', 'learner'] as const) {
        for (const now of times) {
          const until = standsUntil(meeting, now);
          expect(until).toBeGreaterThan(now);
          const meanwhile = [...times, until - 1].filter((at) => at >= now && at < until && Number.isFinite(at));
          for (const at of meanwhile) expect(mayDo(meeting, side, at)).toEqual(mayDo(meeting, side, now));
        }
      }
    }
  });

  it('changes when a request runs out, and when the session begins', () => {
    const meeting = aMeeting({ expiresAt: NOW + hour, scheduledAt: NOW + day });
    expect(standsUntil(meeting, NOW)).toBe(NOW + hour);
    expect(standsUntil(meeting, NOW + hour)).toBe(NOW + day);
    expect(standsUntil(meeting, NOW + day)).toBe(Number.POSITIVE_INFINITY);
  });
});
