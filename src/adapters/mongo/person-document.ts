import { Schema } from 'mongoose';
import type { PersonId } from '#core/ids.ts';
import type { Account, MentorProfile, Person } from '#core/people/person.ts';

/**
 * One account, and the person it made when it first arrived. People who were linked stay documents of their own that point at the one they are part
 * of now, so that linking is one write: setting `mergedInto`.
 */
export interface PersonDocument {
  _id: PersonId;
  account: Account;
  zone: string | null;
  /** Whether the person said the zone; otherwise the platform told it. */
  zoneSaid: boolean;
  mentor: MentorProfile | null;
  /** How often the profile was written here; not there before the first time. */
  mentorRevision?: number;
  /** Set on who is a mentor, and on whoever was ever linked with anybody: only there is it worth looking for mentors. */
  perhapsMentor?: boolean;
  mergedInto?: PersonId;
  /** Order among those merged into the same person. */
  position?: number;
  /** While a link is being made, which may still be refused: sessions are held for both as if it were made. */
  linkingTo?: PersonId;
  updatedAt: Date;
}

const inside = { _id: false, strict: 'throw', minimize: false } as const;

export const personSchema = new Schema<PersonDocument>(
  {
    _id: String,
    account: new Schema<Account>(
      {
        key: String,
        platform: String,
        userId: String,
        workspaceId: String,
        name: String,
        communityIds: [String],
        roomId: String,
      },
      inside,
    ),
    zone: String,
    zoneSaid: Boolean,
    mentor: new Schema<MentorProfile>(
      {
        topics: [String],
        hours: Schema.Types.Mixed,
        exceptions: Schema.Types.Mixed,
        hoursZone: String,
        duration: Number,
        notice: Number,
        open: Boolean,
      },
      inside,
    ),
    mentorRevision: Number,
    perhapsMentor: Boolean,
    mergedInto: String,
    position: Number,
    linkingTo: String,
    updatedAt: Date,
  },
  { strict: 'throw', minimize: false, versionKey: false, collection: 'people' },
);

// Who clicked; unique, so that racing arrivals of one account agree on one person.
personSchema.index({ 'account.key': 1 }, { name: 'account', unique: true });
// All that was linked into a person.
personSchema.index({ mergedInto: 1 }, { name: 'merged', sparse: true });
// Links that are being made, also those whose process died.
personSchema.index({ linkingTo: 1 }, { name: 'linking', sparse: true });
// The mentors of some communities. Partial, because nearly everybody is a learner.
personSchema.index(
  { 'account.communityIds': 1 },
  { name: 'mentors', partialFilterExpression: { perhapsMentor: true } },
);

/** A person from all their documents, the one that stands for them first. */
export function toPerson([root, ...others]: readonly PersonDocument[]): Person | null {
  if (!root) return null;
  const family = [root, ...others];
  return {
    id: root._id,
    ids: family.map(({ _id }) => _id),
    accounts: family.map(({ account }) => ({ ...account, communityIds: [...account.communityIds].sort() })),
    // The first account is the one the person chose to keep, and its name is the one they go by.
    name: root.account.name,
    zone: zoneOf(family).zone,
    mentor: mentorOf(family),
    mentorRevision: revisionOf(family),
    updatedAt: Math.max(...family.map(({ updatedAt }) => updatedAt.getTime())),
  };
}

/** Of the mentor profile: so linking raises it wherever a profile came along, without a write to the one that is kept. */
export function revisionOf(family: readonly PersonDocument[]): number {
  return family.reduce((sum, { mentorRevision = 0 }) => sum + mentorRevision, 0);
}

/** Profiles that were written before there were exceptions have none. */
function mentorOf(family: readonly PersonDocument[]): MentorProfile | null {
  const mentor = family.find((one) => one.mentor)?.mentor;
  return mentor ? { ...mentor, exceptions: mentor.exceptions ?? [] } : null;
}

/** The kept one's own zone, or else that of the first who has one. */
export function zoneOf(family: readonly PersonDocument[]): Pick<PersonDocument, 'zone' | 'zoneSaid'> {
  const { zone, zoneSaid } = family.find((one) => one.zone !== null) ?? { zone: null, zoneSaid: false };
  return { zone, zoneSaid };
}
