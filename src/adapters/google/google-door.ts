import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { GoogleDoor, GoogleIdentity } from '#core/connections/google-door.ts';
import { type Clock, minute, second } from '#core/time/clock.ts';
import { createGoogleCalls, type Wait } from './google-calls.ts';
import { createOAuthClient } from './google-clients.ts';
import { GoogleFailure, isPassing } from './google-failure.ts';
import { lendingScopes, notLent, signInScopes } from './google-scopes.ts';
import type { GoogleSettings } from './google-settings.ts';
import { daysToLive, lifetimeMend, lifetimeSentence } from './token-lifetime.ts';

type ClientSettings = Pick<GoogleSettings, 'clientId' | 'clientSecret' | 'redirectUri' | 'oauthUrl'>;

/** Both are Google; the first is what its tokens say today. */
const issuers = ['https://accounts.google.com', 'accounts.google.com'];
/** Milliseconds that the two clocks may be apart. */
const tolerance = 5 * minute;

/** Google's own sign-in: authorisation code with PKCE, and the client's secret besides. */
export function createGoogleDoor(
  settings: ClientSettings,
  { clock, log, wait = sleep }: { clock: Clock; log: Logger; wait?: Wait },
): GoogleDoor {
  // A client of its own for every call: one that is shared keeps the tokens of whoever came last.
  const begin = (secrets: readonly string[]) => {
    const oauth = createOAuthClient(settings);
    return { oauth, calls: createGoogleCalls({ oauth, wait, secrets: [settings.clientSecret, ...secrets] }) };
  };

  return {
    address({ purpose, state, nonce, challenge }) {
      const lending = purpose === 'calendar';
      const url = new URL(
        createOAuthClient(settings).generateAuthUrl({
          access_type: lending ? 'offline' : 'online',
          // A refresh token comes with a consent only; and whoever has several accounts is asked which.
          prompt: lending ? 'consent select_account' : 'select_account',
          scope: [...(lending ? lendingScopes : signInScopes)],
          state,
        }),
      );
      url.searchParams.set('nonce', nonce);
      url.searchParams.set('code_challenge', challenge);
      url.searchParams.set('code_challenge_method', 'S256');
      return url.href;
    },

    async redeem({ purpose, code, nonce, verifier }) {
      const { oauth, calls } = begin([code, nonce, verifier]);
      try {
        const tokens = await calls.run('sign-in', async () => {
          const { tokens } = await oauth.getToken({ code, codeVerifier: verifier });
          return { data: tokens };
        });
        const identity = identityIn(tokens.id_token, { clientId: settings.clientId, nonce, now: clock.now() });
        if (!identity) {
          log.warn('Google signed somebody in with an id token that is not about this attempt: it was not taken.');
          return { ok: false, reason: 'untrue' };
        }
        const days = daysToLive(tokens);
        if (days !== null && purpose === 'calendar') log.warn(`${lifetimeSentence(days)} ${lifetimeMend}`);
        const scopes = (tokens.scope ?? '').split(' ').filter(Boolean);
        const missing = purpose === 'calendar' ? notLent(scopes) : [];
        return { ok: true, identity, refreshToken: tokens.refresh_token ?? null, scopes, missing };
      } catch (error) {
        if (!(error instanceof GoogleFailure)) throw error;
        log.warn({ failure: error.message }, 'Google did not redeem a sign-in.');
        return { ok: false, reason: isPassing(error) ? 'unavailable' : 'refused' };
      }
    },

    async revoke(refreshToken) {
      const { oauth, calls } = begin([refreshToken]);
      try {
        await calls.run('revoke', async () => {
          await oauth.revokeToken(refreshToken);
          return { data: null };
        });
        return 'revoked';
      } catch (error) {
        if (!(error instanceof GoogleFailure)) throw error;
        // What Google no longer knows is revoked already.
        if (!isPassing(error) && error.status === 400) return 'revoked';
        log.warn({ failure: error.message }, 'A token could not be revoked at Google.');
        return 'unavailable';
      }
    },
  };
}

/**
 * Reads and checks an id token. It came straight from Google's token endpoint over TLS, so that connection says who issued it, and its signature need
 * not be checked again (OpenID Connect Core 3.1.3.7, rule 6). Everything else is: issuer, audience, times, and that it answers this attempt.
 */
export function identityIn(
  idToken: string | null | undefined,
  expected: { clientId: string; nonce: string; now: number },
): GoogleIdentity | null {
  const claims = claimsOf(idToken ?? '');
  if (!claims) return null;
  const { iss, aud, azp, exp, iat, sub, email } = claims;
  const { clientId, nonce, now } = expected;
  if (typeof iss !== 'string' || !issuers.includes(iss)) return null;
  if (aud !== clientId || (azp !== undefined && azp !== clientId)) return null;
  if (typeof exp !== 'number' || exp * second + tolerance <= now) return null;
  if (typeof iat !== 'number' || iat * second - tolerance > now) return null;
  if (claims.nonce !== nonce) return null;
  if (typeof sub !== 'string' || sub === '' || sub.length > 255) return null;
  return { sub, email: typeof email === 'string' ? email.slice(0, 254) : '' };
}

function claimsOf(idToken: string): Record<string, unknown> | null {
  const [, payload, signature, ...more] = idToken.split('.');
  if (!payload || !signature || more.length > 0) return null;
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    return typeof claims === 'object' && claims !== null ? (claims as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
