/** What happens to the next matching requests instead of an ordinary answer. */
export type Failure =
  /** Answered with this and not carried out. */
  | { status: number; body?: unknown; headers?: Record<string, string>; delayMs?: number }
  /** Carried out and answered as usual, but late. */
  | { delayMs: number }
  /** Carried out, then the connection is dropped: the app cannot know. */
  | 'lost-answer'
  /** Not carried out, never answered. */
  | 'hang';

/** A route template, a pattern for `POST /channels/123/messages`, or a function of both. */
export type FailureMatch = string | RegExp | ((request: { template: string; what: string; body: unknown }) => boolean);

export interface Failures {
  add(match: FailureMatch, failure: Failure, times: number): void;
  /** The failure meant for this request, counted off. */
  take(template: string, what: string, body: unknown): Failure | undefined;
}

export function createFailures(): Failures {
  const planned: { match: FailureMatch; failure: Failure; left: number }[] = [];
  return {
    add(match, failure, times) {
      planned.push({ match, failure, left: times });
    },
    take(template, what, body) {
      const plan = planned.find(({ match, left }) => left > 0 && fits(match, template, what, body));
      if (plan === undefined) return undefined;
      plan.left -= 1;
      return plan.failure;
    },
  };
}

function fits(match: FailureMatch, template: string, what: string, body: unknown): boolean {
  if (typeof match === 'string') return match === template || match === what;
  if (match instanceof RegExp) return match.test(what);
  return match({ template, what, body });
}
