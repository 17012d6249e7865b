import { createHash } from 'node:crypto';
import { CalendarError, type MeetLinks } from '#core/calendar/meet-links.ts';
import { afterNoLink, afterRoomClosed, refresh } from '#core/effects/consequences.ts';
import type { Effect } from '#core/effects/effect.ts';
import type { EffectStore } from '#core/effects/effect-store.ts';
import type { EffectId } from '#core/ids.ts';
import { meetingInterval } from '#core/meetings/meeting.ts';
import type { MeetingView } from '#core/meetings/meetings.ts';
import { minute } from '#core/time/clock.ts';
import { done, dropped, failed, later, type Result, type Work } from './outcome.ts';

export interface CalendarPorts {
  meetLinks: MeetLinks;
  /** Where people meet when the calendar makes no link. */
  otherLinks: MeetLinks;
  effects: EffectStore;
  /** Names the Google connection, so that its loss is said once. */
  connection: string;
}

/** Whoever still has no link this long before the start gets another one, or is told that the mentor sends one. The calendar goes on being asked. */
const linkNeeded = 30 * minute;

/** Makes the calendar agree with the meeting, and the meeting know its link. */
export async function syncCalendar(work: Work, ports: CalendarPorts): Promise<Result> {
  const { view, now } = work;
  if (!view) return dropped('the session is gone');
  const { meeting, mentor, learner } = view;
  // An event that should be gone is still removed; one that should be there helps nobody any more.
  const removing = ['cancelled', 'declined', 'expired'].includes(meeting.status);
  if (!removing && now >= meetingInterval(meeting).end) return dropped('the session is over');
  const zone = mentor.mentor?.hoursZone ?? mentor.zone ?? 'UTC';
  const facts = { meeting, mentorIds: mentor.ids, mentorName: mentor.name, learnerName: learner.name, zone };
  try {
    const state = await ports.meetLinks.agree(facts);
    if (state.pending)
      return {
        ...later(work, 'the Meet link is still being made'),
        ...known(work, view, state.eventId, meeting.meetingLink),
      };
    const link = state.link ?? (await ports.otherLinks.agree(facts)).link;
    return { ...done, ...known(work, view, state.eventId, link, { removing, closed: state.roomOpen === false }) };
  } catch (error) {
    if (!(error instanceof CalendarError)) throw error;
    if (error.code === 'token-lost') await ports.effects.add(lostNotices(work, ports.connection));
    const retryAfter = error.code === 'token-lost' ? 10 * minute : error.retryAfter;
    const outcome = error.code === 'refused' ? failed(error.message) : later(work, error.message, { retryAfter });
    const soon = now >= meeting.scheduledAt - linkNeeded;
    if (meeting.meetingLink !== null || (error.code !== 'refused' && !soon)) return outcome;
    const { link } = await ports.otherLinks.agree(facts);
    return { ...outcome, ...known(work, view, meeting.meetingId, link, { removing, closed: false }) };
  }
}

/** What the meeting learns from the calendar, and who has to hear of it. `settled` is absent while the link is still being made. */
function known(
  { now }: Work,
  view: MeetingView,
  meetingId: string | null,
  meetingLink: string | null,
  settled?: { removing: boolean; closed: boolean },
): Pick<Result, 'meeting' | 'effects'> {
  const before = view.meeting;
  const linkGivenUp = settled !== undefined && !settled.removing && meetingLink === null;
  const facts = { meetingId, meetingLink, linkGivenUp };
  const after = { ...view, meeting: { ...before, ...facts }, now };
  const effects: Effect[] = [];
  // Whoever was asked what to do without the event sees that there is one again.
  const remade = before.meetingLink !== null && before.meetingId === null && meetingId !== null;
  const shown = meetingLink !== before.meetingLink || linkGivenUp !== before.linkGivenUp || remade;
  // A link may change more than once in one version: another place first, the calendar's own when it is back.
  if (shown && !settled?.removing) effects.push(...refresh(after, `calendar-${before.revision}`));
  if (linkGivenUp && !before.linkGivenUp) effects.push(...afterNoLink(after));
  if (settled?.closed) effects.push(...afterRoomClosed(after));
  return {
    ...(shown || meetingId !== before.meetingId ? { meeting: facts } : {}),
    ...(effects.length > 0 ? { effects } : {}),
  };
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
