import { describe, expect, it } from 'vitest';
import { change, edit } from '#core/meetings/edit.ts';
import { limits } from '#core/meetings/meeting.ts';
import { day } from '#core/time/clock.ts';
import { leo } from '../../builders.ts';
import { factsOf, scheduledAt } from './facts.ts';

const words = { subject: '  Induction \n on trees ', description: ' Bring a pen. ' };
const tidied = { subject: 'Induction on trees', description: 'Bring a pen.' };

function done(decision: ReturnType<typeof edit>) {
  if (!decision.ok) throw new Error(`It was refused: ${decision.refusal.reason}`);
  return decision;
}

describe('editing', () => {
  it('changes the words, not the version, so that what waits goes on', () => {
    const facts = factsOf('scheduled');
    const { meeting } = done(edit(facts, 'learner', words));
    expect(meeting).toMatchObject({ ...tidied, version: facts.meeting.version, revision: facts.meeting.revision + 1 });
    expect(meeting.history.at(-1)).toEqual({ at: facts.now, by: leo, what: 'edit' });
  });

  it('shows both the new words and pings nobody', () => {
    const kinds = (status: 'requested' | 'scheduled') =>
      done(edit(factsOf(status), 'learner', words)).effects.map(({ what }) => `${what.sort} ${what.kind}`);
    expect(kinds('scheduled')).toEqual(['sync calendar', 'sync cards', 'sync cards']);
    expect(kinds('requested')).toEqual(['sync cards', 'sync cards']);
  });

  it('shows the words of a second edit too', () => {
    const facts = factsOf('scheduled');
    const first = done(edit(facts, 'learner', words));
    const second = done(edit({ ...facts, meeting: first.meeting }, 'learner', { subject: 'Other' }));
    const ids = [...first.effects, ...second.effects].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each([
    [{ subject: ' ' }, 'subject-missing'],
    [{ subject: 'x'.repeat(limits.subject + 1) }, 'subject-too-long'],
    [{ description: 'x'.repeat(limits.description + 1) }, 'description-too-long'],
  ])('keeps the limits of a request', (change, reason) => {
    expect(edit(factsOf('requested'), 'learner', change)).toMatchObject({ ok: false, refusal: { reason } });
  });

  it('is refused once the session has begun, also when the clock is behind', () => {
    const facts = factsOf('scheduled', { now: scheduledAt });
    expect(edit(facts, 'learner', words)).toMatchObject({
      ok: false,
      refusal: { reason: 'wrong-status', status: 'in-progress' },
    });
  });
});

describe('a change', () => {
  const moved = scheduledAt + day;

  it('of time and words is one write that says both', () => {
    const facts = factsOf('scheduled');
    const { meeting, effects } = done(change(facts, 'learner', { ...words, scheduledAt: moved }));
    expect(meeting).toMatchObject({
      ...tidied,
      scheduledAt: moved,
      version: facts.meeting.version + 1,
      revision: facts.meeting.revision + 1,
    });
    expect(meeting.history.slice(-2).map(({ what }) => what)).toEqual(['edit', 'reschedule']);
    expect(effects.some(({ what }) => what.kind === 'rescheduled')).toBe(true);
    expect(effects.some(({ what }) => what.kind === 'calendar')).toBe(true);
  });

  it('is not half done: words are not written where the time is refused', () => {
    const decision = change(factsOf('scheduled'), 'learner', { ...words, scheduledAt: scheduledAt + 60_000 });
    expect(decision).toMatchObject({ ok: false, refusal: { reason: 'off-grid' } });
  });

  it('that says what is already so changes nothing, whoever says it and however late', () => {
    const facts = factsOf('completed');
    const { subject, description } = facts.meeting;
    for (const side of ['mentor', 'learner'] as const) {
      expect(change(facts, side, { subject, description, scheduledAt })).toEqual({
        ok: true,
        meeting: facts.meeting,
        effects: [],
      });
    }
  });

  it('lets a mentor move the session and send the words back as they are', () => {
    const facts = factsOf('scheduled');
    const { subject, description } = facts.meeting;
    expect(change(facts, 'mentor', { subject, description, scheduledAt: moved }).ok).toBe(true);
    expect(change(facts, 'mentor', { subject: 'Mine', scheduledAt: moved })).toMatchObject({
      ok: false,
      refusal: { reason: 'not-for-you', event: 'edit' },
    });
  });
});
