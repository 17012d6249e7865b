import { describe, expect, it } from 'vitest';
import { accept } from '#core/meetings/accept.ts';
import { complete, expire, start } from '#core/meetings/by-the-clock.ts';
import { cancel } from '#core/meetings/cancel.ts';
import type { Decision, MeetingFacts } from '#core/meetings/decision.ts';
import { decline, explain } from '#core/meetings/decline.ts';
import { edit } from '#core/meetings/edit.ts';
import { hasJoined, join, joinFrom } from '#core/meetings/join.ts';
import { type Deed, deeds, mayDo as mayDoNow } from '#core/meetings/may-do.ts';
import {
  events,
  isLive,
  liveStatuses,
  type MeetingEvent,
  type Side,
  type Status,
  statuses,
} from '#core/meetings/meeting.ts';
import { reschedule } from '#core/meetings/reschedule.ts';
import { day, type Instant, minute } from '#core/time/clock.ts';
import { leo, maya } from '../../builders.ts';
import { factsOf, scheduledAt } from './facts.ts';

const anotherTime = scheduledAt + day;
const otherWords = { subject: 'Induction', description: 'It ends.' };

const useCases: Record<MeetingEvent, (facts: MeetingFacts, by: Side) => Decision> = {
  accept,
  decline: (facts, by) => decline(facts, by, ''),
  explain: (facts, by) => explain(facts, by, 'I am away.'),
  edit: (facts, by) => edit(facts, by, otherWords),
  reschedule: (facts, by) => reschedule(facts, by, anotherTime),
  cancel,
  join,
  start,
  complete,
  expire,
};

const clocks: readonly MeetingEvent[] = ['start', 'complete', 'expire'];

/**
 * Who may do what, and the status that follows: M the mentor, L the learner, B both, C the clock.
 * Everything that is not here is refused, for everybody.
 */
const table: Record<Status, string> = {
  requested:
    'accept M scheduled, decline M declined, edit L requested, reschedule L requested, cancel L cancelled, expire C expired',
  scheduled: 'edit L scheduled, reschedule B scheduled, cancel B cancelled, join B scheduled, start C in-progress',
  'in-progress': 'join B in-progress, complete C completed',
  completed: '',
  cancelled: '',
  declined: 'explain M declined',
  expired: '',
};

function allowed(status: Status, event: MeetingEvent): { by: string; next: Status } | null {
  const entry = table[status].split(', ').find((text) => text.startsWith(`${event} `));
  const [, by = '', next] = entry?.split(' ') ?? [];
  return entry ? { by, next: next as Status } : null;
}

function mayDo(by: string, side: Side): boolean {
  return by === 'C' || by === 'B' || (by === 'M') === (side === 'mentor');
}

const cases = statuses.flatMap((status) =>
  events.flatMap((event) => (['mentor', 'learner'] as const).map((side) => ({ status, event, side }))),
);

describe('every use case against every status', () => {
  it.each(cases)('$status: $event by the $side', ({ status, event, side }) => {
    const begun = factsOf(status);
    // Whoever joins does so when it is time.
    const facts = event === 'join' && status === 'scheduled' ? { ...begun, now: scheduledAt - minute } : begun;
    const before = structuredClone(facts);
    const decision = useCases[event](facts, side);
    expect(facts).toEqual(before);

    const rule = allowed(status, event);
    if (!rule || !mayDo(rule.by, side)) {
      expect(decision).toEqual({ ok: false, refusal: expect.objectContaining({ event }) });
      const reasons = ['wrong-status', 'not-for-you'];
      if (!decision.ok) {
        expect(reasons).toContain(decision.refusal.reason);
        if (decision.refusal.reason === 'wrong-status') expect(decision.refusal.status).toBe(status);
        if (rule) expect(decision.refusal.reason).toBe('not-for-you');
      }
      return;
    }

    expect(decision.ok).toBe(true);
    if (!decision.ok) return;
    const { meeting } = facts;
    const changed = rule.next !== status || event === 'reschedule';
    const by = clocks.includes(event) ? 'clock' : side === 'mentor' ? maya : leo;
    expect(decision.meeting).toMatchObject({
      id: meeting.id,
      mentorId: meeting.mentorId,
      learnerId: meeting.learnerId,
      ...(event === 'edit' ? otherWords : { subject: meeting.subject, description: meeting.description }),
      duration: meeting.duration,
      createdAt: meeting.createdAt,
      updatedAt: facts.now,
      status: rule.next,
      scheduledAt: event === 'reschedule' ? anotherTime : meeting.scheduledAt,
      version: changed ? meeting.version + 1 : meeting.version,
      revision: meeting.revision + 1,
      history: [
        ...meeting.history,
        { at: facts.now, by, what: event, ...(event === 'reschedule' ? { scheduledAt: anotherTime } : {}) },
      ],
    });
    expect(decision.meeting.expiresAt === null).toBe(rule.next !== 'requested');
    // What is decided is about the meeting as it is from now on.
    for (const effect of decision.effects) {
      expect(effect.version).toBe(decision.meeting.version);
      expect(effect.dueAt).toBeGreaterThanOrEqual(facts.now);
    }
  });

  it('counts as live exactly what holds its slot', () => {
    expect(statuses.filter(isLive)).toEqual([...liveStatuses]);
    expect(statuses.filter((status) => !isLive(status))).toEqual(['completed', 'cancelled', 'declined', 'expired']);
  });
});

