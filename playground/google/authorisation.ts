import { randomBytes } from 'node:crypto';
import type { ShiftedClock } from '../shifted-clock.ts';
import type { Accounts, GoogleAccount, GoogleClient } from './accounts.ts';
import { GoogleError } from './google-error.ts';
import { grantedName, isKnownScope } from './scopes.ts';

const CODE_LIFETIME_MS = 10 * 60_000;
const LOOPBACK = /^http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?(?:\/|$)/;

/** What the app asked for, after Google would show the person a page about it. */
export interface AuthorisationRequest {
  client: GoogleClient;
  redirectUri: string;
  scopes: string[];
  params: URLSearchParams;
}

export interface AuthorisationCode {
  code: string;
  client: GoogleClient;
  account: GoogleAccount;
  redirectUri: string;
  scopes: ReadonlySet<string>;
  challenge?: { value: string; method: 'S256' | 'plain' };
  /** Whether the exchange gives a refresh token: offline access, and a first or a forced consent. */
  refreshable: boolean;
  nonce?: string;
  /** Shifted milliseconds. */
  expiresAt: number;
}

export interface ConsentDecision {
  account: string;
  /** The boxes the person left ticked; default all. Identity scopes have no box. */
  grantedScopes?: readonly string[];
  /** The person pressed "Cancel". */
  deny?: boolean;
}

export type Authorisation = ReturnType<typeof createAuthorisation>;

/** The part of OAuth that people see: the authorisation page and what becomes of their answer. */
export function createAuthorisation({ clock, accounts }: { clock: ShiftedClock; accounts: Accounts }) {
  const codes = new Map<string, AuthorisationCode>();

  /** Throws what Google shows on a page of its own, without a redirect: the app never learns of it. */
  function read(params: URLSearchParams): AuthorisationRequest {
    const client = accounts.findClient(params.get('client_id') ?? '');
    if (client === undefined) throw pageError(401, 'invalid_client', 'The OAuth client was not found.');
    const redirectUri = params.get('redirect_uri') ?? '';
    if (redirectUri === '') throw pageError(400, 'invalid_request', 'Missing required parameter: redirect_uri');
    if (!mayRedirect(client, redirectUri)) {
      throw pageError(400, 'redirect_uri_mismatch', `The redirect URI in the request, ${redirectUri}, does not match.`);
    }
    if (params.get('response_type') !== 'code') {
      throw pageError(400, 'invalid_request', 'Only response_type=code is served here.');
    }
    const scopes = (params.get('scope') ?? '').split(' ').filter((scope) => scope !== '');
    if (scopes.length === 0) throw pageError(400, 'invalid_request', 'Missing required parameter: scope');
    const unknown = scopes.filter((scope) => !isKnownScope(scope));
    if (unknown.length > 0) {
      throw pageError(400, 'invalid_scope', `Some requested scopes were invalid. {invalid=[${unknown.join(', ')}]}`);
    }
    const method = params.get('code_challenge_method') ?? 'plain';
    if (params.has('code_challenge') && method !== 'S256' && method !== 'plain') {
      throw pageError(400, 'invalid_request', `Invalid code_challenge_method: ${method}`);
    }
    return { client, redirectUri, scopes, params };
  }

  /** The address the browser is sent to after the person answered. */
  function decide(request: AuthorisationRequest, decision: ConsentDecision): string {
    const { client, redirectUri, params } = request;
    const redirect = new URL(redirectUri);
    const state = params.get('state');
    if (state !== null) redirect.searchParams.set('state', state);
    if (decision.deny === true) {
      redirect.searchParams.set('error', 'access_denied');
      return redirect.href;
    }

    const account = accounts.account(decision.account);
    const ticked = decision.grantedScopes?.map(grantedName);
    const granted = request.scopes
      .map(grantedName)
      .filter((scope) => ticked === undefined || ticked.includes(scope) || isIdentity(scope));
    const earlier = accounts.consented(account, client);
    const scopes = new Set([...granted, ...(params.get('include_granted_scopes') === 'true' ? (earlier ?? []) : [])]);
    const forced = (params.get('prompt') ?? '').split(' ').includes('consent');
    accounts.recordConsent(account, client, granted);

    const challenge = params.get('code_challenge');
    const nonce = params.get('nonce');
    const code: AuthorisationCode = {
      code: `4/0A${randomBytes(32).toString('base64url')}`,
      client,
      account,
      redirectUri,
      scopes,
      ...(challenge === null
        ? {}
        : {
            challenge: {
              value: challenge,
              method: params.get('code_challenge_method') === 'S256' ? ('S256' as const) : ('plain' as const),
            },
          }),
      refreshable: params.get('access_type') === 'offline' && (forced || earlier === undefined),
      ...(nonce === null ? {} : { nonce }),
      expiresAt: clock.now() + CODE_LIFETIME_MS,
    };
    codes.set(code.code, code);

    redirect.searchParams.set('code', code.code);
    redirect.searchParams.set('scope', [...scopes].join(' '));
    redirect.searchParams.set('authuser', '0');
    redirect.searchParams.set('prompt', forced || earlier === undefined ? 'consent' : 'none');
    return redirect.href;
  }

  return {
    read,
    decide,
    /** Takes a code out: a second exchange of it, or a late one, finds nothing. */
    takeCode(value: string): AuthorisationCode | undefined {
      const code = codes.get(value);
      codes.delete(value);
      return code !== undefined && code.expiresAt > clock.now() ? code : undefined;
    },
  };
}

const isIdentity = (scope: string) => scope === 'openid' || scope.includes('/auth/userinfo.');

/** Web clients: letter for letter. Installed apps: any port of the loopback interface (RFC 8252, section 7.3). */
function mayRedirect(client: GoogleClient, uri: string): boolean {
  if (client.redirectUris.includes(uri)) return true;
  return client.type === 'installed' && LOOPBACK.test(uri);
}

function pageError(status: number, error: string, description: string): GoogleError {
  return new GoogleError(status, `Error ${status}: ${error}. ${description}`, {
    error,
    error_description: description,
  });
}
