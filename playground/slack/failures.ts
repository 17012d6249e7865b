import type { Fields } from './fields.ts';

/**
 * How a request goes wrong:
 * - `'hang'`: it is never answered, and not carried out;
 * - `'lost-answer'`: it is carried out, then the connection drops before the answer;
 * - an answer with a status or body: given instead of carrying it out, after `delayMs`;
 * - only `delayMs`: it is carried out at once and answered late.
 */
export type FailureAnswer =
  | 'hang'
  | 'lost-answer'
  | { status?: number; body?: unknown; headers?: Record<string, string>; delayMs?: number };

/** What a failure is chosen by. */
export interface AppRequest {
  /** `chat.postMessage`, `response_url`, `upload`. */
  what: string;
  body: Fields;
}

export type RequestMatch = string | RegExp | ((request: AppRequest) => boolean);

export interface Failures {
  /** The next `times` requests that match fail; returns a function that takes it back. */
  add(match: RequestMatch, answer: FailureAnswer, times: number): () => void;
  take(request: AppRequest): FailureAnswer | undefined;
}

export function createFailures(): Failures {
  let planned: { match: RequestMatch; answer: FailureAnswer; left: number }[] = [];
  const matches = (match: RequestMatch, request: AppRequest) => {
    if (typeof match === 'string') return match === request.what;
    return match instanceof RegExp ? match.test(request.what) : match(request);
  };
  return {
    add(match, answer, times) {
      const plan = { match, answer, left: times };
      planned.push(plan);
      return () => {
        planned = planned.filter((other) => other !== plan);
      };
    },
    take(request) {
      const plan = planned.find((candidate) => matches(candidate.match, request));
      if (!plan) return undefined;
      plan.left -= 1;
      if (plan.left <= 0) planned = planned.filter((other) => other !== plan);
      return plan.answer;
    },
  };
}
