/** Who belongs together: people point at the one they were linked into, at any depth, and a family is read level by level. */
import type { Model } from 'mongoose';
import { trusted } from 'mongoose';
import type { PersonId } from '#core/ids.ts';
import type { Holders } from './holds.ts';
import type { PersonDocument } from './person-document.ts';

/**
 * For each id the documents of the person it stands for, the kept one first, then those linked into it in the order of linking. An id that nobody
 * has gets an empty list. One query where nobody is linked.
 */
export async function readFamilies(
  people: Model<PersonDocument>,
  ids: readonly PersonId[],
): Promise<Map<PersonId, PersonDocument[]>> {
  const known = await readConnected(people, ids, false);
  const families = new Map<PersonId, PersonDocument[]>();
  for (const id of ids) families.set(id, inOrder(known, rootOf(known, id)));
  return families;
}

export async function readFamily(people: Model<PersonDocument>, id: PersonId): Promise<PersonDocument[]> {
  return (await readFamilies(people, [id])).get(id) ?? [];
}

/** All ids of these people, linked ones included; an id that nobody has stands for itself. */
export async function readAllIds(people: Model<PersonDocument>, ids: readonly PersonId[]): Promise<PersonId[]> {
  const families = await readFamilies(people, ids);
  return [...new Set([...ids, ...[...families.values()].flat().map(({ _id }) => _id)])];
}

/** The ids under which sessions of the two are held; a link that is still being made counts as made. */
export async function readHolders(
  people: Model<PersonDocument>,
  { mentorId, learnerId }: { mentorId: PersonId; learnerId: PersonId },
): Promise<Holders> {
  const known = await readConnected(people, [mentorId, learnerId], true);
  return { mentor: connectedTo(known, mentorId), learner: connectedTo(known, learnerId) };
}

async function readConnected(
  people: Model<PersonDocument>,
  ids: readonly PersonId[],
  linking: boolean,
): Promise<Map<PersonId, PersonDocument>> {
  const known = new Map<PersonId, PersonDocument>();
  const asked = new Set<PersonId>();
  let next = [...new Set(ids)];
  while (next.length > 0) {
    const level = next;
    for (const id of level) asked.add(id);
    const among = () => trusted({ $in: level });
    const branches = [{ _id: among() }, { mergedInto: among() }, ...(linking ? [{ linkingTo: among() }] : [])];
    const found: PersonDocument[] = await people.find({ $or: branches }).lean();
    for (const doc of found) known.set(doc._id, doc);
    const seen = found.flatMap((doc) => [doc._id, ...neighbours(doc, linking)]);
    next = [...new Set(seen)].filter((id) => !asked.has(id));
  }
  return known;
}

function neighbours({ mergedInto, linkingTo }: PersonDocument, linking: boolean): PersonId[] {
  return [...(mergedInto ? [mergedInto] : []), ...(linking && linkingTo ? [linkingTo] : [])];
}

function rootOf(known: ReadonlyMap<PersonId, PersonDocument>, id: PersonId): PersonId {
  const trail = new Set<PersonId>();
  let at = id;
  for (let up = known.get(at)?.mergedInto; up && !trail.has(up); up = known.get(at)?.mergedInto) {
    trail.add(at);
    at = up;
  }
  return at;
}

function inOrder(known: ReadonlyMap<PersonId, PersonDocument>, root: PersonId): PersonDocument[] {
  const doc = known.get(root);
  if (!doc) return [];
  const children = [...known.values()].filter(({ mergedInto }) => mergedInto === root);
  children.sort((a, b) => (a.position ?? 0) - (b.position ?? 0));
  return [doc, ...children.flatMap(({ _id }) => inOrder(known, _id))];
}

function connectedTo(known: ReadonlyMap<PersonId, PersonDocument>, id: PersonId): PersonId[] {
  const group = new Set([id]);
  for (let size = 0; size < group.size; ) {
    size = group.size;
    for (const doc of known.values()) {
      const linked = [doc._id, ...neighbours(doc, true)];
      if (linked.some((one) => group.has(one))) for (const one of linked) group.add(one);
    }
  }
  return [...group].sort();
}
