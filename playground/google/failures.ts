import { GoogleError, namedFailures } from './google-error.ts';
import type { GoogleAnswer, GoogleRequest } from './google-request.ts';

/** An operation (`events.insert`), `'*'` for any, a pattern over operations, or a look at the request itself. */
export type FailureMatch = string | RegExp | ((request: GoogleRequest) => boolean);

/**
 * What happens to a request that matches:
 * a name from Google's list of errors; a status of one's own; `{ delayMs }` alone: carried out, answered late;
 * `'lost-answer'`: carried out, then the connection drops; `'hang'`: neither carried out nor answered.
 */
export type FailureAnswer =
  | keyof typeof namedFailures
  | 'lost-answer'
  | 'hang'
  | { status: number; body?: unknown; headers?: Record<string, string>; delayMs?: number }
  | { delayMs: number };

export type Failure =
  | { kind: 'hang' }
  | { kind: 'lost-answer' }
  | { kind: 'late'; delayMs: number }
  | { kind: 'instead'; answer: GoogleAnswer; delayMs: number };

export interface Failures {
  add(match: FailureMatch, answer: FailureAnswer, times: number): void;
  /** The failure this request was told to meet, used up by asking. */
  take(request: GoogleRequest): Failure | undefined;
  clear(): void;
}

export function createFailures(): Failures {
  let pending: { match: FailureMatch; failure: Failure; left: number }[] = [];
  return {
    add(match, answer, times) {
      pending.push({ match, failure: failureFor(answer), left: times });
    },
    take(request) {
      const found = pending.find(({ match, left }) => left > 0 && matches(match, request));
      if (found === undefined) return undefined;
      found.left -= 1;
      pending = pending.filter(({ left }) => left > 0);
      return found.failure;
    },
    clear() {
      pending = [];
    },
  };
}

function matches(match: FailureMatch, request: GoogleRequest): boolean {
  if (typeof match === 'function') return match(request);
  if (match instanceof RegExp) return match.test(request.operation);
  return match === '*' || match === request.operation;
}

function failureFor(answer: FailureAnswer): Failure {
  if (answer === 'hang' || answer === 'lost-answer') return { kind: answer };
  if (typeof answer === 'string') return { kind: 'instead', answer: answerFor(namedFailures[answer]()), delayMs: 0 };
  if (!('status' in answer)) return { kind: 'late', delayMs: answer.delayMs };
  const { delayMs = 0, ...instead } = answer;
  return { kind: 'instead', answer: instead, delayMs };
}

export function answerFor(error: unknown): GoogleAnswer {
  if (!(error instanceof GoogleError)) throw error;
  return { status: error.status, body: error.body, headers: error.headers };
}
