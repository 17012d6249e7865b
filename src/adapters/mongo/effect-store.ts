import { randomUUID } from 'node:crypto';
import { type Model, type QueryFilter, trusted, type UpdateQuery } from 'mongoose';
import type { Effect } from '#core/effects/effect.ts';
import type { Claim, EffectStore } from '#core/effects/effect-store.ts';
import type { EffectId } from '#core/ids.ts';
import type { Instant } from '#core/time/clock.ts';
import { giveBackAbandoned } from './book-cells.ts';
import type { Collections } from './collections.ts';
import {
  claimable,
  claimed,
  marksOf,
  type QueueDocument,
  type QueuedEffect,
  released,
  settled,
  withEffects,
} from './effect-queue.ts';
import { type MeetingDocument, pruneAtOf, toMeeting } from './meeting-document.ts';
import { settledFacts, withPlaces } from './settle-meeting.ts';
import { guarded, violatedIndex } from './storage-error.ts';
import { change, rounds, tooBusy, writeIfUnchanged } from './versioned.ts';

/** How many documents one sweep looks at. The next one goes on. */
const pruneBatch = 1_000;

export function createMongoEffectStore({ meetings, notices }: Pick<Collections, 'meetings' | 'notices'>): EffectStore {
  /** Both collections hold queues; what concerns only the queue is the same for both. */
  const queues = [meetings as unknown as Model<QueueDocument>, notices] as const;
  const queueOf = ({ meetingId }: Pick<Effect, 'meetingId'>) => queues[meetingId === null ? 1 : 0];
  const homeOf = ({ meetingId, lane }: Pick<Effect, 'meetingId' | 'lane'>): string => meetingId ?? lane;

  /** Claims of this store that were not settled by it, so that it can free those and no others. */
  const mine = new Map<string, Claim>();

  async function claimFrom(
    model: Model<QueueDocument>,
    doc: QueueDocument,
    options: { now: Instant; leaseUntil: Instant; limit: number },
  ): Promise<Claim[]> {
    const before = doc.effects ?? [];
    const chosen = new Set(claimable(before, options.now).slice(0, options.limit));
    if (chosen.size === 0) return [];
    const token = randomUUID();
    const effects = before.map((effect) => (chosen.has(effect) ? claimed(effect, token, options.leaseUntil) : effect));
    if (!(await writeIfUnchanged(model, doc, { effects, ...marksOf(effects) }))) return [];
    const meeting = model === notices ? null : toMeeting(doc as MeetingDocument);
    return effects
      .filter((effect) => effect.token === token)
      .map((effect) => ({
        effect: toEffect(effect, meeting?.id ?? null),
        meeting,
        attempt: effect.attempt,
        unanswered: effect.unanswered,
        token,
      }));
  }

  async function findClaimable(now: Instant, limit: number) {
    const due = { claimableAt: trusted({ $lte: new Date(now) }) };
    const found = await Promise.all(
      queues.map(async (model) => {
        const docs = await model.find(due).sort({ claimableAt: 1 }).limit(limit).lean<QueueDocument[]>();
        return docs.map((doc) => ({ model, doc }));
      }),
    );
    const at = ({ doc }: { doc: QueueDocument }) => doc.claimableAt?.getTime() ?? 0;
    return found.flat().sort((a, b) => at(a) - at(b));
  }

  return {
    /**
     * In the order in which they became claimable (the due time of those never tried, else the time of the next try), and each batch in order of due time.
     * A document that somebody else changes in between is looked at again, so a batch is short only when no more is due.
     */
    claim: ({ now, leaseUntil, limit }) =>
      guarded(async () => {
        const claims: Claim[] = [];
        while (claims.length < limit) {
          const found = await findClaimable(now, limit - claims.length);
          if (found.length === 0) break;
          let left = limit - claims.length;
          const attempts = found.flatMap(({ model, doc }) => {
            const share = Math.min(left, claimable(doc.effects ?? [], now).length);
            left -= share;
            return share > 0 ? [claimFrom(model, doc, { now, leaseUntil, limit: share })] : [];
          });
          claims.push(...(await Promise.all(attempts)).flat());
        }
        for (const claim of claims) mine.set(claim.effect.id, claim);
        return claims.sort((a, b) => a.effect.dueAt - b.effect.dueAt);
      }),

    sending: ({ effect, token, unanswered }) =>
      guarded(async () => {
        const filter = { _id: homeOf(effect), effects: trusted({ $elemMatch: { id: effect.id, token } }) };
        const update = { $set: { 'effects.$[sent].unanswered': unanswered + 1 }, $inc: { writes: 1 } };
        const { matchedCount } = await queueOf(effect).updateOne(
          filter as unknown as QueryFilter<QueueDocument>,
          update as UpdateQuery<QueueDocument>,
          { arrayFilters: [{ 'sent.id': effect.id, 'sent.token': token }] },
        );
        return matchedCount === 1;
      }),

    /**
     * The token alone decides. A lease that ran out unnoticed is not lost yet: as long as nobody took the effect over, what was done is recorded, which
     * is better than doing it again.
     */
    settle: (claim, settlement) =>
      guarded(async () => {
        const { effect, token } = claim;
        const following = settlement.effects ?? [];
        if (following.some(({ meetingId }) => meetingId !== effect.meetingId || meetingId === null))
          throw new Error('Effects that follow belong to the same meeting.');
        const written = await change(queueOf(effect), homeOf(effect), (doc) => {
          const before = doc?.effects ?? [];
          if (!doc || !before.some((one) => one.id === effect.id && one.token === token)) return { result: false };
          const after = before.map((one) => (one.id === effect.id ? settled(one, settlement, claim.unanswered) : one));
          const effects = withEffects(after, following);
          const common = { effects, ...marksOf(effects) };
          if (effect.meetingId === null)
            return { result: true, fields: { ...common, pruneAt: firstSettledAt(effects) } };
          const meeting = doc as MeetingDocument;
          const places = withPlaces(meeting.places ?? [], settlement.places);
          const pruneAt = pruneAtOf(meeting, effects, places);
          return { result: true, fields: { ...common, ...settledFacts(meeting, settlement), places, pruneAt } };
        });
        if (mine.get(effect.id)?.token === token) mine.delete(effect.id);
        return written;
      }),

    nextDueAt: (after) =>
      guarded(async () => {
        const first = await Promise.all(
          queues.map((model) =>
            model
              .findOne(
                { claimableAt: trusted(after === undefined ? { $exists: true } : { $gt: new Date(after) }) },
                { claimableAt: 1 },
              )
              .sort({ claimableAt: 1 })
              .lean<QueueDocument | null>(),
          ),
        );
        const next = Math.min(...first.map((doc) => doc?.claimableAt?.getTime() ?? Number.POSITIVE_INFINITY));
        return Number.isFinite(next) ? next : null;
      }),

    add: (effects) =>
      guarded(async () => {
        for (const effect of effects) {
          if (effect.meetingId !== null) throw new Error('An effect of a meeting is written with its meeting.');
          await addToLane(notices, effect);
        }
      }),

    placesOf: (meetingId) =>
      guarded(async () => {
        const doc = await meetings.findOne({ _id: meetingId }, { places: 1 }).lean();
        return (doc?.places ?? []).sort((a, b) => (a.key < b.key ? -1 : 1));
      }),

    releaseClaims: () =>
      guarded(async () => {
        let count = 0;
        for (const { effect, token } of [...mine.values()]) {
          count += await change(queueOf(effect), homeOf(effect), (doc) => {
            const before = doc?.effects ?? [];
            if (!before.some((one) => one.id === effect.id && one.token === token)) return { result: 0 };
            const effects = before.map((one) => (one.id === effect.id ? released(one) : one));
            return { result: 1, fields: { effects, ...marksOf(effects) } };
          });
          mine.delete(effect.id);
        }
        return count;
      }),

    failures: (limit) =>
      guarded(async () => {
        const found = await Promise.all(
          queues.map((model) =>
            model
              .find({ failedAt: trusted({ $exists: true }) }, { effects: 1 })
              .sort({ failedAt: -1 })
              .limit(limit)
              .lean<QueueDocument[]>(),
          ),
        );
        return found
          .flat()
          .flatMap(({ effects = [] }) => effects.flatMap(toFailure))
          .sort((a, b) => b.at - a.at)
          .slice(0, limit);
      }),

    prune: (before) =>
      guarded(async () => {
        await giveBackAbandoned({ meetings });
        const old = { pruneAt: trusted({ $lt: new Date(before) }) };
        let count = 0;
        for (const { _id } of await meetings.find(old, { _id: 1 }).limit(pruneBatch).lean()) {
          count += await change(meetings, _id, (doc) => {
            if (!doc?.pruneAt || doc.pruneAt.getTime() >= before) return { result: 0 };
            const effects = (doc.effects ?? []).filter(({ readyAt }) => readyAt);
            const forgotten = (doc.effects?.length ?? 0) - effects.length + (doc.places?.length ?? 0);
            return { result: forgotten, fields: { effects, ...marksOf(effects), places: [], pruneAt: undefined } };
          });
        }
        for (const { _id } of await notices.find(old, { _id: 1 }).limit(pruneBatch).lean()) {
          count += await change<QueueDocument, number>(notices, _id, (doc) => {
            const effects = (doc?.effects ?? []).filter(({ settledAt }) => !settledAt || settledAt.getTime() >= before);
            const result = (doc?.effects?.length ?? 0) - effects.length;
            if (effects.length === 0) return { result, fields: 'remove' };
            return { result, fields: { effects, ...marksOf(effects), pruneAt: firstSettledAt(effects) } };
          });
        }
        return count;
      }),
  };
}

