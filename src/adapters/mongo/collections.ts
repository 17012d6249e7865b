/** Every collection of the database, by the name it goes by here. */
import { type Connection, type Model, Schema } from 'mongoose';
import type { CommunityId, PersonId, ProgramId } from '#core/ids.ts';
import type { Community, ProgramSettings } from '#core/programs/program.ts';
import { type ChangeDocument, changeSchema } from './change-document.ts';
import { type ConnectionDocument, connectionSchema } from './connection-document.ts';
import { type CredentialDocument, credentialSchema } from './credential-document.ts';
import type { QueueDocument } from './effect-queue.ts';
import { type MeetingDocument, meetingSchema, queueFields } from './meeting-document.ts';
import { type PersonDocument, personSchema } from './person-document.ts';

export interface ProgramDocument {
  _id: ProgramId;
  settings: ProgramSettings;
  organizerIds: PersonId[];
  contactIds: PersonId[];
  revision: number;
}

export interface CommunityDocument extends Omit<Community, 'id'> {
  _id: CommunityId;
  /** When it became known, which is the order communities are listed in. */
  seenAt: Date;
}

export interface ScratchDocument {
  /** `kind:id` */
  _id: string;
  /** JSON, because what people type may look like an operator. */
  data: string;
  expiresAt: Date;
}

export interface LeaseDocument {
  _id: string;
  token: string;
  until: Date;
}

export interface Collections {
  meetings: Model<MeetingDocument>;
  /** Notices that belong to no meeting: one document for each lane. */
  notices: Model<QueueDocument>;
  people: Model<PersonDocument>;
  programs: Model<ProgramDocument>;
  communities: Model<CommunityDocument>;
  scratch: Model<ScratchDocument>;
  leases: Model<LeaseDocument>;
  /** News for other processes, for a minute or two. */
  changes: Model<ChangeDocument>;
  credentials: Model<CredentialDocument>;
  googleAccounts: Model<ConnectionDocument>;
}

const strictly = { strict: 'throw', minimize: false, versionKey: false } as const;

const noticeSchema = new Schema<QueueDocument>({ _id: String, ...queueFields }, { ...strictly, collection: 'notices' });
// The same questions as for meetings, on far fewer documents.
noticeSchema.index({ claimableAt: 1 }, { name: 'claimable', sparse: true });
noticeSchema.index({ failedAt: -1 }, { name: 'failed', sparse: true });
noticeSchema.index({ pruneAt: 1 }, { name: 'prunable', sparse: true });

const programSchema = new Schema<ProgramDocument>(
  { _id: String, settings: Schema.Types.Mixed, organizerIds: [String], contactIds: [String], revision: Number },
  { ...strictly, collection: 'programs' },
);

const communitySchema = new Schema<CommunityDocument>(
  {
    _id: String,
    programId: String,
    platform: String,
    externalId: String,
    name: String,
    announcementChannelId: String,
    seenAt: Date,
  },
  { ...strictly, collection: 'communities' },
);
// The communities of a programme, in the order they became known.
communitySchema.index({ programId: 1, seenAt: 1, _id: 1 }, { name: 'of-program' });

const scratchSchema = new Schema<ScratchDocument>(
  { _id: String, data: String, expiresAt: Date },
  { ...strictly, collection: 'scratch' },
);
// What is past its time. Not a TTL index: those go by the server's clock, and we by ours.
scratchSchema.index({ expiresAt: 1 }, { name: 'expiry' });

const leaseSchema = new Schema<LeaseDocument>(
  { _id: String, token: String, until: Date },
  { ...strictly, collection: 'leases' },
);

export function defineCollections(connection: Connection): Collections {
  return {
    meetings: connection.model<MeetingDocument>('Meeting', meetingSchema),
    notices: connection.model<QueueDocument>('Notice', noticeSchema),
    people: connection.model<PersonDocument>('Person', personSchema),
    programs: connection.model<ProgramDocument>('Program', programSchema),
    communities: connection.model<CommunityDocument>('Community', communitySchema),
    scratch: connection.model<ScratchDocument>('Scratch', scratchSchema),
    leases: connection.model<LeaseDocument>('Lease', leaseSchema),
    changes: connection.model<ChangeDocument>('Change', changeSchema),
    googleAccounts: connection.model<ConnectionDocument>('GoogleAccount', connectionSchema),
    credentials: connection.model<CredentialDocument>('Credential', credentialSchema),
  };
}
