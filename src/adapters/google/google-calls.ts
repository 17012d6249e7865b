import { second } from '#core/time/clock.ts';
import type { OAuthClient } from './google-clients.ts';
import { hasStatus, isPassing, isTimeout, readFailure } from './google-failure.ts';

/** Resolves after this many milliseconds. */
export type Wait = (milliseconds: number) => Promise<unknown>;

export interface GoogleCalls {
  /** Runs one request; `operation` names it in errors. Throws `GoogleFailure`. The request may be sent more than once. */
  run<Data>(operation: string, send: () => Promise<{ data: Data }>): Promise<Data>;
}

/** Milliseconds before the second and the third try. More than that is left to the queue of effects, which waits longer. */
const pauses = [300, 1_200];
/** Where Google asks for a longer wait than this, the caller is not kept waiting. */
const longestPause = 2 * second;

export function createGoogleCalls(options: {
  oauth: OAuthClient;
  wait: Wait;
  /** Never to be read in an error. */
  secrets: readonly string[];
}): GoogleCalls {
  const { oauth, wait } = options;

  function failureOf(operation: string, error: unknown) {
    return readFailure(operation, error, [...options.secrets, oauth.credentials.access_token ?? '']);
  }

  return {
    async run(operation, send) {
      let refreshed = false;
      for (let tries = 0; ; ) {
        try {
          return (await send()).data;
        } catch (error) {
          const failure = failureOf(operation, error);
          if (failure === undefined) throw error;
          if (hasStatus(failure, 401) && !failure.fromSignIn && !refreshed) {
            // Without an access token the next request fetches a new one; the library does not do it for a token that it thinks alive.
            refreshed = true;
            oauth.setCredentials({ refresh_token: oauth.credentials.refresh_token ?? null });
            continue;
          }
          const pause = pauses[tries];
          const tooLong = (failure.retryAfter ?? 0) > longestPause;
          // A request that ran into its timeout has cost enough time already.
          if (pause === undefined || !isPassing(failure) || isTimeout(failure) || tooLong) throw failure;
          tries += 1;
          await wait(failure.retryAfter ?? pause * (1 + Math.random() / 2));
        }
      }
    },
  };
}
