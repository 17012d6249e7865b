import { randomBytes } from 'node:crypto';
import type { ShiftedClock } from '../shifted-clock.ts';
import type { AccessType } from './conferences.ts';
import { grantedName } from './scopes.ts';

const ACCESS_TOKEN_SECONDS = 3599;
const TESTING_REFRESH_SECONDS = 7 * 86_400;
/** Live refresh tokens per account and client; one more and the oldest dies silently (Google's OAuth guide). */
const LIVE_REFRESH_TOKENS = 100;

export interface GoogleAccount {
  email: string;
  /** Google's name for the person, which outlives the e-mail address. */
  sub: string;
  /** IANA zone of the primary calendar. */
  timeZone: string;
  /** False: the administrator turned Meet off, so Calendar refuses to make rooms. */
  meetAllowed: boolean;
  /** True: the Meet API refuses this account. */
  meetRefused: boolean;
  /** How new rooms of this account are closed. */
  meetAccess: AccessType;
  /** A gmail.com account: no domain to trust, no free/busy shared with colleagues. */
  consumer: boolean;
}

export interface GoogleClient {
  clientId: string;
  clientSecret: string;
  redirectUris: readonly string[];
  type: 'web' | 'installed';
  /** In 'testing', refresh tokens die after seven days. */
  publishing: 'testing' | 'production';
}

interface RefreshToken {
  token: string;
  account: GoogleAccount;
  client: GoogleClient;
  scopes: ReadonlySet<string>;
  /** Shifted milliseconds; Infinity for published clients. */
  expiresAt: number;
  revoked: boolean;
}

export interface AccessToken {
  token: string;
  account: GoogleAccount;
  client: GoogleClient;
  scopes: ReadonlySet<string>;
  /** Shifted milliseconds. */
  expiresAt: number;
  offline: boolean;
}

export type Accounts = ReturnType<typeof createAccounts>;

/** Who exists at Google, which clients they let in, and every token that was given out. */
export function createAccounts(clock: ShiftedClock) {
  const accounts = new Map<string, GoogleAccount>();
  const clients = new Map<string, GoogleClient>();
  const refreshTokens: RefreshToken[] = [];
  let accessTokens: AccessToken[] = [];
  /** Scopes by `email client`: that the person said yes once, whatever became of the tokens. */
  const consents = new Map<string, Set<string>>();

  const consentKey = (account: GoogleAccount, client: GoogleClient) => `${account.email} ${client.clientId}`;
  const isLive = (token: RefreshToken) => !token.revoked && token.expiresAt > clock.now();

  function account(email: string): GoogleAccount {
    const found = accounts.get(email.toLowerCase());
    if (found === undefined) throw new Error(`No Google account ${email} in the playground: call addAccount first.`);
    return found;
  }

  function client(clientId: string): GoogleClient {
    const found = clients.get(clientId);
    if (found === undefined) throw new Error(`No OAuth client ${clientId} in the playground: call addClient first.`);
    return found;
  }

  function forget(who: GoogleAccount, which?: GoogleClient): void {
    for (const token of refreshTokens) {
      if (token.account === who && (which === undefined || token.client === which)) token.revoked = true;
    }
    accessTokens = accessTokens.filter(
      (token) => token.account !== who || (which !== undefined && token.client !== which),
    );
    for (const { clientId } of which === undefined ? clients.values() : [which]) {
      consents.delete(`${who.email} ${clientId}`);
    }
  }

  return {
    add(fields: Omit<GoogleAccount, 'sub'>): GoogleAccount {
      const email = fields.email.toLowerCase();
      const added = { ...fields, email, sub: String(100_000_000_000_000_000_000n + BigInt(accounts.size + 1)) };
      accounts.set(email, added);
      return added;
    },
    addClient(fields: GoogleClient): void {
      clients.set(fields.clientId, fields);
    },
    account,
    client,
    find: (email: string) => accounts.get(email.toLowerCase()),
    findClient: (clientId: string) => clients.get(clientId),
    all: () => [...accounts.values()],

    /** The scopes the person has granted this client so far, or undefined where they never said yes. */
    consented: (who: GoogleAccount, which: GoogleClient): ReadonlySet<string> | undefined =>
      consents.get(consentKey(who, which)),

    recordConsent(who: GoogleAccount, which: GoogleClient, scopes: Iterable<string>): void {
      const key = consentKey(who, which);
      consents.set(key, new Set([...(consents.get(key) ?? []), ...[...scopes].map(grantedName)]));
    },

    issueRefreshToken(who: GoogleAccount, which: GoogleClient, scopes: Iterable<string>): string {
      const lifetime = which.publishing === 'testing' ? TESTING_REFRESH_SECONDS * 1000 : Number.POSITIVE_INFINITY;
      const token = {
        token: `1//0${randomBytes(30).toString('base64url')}`,
        account: who,
        client: which,
        scopes: new Set([...scopes].map(grantedName)),
        expiresAt: clock.now() + lifetime,
        revoked: false,
      };
      refreshTokens.push(token);
      const live = refreshTokens.filter((one) => one.account === who && one.client === which && isLive(one));
      for (const old of live.slice(0, -LIVE_REFRESH_TOKENS)) old.revoked = true;
      return token.token;
    },

    issueAccessToken(fields: Omit<AccessToken, 'token' | 'expiresAt'>): AccessToken {
      const token = {
        ...fields,
        token: `ya29.${randomBytes(40).toString('base64url')}`,
        expiresAt: clock.now() + ACCESS_TOKEN_SECONDS * 1000,
      };
      accessTokens = accessTokens.filter((one) => one.expiresAt > clock.now());
      accessTokens.push(token);
      return token;
    },

    accessTokenSeconds: ACCESS_TOKEN_SECONDS,
    testingRefreshSeconds: TESTING_REFRESH_SECONDS,

    /** A live refresh token of this client, or undefined. */
    refreshToken: (token: string, which: GoogleClient) =>
      refreshTokens.find((one) => one.token === token && one.client === which && isLive(one)),

    /** A live access token, or undefined. */
    accessToken: (token: string) => accessTokens.find((one) => one.token === token && one.expiresAt > clock.now()),

    /** Any live token takes all of the client's access to this person with it. False: no such token. */
    revokeToken(token: string): boolean {
      const found =
        refreshTokens.find((one) => one.token === token && isLive(one)) ??
        accessTokens.find((one) => one.token === token && one.expiresAt > clock.now());
      if (found === undefined) return false;
      forget(found.account, found.client);
      return true;
    },

    forget,
    expireAccessTokens(): void {
      accessTokens = [];
    },
  };
}
