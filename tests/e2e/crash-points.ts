/** When a process is killed, and by what dice. */
import { setTimeout as wait } from 'node:timers/promises';
import type { JournalEntry } from '../../playground/journal.ts';
import type { World } from './world.ts';

/** Some time after the round began, or as a request arrives: before it is carried out, or before it is answered. */
export type CrashPoint = { kind: 'time'; ms: number } | { kind: 'request'; nth: number; carriedOut: boolean };

/** What a round is made of, about. */
export interface RoundSize {
  /** Requests of the app that count. */
  requests: number;
  /** Milliseconds. */
  takes: number;
}

export function drawCrashPoint(random: () => number, { requests, takes }: RoundSize): CrashPoint {
  const kind = random();
  if (kind < 0.3) return { kind: 'time', ms: Math.floor(random() * takes) };
  return { kind: 'request', nth: 1 + Math.floor(random() * requests), carriedOut: kind < 0.65 };
}

export interface Trap {
  points: readonly CrashPoint[];
  crash(): void;
  /** Whether this request counts; `what` as in the journal. */
  counts(realm: JournalEntry['realm'], what: string): boolean;
  /**
   * Who sent a request is not known, and it may be somebody who lives on: then a request that is to be left undone is refused a little after the
   * crash; else it is never answered.
   */
  survivors: boolean;
}

/** Kills at these points, at each of them once. The result takes back what has not happened, and says how many that are. */
export function arm(world: World, { points, crash, counts, survivors }: Trap): () => number {
  const left = new Set(points);
  let seen = 0;
  let armed = true;
  const stop = new AbortController();
  const strike = (point: CrashPoint): void => {
    if (left.delete(point)) crash();
  };
  for (const point of points) {
    if (point.kind === 'time')
      wait(point.ms, null, { signal: stop.signal }).then(
        () => strike(point),
        () => {},
      );
  }
  const wanted = (carriedOut: boolean): CrashPoint | undefined =>
    [...left].find((point) => point.kind === 'request' && point.carriedOut === carriedOut && point.nth === seen);
  // A request that is to be left undone is caught on its way in, any other when it is done and about to be answered.
  const caught = (realm: JournalEntry['realm'], what: string): boolean => {
    if (!armed || !counts(realm, what)) return false;
    seen += 1;
    const point = wanted(false);
    if (point && survivors) strike(point);
    return point !== undefined;
  };
  const times = Number.POSITIVE_INFINITY;
  const undone = survivors ? { status: 503, delayMs: 300 } : ('hang' as const);
  world.discord.fail(({ what }) => caught('discord', what), undone, times);
  world.slack.fail(({ what }) => caught('slack', what), undone, times);
  world.google.fail(({ operation }) => caught('google', operation), undone, times);
  const unwatch = world.journal.watch((entry) => {
    if (!isRequest(entry) || !counts(entry.realm, entry.what)) return;
    const point = wanted(!isUndone(entry));
    if (point) strike(point);
  });
  return () => {
    armed = false;
    stop.abort();
    unwatch();
    return left.size;
  };
}

function isRequest({ direction, realm, what }: JournalEntry): boolean {
  if (direction !== 'from-app') return false;
  return realm !== 'slack' || !/^(answer to|warning|socket)/.test(what);
}

function isUndone({ answer }: JournalEntry): boolean {
  return answer === 'hang' || answer === 'never answered';
}

/** Mulberry32: small, and the same everywhere. */
export function mulberry(start: number): () => number {
  let state = start >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
