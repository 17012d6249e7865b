import { randomBytes } from 'node:crypto';
import { googleCallback } from '#core/connections/google-door.ts';
import { minute } from '#core/time/clock.ts';
import { type CallbackPage, type CallbackServer, createCallbackServer } from './callback-server.ts';
import { createOAuthClient, type OAuthClient } from './google-clients.ts';
import { readFailure } from './google-failure.ts';
import { connectScopes, missingScopes } from './google-scopes.ts';
import type { GoogleSettings } from './google-settings.ts';
import { tokenSentence } from './to-calendar-error.ts';
import { daysToLive, lifetimeMend, lifetimeSentence } from './token-lifetime.ts';

export type ConnectOutcome =
  | {
      ok: true;
      refreshToken: string;
      /** The account's e-mail address, where Google told it. */
      account: string | null;
      granted: string[];
      /** Short names of wanted scopes that were not granted. */
      missing: string[];
      /** Days until the token dies by itself; null where it does not. */
      daysToLive: number | null;
    }
  | {
      ok: false;
      reason: 'consent-refused' | 'no-refresh-token' | 'port-in-use' | 'timed-out' | 'exchange-failed';
      /** What happened and what to do, as printed. */
      sentence: string;
    };

type Refusal = Extract<ConnectOutcome, { ok: false }>;

/** Where the redirect URI names none. Fixed, so that it can be registered with a web client. */
const defaultPort = 8917;
const patience = 5 * minute;

/**
 * Walks a person through Google's consent and prints the refresh token. The browser comes back to this machine: at the port
 * and path of the redirect URI where that is on the loopback interface, else at `port`.
 */
export async function connectGoogle(
  settings: Pick<GoogleSettings, 'clientId' | 'clientSecret' | 'oauthUrl'> & { redirectUri?: string },
  options: {
    print: (line: string) => void;
    /** Opens the browser; where it fails, the person opens the printed link. */
    openUrl?: (url: string) => Promise<unknown>;
    port?: number;
    /** Milliseconds to wait for the person; five minutes by default. */
    timeout?: number;
  },
): Promise<ConnectOutcome> {
  const { print } = options;
  const { promise, resolve, reject } = Promise.withResolvers<ConnectOutcome>();
  const own = loopbackAddress(settings.redirectUri);
  const wantedPort = own?.port ?? options.port ?? defaultPort;
  const state = randomBytes(32).toString('base64url');
  let exchange: ((code: string) => Promise<ConnectOutcome>) | undefined;

  async function answer(query: URLSearchParams): Promise<CallbackPage> {
    if (query.get('state') !== state) {
      print('An answer with another state came in, from an older attempt perhaps. It was ignored.');
      return page(
        400,
        'Not this one',
        'This answer belongs to another attempt. Open the latest link that Confab printed.',
      );
    }
    const code = query.get('code');
    const redeem = exchange;
    // One answer counts: reloading the page must not redeem the code again, which would end the grant at Google.
    exchange = undefined;
    if (redeem === undefined) return page(400, 'Answered already', 'The rest is in the terminal.');
    const outcome = code === null ? refusedConsent(query.get('error')) : await redeem(code);
    resolve(outcome);
    return outcome.ok
      ? page(200, 'Connected', 'Confab has its token. You can close this page; the rest is in the terminal.')
      : page(400, 'Not connected', outcome.sentence);
  }

  const server = await listen(wantedPort, own?.path ?? googleCallback, answer);
  if ('reason' in server) {
    print(server.sentence);
    return server;
  }
  const redirectUri = own?.uri ?? `http://127.0.0.1:${server.port}${googleCallback}`;
  const oauth = createOAuthClient({ ...settings, redirectUri });
  const { codeVerifier, codeChallenge } = await oauth.generateCodeVerifierAsync();
  const secrets = [settings.clientSecret, codeVerifier];
  exchange = (code) =>
    redeemCode({ oauth, code, codeVerifier, secrets }).catch((error: unknown) => {
      reject(error);
      throw error;
    });

  const url = authorisationUrl(oauth, { state, codeChallenge });
  if (own === null) print(`The OAuth client must allow this redirect URI: ${redirectUri}`);
  print(`Open this link and sign in with the account that shall own the events:\n${url}`);
  options.openUrl?.(url).catch(() => undefined);

  const timeout = options.timeout ?? patience;
  const timer = setTimeout(() => resolve(timedOut(timeout)), timeout);
  try {
    const outcome = await promise;
    for (const line of report(outcome)) print(line);
    return outcome;
  } finally {
    clearTimeout(timer);
    await server.close();
  }
}

