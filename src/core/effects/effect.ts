import type { CommunityId, EffectId, MeetingId, PersonId, ProgramId } from '#core/ids.ts';
import type { Instant } from '#core/time/clock.ts';

/**
 * The closed list of what can be carried out.
 * - **notice**: tells one person something that happened or will. Goes out in order per person and meeting, and only while it still applies.
 * - **mail**: the same by mail, beside the notice. Has a lane of its own, so that a mail server that is down delays nothing.
 * - **sync**: makes something outside agree with the meeting as it is when the sync runs.
 * - **clock**: something that happens to the meeting by itself when its time comes.
 */
export type EffectKind =
  | { sort: 'notice'; kind: NoticeKind; to: PersonId /** Reminders: minutes before the start. */; minutes?: number }
  | { sort: 'mail'; kind: MailKind; to: PersonId; minutes?: number }
  | { sort: 'sync'; kind: 'calendar' }
  /** The card in a community's announcement channel. */
  | { sort: 'sync'; kind: 'announcement'; community: CommunityId }
  /** The messages about the meeting that a person was sent before. */
  | { sort: 'sync'; kind: 'cards'; of: PersonId }
  /** The Slack home of a person. */
  | { sort: 'sync'; kind: 'home'; of: PersonId }
  | { sort: 'clock'; kind: 'expire' | 'start' | 'complete' };

export type NoticeKind =
  | 'request'
  | 'accepted'
  | 'declined'
  | 'explained'
  | 'rescheduled'
  | 'cancelled'
  | 'expired'
  | 'reminder'
  | 'follow-up'
  /** The other side could not be reached. */
  | 'unreached'
  /** No link could be made: the mentor has to send one. */
  | 'no-link'
  /** The Meet room could not be opened for guests: the mentor has to admit them. */
  | 'room-closed'
  /** To an organiser: Google no longer accepts our token. Belongs to no meeting. */
  | 'google-lost'
  /** To the mentor: they moved the event in their own calendar, and so the session. */
  | 'calendar-moved'
  /** To the mentor: the event was moved in the calendar, and is back. */
  | 'calendar-back'
  /** To the mentor: the event was deleted in the calendar. Cancel, or put it back? */
  | 'calendar-gone'
  /** The same, where its owner said in the calendar that they do not come. */
  | 'calendar-declined'
  /** To a mentor: Google no longer lets us into their own calendar. Belongs to no meeting. */
  | 'calendar-lost'
  /** To a person: a Google account can sign in as them from now on. Belongs to no meeting. */
  | 'google-connected';

export type MailKind = 'invitation' | 'change' | 'cancellation' | 'reminder';

export interface Effect {
  id: EffectId;
  /** Null for a notice that belongs to no meeting. */
  meetingId: MeetingId | null;
  /** The programme a meeting-less notice is about; null where there is a meeting, or it is about a person alone. */
  programId: ProgramId | null;
  /** The meeting's version this was decided for; 0 without a meeting. */
  version: number;
  what: EffectKind;
  /** Effects of one lane run one at a time; notices of one lane in order of due time, then of writing. */
  lane: string;
  dueAt: Instant;
}

/** Where something about a meeting is shown or kept, so that it can be changed later. */
export interface Place {
  /** `card:<effect id>`, `announcement:<community id>`. One place per key and meeting. */
  key: string;
  /** Who reads it; null for a channel. */
  personId: PersonId | null;
  /** The messenger's own reference to the message. */
  ref: MessageRef;
  /** The notice that made it; null for an announcement. */
  notice: { kind: NoticeKind; version: number; minutes?: number } | null;
  /** Fingerprint of what is shown, so that nothing is edited without need. */
  shown: string;
}

export interface MessageRef {
  platform: 'discord' | 'slack';
  channelId: string;
  messageId: string;
}

function meetingLane(meetingId: MeetingId, what: EffectKind): string {
  if (what.sort === 'notice') return `${meetingId}/${what.to}`;
  if (what.sort === 'mail') return `${meetingId}/mail/${what.to}`;
  if (what.sort === 'clock') return `${meetingId}/clock`;
  if (what.kind === 'calendar') return `${meetingId}/calendar`;
  if (what.kind === 'announcement') return `${meetingId}/${what.community}`;
  // Cards share the lane of the person's notices, so that a card is never edited while it is being sent.
  if (what.kind === 'cards') return `${meetingId}/${what.of}`;
  return `${meetingId}/home/${what.of}`;
}

function effectId(meetingId: MeetingId, version: number, what: EffectKind): EffectId {
  const target =
    what.sort === 'notice' || what.sort === 'mail'
      ? `:${what.to}${what.minutes === undefined ? '' : `:${what.minutes}`}`
      : 'community' in what
        ? `:${what.community}`
        : 'of' in what
          ? `:${what.of}`
          : '';
  const kind = what.sort === 'mail' ? `mail-${what.kind}` : what.kind;
  return `${meetingId}:${version}:${kind}${target}` as EffectId;
}

/** An effect of a meeting, due at a moment. `cause` tells it apart where one version needs the same thing again. */
export function meetingEffect(
  meeting: { id: MeetingId; version: number },
  what: EffectKind,
  dueAt: Instant,
  cause?: string,
): Effect {
  const id = effectId(meeting.id, meeting.version, what);
  return {
    id: cause === undefined ? id : (`${id}:${cause}` as EffectId),
    meetingId: meeting.id,
    programId: null,
    version: meeting.version,
    what,
    lane: meetingLane(meeting.id, what),
    dueAt,
  };
}
