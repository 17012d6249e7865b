import { mayDo } from '#core/meetings/may-do.ts';
import { type Meeting, meetingInterval, personOn } from '#core/meetings/meeting.ts';
import type { Person } from '#core/people/person.ts';
import type { OwnMeeting } from '#core/queries/my-meetings.ts';
import type { Instant } from '#core/time/clock.ts';
import type { MeetingJson } from './schemas.ts';

export function toIso(at: Instant): string {
  return new Date(at).toISOString();
}

export function isoOrNull(at: Instant | null): string | null {
  return at === null ? null : toIso(at);
}

/** A session as the one on this side may see it. */
export function meetingJson({ view, side }: OwnMeeting, now: Instant): MeetingJson {
  const { meeting, mentor, learner } = view;
  const other = side === 'mentor' ? learner : mentor;
  return {
    id: meeting.id,
    programId: meeting.programId,
    status: meeting.status,
    side,
    mentor: personJson(mentor),
    learner: personJson(learner),
    subject: meeting.subject,
    description: meeting.description,
    scheduledAt: toIso(meeting.scheduledAt),
    endsAt: toIso(meetingInterval(meeting).end),
    duration: meeting.duration,
    meetingLink: meeting.meetingLink,
    expiresAt: isoOrNull(meeting.expiresAt),
    reason: meeting.reason,
    unreached: meeting.unreached
      .filter(({ personId }) => personId !== personOn(meeting, side))
      .map(({ platform }) => ({ name: other.name, platform })),
    can: mayDo(meeting, side, now),
    revision: meeting.revision,
    createdAt: toIso(meeting.createdAt),
    updatedAt: toIso(meeting.updatedAt),
  };
}

const rendered = new WeakMap<Meeting, Map<string, string>>();

/**
 * The same as text. Most sessions are asked for many times as they are, so each is written out once for each way it can look: what is not in the
 * meeting itself is in the key.
 */
export function meetingText(own: OwnMeeting, now: Instant): string {
  const { meeting, mentor, learner } = own.view;
  const people = [mentor, learner].flatMap(({ id, name, zone }) => [id, name, zone]);
  const key = [own.side, ...mayDo(meeting, own.side, now), ...people].join('\0');
  const ways = rendered.get(meeting) ?? new Map<string, string>();
  rendered.set(meeting, ways);
  const known = ways.get(key);
  if (known !== undefined) return known;
  const text = JSON.stringify(meetingJson(own, now));
  ways.set(key, text);
  return text;
}

function personJson({ id, name, zone }: Person): MeetingJson['mentor'] {
  return { id, name, zone };
}
