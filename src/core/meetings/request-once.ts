import { createHash } from 'node:crypto';
import { idFromBytes, type MeetingId, type PersonId, type ProgramId } from '#core/ids.ts';
import type { Program } from '#core/programs/program.ts';
import { sideOf } from './meeting.ts';
import type { Meetings, MeetingView, Outcome, RequestInput } from './meetings.ts';
import { tidyWords } from './session-words.ts';

/** The id of the meeting that a person asks for under a key of their own: the same key is the same meeting, whatever happened in between. */
export function meetingIdForKey(personId: PersonId, key: string): MeetingId {
  return idFromBytes(
    createHash('sha256')
      .update(JSON.stringify([personId, key]))
      .digest(),
  ) as MeetingId;
}

/** A request whose programme is found only when it is needed. */
export interface OnceInput<Not> extends Omit<RequestInput, 'program'> {
  /** As it was asked for; null: whichever the two share. */
  programId: ProgramId | null;
  findProgram(): Promise<{ ok: true; program: Program } | { ok: false; reason: Not }>;
}

/** `another`: the id belongs to a request that asked for something else. Otherwise why there is no programme to meet in. */
export type NotAsked<Not> = { ok: false; notAsked: Not | 'another' };

/**
 * Asks for the meeting, unless it was asked for before under this id: then the answer is that meeting as it is now, even where it could not be asked
 * for any more.
 */
export async function requestOnce<Not extends string>(
  meetings: Meetings,
  input: OnceInput<Not>,
): Promise<Outcome | NotAsked<Not>> {
  const before = await meetings.view(input.id);
  if (before) return sameRequest(before, input) ? { ok: true, view: before, side: 'learner' } : another;
  const { programId: _, findProgram, ...rest } = input;
  const found = await findProgram();
  if (!found.ok) return { ok: false, notAsked: found.reason };
  const outcome = await meetings.request({ ...rest, program: found.program });
  // Of two that ask at once with one key, the second is answered with the meeting of the first.
  return outcome.ok && !sameRequest(outcome.view, input) ? another : outcome;
}

const another = { ok: false, notAsked: 'another' } as const;

/** Whether the meeting came from this request. Words that were edited since are not compared. */
function sameRequest({ meeting, mentor }: MeetingView, input: Omit<OnceInput<never>, 'findProgram'>): boolean {
  const asked = meeting.history.find((entry) => entry.what === 'request');
  const words = tidyWords(input);
  return (
    sideOf(meeting, input.learner.ids) === 'learner' &&
    mentor.ids.includes(input.mentorId) &&
    (input.programId === null || input.programId === meeting.programId) &&
    asked?.scheduledAt === input.scheduledAt &&
    (input.duration === undefined || input.duration === meeting.duration) &&
    (meeting.history.some((entry) => entry.what === 'edit') ||
      (words.subject === meeting.subject && words.description === meeting.description))
  );
}
