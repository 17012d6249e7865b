import { describe, expect, it } from 'vitest';
import type { NoticeKind } from '#core/effects/effect.ts';
import { whyNotSay } from '#core/effects/notice-rules.ts';
import { type Meeting, type Status, statuses } from '#core/meetings/meeting.ts';
import { day, hour, minute } from '#core/time/clock.ts';
import { aMeeting, anEffect, leo, NOW } from '../../builders.ts';

const reminders = [24 * 60, 60, 10];
const scheduledAt = aMeeting().scheduledAt;
const end = scheduledAt + 30 * minute;

interface Moment {
  status: Status;
  /** How many changes there were since the notice was decided. */
  newer?: number;
  now?: number;
  minutes?: number;
  /** That there is no link. */
  linkGivenUp?: boolean;
}

function said(kind: NoticeKind, { status, newer = 0, now = NOW, minutes, linkGivenUp = true }: Moment): boolean {
  const meeting: Meeting = aMeeting({ status, version: 2 + newer, linkGivenUp });
  const what = { sort: 'notice', kind, to: leo, ...(minutes === undefined ? {} : { minutes }) } as const;
  const why = whyNotSay(anEffect({ ...meeting, version: 2 }, what), meeting, reminders, now);
  if (why !== null) expect(why).toMatch(/^[a-z].*[a-z]$/);
  return why === null;
}

/** The statuses in which a notice is still said: as decided, and after a newer change. */
const table: Record<Exclude<NoticeKind, 'reminder'>, { current: readonly Status[]; stale: readonly Status[] }> = {
  request: { current: ['requested'], stale: [] },
  accepted: { current: ['scheduled', 'in-progress'], stale: ['scheduled', 'in-progress'] },
  declined: { current: ['declined'], stale: ['declined'] },
  explained: { current: ['declined'], stale: ['declined'] },
  rescheduled: { current: ['scheduled'], stale: [] },
  cancelled: { current: ['cancelled'], stale: ['cancelled'] },
  expired: { current: ['expired'], stale: ['expired'] },
  'follow-up': { current: statuses, stale: statuses },
  unreached: { current: statuses, stale: statuses },
  'no-link': { current: ['scheduled', 'in-progress'], stale: ['scheduled', 'in-progress'] },
  'room-closed': { current: statuses, stale: statuses },
  'google-lost': { current: statuses, stale: statuses },
  'calendar-moved': { current: ['scheduled'], stale: [] },
  'calendar-back': { current: ['scheduled'], stale: [] },
  'calendar-gone': { current: ['scheduled'], stale: [] },
  'calendar-declined': { current: ['scheduled'], stale: [] },
  'calendar-lost': { current: statuses, stale: statuses },
  'google-connected': { current: statuses, stale: statuses },
};

describe('a notice is still said', () => {
  const kinds = Object.keys(table) as (keyof typeof table)[];

  it.each(kinds)('%s', (kind) => {
    expect(statuses.filter((status) => said(kind, { status }))).toEqual(table[kind].current);
    expect(statuses.filter((status) => said(kind, { status, newer: 1 }))).toEqual(table[kind].stale);
  });

  it('about the end for a day, and about the room until the end', () => {
    expect(said('follow-up', { status: 'completed', now: end + day - 1 })).toBe(true);
    expect(said('follow-up', { status: 'completed', now: end + day })).toBe(false);
    for (const kind of ['unreached', 'room-closed', 'no-link'] as const) {
      expect(said(kind, { status: 'scheduled', now: end - 1 })).toBe(true);
      expect(said(kind, { status: 'scheduled', now: end })).toBe(false);
    }
  });

  it('about a missing link only while it is missing', () => {
    expect(said('no-link', { status: 'scheduled', linkGivenUp: true })).toBe(true);
    expect(said('no-link', { status: 'scheduled', linkGivenUp: false })).toBe(false);
  });

  it('is a question about notices only', () => {
    const meeting = aMeeting({ status: 'cancelled', version: 9 });
    expect(whyNotSay(anEffect(meeting, { sort: 'sync', kind: 'calendar' }), meeting, reminders, NOW)).toBeNull();
  });
});

describe('a reminder', () => {
  const at = (minutes: number, now: number, moment: Partial<Moment> = {}) =>
    said('reminder', { status: 'scheduled', minutes, now, ...moment });

  it('is said in time, and a little late', () => {
    expect(at(24 * 60, scheduledAt - day)).toBe(true);
    expect(at(24 * 60, scheduledAt - 3 * hour)).toBe(true);
    expect(at(10, scheduledAt - 10 * minute)).toBe(true);
    expect(at(10, scheduledAt - 1)).toBe(true);
  });

  it('is dropped once the session has begun', () => {
    expect(at(10, scheduledAt)).toBe(false);
    expect(at(10, scheduledAt + day)).toBe(false);
  });

  it('is dropped when a later one is due as well', () => {
    expect(at(24 * 60, scheduledAt - hour - 1)).toBe(true);
    expect(at(24 * 60, scheduledAt - hour)).toBe(false);
    expect(at(60, scheduledAt - 11 * minute)).toBe(true);
    expect(at(60, scheduledAt - 10 * minute)).toBe(false);
  });

  it('is said only while the session is booked for the time it was about', () => {
    expect(statuses.filter((status) => at(10, scheduledAt - minute, { status }))).toEqual(['scheduled']);
    expect(at(10, scheduledAt - minute, { newer: 1 })).toBe(false);
  });
});
