import { trusted } from 'mongoose';
import type { ConnectionStore } from '#core/connections/connection-store.ts';
import type { Collections } from './collections.ts';
import { toAccount, toDocument } from './connection-document.ts';
import { guarded, violatedIndex } from './storage-error.ts';

export function createMongoConnectionStore({ googleAccounts }: Pick<Collections, 'googleAccounts'>): ConnectionStore {
  return {
    add: (account) =>
      guarded(async () => {
        try {
          await googleAccounts.create(toDocument(account));
          return true;
        } catch (error) {
          if (violatedIndex(error) === null) throw error;
          return false;
        }
      }),

    find: (sub) =>
      guarded(async () => {
        const doc = await googleAccounts.findOne({ _id: sub }).lean();
        return doc ? toAccount(doc) : null;
      }),

    ofPerson: (personIds) =>
      guarded(async () => {
        const docs = await googleAccounts.find({ personId: trusted({ $in: [...personIds] }) }).lean();
        return docs.map(toAccount).sort((a, b) => a.connectedAt - b.connectedAt || (a.sub < b.sub ? -1 : 1));
      }),

    update: (account) =>
      guarded(async () => {
        const { matchedCount } = await googleAccounts.replaceOne(
          { _id: account.sub, revision: account.revision - 1 },
          toDocument(account),
        );
        return matchedCount === 1;
      }),

    remove: (sub, personIds) =>
      guarded(async () => {
        const { deletedCount } = await googleAccounts.deleteOne({
          _id: sub,
          personId: trusted({ $in: [...personIds] }),
        });
        return deletedCount === 1;
      }),

    withCalendar: (after, limit) =>
      guarded(async () => {
        const docs = await googleAccounts
          .find({
            'calendar.state': trusted({ $exists: true }),
            ...(after !== null && { _id: trusted({ $gt: after }) }),
          })
          .sort({ _id: 1 })
          .limit(limit)
          .lean();
        return docs.map(toAccount);
      }),

    due: (now, limit) =>
      guarded(async () => {
        const docs = await googleAccounts
          // What has no such time yet is due.
          .find({ 'calendar.state': 'ok', 'calendar.lookAt': trusted({ $not: { $gt: new Date(now) } }) })
          .sort({ 'calendar.lookAt': 1 })
          .limit(limit)
          .lean();
        return docs.map(toAccount);
      }),

    ofChannel: (channelId) =>
      guarded(async () => {
        const doc = await googleAccounts.findOne({ 'calendar.channel.id': channelId }).lean();
        return doc ? toAccount(doc) : null;
      }),
  };
}
