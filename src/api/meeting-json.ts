import { joinFrom } from '#core/meetings/join.ts';
import { mayDo, standsUntil } from '#core/meetings/may-do.ts';
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
    joinFrom: toIso(joinFrom(meeting)),
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

interface Rendered {
  mentor: Person;
  learner: Person;
  /** It was written out at `from`, and is the same until then. */
  from: Instant;
  until: Instant;
  text: string;
}

const rendered = { mentor: new WeakMap<Meeting, Rendered>(), learner: new WeakMap<Meeting, Rendered>() };

/** The same as text. Stores that keep what they read answer with the same objects until somebody writes; so long each is written out once for each side. */
export function meetingText(own: OwnMeeting, now: Instant): string {
  const { meeting, mentor, learner } = own.view;
  const known = rendered[own.side].get(meeting);
  if (known && known.mentor === mentor && known.learner === learner && known.from <= now && now < known.until)
    return known.text;
  const text = JSON.stringify(meetingJson(own, now));
  rendered[own.side].set(meeting, { mentor, learner, from: now, until: standsUntil(meeting, now), text });
  return text;
}

function personJson({ id, name, zone }: Person): MeetingJson['mentor'] {
  return { id, name, zone };
}
