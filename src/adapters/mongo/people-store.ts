import { type QueryFilter, trusted, type UpdateQuery } from 'mongoose';
import type { AccountKey, PersonId } from '#core/ids.ts';
import type { Arrival, PeopleStore } from '#core/people/people-store.ts';
import type { Person } from '#core/people/person.ts';
import type { Collections } from './collections.ts';
import { readFamilies, readFamily } from './families.ts';
import { linkPeople } from './link-people.ts';
import { type PersonDocument, revisionOf, toPerson, zoneOf } from './person-document.ts';
import { guarded, violatedIndex } from './storage-error.ts';
import { rounds, tooBusy } from './versioned.ts';

export function createMongoPeopleStore(books: Pick<Collections, 'people' | 'meetings' | 'leases'>): PeopleStore {
  const { people } = books;

  /** For ids the caller has from this store; an unknown one is a mistake in the program. */
  function existing<Found extends Person | PersonDocument>(person: Found | null, id: PersonId | AccountKey): Found {
    if (!person) throw new Error(`There is no person ${id}`);
    return person;
  }

  /** By the key of an account; empty when it is not known. */
  async function familyOf(key: AccountKey): Promise<PersonDocument[]> {
    const doc = await people.findOne({ 'account.key': key }, { _id: 1 }).lean();
    return doc ? readFamily(people, doc._id) : [];
  }

  /**
   * Changes the document that stands for the person, also when the person is linked into another just now. `whatFor` says by the family what to write
   * and what of the document has to be as it was read; null: nothing, and the answer is false.
   */
  async function changeRoot(
    id: PersonId,
    whatFor: (family: readonly PersonDocument[]) => { filter?: object; update: UpdateQuery<PersonDocument> } | null,
  ): Promise<boolean> {
    for (let round = 0; round < rounds; round += 1) {
      const family = await readFamily(people, id);
      const root = existing(family[0] ?? null, id);
      const wanted = whatFor(family);
      if (!wanted) return false;
      const filter = { ...wanted.filter, _id: root._id, mergedInto: trusted({ $exists: false }) };
      if (await setOn(filter, wanted.update)) return true;
    }
    throw tooBusy(id);
  }

  async function setOn(filter: object, update: UpdateQuery<PersonDocument>): Promise<boolean> {
    return (await people.updateOne(filter as QueryFilter<PersonDocument>, update)).matchedCount === 1;
  }

  /** False when somebody else has made this account known in between. */
  async function insert({ account, communityId, zone, newPersonId, now }: Arrival): Promise<boolean> {
    try {
      await people.insertOne({
        _id: newPersonId,
        account: { ...account, communityIds: communityId === null ? [] : [communityId], roomId: null },
        zone,
        zoneSaid: false,
        mentor: null,
        updatedAt: new Date(now),
      });
      return true;
    } catch (error) {
      if (violatedIndex(error) === 'account') return false;
      throw error;
    }
  }

  return {
    arrive: (arrival) =>
      guarded(async () => {
        const { account, communityId, zone, now } = arrival;
        let family = await familyOf(account.key);
        if (family.length === 0) {
          await insert(arrival);
          family = await familyOf(account.key);
        }
        const stored = family.find((one) => one.account.key === account.key)?.account;
        const isNew = communityId !== null && !stored?.communityIds.includes(communityId);
        const known = zoneOf(family);
        const tellsZone = zone !== null && zone !== known.zone && !known.zoneSaid;
        // Nearly every click is by somebody we know, where nothing has changed: that costs no write.
        if (stored && stored.name === account.name && !isNew && !tellsZone)
          return existing(toPerson(family), account.key);
        await people.updateOne(
          { 'account.key': account.key },
          {
            $set: { 'account.name': account.name, updatedAt: new Date(now) },
            ...(communityId !== null && { $addToSet: { 'account.communityIds': communityId } }),
          },
        );
        const [root] = family;
        // What the person says meanwhile counts more; and it is told again at the next arrival.
        if (root && tellsZone)
          await setOn({ _id: root._id, zoneSaid: false }, { $set: { zone, updatedAt: new Date(now) } });
        return existing(toPerson(await familyOf(account.key)), account.key);
      }),

    get: (id) => guarded(async () => toPerson(await readFamily(people, id))),

    getMany: (ids) =>
      guarded(async () => {
        const found = new Map<PersonId, Person>();
        for (const [id, family] of await readFamilies(people, ids)) {
          const person = toPerson(family);
          if (person) found.set(id, person);
        }
        return found;
      }),

    byAccount: (key) => guarded(async () => toPerson(await familyOf(key))),

    setZone: (id, zone, now) =>
      guarded(async () => {
        await changeRoot(id, () => ({ update: { $set: { zone, zoneSaid: true, updatedAt: new Date(now) } } }));
      }),

    setMentor: (id, mentor, now, ifRevision = null) =>
      guarded(() =>
        changeRoot(id, (family) => {
          const $set = { mentor, perhapsMentor: true, updatedAt: new Date(now) };
          const update = { $set, $inc: { mentorRevision: 1 } };
          if (ifRevision === null) return { update };
          const here = family[0]?.mentorRevision ?? trusted({ $exists: false });
          return revisionOf(family) === ifRevision ? { filter: { mentorRevision: here }, update } : null;
        }),
      ),

    setRoom: (key, roomId) =>
      guarded(async () => {
        await people.updateOne({ 'account.key': key }, { $set: { 'account.roomId': roomId } });
      }),

    mentorsIn: (communityIds) =>
      guarded(async () => {
        const wanted = [...communityIds];
        const docs = await people
          .find({ perhapsMentor: true, 'account.communityIds': trusted({ $in: wanted }) }, { _id: 1 })
          .lean();
        const families = await readFamilies(
          people,
          docs.map(({ _id }) => _id),
        );
        const found = new Map<PersonId, Person>();
        for (const family of families.values()) {
          const person = toPerson(family);
          if (person?.mentor) found.set(person.id, person);
        }
        return [...found.values()].sort((a, b) => a.name.localeCompare(b.name, 'en') || (a.id < b.id ? -1 : 1));
      }),

    link: (from, into, now) => guarded(() => linkPeople(books, from, into, now)),
  };
}
