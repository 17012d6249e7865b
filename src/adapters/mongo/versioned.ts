/** The compare-and-set that every change of a stored document goes through. */

import type { Model, QueryFilter, UpdateQuery } from 'mongoose';
import { StorageError } from '#core/storage-error.ts';

export interface Versioned {
  _id: string;
  /** Rises with every write to the document, whatever it changes. */
  writes: number;
}

/** What a write changes; a field that is `undefined` is removed from the document. */
export type Fields<Doc> = { [Key in keyof Omit<Doc, '_id' | 'writes'>]?: Doc[Key] | undefined };

/** How often a write that lost against another is decided anew. Somebody wins every round, so only a crowd on one document gets here. */
export const rounds = 200;

export function tooBusy(id: string): StorageError {
  return new StorageError(`Too many want to change ${id} at once`, { code: 'busy', retryable: true });
}

/** Writes if the document is still as it was read; false when somebody wrote in between. */
export async function writeIfUnchanged<Doc extends Versioned>(
  model: Model<Doc>,
  doc: Versioned,
  fields: Fields<Doc>,
): Promise<boolean> {
  const entries = Object.entries(fields);
  const set = Object.fromEntries(entries.filter(([, value]) => value !== undefined));
  const unset = Object.fromEntries(entries.filter(([, value]) => value === undefined).map(([key]) => [key, 1]));
  const update = {
    $inc: { writes: 1 },
    ...(Object.keys(set).length > 0 && { $set: set }),
    ...(Object.keys(unset).length > 0 && { $unset: unset }),
  };
  const { matchedCount } = await model.updateOne(unchanged<Doc>(doc), update as UpdateQuery<Doc>);
  return matchedCount === 1;
}

export async function removeIfUnchanged<Doc extends Versioned>(model: Model<Doc>, doc: Versioned): Promise<boolean> {
  const { deletedCount } = await model.deleteOne(unchanged<Doc>(doc));
  return deletedCount === 1;
}

/** Reads, decides, and writes if nobody wrote in between; otherwise begins again. `decide` leaves the document alone by giving no `fields`. */
export async function change<Doc extends Versioned, Result>(
  model: Model<Doc>,
  id: string,
  decide: (doc: Doc | null) => { result: Result; fields?: Fields<Doc> | 'remove' },
): Promise<Result> {
  for (let round = 0; round < rounds; round += 1) {
    const doc = await read(model, id);
    const { result, fields } = decide(doc);
    if (!doc || !fields) return result;
    const written =
      fields === 'remove' ? await removeIfUnchanged(model, doc) : await writeIfUnchanged(model, doc, fields);
    if (written) return result;
  }
  throw tooBusy(id);
}

export async function read<Doc extends Versioned>(model: Model<Doc>, id: string): Promise<Doc | null> {
  return (await model.findOne({ _id: id } as QueryFilter<Doc>).lean()) as Doc | null;
}

function unchanged<Doc>({ _id, writes }: Versioned): QueryFilter<Doc> {
  return { _id, writes } as QueryFilter<Doc>;
}