describe('what may be done', () => {
  it.each(cases.filter(({ event }) => deeds.includes(event as Deed)))(
    '$status: $event by the $side is offered exactly where it would be done',
    ({ status, event, side }) => {
      const facts = factsOf(status);
      const late = { ...facts, now: scheduledAt };
      for (const at of [facts, late]) {
        expect(mayDoNow(at.meeting, side, at.now).includes(event as Deed)).toBe(useCases[event](at, side).ok);
      }
    },
  );
});

describe('when the clock is a moment behind', () => {
  it('does not accept a request that has run out', () => {
    const facts = factsOf('requested');
    const expiresAt = facts.meeting.expiresAt!;
    expect(accept({ ...facts, now: expiresAt - 1 }, 'mentor').ok).toBe(true);
    expect(accept({ ...facts, now: expiresAt }, 'mentor')).toEqual({
      ok: false,
      refusal: { reason: 'wrong-status', status: 'expired', event: 'accept' },
    });
  });

  it('does not accept a request whose time has come', () => {
    const facts = factsOf('requested');
    const meeting = { ...facts.meeting, expiresAt: scheduledAt + day };
    expect(accept({ ...facts, meeting, now: scheduledAt }, 'mentor')).toMatchObject({ ok: false });
  });

  it.each([
    ['cancel', (facts: MeetingFacts) => cancel(facts, 'learner')],
    ['reschedule', (facts: MeetingFacts) => reschedule(facts, 'mentor', anotherTime)],
  ])('does not %s a session whose time has come', (event, act) => {
    const facts = factsOf('scheduled');
    expect(act({ ...facts, now: scheduledAt - 1 }).ok).toBe(true);
    expect(act({ ...facts, now: scheduledAt })).toEqual({
      ok: false,
      refusal: { reason: 'wrong-status', status: 'in-progress', event },
    });
  });

  it('does not move a request whose time has come', () => {
    const facts = factsOf('requested');
    expect(reschedule({ ...facts, now: scheduledAt }, 'learner', anotherTime)).toEqual({
      ok: false,
      refusal: { reason: 'wrong-status', status: 'expired', event: 'reschedule' },
    });
  });

  it('answers with the way in at any time, and records each person once, from 15 minutes before the start to the end', () => {
    const facts = factsOf('scheduled');
    const joins = (decision: Decision) => {
      if (!decision.ok) throw new Error('Joining was refused.');
      expect(decision.effects).toEqual([]);
      return decision.meeting.history.filter(({ what }) => what === 'join').map(({ by, at }) => [by, at]);
    };
    const at = (now: Instant, by: Side = 'learner', meeting = facts.meeting) => join({ ...facts, meeting, now }, by);
    const end = scheduledAt + facts.meeting.duration * minute;
    const opens = scheduledAt - 15 * minute;
    expect(joinFrom(facts.meeting)).toBe(opens);
    for (const now of [opens - 1, end]) expect(at(now)).toEqual({ ok: true, meeting: facts.meeting, effects: [] });
    for (const now of [opens, scheduledAt, end - 1]) expect(joins(at(now))).toEqual([[leo, now]]);

    const first = at(opens);
    if (!first.ok) throw new Error('Joining was refused.');
    expect(at(opens + minute, 'learner', first.meeting)).toEqual({ ok: true, meeting: first.meeting, effects: [] });
    expect(joins(at(opens + minute, 'mentor', first.meeting))).toEqual([
      [leo, opens],
      [maya, opens + minute],
    ]);
  });

  it('does not take who came to a time from which the session was moved for somebody who came', () => {
    const facts = factsOf('scheduled');
    const came = join({ ...facts, now: scheduledAt - minute }, 'learner');
    if (!came.ok) throw new Error('Joining was refused.');
    expect([hasJoined(came.meeting, 'learner'), hasJoined(came.meeting, 'mentor')]).toEqual([true, false]);
    expect(hasJoined({ ...came.meeting, scheduledAt: scheduledAt + day }, 'learner')).toBe(false);
  });
});
