import { Schema } from 'mongoose';
import type { Place } from '#core/effects/effect.ts';
import type { MeetingId, PersonId, ProgramId } from '#core/ids.ts';
import { type HistoryEntry, isLive, type Meeting, meetingInterval, type Status } from '#core/meetings/meeting.ts';
import type { QueueDocument, QueuedEffect } from './effect-queue.ts';

/**
 * A meeting with its effects and places, so that all of them change in one write. Without a `status` it is a **reservation**: cells that a
 * booking has taken and will either turn into a meeting or give back within moments.
 */
export interface MeetingDocument extends QueueDocument {
  _id: MeetingId;
  programId?: ProgramId;
  mentorId: PersonId;
  learnerId: PersonId;
  /** Both of them, for one index. */
  personIds: PersonId[];
  subject?: string;
  description?: string;
  scheduledAt: Date;
  /** Minutes. */
  duration: number;
  endsAt: Date;
  meetingLink?: string | null;
  linkGivenUp?: boolean;
  meetingId?: string | null;
  status?: Status;
  version?: number;
  revision?: number;
  expiresAt?: Date | null;
  reason?: string;
  unreached?: Meeting['unreached'];
  history?: (Omit<HistoryEntry, 'at' | 'scheduledAt'> & { at: Date; scheduledAt?: Date })[];
  createdAt?: Date;
  updatedAt?: Date;
  places?: Place[];
  /** See holds.ts. None while the meeting is not live. */
  holds?: string[];
  /** While cells are held that the meeting does not (yet) need: who took them, and when by the clock of that process. */
  reservedBy?: string | undefined;
  reservedAt?: Date | undefined;
}

const inside = { _id: false, strict: 'throw', minimize: false } as const;

const effectSchema = new Schema<QueuedEffect>(
  {
    id: String,
    programId: String,
    version: Number,
    what: Schema.Types.Mixed,
    lane: String,
    dueAt: Date,
    state: String,
    readyAt: Date,
    token: String,
    attempt: Number,
    unanswered: Number,
    reason: String,
    settledAt: Date,
  },
  inside,
);

/** The fields of every document that holds effects. Arrays have no default: what a document does not hold, no index shall see. */
export const queueFields = {
  effects: { type: [effectSchema], default: undefined },
  claimableAt: Date,
  failedAt: Date,
  pruneAt: Date,
  writes: Number,
};

export const meetingSchema = new Schema<MeetingDocument>(
  {
    _id: String,
    programId: String,
    mentorId: String,
    learnerId: String,
    personIds: { type: [String], default: undefined },
    subject: String,
    description: String,
    scheduledAt: Date,
    duration: Number,
    endsAt: Date,
    meetingLink: String,
    linkGivenUp: Boolean,
    meetingId: String,
    status: String,
    version: Number,
    revision: Number,
    expiresAt: Date,
    reason: String,
    unreached: { type: [new Schema({ personId: String, platform: String }, inside)], default: undefined },
    history: {
      type: [new Schema({ at: Date, by: String, what: String, scheduledAt: Date }, inside)],
      default: undefined,
    },
    createdAt: Date,
    updatedAt: Date,
    places: {
      type: [
        new Schema(
          {
            key: String,
            personId: String,
            ref: new Schema({ platform: String, channelId: String, messageId: String }, inside),
            notice: Schema.Types.Mixed,
            shown: String,
          },
          inside,
        ),
      ],
      default: undefined,
    },
    holds: { type: [String], default: undefined },
    reservedBy: String,
    reservedAt: Date,
    ...queueFields,
  },
  { strict: 'throw', minimize: false, versionKey: false, collection: 'meetings' },
);

// One slot is taken once: the index refuses a cell that another document holds. Sparse, because what is not live holds nothing. (A partial index by
// $type would do as well for the refusal, but MongoDB would not use it to find out who is in the way.)
meetingSchema.index({ holds: 1 }, { name: 'holds', unique: true, sparse: true });
// A page of somebody's meetings, busy times, and the live meetings of two people about to be linked.
meetingSchema.index({ personIds: 1, scheduledAt: 1, _id: 1 }, { name: 'of-person' });
// Whether a programme has live meetings, asked before a community leaves it.
meetingSchema.index({ programId: 1, status: 1 }, { name: 'of-program' });
// The meetings of a programme in the order they end: its overview and its list.
meetingSchema.index({ programId: 1, endsAt: 1, _id: 1 }, { name: 'of-program-by-end' });
// What can be claimed now, and when there is something next.
meetingSchema.index({ claimableAt: 1 }, { name: 'claimable', sparse: true });
// What was given up, latest first.
meetingSchema.index({ failedAt: -1 }, { name: 'failed', sparse: true });
// What may be forgotten.
meetingSchema.index({ pruneAt: 1 }, { name: 'prunable', sparse: true });
// Reservations, to find those whose process died.
meetingSchema.index({ reservedAt: 1 }, { name: 'reserved', sparse: true });

/** The meeting's own fields. */
export function meetingFields(meeting: Meeting) {
  const { id: _, scheduledAt, expiresAt, history, createdAt, updatedAt, ...rest } = meeting;
  return {
    ...rest,
    personIds: personIdsOf(meeting),
    scheduledAt: new Date(scheduledAt),
    endsAt: new Date(meetingInterval(meeting).end),
    expiresAt: expiresAt === null ? null : new Date(expiresAt),
    history: history.map(({ at, scheduledAt: asked, ...entry }) => ({
      ...entry,
      at: new Date(at),
      ...(asked !== undefined && { scheduledAt: new Date(asked) }),
    })),
    createdAt: new Date(createdAt),
    updatedAt: new Date(updatedAt),
  };
}

export function personIdsOf({ mentorId, learnerId }: Pick<Meeting, 'mentorId' | 'learnerId'>): PersonId[] {
  return mentorId === learnerId ? [mentorId] : [mentorId, learnerId];
}

/** Null for a reservation. */
export function toMeeting(doc: MeetingDocument): Meeting | null {
  const { status, programId, version, revision, createdAt, updatedAt } = doc;
  if (!status || !programId || version === undefined || revision === undefined || !createdAt || !updatedAt) return null;
  return {
    id: doc._id,
    programId,
    mentorId: doc.mentorId,
    learnerId: doc.learnerId,
    subject: doc.subject ?? '',
    description: doc.description ?? '',
    scheduledAt: doc.scheduledAt.getTime(),
    duration: doc.duration,
    meetingLink: doc.meetingLink ?? null,
    linkGivenUp: doc.linkGivenUp ?? false,
    meetingId: doc.meetingId ?? null,
    status,
    version,
    revision,
    expiresAt: doc.expiresAt?.getTime() ?? null,
    reason: doc.reason ?? '',
    unreached: doc.unreached ?? [],
    history: (doc.history ?? []).map(({ at, scheduledAt, ...entry }) => ({
      ...entry,
      at: at.getTime(),
      ...(scheduledAt && { scheduledAt: scheduledAt.getTime() }),
    })),
    createdAt: createdAt.getTime(),
    updatedAt: updatedAt.getTime(),
  };
}

/** When the meeting's settled effects and places may be forgotten: from its end on, when it is over. */
export function pruneAtOf(
  { status, endsAt }: Pick<MeetingDocument, 'status' | 'endsAt'>,
  effects: readonly QueuedEffect[],
  places: readonly Place[],
): Date | undefined {
  if (!status || isLive(status)) return undefined;
  return places.length > 0 || effects.some(({ readyAt }) => !readyAt) ? endsAt : undefined;
}
