import { createHash } from 'node:crypto';
import { CalendarError, type MeetLinks } from '#core/calendar/meet-links.ts';
import { afterRoomClosed, refresh } from '#core/effects/consequences.ts';
import type { Effect } from '#core/effects/effect.ts';
import type { EffectStore } from '#core/effects/effect-store.ts';
import type { EffectId } from '#core/ids.ts';
import { meetingInterval } from '#core/meetings/meeting.ts';
import { minute } from '#core/time/clock.ts';
import { done, dropped, failed, later, type Result, type Work } from './outcome.ts';

export interface CalendarPorts {
  meetLinks: MeetLinks;
  effects: EffectStore;
  /** Names the Google connection, so that its loss is said once. */
  connection: string;
}

/** Makes the calendar agree with the meeting, and the meeting know its link. */
export async function syncCalendar(work: Work, ports: CalendarPorts): Promise<Result> {
  const { view, now } = work;
  if (!view) return dropped('the session is gone');
  const { meeting, mentor, learner } = view;
  // An event that should be gone is still removed; one that should be there helps nobody any more.
  const removing = ['cancelled', 'declined', 'expired'].includes(meeting.status);
  if (!removing && now >= meetingInterval(meeting).end) return dropped('the session is over');
  try {
    const zone = mentor.mentor?.hoursZone ?? mentor.zone ?? 'UTC';
    const state = await ports.meetLinks.agree({ meeting, mentorName: mentor.name, learnerName: learner.name, zone });
    const changed = state.link !== meeting.meetingLink || state.eventId !== meeting.meetingId;
    const effects: Effect[] = [];
    const after = { ...view, meeting: { ...meeting, meetingLink: state.link, meetingId: state.eventId }, now };
    if (state.link !== meeting.meetingLink && !removing) effects.push(...refresh(after, 'calendar'));
    if (state.roomOpen === false) effects.push(...afterRoomClosed(after));
    return {
      ...(state.pending ? later(work, 'the Meet link is still being made') : done),
      ...(changed ? { meeting: { meetingLink: state.link, meetingId: state.eventId } } : {}),
      ...(effects.length > 0 ? { effects } : {}),
    };
  } catch (error) {
    if (!(error instanceof CalendarError)) throw error;
    if (error.code === 'refused') return failed(error.message);
    if (error.code === 'unavailable') return later(work, error.message, { retryAfter: error.retryAfter });
    await ports.effects.add(lostNotices(work, ports.connection));
    return later(work, error.message, { retryAfter: 10 * minute });
  }
}

/** To everybody who helps to run the programme, once for each connection that was lost. */
function lostNotices({ view, now }: Work, connection: string): Effect[] {
  if (!view) return [];
  const { program } = view;
  const name = createHash('sha256').update(connection).digest('hex').slice(0, 16);
  return [...new Set([...program.contactIds, ...program.organizerIds])].map((to) => ({
    id: `google-lost:${name}:${to}` as EffectId,
    meetingId: null,
    programId: program.id,
    version: 0,
    what: { sort: 'notice', kind: 'google-lost', to },
    lane: `google-lost/${to}`,
    dueAt: now,
  }));
}