async function addToLane(notices: Model<QueueDocument>, effect: Effect): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    const there = await change(notices, effect.lane, (doc) => {
      if (!doc) return { result: false };
      const effects = withEffects(doc.effects ?? [], [effect]);
      if (effects.length === doc.effects?.length) return { result: true };
      return { result: true, fields: { effects, ...marksOf(effects) } };
    });
    if (there) return;
    const effects = withEffects([], [effect]);
    try {
      await notices.insertOne({ _id: effect.lane, effects, claimableAt: new Date(effect.dueAt), writes: 1 });
      return;
    } catch (error) {
      if (violatedIndex(error) === null) throw error;
    }
  }
  throw tooBusy(effect.lane);
}

function toEffect({ id, programId, version, what, lane, dueAt }: QueuedEffect, meetingId: Effect['meetingId']): Effect {
  return { id, meetingId, programId, version, what, lane, dueAt: dueAt.getTime() };
}

function toFailure({ id, state, reason, settledAt }: QueuedEffect): { id: EffectId; reason: string; at: Instant }[] {
  return state === 'failed' && settledAt ? [{ id, reason: reason ?? '', at: settledAt.getTime() }] : [];
}

function firstSettledAt(effects: readonly QueuedEffect[]): Date | undefined {
  const instants = effects.flatMap(({ settledAt }) => (settledAt ? settledAt.getTime() : []));
  return instants.length > 0 ? new Date(Math.min(...instants)) : undefined;
}
