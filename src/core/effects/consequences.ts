/** What follows from each event: whom it is told to, what is made to agree, and what the clock does later. */
import { type Meeting, meetingInterval, otherSide, personOn, type Side, type Status } from '#core/meetings/meeting.ts';
import type { Person } from '#core/people/person.ts';
import type { Program } from '#core/programs/program.ts';
import { type Instant, minute } from '#core/time/clock.ts';
import { type Effect, type EffectKind, meetingEffect, type NoticeKind } from './effect.ts';

/** `meeting` is the one after the event. */
interface Consequence {
  meeting: Meeting;
  mentor: Person;
  learner: Person;
  program: Program;
  now: Instant;
}

export function afterRequest(facts: Consequence): Effect[] {
  return [
    ...tell(facts, 'request', 'mentor'),
    ...clock(facts, 'expire', facts.meeting.expiresAt),
    ...syncs(facts, ['home']),
  ];
}

export function afterAccept(facts: Consequence): Effect[] {
  return [
    ...tell(facts, 'accepted', 'learner'),
    ...booked(facts),
    ...syncs(facts, ['calendar', 'announcement', 'cards', 'home']),
  ];
}

export function afterDecline(facts: Consequence): Effect[] {
  return [...tell(facts, 'declined', 'learner'), ...syncs(facts, ['cards', 'home'])];
}

export function afterExplain(facts: Consequence): Effect[] {
  const { meeting, now } = facts;
  // The learner hears of it in a message of its own; the mentor's card loses its "Say why".
  const cards = meetingEffect(meeting, { sort: 'sync', kind: 'cards', of: meeting.mentorId }, now, 'explained');
  return [...tell(facts, 'explained', 'learner'), cards];
}

/** Nobody is told: what they were shown becomes true again. */
export function afterEdit(facts: Consequence): Effect[] {
  const { meeting } = facts;
  const kinds =
    meeting.status === 'requested' ? (['cards', 'home'] as const) : (['calendar', 'cards', 'home'] as const);
  return syncs(facts, kinds, `edited-${meeting.revision}`);
}

export function afterReschedule(facts: Consequence, by: Side): Effect[] {
  if (facts.meeting.status === 'requested') {
    return [
      ...tell(facts, 'request', 'mentor'),
      ...clock(facts, 'expire', facts.meeting.expiresAt),
      ...syncs(facts, ['cards', 'home']),
    ];
  }
  return [
    ...tell(facts, 'rescheduled', otherSide(by)),
    ...booked(facts),
    ...syncs(facts, ['calendar', 'announcement', 'cards', 'home']),
  ];
}

/** The mentor moved the event in their own calendar, and hears that it was understood. */
export function afterCalendarMove(facts: Consequence): Effect[] {
  return [...afterReschedule(facts, 'mentor'), ...tell(facts, 'calendar-moved', 'mentor')];
}

/** The event goes back. At most once an hour: whatever keeps moving it would do so for ever. */
export function afterCalendarBack(facts: Consequence): Effect[] {
  const cause = `back-${Math.floor(facts.now / (60 * minute))}`;
  return [...tell(facts, 'calendar-back', 'mentor'), ...syncs(facts, ['calendar'], cause)];
}

/** Where nobody answers, there is an event again in good time. */
const putBackBefore = 60 * minute;

export function afterCalendarGone(facts: Consequence, how: 'gone' | 'declined'): Effect[] {
  const { meeting, now } = facts;
  const cause = `gone-${meeting.revision}`;
  const backAt = Math.max(now, meeting.scheduledAt - putBackBefore);
  return [
    meetingEffect(meeting, { sort: 'notice', kind: `calendar-${how}`, to: meeting.mentorId }, now, cause),
    meetingEffect(meeting, { sort: 'sync', kind: 'calendar' }, backAt, cause),
  ];
}

export function afterPutBack(facts: Consequence): Effect[] {
  return syncs(facts, ['calendar', 'cards', 'home'], `put-back-${facts.meeting.revision}`);
}

