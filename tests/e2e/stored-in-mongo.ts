import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { Effect, Place } from '#core/effects/effect.ts';
import type { MeetingId } from '#core/ids.ts';
import type { Meeting } from '#core/meetings/meeting.ts';
import type { QueueDocument, QueuedEffect } from '../../src/adapters/mongo/effect-queue.ts';
import { type MeetingDocument, toMeeting } from '../../src/adapters/mongo/meeting-document.ts';
import type { Answer, Look, Question } from './mongo-reader.ts';
import type { Stored, StoredEffect } from './stored.ts';

/** Milliseconds that a look may take, also while a dozen processes keep the machine busy. */
const patience = 20_000;

interface Kept {
  meeting: Meeting | null;
  effects: StoredEffect[];
  places: Place[];
}

/**
 * Reads as if MongoDB answered at once, as SQLite does: a thread asks, and this one stands still for the moment that takes. What was read before is
 * kept, and only what was written since is fetched again.
 */
export function readMongo(uri: string): Stored {
  const { port1: port, port2 } = new MessageChannel();
  const answered = new Int32Array(new SharedArrayBuffer(4));
  const reader = new Worker(new URL('./mongo-reader.ts', import.meta.url), {
    workerData: { uri, port: port2, answered },
    transferList: [port2],
    execArgv: [],
  });
  const kept = new Map<string, Kept>();

  function ask<Of extends Question>(question: Of): Extract<Answer, { to: Of }> {
    const before = Atomics.load(answered, 0);
    port.postMessage(question);
    if (Atomics.wait(answered, 0, before, patience) === 'timed-out')
      throw new Error(`MongoDB said nothing about ${question} within ${patience} ms.`);
    const answer = receiveMessageOnPort(port)?.message as Answer;
    if (answer.to === 'problem') throw new Error(answer.message);
    return answer as Extract<Answer, { to: Of }>;
  }

  function look(): Kept[] {
    const { changed, gone } = ask('look') satisfies Look;
    for (const id of gone) kept.delete(id);
    for (const { id, meeting, doc } of changed) kept.set(id, meeting ? ofMeeting(doc as MeetingDocument) : ofLane(doc));
    return [...kept.values()];
  }

  return {
    meetings: () => look().flatMap(({ meeting }) => meeting ?? []),
    effects: () => look().flatMap(({ effects }) => effects),
    places: () => look().flatMap(({ places }) => places),
    everything: () => ask('everything').records,
    async close() {
      try {
        ask('drop');
      } finally {
        port.close();
        await reader.terminate();
      }
    },
  };
}

function ofMeeting(doc: MeetingDocument): Kept {
  return {
    meeting: toMeeting(doc),
    effects: (doc.effects ?? []).map((effect) => toStored(effect, doc._id)),
    places: doc.places ?? [],
  };
}

function ofLane({ effects = [] }: QueueDocument): Kept {
  return { meeting: null, effects: effects.map((effect) => toStored(effect, null)), places: [] };
}

function toStored(queued: QueuedEffect, meetingId: MeetingId | null): StoredEffect {
  const { id, programId, version, what, lane, state, reason = null, readyAt, dueAt } = queued;
  const effect: Effect = { id, meetingId, programId, version, what, lane, dueAt: dueAt.getTime() };
  return { id, state, reason, readyAt: readyAt?.getTime() ?? null, effect };
}
