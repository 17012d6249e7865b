import { insideHours } from '#core/availability/hours-intervals.ts';
import type { MentorProfile } from '#core/people/person.ts';
import { day, type Instant, minute } from '#core/time/clock.ts';
import type { Refusal } from './decision.ts';
import { limits } from './meeting.ts';

/** Is this a time at which a meeting may begin at all? Null when it is. */
export function checkTime(scheduledAt: Instant, now: Instant): Refusal | null {
  if (scheduledAt <= now) return { reason: 'past' };
  if (scheduledAt > now + limits.horizon * day) return { reason: 'too-far', days: limits.horizon };
  const grid = limits.grid * minute;
  const before = Math.floor(scheduledAt / grid) * grid;
  if (before !== scheduledAt) return { reason: 'off-grid', before, after: before + grid };
  return null;
}

/** Does it leave the mentor the notice they asked for? Null when it does. */
export function checkNotice(scheduledAt: Instant, mentor: MentorProfile, now: Instant): Refusal | null {
  const earliest = now + mentor.notice * minute;
  return scheduledAt < earliest ? { reason: 'too-soon', earliest } : null;
}

export function insideMentorHours(scheduledAt: Instant, duration: number, mentor: MentorProfile): boolean {
  return insideHours(mentor, mentor.hoursZone, { start: scheduledAt, end: scheduledAt + duration * minute });
}
