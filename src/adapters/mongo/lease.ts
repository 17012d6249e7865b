import { randomUUID } from 'node:crypto';
import { type Model, trusted } from 'mongoose';
import type { Lease } from '#core/lease.ts';
import type { LeaseDocument } from './collections.ts';
import { guarded, violatedIndex } from './storage-error.ts';

/**
 * Takes the lease, or null while somebody else has it. It ends `milliseconds` after the last renewal, by the clocks of the processes; those have to
 * agree to a small part of it.
 */
export async function takeLease(
  leases: Model<LeaseDocument>,
  name: string,
  milliseconds: number,
): Promise<Lease | null> {
  const token = randomUUID();
  const until = () => new Date(Date.now() + milliseconds);
  const taken = await guarded(async () => {
    try {
      const filter = { _id: name, until: trusted({ $lte: new Date(Date.now()) }) };
      await leases.updateOne(filter, { $set: { token, until: until() } }, { upsert: true });
      return true;
    } catch (error) {
      // The document is there and its time has not come: the upsert would have made a second one.
      if (violatedIndex(error) !== null) return false;
      throw error;
    }
  });
  if (!taken) return null;
  return {
    renew: () =>
      guarded(
        async () => (await leases.updateOne({ _id: name, token }, { $set: { until: until() } })).matchedCount === 1,
      ),
    release: () =>
      guarded(async () => {
        await leases.deleteOne({ _id: name, token });
      }),
  };
}
