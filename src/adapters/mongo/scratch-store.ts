import { trusted } from 'mongoose';
import type { ScratchStore } from '#core/scratch-store.ts';
import type { Collections } from './collections.ts';
import { guarded } from './storage-error.ts';

export function createMongoScratchStore({ scratch }: Pick<Collections, 'scratch'>): ScratchStore {
  const current = (kind: string, id: string, now: number) => ({
    _id: `${kind}:${id}`,
    expiresAt: trusted({ $gt: new Date(now) }),
  });
  const parse = (doc: { data: string } | null): unknown => (doc ? JSON.parse(doc.data) : null);

  return {
    put: (kind, id, data, expiresAt) =>
      guarded(async () => {
        const fields = { data: JSON.stringify(data ?? null), expiresAt: new Date(expiresAt) };
        await scratch.updateOne({ _id: `${kind}:${id}` }, { $set: fields }, { upsert: true });
      }),

    get: (kind, id, now) => guarded(async () => parse(await scratch.findOne(current(kind, id, now)).lean())),

    take: (kind, id, now) => guarded(async () => parse(await scratch.findOneAndDelete(current(kind, id, now)).lean())),

    prune: (now) =>
      guarded(async () => {
        const { deletedCount } = await scratch.deleteMany({ expiresAt: trusted({ $lte: new Date(now) }) });
        return deletedCount;
      }),
  };
}
