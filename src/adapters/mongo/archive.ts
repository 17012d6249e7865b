import { type Model, type QueryFilter, trusted, type UpdateQuery } from 'mongoose';
import {
  type Archive,
  type ArchivedEffect,
  type ArchiveKind,
  type ArchiveKinds,
  archivedCredentials,
} from '#core/archive/archive.ts';
import type { MeetingId, PersonId, ProgramId } from '#core/ids.ts';
import { isLive, meetingInterval } from '#core/meetings/meeting.ts';
import type { CommunityDocument } from './collections.ts';
import type { MongoDatabase } from './connect-mongo.ts';
import { toAccount, toDocument } from './connection-document.ts';
import { credentialFields, toCredential } from './credential-document.ts';
import { marksOf, type QueueDocument, type QueuedEffect } from './effect-queue.ts';
import { readFamilies, readHolders } from './families.ts';
import { holdsOfBoth } from './holds.ts';
import { meetingFields, pruneAtOf, toMeeting } from './meeting-document.ts';
import { toPerson, zoneOf } from './person-document.ts';
import { createMongoProgramStore } from './program-store.ts';
import { guarded } from './storage-error.ts';

type Readers = { [Kind in ArchiveKind]: (ids: readonly string[]) => Promise<ArchiveKinds[Kind][]> };
type Writers = { [Kind in ArchiveKind]: (record: ArchiveKinds[Kind]) => Promise<void> };

/** Closes the connection with itself. */
export function createMongoArchive(db: MongoDatabase): Archive {
  const readers = createReaders(db);
  const writers = createWriters(db);
  // Notices are paged by their own ids, which are not those of their documents; there are few of them.
  const noticeIds = async () => {
    const docs = await db.notices.find().lean<QueueDocument[]>();
    return docs.flatMap(({ effects = [] }) => effects.map(({ id }) => id)).sort();
  };
  const whole: Record<Exclude<ArchiveKind, 'notices'>, { model: Model<unknown>; filter: object }> = {
    people: { model: db.people as unknown as Model<unknown>, filter: { mergedInto: trusted({ $exists: false }) } },
    credentials: { model: db.credentials as unknown as Model<unknown>, filter: { kind: archivedKinds() } },
    connections: { model: db.googleAccounts as unknown as Model<unknown>, filter: {} },
    programs: { model: db.programs as unknown as Model<unknown>, filter: {} },
    meetings: { model: db.meetings as unknown as Model<unknown>, filter: { status: trusted({ $exists: true }) } },
    scratch: { model: db.scratch as unknown as Model<unknown>, filter: {} },
  };

  return {
    count: (kind) =>
      guarded(async () => {
        if (kind === 'notices') return (await noticeIds()).length;
        const { model, filter } = whole[kind];
        return model.countDocuments(filter as QueryFilter<unknown>);
      }, Number.POSITIVE_INFINITY),

    read: (kind, after, limit) =>
      guarded(async () => {
        if (kind === 'notices') {
          const behind = (await noticeIds()).filter((id) => after === null || id > after);
          return readers[kind](behind.slice(0, limit));
        }
        const { model, filter } = whole[kind as Exclude<ArchiveKind, 'notices'>];
        const page = await model
          .find({ ...filter, ...(after !== null && { _id: trusted({ $gt: after }) }) } as QueryFilter<unknown>, {
            _id: 1,
          })
          .sort({ _id: 1 })
          .limit(limit)
          .lean<{ _id: string }[]>();
        return readers[kind](page.map(({ _id }) => _id));
      }, Number.POSITIVE_INFINITY),

    readMany: (kind, ids) => guarded(() => readers[kind](ids)),
    write: (kind, record) => guarded(() => writers[kind](record)),
    close: () => db.close(),
  };
}

function createReaders(db: MongoDatabase): Readers {
  const programs = createMongoProgramStore(db);
  return {
    people: async (ids) => {
      const families = await readFamilies(db.people, ids as PersonId[]);
      return [...families].flatMap(([id, family]) => {
        const person = toPerson(family);
        return person?.id === id ? [{ id, person, zoneSaid: zoneOf(family).zoneSaid }] : [];
      });
    },
    credentials: async (ids) => {
      const docs = await db.credentials
        .find({ _id: trusted({ $in: [...ids] }), kind: archivedKinds() })
        .sort({ _id: 1 })
        .lean();
      return docs.map((doc) => ({ id: doc._id, credential: toCredential(doc) }));
    },
    connections: async (ids) => {
      const docs = await db.googleAccounts
        .find({ _id: trusted({ $in: [...ids] }) })
        .sort({ _id: 1 })
        .lean();
      return docs.map((doc) => ({ id: doc._id, account: toAccount(doc) }));
    },
    programs: async (ids) => {
      const found = await Promise.all(ids.map((id) => programs.get(id as ProgramId)));
      return found.flatMap((program) => (program ? [{ id: program.id, program }] : []));
    },
    meetings: async (ids) => {
      const docs = await db.meetings
        .find({ _id: trusted({ $in: ids as MeetingId[] }) })
        .sort({ _id: 1 })
        .lean();
      return docs.flatMap((doc) => {
        const meeting = toMeeting(doc);
        if (!meeting) return [];
        const effects = (doc.effects ?? []).map((effect) => toArchived(effect, meeting.id));
        const places = (doc.places ?? []).sort((a, b) => (a.key < b.key ? -1 : 1));
        return [{ id: meeting.id, meeting, effects, places }];
      });
    },
    notices: async (ids) => {
      const docs = await db.notices.find().lean<QueueDocument[]>();
      const all = docs.flatMap(({ effects = [] }) => effects.map((effect) => toArchived(effect, null)));
      const wanted = all.filter(({ effect }) => ids.includes(effect.id));
      return wanted.map((notice) => ({ id: notice.effect.id, notice })).sort((a, b) => (a.id < b.id ? -1 : 1));
    },
    scratch: async (ids) => {
      const docs = await db.scratch
        .find({ _id: trusted({ $in: [...ids] }) })
        .sort({ _id: 1 })
        .lean();
      return docs.map(({ _id, data, expiresAt }) => ({
        id: _id,
        data: JSON.parse(data) as unknown,
        expiresAt: expiresAt.getTime(),
      }));
    },
  };
}

