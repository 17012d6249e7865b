import { createHash } from 'node:crypto';
import type { ShiftedClock } from '../shifted-clock.ts';
import type { AccessToken, Accounts, GoogleClient } from './accounts.ts';
import type { Authorisation, AuthorisationCode } from './authorisation.ts';
import { oauthError } from './google-error.ts';
import { type GoogleAnswer, type GoogleRequest, isJsonObject } from './google-request.ts';
import type { IdTokens } from './id-token.ts';

export type TokenEndpoint = ReturnType<typeof createTokenEndpoint>;

/** What an app does with codes and tokens at oauth2.googleapis.com: exchange, refresh, ask about, revoke. */
export function createTokenEndpoint(options: {
  clock: ShiftedClock;
  accounts: Accounts;
  authorisation: Authorisation;
  idTokens: IdTokens;
}) {
  const { clock, accounts, authorisation, idTokens } = options;

  function authenticate(form: Form, authorization: string | undefined): GoogleClient {
    const basic = /^Basic (.+)$/i.exec(authorization ?? '')?.[1];
    const [basicId, basicSecret] = basic === undefined ? [] : Buffer.from(basic, 'base64').toString().split(':');
    const clientId = form('client_id') ?? (basicId === undefined ? undefined : decodeURIComponent(basicId));
    const secret = form('client_secret') ?? (basicSecret === undefined ? undefined : decodeURIComponent(basicSecret));
    if (clientId === undefined) throw oauthError(400, 'invalid_request', 'Could not determine client ID from request.');
    const client = accounts.findClient(clientId);
    if (client === undefined) throw oauthError(401, 'invalid_client', 'The OAuth client was not found.');
    if (secret === undefined) throw oauthError(400, 'invalid_request', 'client_secret is missing.');
    if (secret !== client.clientSecret) throw oauthError(401, 'invalid_client', 'Unauthorized');
    return client;
  }

  function exchange(form: Form, client: GoogleClient): GoogleAnswer {
    const given = form('code');
    if (given === undefined) throw oauthError(400, 'invalid_request', 'Missing required parameter: code');
    const code = authorisation.takeCode(given);
    if (code === undefined) {
      throw oauthError(400, 'invalid_grant', given.startsWith('4/') ? 'Bad Request' : 'Malformed auth code.');
    }
    if (code.client !== client) throw oauthError(400, 'invalid_grant', 'Bad Request');
    if (form('redirect_uri') !== code.redirectUri) throw oauthError(400, 'redirect_uri_mismatch', 'Bad Request');
    verifyChallenge(code, form('code_verifier'));
    const { account, scopes, refreshable, nonce } = code;
    const access = accounts.issueAccessToken({ account, client, scopes, offline: refreshable });
    return tokens(access, {
      ...(refreshable ? { refreshToken: accounts.issueRefreshToken(account, client, scopes) } : {}),
      ...(nonce === undefined ? {} : { nonce }),
    });
  }

  function refresh(form: Form, client: GoogleClient): GoogleAnswer {
    const given = form('refresh_token');
    if (given === undefined) throw oauthError(400, 'invalid_request', 'Missing required parameter: refresh_token');
    const found = accounts.refreshToken(given, client);
    if (found === undefined) throw oauthError(400, 'invalid_grant', 'Token has been expired or revoked.');
    const { account, scopes } = found;
    return tokens(accounts.issueAccessToken({ account, client, scopes, offline: true }), {});
  }

  function tokens(access: AccessToken, more: { refreshToken?: string; nonce?: string }): GoogleAnswer {
    return {
      status: 200,
      headers: { 'cache-control': 'no-cache, no-store, max-age=0, must-revalidate' },
      body: {
        access_token: access.token,
        expires_in: accounts.accessTokenSeconds,
        ...(more.refreshToken === undefined ? {} : { refresh_token: more.refreshToken }),
        ...(more.refreshToken !== undefined && access.client.publishing === 'testing'
          ? { refresh_token_expires_in: accounts.testingRefreshSeconds }
          : {}),
        scope: [...access.scopes].join(' '),
        token_type: 'Bearer',
        ...(access.scopes.has('openid') ? { id_token: idTokens.sign(access, more.nonce) } : {}),
      },
    };
  }

  return {
    token(request: GoogleRequest): GoogleAnswer {
      const form = formOf(request);
      const client = authenticate(form, request.headers.authorization);
      const grantType = form('grant_type');
      if (grantType === 'authorization_code') return exchange(form, client);
      if (grantType === 'refresh_token') return refresh(form, client);
      throw oauthError(400, 'unsupported_grant_type', `Invalid grant_type: ${grantType ?? ''}`);
    },

    tokenInfo(request: GoogleRequest): GoogleAnswer {
      const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
      const found = accounts.accessToken(bearer ?? formOf(request)('access_token') ?? '');
      if (found === undefined) throw oauthError(400, 'invalid_token', 'Invalid Value');
      const seconds = Math.floor((found.expiresAt - clock.now()) / 1000);
      const showsEmail = found.scopes.has('https://www.googleapis.com/auth/userinfo.email');
      return {
        status: 200,
        // Google writes the numbers and the flag as text.
        body: {
          azp: found.client.clientId,
          aud: found.client.clientId,
          ...(found.scopes.has('openid') || showsEmail ? { sub: found.account.sub } : {}),
          scope: [...found.scopes].join(' '),
          exp: String(Math.floor(found.expiresAt / 1000)),
          expires_in: String(seconds),
          ...(showsEmail ? { email: found.account.email, email_verified: 'true' } : {}),
          access_type: found.offline ? 'offline' : 'online',
        },
      };
    },

    revoke(request: GoogleRequest): GoogleAnswer {
      const token = formOf(request)('token');
      if (token === undefined || !accounts.revokeToken(token)) {
        throw oauthError(400, 'invalid_token', 'Token expired or revoked');
      }
      return { status: 200, body: {} };
    },
  };
}

type Form = (name: string) => string | undefined;

/** Google takes these fields from the body or from the query string. */
function formOf({ body, query }: GoogleRequest): Form {
  return (name) => {
    const value = isJsonObject(body) ? body[name] : undefined;
    return typeof value === 'string' ? value : (query.get(name) ?? undefined);
  };
}

function verifyChallenge({ challenge }: AuthorisationCode, verifier: string | undefined): void {
  if (challenge === undefined) return;
  if (verifier === undefined) throw oauthError(400, 'invalid_grant', 'Missing code verifier.');
  const expected = challenge.method === 'S256' ? createHash('sha256').update(verifier).digest('base64url') : verifier;
  if (expected !== challenge.value) throw oauthError(400, 'invalid_grant', 'Invalid code verifier.');
}