async function listen(
  port: number,
  path: string,
  answer: (query: URLSearchParams) => Promise<CallbackPage>,
): Promise<CallbackServer | Refusal> {
  try {
    return await createCallbackServer({ port, path, answer });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code !== 'EADDRINUSE' && code !== 'EACCES') throw error;
    const why =
      code === 'EADDRINUSE' ? 'is taken, by Confab itself perhaps: stop it first' : 'may not be used by this user';
    return { ok: false, reason: 'port-in-use', sentence: `Port ${port} ${why}, or choose another redirect URI.` };
  }
}

function authorisationUrl(
  oauth: OAuthClient,
  { state, codeChallenge }: { state: string; codeChallenge: string | undefined },
): string {
  const url = new URL(
    oauth.generateAuthUrl({
      access_type: 'offline',
      // Without it Google gives a refresh token on the first consent only.
      prompt: 'consent',
      scope: [...connectScopes],
      state,
    }),
  );
  url.searchParams.set('code_challenge', codeChallenge ?? '');
  url.searchParams.set('code_challenge_method', 'S256');
  return url.href;
}

async function redeemCode(options: {
  oauth: OAuthClient;
  code: string;
  codeVerifier: string;
  secrets: readonly string[];
}): Promise<ConnectOutcome> {
  const { oauth, code, codeVerifier, secrets } = options;
  try {
    const { tokens } = await oauth.getToken({ code, codeVerifier });
    if (!tokens.refresh_token) return noRefreshToken;
    const granted = (tokens.scope ?? '').split(' ').filter((scope) => scope !== '');
    return {
      ok: true,
      refreshToken: tokens.refresh_token,
      account: await emailOf(oauth, tokens.access_token),
      granted,
      missing: missingScopes(granted).map(({ name }) => name),
      daysToLive: daysToLive(tokens),
    };
  } catch (error) {
    const failure = readFailure('sign-in', error, [...secrets, code]);
    if (failure === undefined) throw error;
    const client = failure.reason === 'invalid_client' ? ` ${tokenSentence(failure.reason)}` : '';
    const sentence = `Google did not give a token for the consent: ${failure.message}.${client}`;
    return { ok: false, reason: 'exchange-failed', sentence };
  }
}

/** A token that works is not thrown away because its owner could not be asked. */
async function emailOf(oauth: OAuthClient, accessToken: string | null | undefined): Promise<string | null> {
  try {
    return (await oauth.getTokenInfo(accessToken ?? '')).email ?? null;
  } catch {
    return null;
  }
}

function report(outcome: ConnectOutcome): string[] {
  if (!outcome.ok) return [outcome.sentence];
  const { account, granted, missing, refreshToken } = outcome;
  return [
    `Connected ${account ?? 'an account that Google did not name'}.`,
    `Granted: ${granted.join(' ')}`,
    ...missingScopes(granted).map(({ name, cost }) => `Not granted: ${name}. Without it ${cost}.`),
    ...(missing.length === 0 ? [] : ['To grant it, run this again and leave every box ticked.']),
    ...(outcome.daysToLive === null ? [] : [`${lifetimeSentence(outcome.daysToLive)} ${lifetimeMend}`]),
    'Put this line into the settings, and keep it secret:',
    `GOOGLE_REFRESH_TOKEN=${refreshToken}`,
  ];
}

function refusedConsent(error: string | null): Refusal {
  const sentence =
    error === 'access_denied'
      ? 'The consent was refused at Google: nothing was connected. Run this again when you want to.'
      : `Google ended the consent without a code (${(error ?? 'no reason given').slice(0, 100)}): nothing was connected.`;
  return { ok: false, reason: 'consent-refused', sentence };
}

function timedOut(timeout: number): Refusal {
  const minutes = Math.max(1, Math.round(timeout / minute));
  const sentence = `Nobody answered within ${minutes === 1 ? 'a minute' : `${minutes} minutes`}: nothing was connected. Run this again.`;
  return { ok: false, reason: 'timed-out', sentence };
}

const noRefreshToken: Refusal = {
  ok: false,
  reason: 'no-refresh-token',
  sentence:
    'Google gave no refresh token, so nothing was connected. Take Confab off the account at ' +
    'https://myaccount.google.com/connections and run this again.',
};

function page(status: number, title: string, text: string): CallbackPage {
  return { status, title, text };
}

/** Port and path of a redirect URI on this machine; null for any other. */
function loopbackAddress(redirectUri: string | undefined): { uri: string; port: number; path: string } | null {
  if (redirectUri === undefined || !URL.canParse(redirectUri)) return null;
  const { protocol, hostname, port, pathname } = new URL(redirectUri);
  if (protocol !== 'http:' || !['127.0.0.1', 'localhost'].includes(hostname)) return null;
  return { uri: redirectUri, port: port === '' ? 80 : Number(port), path: pathname };
}