function createWriters(db: MongoDatabase): Writers {
  const { people, credentials, programs, communities, meetings, notices, scratch } = db;
  return {
    people: async ({ person, zoneSaid }) => {
      const linked = person.ids.length > 1;
      for (const [position, id] of person.ids.entries()) {
        const account = person.accounts[position];
        // Every person begins with one account, and linking brings both along.
        if (!account) throw new Error(`${person.id} has more ids than accounts`);
        const root = position === 0;
        await put(people, id, {
          account,
          zone: root ? person.zone : null,
          zoneSaid: root && zoneSaid,
          mentor: root ? person.mentor : null,
          ...(root && person.mentorRevision > 0 && { mentorRevision: person.mentorRevision }),
          ...((linked || person.mentor) && { perhapsMentor: true }),
          ...(!root && { mergedInto: person.id, position }),
          updatedAt: new Date(person.updatedAt),
        });
      }
    },
    credentials: async ({ id, credential }) => put(credentials, id, credentialFields(credential)),
    connections: async ({ id, account }) => put(db.googleAccounts, id, toDocument(account)),
    programs: async ({ id, program }) => {
      const { id: _, communities: members, ...fields } = program;
      await put(programs, id, fields);
      for (const [index, { id: communityId, ...community }] of members.entries()) {
        // Before everything that becomes known from now on, in the order they have.
        const doc: Omit<CommunityDocument, '_id'> = { ...community, seenAt: new Date(index) };
        await put(communities, communityId, doc);
      }
    },
    meetings: async ({ id, meeting, effects, places }) => {
      const queued = effects.map(toQueued);
      const fields = meetingFields(meeting);
      const live = isLive(meeting.status);
      const holds = live ? holdsOfBoth(await readHolders(people, meeting), meetingInterval(meeting)) : null;
      const pruneAt = pruneAtOf(fields, queued, places);
      await put(meetings, id, {
        ...fields,
        ...(holds && { holds }),
        effects: queued,
        ...present(marksOf(queued)),
        places,
        ...(pruneAt && { pruneAt }),
        writes: 1,
      });
    },
    notices: async ({ id, notice }) => {
      const { lane } = notice.effect;
      const doc = await notices.findOne({ _id: lane }).lean<QueueDocument | null>();
      const effects = [...(doc?.effects ?? []).filter((effect) => effect.id !== id), toQueued(notice)];
      const instants = effects.flatMap(({ settledAt }) => (settledAt ? settledAt.getTime() : []));
      await put(notices, lane, {
        effects,
        ...present(marksOf(effects)),
        ...(instants.length > 0 && { pruneAt: new Date(Math.min(...instants)) }),
        writes: (doc?.writes ?? 0) + 1,
      });
    },
    scratch: async ({ id, data, expiresAt }) =>
      put(scratch, id, { data: JSON.stringify(data), expiresAt: new Date(expiresAt) }),
  };
}

function archivedKinds() {
  return trusted({ $in: [...archivedCredentials] });
}

async function put<Doc extends { _id: string }>(model: Model<Doc>, id: string, fields: object): Promise<void> {
  const filter = { _id: id } as QueryFilter<Doc>;
  await model.replaceOne(filter, { _id: id, ...fields } as unknown as UpdateQuery<Doc>, { upsert: true });
}

function present(marks: object): object {
  return Object.fromEntries(Object.entries(marks).filter(([, value]) => value !== undefined));
}

function toArchived(queued: QueuedEffect, meetingId: MeetingId | null): ArchivedEffect {
  const { id, programId, version, what, lane, dueAt, state, readyAt } = queued;
  return {
    effect: { id, meetingId, programId, version, what, lane, dueAt: dueAt.getTime() },
    state: state === 'claimed' ? 'waiting' : state,
    readyAt: (state === 'claimed' ? dueAt : readyAt)?.getTime() ?? null,
    attempt: queued.attempt,
    unanswered: queued.unanswered,
    reason: queued.reason ?? null,
    settledAt: queued.settledAt?.getTime() ?? null,
  };
}

function toQueued({ effect, state, readyAt, attempt, unanswered, reason, settledAt }: ArchivedEffect): QueuedEffect {
  const { id, programId, version, what, lane, dueAt } = effect;
  return {
    ...{ id, programId, version, what, lane, dueAt: new Date(dueAt), state, attempt, unanswered },
    ...(readyAt !== null && { readyAt: new Date(readyAt) }),
    ...(reason !== null && { reason }),
    ...(settledAt !== null && { settledAt: new Date(settledAt) }),
  };
}
