import { Schema } from 'mongoose';
import type { Credential } from '#core/access/credential.ts';
import type { ProgramId } from '#core/ids.ts';

export interface CredentialDocument extends Pick<Credential, 'kind' | 'personId' | 'label' | 'scope'> {
  _id: string;
  organizes: { programId: ProgramId; until: Date }[];
  createdAt: Date;
  usedAt?: Date;
  /** Not there on what ends only when it is revoked, which so is in no index that is searched for ends. */
  expiresAt?: Date;
}

export const credentialSchema = new Schema<CredentialDocument>(
  {
    _id: String,
    kind: String,
    personId: String,
    label: String,
    scope: String,
    organizes: [{ _id: false, programId: String, until: Date }],
    createdAt: Date,
    usedAt: Date,
    expiresAt: Date,
  },
  { strict: 'throw', minimize: false, versionKey: false, collection: 'credentials' },
);
// The list on somebody's page, and the one feed. Every request comes by the id, which has its own index.
credentialSchema.index({ personId: 1, kind: 1, createdAt: -1 }, { name: 'of-person' });
// What is past its time. Not a TTL index: those go by the server's clock, and we by ours.
credentialSchema.index({ expiresAt: 1 }, { name: 'expiry', sparse: true });

export function credentialFields(credential: Credential): Omit<CredentialDocument, '_id'> {
  const { kind, personId, label, scope, organizes, createdAt, usedAt, expiresAt } = credential;
  return {
    ...{ kind, personId, label, scope },
    organizes: organizes.map(({ programId, until }) => ({ programId, until: new Date(until) })),
    createdAt: new Date(createdAt),
    ...(usedAt !== null && { usedAt: new Date(usedAt) }),
    ...(expiresAt !== null && { expiresAt: new Date(expiresAt) }),
  };
}

export function toCredential(doc: CredentialDocument): Credential {
  const { _id: id, kind, personId, label, scope, organizes, createdAt, usedAt, expiresAt } = doc;
  return {
    ...{ id, kind, personId, label, scope },
    organizes: organizes.map(({ programId, until }) => ({ programId, until: until.getTime() })),
    createdAt: createdAt.getTime(),
    usedAt: usedAt?.getTime() ?? null,
    expiresAt: expiresAt?.getTime() ?? null,
  };
}
