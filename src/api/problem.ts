import type { Response } from 'express';
import type { Refusal } from '#core/meetings/decision.ts';
import type { Side } from '#core/meetings/meeting.ts';
import type { Inline } from '#core/messages/message.ts';
import { refusalWords } from '#core/messages/refusal-words.ts';
import type { Instant } from '#core/time/clock.ts';
import { type ProblemKind, problemKinds, problemType, refusalKinds } from './problem-kinds.ts';
import type { ProblemJson } from './schemas.ts';
import { wordsJson } from './words-json.ts';

/** An answer that says what is the matter, as a problem document (RFC 9457). */
export interface Problem {
  ok: false;
  kind: ProblemKind;
  words: readonly Inline[];
  /** The field of the request that is to be mended. */
  field?: string | undefined;
  nextFree?: readonly Instant[];
  /** Under which the log has more. */
  reference?: string;
  headers?: Readonly<Record<string, string>>;
}

export function problem(
  kind: ProblemKind,
  words: readonly Inline[],
  more: Pick<Problem, 'field' | 'nextFree' | 'reference' | 'headers'> = {},
): Problem {
  return { ok: false, kind, words, ...more };
}

/** What a use case refused. */
export function refused(refusal: Refusal, side: Side): Problem {
  const { kind, field } = refusalKinds[refusal.reason];
  return problem(kind, refusalWords(refusal, side), {
    field,
    ...('nextFree' in refusal && { nextFree: refusal.nextFree }),
  });
}

/** `zone`: the reader's (IANA), for times in the sentence; null: UTC. */
export function sendProblem(response: Response, found: Problem, zone: string | null): void {
  const { kind, words, field, nextFree, reference, headers } = found;
  const { status, title } = problemKinds[kind];
  const { text, pieces } = wordsJson(words, zone);
  const document: ProblemJson = {
    type: problemType(kind),
    ...{ title, status, detail: text },
    ...(pieces.some((piece) => typeof piece !== 'string') && { words: pieces }),
    ...(field !== undefined && { field }),
    ...(nextFree && { nextFree: nextFree.map((at) => new Date(at).toISOString()) }),
    ...(reference !== undefined && { reference }),
  };
  response
    .status(status)
    .set({ 'cache-control': 'no-store', ...headers })
    .type('application/problem+json')
    .end(JSON.stringify(document));
}
