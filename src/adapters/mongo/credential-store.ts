import { trusted } from 'mongoose';
import type { CredentialStore } from '#core/access/credential-store.ts';
import type { PersonId } from '#core/ids.ts';
import type { Collections } from './collections.ts';
import { credentialFields, toCredential } from './credential-document.ts';
import { guarded } from './storage-error.ts';

export function createMongoCredentialStore({ credentials }: Pick<Collections, 'credentials'>): CredentialStore {
  const among = (personIds: readonly PersonId[]) => trusted({ $in: [...personIds] });

  return {
    add: (credential) =>
      guarded(async () => {
        await credentials.insertOne({ _id: credential.id, ...credentialFields(credential) });
      }),

    find: (id) =>
      guarded(async () => {
        const doc = await credentials.findOne({ _id: id }).lean();
        return doc && toCredential(doc);
      }),

    take: (id) =>
      guarded(async () => {
        const doc = await credentials.findOneAndDelete({ _id: id }).lean();
        return doc && toCredential(doc);
      }),

    listOf: (personIds, kind) =>
      guarded(async () => {
        const docs = await credentials
          .find({ personId: among(personIds), kind })
          .sort({ createdAt: -1, _id: 1 })
          .lean();
        return docs.map(toCredential);
      }),

    setUsed: (id, { usedAt, expiresAt }) =>
      guarded(async () => {
        const fields = { usedAt: new Date(usedAt), ...(expiresAt !== null && { expiresAt: new Date(expiresAt) }) };
        await credentials.updateOne({ _id: id }, { $set: fields });
      }),

    remove: (id, personIds) =>
      guarded(async () => (await credentials.deleteOne({ _id: id, personId: among(personIds) })).deletedCount === 1),

    prune: (now) =>
      guarded(async () => {
        const { deletedCount } = await credentials.deleteMany({ expiresAt: trusted({ $lte: new Date(now) }) });
        return deletedCount;
      }),
  };
}
