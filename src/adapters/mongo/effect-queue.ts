/**
 * The effects inside one document, and what follows from them. Pure: whoever changes them writes the result back by compare-and-set.
 * A meeting holds its own effects; a notice that belongs to no meeting lives in a document of its lane. So a lane is never spread over two documents.
 */
import type { Effect, EffectKind } from '#core/effects/effect.ts';
import type { Settlement } from '#core/effects/effect-store.ts';
import type { EffectId, ProgramId } from '#core/ids.ts';
import type { Instant } from '#core/time/clock.ts';
import type { Versioned } from './versioned.ts';

export interface QueuedEffect {
  id: EffectId;
  programId: ProgramId | null;
  version: number;
  what: EffectKind;
  lane: string;
  dueAt: Date;
  state: 'waiting' | 'claimed' | 'done' | 'dropped' | 'failed';
  /** When it may be claimed: due time, then retry time, then end of the lease. None once it is settled. */
  readyAt?: Date;
  token?: string;
  attempt: number;
  unanswered: number;
  reason?: string;
  settledAt?: Date;
}

/** What of a queue is searched for across documents; derived from the effects in every write that changes them. */
export interface QueueMarks {
  /** When the next effect may be claimed, lanes considered. */
  claimableAt?: Date | undefined;
  /** When the last one was given up. */
  failedAt?: Date | undefined;
}

export interface QueueDocument extends Versioned, QueueMarks {
  /** In the order of writing. */
  effects?: QueuedEffect[];
  /** From when on settled effects (and places) may be forgotten; none while there is nothing to forget. */
  pruneAt?: Date | undefined;
}

/** Adds effects at the end; those already there, settled or not, stay as they are. */
export function withEffects(queued: readonly QueuedEffect[], effects: readonly Effect[]): QueuedEffect[] {
  const known = new Set(queued.map(({ id }) => id));
  const added: QueuedEffect[] = [];
  for (const effect of effects) {
    if (known.has(effect.id)) continue;
    known.add(effect.id);
    const { id, programId, version, what, lane } = effect;
    const dueAt = new Date(effect.dueAt);
    added.push({
      id,
      programId,
      version,
      what,
      lane,
      dueAt,
      state: 'waiting',
      readyAt: dueAt,
      attempt: 0,
      unanswered: 0,
    });
  }
  return [...queued, ...added];
}

export function marksOf(queued: readonly QueuedEffect[]): QueueMarks {
  const failed = queued.flatMap(({ state, settledAt }) => (state === 'failed' && settledAt ? settledAt.getTime() : []));
  return {
    claimableAt: toDate(Math.min(...candidates(queued).map(({ at }) => at))),
    failedAt: toDate(Math.max(...failed)),
  };
}

/** Of each lane the first effect that may be claimed now, in order of due time. */
export function claimable(queued: readonly QueuedEffect[], now: Instant): QueuedEffect[] {
  const first = new Map<string, QueuedEffect>();
  for (const { effect, at } of candidates(queued)) {
    if (at <= now && !first.has(effect.lane)) first.set(effect.lane, effect);
  }
  return [...first.values()];
}

export function claimed(effect: QueuedEffect, token: string, leaseUntil: Instant): QueuedEffect {
  return { ...effect, state: 'claimed', token, readyAt: new Date(leaseUntil), attempt: effect.attempt + 1 };
}

export function released({ token: _, ...effect }: QueuedEffect): QueuedEffect {
  return { ...effect, state: 'waiting', readyAt: effect.dueAt };
}

/** `before`: how many requests were without an answer when it was claimed; forgotten is only the one that this claim announced. */
export function settled(
  { token: _, readyAt: __, reason: ___, ...effect }: QueuedEffect,
  { outcome, now }: Settlement,
  before: number,
): QueuedEffect {
  const reason = outcome.state === 'done' ? {} : { reason: outcome.reason };
  if (outcome.state !== 'retry')
    return { ...effect, ...reason, state: outcome.state, settledAt: new Date(now), unanswered: before };
  const unanswered = outcome.doubtful === true ? effect.unanswered : before;
  return { ...effect, ...reason, state: 'waiting', readyAt: new Date(outcome.at), unanswered };
}

/**
 * Unsettled effects and when each may be claimed, in order of due time, then of writing. A lease keeps the rest of its lane waiting until it
 * ends; an earlier notice that is still to be done keeps the later ones of its lane out altogether.
 */
function candidates(queued: readonly QueuedEffect[]): { effect: QueuedEffect; at: Instant }[] {
  const open = queued
    .flatMap((effect, index) => (effect.readyAt ? { effect, index, ready: effect.readyAt.getTime() } : []))
    .sort((a, b) => a.effect.dueAt.getTime() - b.effect.dueAt.getTime() || a.index - b.index);
  const leases = new Map<string, Instant>();
  for (const { effect, ready } of open) {
    if (effect.state === 'claimed') leases.set(effect.lane, Math.max(ready, leases.get(effect.lane) ?? ready));
  }
  const withNotice = new Set<string>();
  return open.flatMap(({ effect, ready }) => {
    if (effect.what.sort === 'notice') {
      if (withNotice.has(effect.lane)) return [];
      withNotice.add(effect.lane);
    }
    return { effect, at: Math.max(ready, effect.dueAt.getTime(), leases.get(effect.lane) ?? ready) };
  });
}

function toDate(instant: Instant): Date | undefined {
  return Number.isFinite(instant) ? new Date(instant) : undefined;
}
