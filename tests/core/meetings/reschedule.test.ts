import { describe, expect, it } from 'vitest';
import type { Decision, Refusal } from '#core/meetings/decision.ts';
import { decline, explain } from '#core/meetings/decline.ts';
import type { Side, Status } from '#core/meetings/meeting.ts';
import { reschedule } from '#core/meetings/reschedule.ts';
import { day, hour, minute } from '#core/time/clock.ts';
import { aMentorProfile, aPerson } from '../../builders.ts';
import { factsOf, meetingThatIs, scheduledAt } from './facts.ts';

const refusalOf = (decision: Decision): Refusal | null => (decision.ok ? null : decision.refusal);

describe('reschedule', () => {
  const now = factsOf('scheduled').now;
  const move = (status: Status, by: Side, to: number) => refusalOf(reschedule(factsOf(status), by, to));
  const nextDay = scheduledAt + day;

  it.each<[string, Status, Side, number, Refusal | null]>([
    ['a learner, to where the mentor offers time', 'scheduled', 'learner', nextDay, null],
    [
      'a learner, outside the hours',
      'scheduled',
      'learner',
      nextDay + 12 * hour,
      { reason: 'outside-hours', nextFree: [] },
    ],
    [
      'a learner, when the session would run over the end of the hours',
      'scheduled',
      'learner',
      // 16:45 in Berlin, where the hours end at 17:00.
      nextDay + 5 * hour + 45 * minute,
      { reason: 'outside-hours', nextFree: [] },
    ],
    ['a learner, to the last time that fits', 'scheduled', 'learner', nextDay + 5 * hour + 30 * minute, null],
    ['a mentor, outside the hours', 'scheduled', 'mentor', nextDay + 12 * hour, null],
    ['a learner with a request, outside the hours', 'requested', 'learner', nextDay + 12 * hour, null],
    ['a learner, to where it is', 'scheduled', 'learner', scheduledAt, { reason: 'same-time' }],
    ['a mentor, to the past', 'scheduled', 'mentor', now, { reason: 'past' }],
    [
      'a mentor, off the grid',
      'scheduled',
      'mentor',
      nextDay + minute,
      { reason: 'off-grid', before: nextDay, after: nextDay + 5 * minute },
    ],
    ['a mentor, too far', 'scheduled', 'mentor', scheduledAt + 400 * day, { reason: 'too-far', days: 365 }],
    ['a mentor, without the notice asked of learners', 'scheduled', 'mentor', now + 4 * minute, null],
  ])('%s', (_, status, by, to, refusal) => {
    expect(move(status, by, to)).toEqual(refusal);
  });

  it('keeps to the dates with other hours', () => {
    const on = (windows: { from: number; to: number }[]) => {
      const [date = ''] = new Date(nextDay).toISOString().split('T');
      const mentor = aPerson({ mentor: aMentorProfile({ exceptions: [{ from: date, to: date, windows }] }) });
      const facts = factsOf('scheduled', { mentor });
      return (to: number) => [refusalOf(reschedule(facts, 'learner', to)), refusalOf(reschedule(facts, 'mentor', to))];
    };
    const outside = { reason: 'outside-hours', nextFree: [] };
    expect(on([])(nextDay)).toEqual([outside, null]);
    const evening = [{ from: 20 * 60, to: 22 * 60 }];
    // 11:00 in Berlin, and 20:00.
    expect(on(evening)(nextDay)).toEqual([outside, null]);
    expect(on(evening)(nextDay + 9 * hour)).toEqual([null, null]);
  });

  it('keeps the notice for learners', () => {
    const facts = factsOf('scheduled', { mentor: aPerson({ mentor: aMentorProfile({ notice: 3 * 24 * 60 }) }) });
    expect(refusalOf(reschedule(facts, 'learner', nextDay))).toEqual({
      reason: 'too-soon',
      earliest: facts.now + 3 * day,
    });
    expect(refusalOf(reschedule(facts, 'mentor', nextDay))).toBeNull();
  });

  it('gives a moved request a new time to be answered in', () => {
    const facts = factsOf('requested');
    const decision = reschedule(facts, 'learner', scheduledAt + 10 * day);
    expect(decision).toMatchObject({ ok: true, meeting: { expiresAt: facts.now + 48 * hour } });
  });

  it('keeps the link and the calendar event', () => {
    const meeting = meetingThatIs('scheduled', { meetingLink: 'https://meet.example/abc', meetingId: 'event' });
    expect(reschedule(factsOf('scheduled', { meeting }), 'mentor', nextDay)).toMatchObject({
      ok: true,
      meeting: { meetingLink: 'https://meet.example/abc', meetingId: 'event' },
    });
  });
});

describe('decline', () => {
  it('keeps the reason, of up to 500 characters', () => {
    const decide = (reason: string) => decline(factsOf('requested'), 'mentor', reason);
    expect(decide('  I am away. ')).toMatchObject({ ok: true, meeting: { reason: 'I am away.' } });
    expect(decide('x'.repeat(500)).ok).toBe(true);
    expect(refusalOf(decide('x'.repeat(501)))).toEqual({ reason: 'reason-too-long', length: 501 });
  });

  it('is possible up to the end of a request, and after it', () => {
    const facts = factsOf('requested');
    expect(decline({ ...facts, now: facts.meeting.expiresAt! }, 'mentor').ok).toBe(true);
  });

  it('can be explained once', () => {
    const explained = explain(factsOf('declined'), 'mentor', ' I am away. ');
    expect(explained).toMatchObject({ ok: true, meeting: { reason: 'I am away.', version: 2, revision: 6 } });
    if (!explained.ok) return;
    expect(refusalOf(explain({ ...factsOf('declined'), meeting: explained.meeting }, 'mentor', 'Again.'))).toEqual({
      reason: 'already-explained',
    });
    expect(refusalOf(explain(factsOf('declined'), 'mentor', 'x'.repeat(501)))).toEqual({
      reason: 'reason-too-long',
      length: 501,
    });
  });
});