export function afterCancel(facts: Consequence, by: Side, before: Status): Effect[] {
  const announced = before !== 'requested';
  return [
    ...tell(facts, 'cancelled', otherSide(by)),
    ...syncs(facts, announced ? ['calendar', 'announcement', 'cards', 'home'] : ['cards', 'home']),
  ];
}

export function afterExpire(facts: Consequence): Effect[] {
  return [...tell(facts, 'expired', 'learner'), ...syncs(facts, ['cards', 'home'])];
}

export function afterStart(facts: Consequence): Effect[] {
  return [
    ...clock(facts, 'complete', meetingInterval(facts.meeting).end),
    ...syncs(facts, ['announcement', 'cards', 'home']),
  ];
}

export function afterComplete(facts: Consequence): Effect[] {
  return [
    ...tell(facts, 'follow-up', 'learner'),
    ...tell(facts, 'follow-up', 'mentor'),
    ...syncs(facts, ['announcement', 'cards', 'home']),
  ];
}

/** The link came, or somebody could not be reached: what was already said is brought up to date. */
export function refresh(facts: Consequence, cause: string): Effect[] {
  return syncs(facts, ['cards', 'home'], cause);
}

/** A person could not be reached about the meeting: the other side learns it. */
export function afterUnreached(facts: Consequence, unreached: Side, cause: string): Effect[] {
  const to = personOn(facts.meeting, otherSide(unreached));
  return [meetingEffect(facts.meeting, { sort: 'notice', kind: 'unreached', to }, facts.now), ...refresh(facts, cause)];
}

/** There is no link: the mentor has to send one. */
export function afterNoLink(facts: Consequence): Effect[] {
  return tell(facts, 'no-link', 'mentor');
}

/** The room cannot be entered without being admitted: the mentor has to know. */
export function afterRoomClosed(facts: Consequence): Effect[] {
  return tell(facts, 'room-closed', 'mentor');
}

/** What waits for a scheduled session: its start, and the reminders that still lie ahead. */
function booked(facts: Consequence): Effect[] {
  const { meeting, program, now } = facts;
  const reminders = program.settings.reminders.flatMap((minutes) => {
    const dueAt = meeting.scheduledAt - minutes * minute;
    if (dueAt <= now) return [];
    return (['mentor', 'learner'] as const).map((side) =>
      meetingEffect(meeting, { sort: 'notice', kind: 'reminder', to: personOn(meeting, side), minutes }, dueAt),
    );
  });
  return [...clock(facts, 'start', meeting.scheduledAt), ...reminders];
}

function tell(facts: Consequence, kind: NoticeKind, side: Side): Effect[] {
  return [meetingEffect(facts.meeting, { sort: 'notice', kind, to: personOn(facts.meeting, side) }, facts.now)];
}

function clock(facts: Consequence, kind: 'expire' | 'start' | 'complete', at: Instant | null): Effect[] {
  return at === null ? [] : [meetingEffect(facts.meeting, { sort: 'clock', kind }, at)];
}

function syncs(
  facts: Consequence,
  kinds: readonly ('calendar' | 'announcement' | 'cards' | 'home')[],
  cause?: string,
): Effect[] {
  const { meeting, mentor, learner, program, now } = facts;
  const whats = kinds.flatMap((kind): EffectKind[] => {
    if (kind === 'calendar') return [{ sort: 'sync', kind }];
    if (kind === 'announcement') {
      return program.communities
        .filter((community) => community.announcementChannelId !== null)
        .map((community) => ({ sort: 'sync', kind, community: community.id }));
    }
    if (kind === 'cards') return [meeting.mentorId, meeting.learnerId].map((of) => ({ sort: 'sync', kind, of }));
    // Only Slack has a home page for each person.
    return [mentor, learner]
      .filter((person) => person.accounts.some((account) => account.platform === 'slack'))
      .map((person) => ({ sort: 'sync', kind, of: person.id }));
  });
  return whats.map((what) => meetingEffect(meeting, what, now, cause));
}
