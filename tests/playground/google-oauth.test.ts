import { auth } from '@googleapis/calendar';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CALLBACK, CLIENT, MENTOR, refusal, setUpGoogle } from './google-setup.ts';

const EVENTS = 'https://www.googleapis.com/auth/calendar.events.owned';
const FREE_BUSY = 'https://www.googleapis.com/auth/calendar.freebusy';
const EMAIL = 'https://www.googleapis.com/auth/userinfo.email';

let playground: Awaited<ReturnType<typeof setUpGoogle>>;
let client: ReturnType<typeof playground.newClient>;

beforeEach(async () => {
  playground = await setUpGoogle();
  client = playground.newClient();
});
afterEach(() => playground.google.close());

async function authorise(more: object = {}, decision: object = {}) {
  const { codeVerifier, codeChallenge } = await client.generateCodeVerifierAsync();
  const url = client.generateAuthUrl({
    access_type: 'offline',
    state: 's1',
    scope: ['openid', 'email', EVENTS, FREE_BUSY],
    code_challenge: codeChallenge!,
    code_challenge_method: 'S256' as never,
    ...more,
  });
  const redirect = new URL(await playground.google.consent({ url, account: MENTOR, ...decision }));
  return { codeVerifier, redirect, code: redirect.searchParams.get('code') ?? '' };
}

describe('consent', () => {
  it('leads to tokens that say who the person is', async () => {
    const { redirect, code, codeVerifier } = await authorise();
    expect(redirect.href.startsWith(CALLBACK)).toBe(true);
    expect(redirect.searchParams.get('state')).toBe('s1');
    const { tokens } = await client.getToken({ code, codeVerifier });
    expect(tokens.refresh_token).toMatch(/^1\/\//);
    expect(tokens.scope!.split(' ').sort()).toEqual([EVENTS, FREE_BUSY, EMAIL, 'openid'].sort());
    const ticket = await client.verifyIdToken({ idToken: tokens.id_token!, audience: CLIENT.clientId });
    expect(ticket.getPayload()).toMatchObject({
      email: MENTOR,
      email_verified: true,
      sub: expect.stringMatching(/^\d+$/),
    });
    const info = await client.getTokenInfo(tokens.access_token!);
    expect(info).toMatchObject({ email: MENTOR, aud: CLIENT.clientId, scopes: expect.arrayContaining([EVENTS]) });
  });

  it('gives a code that works once, for ten minutes, with its verifier and its redirect address', async () => {
    const first = await authorise();
    await client.getToken(first);
    expect(await refusal(client.getToken(first))).toBe('400 invalid_grant');
    const late = await authorise();
    playground.clock.advance(10 * 60_000);
    expect(await refusal(client.getToken(late))).toBe('400 invalid_grant');
    const { code } = await authorise();
    expect(await refusal(client.getToken(code))).toBe('400 invalid_grant');
    const other = await authorise();
    expect(await refusal(client.getToken({ ...other, codeVerifier: 'x'.repeat(43) }))).toBe('400 invalid_grant');
    const elsewhere = await authorise();
    expect(await refusal(client.getToken({ ...elsewhere, redirect_uri: `${CALLBACK}/` }))).toBe(
      '400 redirect_uri_mismatch',
    );
  });

  it('gives a refresh token for offline access, on the first consent or a forced one', async () => {
    const refreshToken = async (more: object) => (await client.getToken(await authorise(more))).tokens.refresh_token;
    expect(await refreshToken({ access_type: 'online' })).toBeUndefined();
    expect(await refreshToken({})).toBeUndefined();
    expect(await refreshToken({ prompt: 'consent' })).toBeDefined();
    playground.google.revoke(MENTOR);
    expect(await refreshToken({})).toBeDefined();
  });

  it('lets the person untick scopes, or say no', async () => {
    const { tokens } = await client.getToken(await authorise({}, { grantedScopes: [EVENTS] }));
    expect(tokens.scope!.split(' ')).not.toContain(FREE_BUSY);
    const { redirect } = await authorise({}, { deny: true });
    expect(Object.fromEntries(redirect.searchParams)).toEqual({ state: 's1', error: 'access_denied' });
  });

  it.each([
    ['an address that is not registered letter for letter', { redirect_uri: `${CALLBACK}/` }, 'redirect_uri_mismatch'],
    ['an unknown client', { client_id: 'nobody' }, 'invalid_client'],
    [
      'a scope that does not exist',
      { scope: ['https://www.googleapis.com/auth/calendar.everything'] },
      'invalid_scope',
    ],
  ])('stops on a page of its own for %s', async (_, more, error) => {
    await expect(authorise(more)).rejects.toThrow(error);
    const page = await fetch(client.generateAuthUrl({ scope: [EVENTS], ...more }), { redirect: 'manual' });
    expect(page.status).toBeGreaterThanOrEqual(400);
    expect(await page.text()).toContain(error);
  });

  it('lets an installed app use any loopback port', async () => {
    playground.google.addClient({
      clientId: 'app',
      clientSecret: 's',
      redirectUris: ['http://localhost'],
      type: 'installed',
    });
    const consent = (redirect_uri: string) =>
      playground.google.consent({
        url: client.generateAuthUrl({ client_id: 'app', redirect_uri, scope: [EVENTS] }),
        account: MENTOR,
      });
    expect(await consent('http://127.0.0.1:54321/done')).toContain('http://127.0.0.1:54321/done?code=');
    await expect(consent('http://example.org/done')).rejects.toThrow('redirect_uri_mismatch');
  });

  it('has a page whose form answers the same way', async () => {
    const url = client.generateAuthUrl({ scope: [EVENTS, FREE_BUSY], state: '"><script>' });
    const page = await (await fetch(url)).text();
    expect(page).toContain(MENTOR);
    expect(page).not.toContain('<script>');
    const form = new URLSearchParams([
      ['request', new URL(url).search.slice(1)],
      ['account', MENTOR],
      ['granted', EVENTS],
      ['answer', 'allow'],
    ]);
    const answer = await fetch(`${playground.google.oauthUrl}/o/oauth2/v2/auth`, {
      method: 'POST',
      body: form,
      redirect: 'manual',
    });
    expect(answer.status).toBe(302);
    const { searchParams } = new URL(answer.headers.get('location')!);
    expect(searchParams.get('state')).toBe('"><script>');
    const { tokens } = await client.getToken(searchParams.get('code')!);
    expect(tokens.scope).toBe(EVENTS);
  });
});

describe('tokens', () => {
  it('are over when the shifted clock says so, and are refreshed', async () => {
    const { tokens } = await client.getToken(await authorise());
    playground.clock.advance(3599 * 1000);
    expect(await refusal(client.getTokenInfo(tokens.access_token!))).toBe('400 invalid_token');
    client.setCredentials({ refresh_token: tokens.refresh_token! });
    const { credentials } = await client.refreshAccessToken();
    expect(credentials.access_token).not.toBe(tokens.access_token);
    expect((await client.getTokenInfo(credentials.access_token!)).email).toBe(MENTOR);
  });

  it('die with the consent, on either side', async () => {
    const before = playground.calendarOf(MENTOR);
    const unused = playground.calendarOf(MENTOR);
    await before.events.list({ calendarId: 'primary' });
    playground.google.revoke(MENTOR);
    // With an access token at hand the library sends that first, and does not refresh for a 401.
    expect(await refusal(before.events.list({ calendarId: 'primary' }))).toBe('401 authError');
    expect(await refusal(unused.events.list({ calendarId: 'primary' }))).toBe('400 invalid_grant');

    const { tokens } = await client.getToken(await authorise());
    expect((await client.revokeToken(tokens.refresh_token!)).status).toBe(200);
    client.setCredentials(tokens);
    expect(await refusal(client.refreshAccessToken())).toBe('400 invalid_grant');
    expect(await refusal(client.revokeToken(tokens.refresh_token!))).toBe('400 invalid_token');
  });

  it('die after seven days while the client is in testing', async () => {
    const testing = { clientId: 'testing', clientSecret: 's' };
    playground.google.addClient({ ...testing, redirectUris: [CALLBACK], publishing: 'testing' });
    const refreshToken = playground.google.grant(MENTOR, 'testing', [EVENTS]);
    const other = new auth.OAuth2({ ...testing, endpoints: { oauth2TokenUrl: `${playground.google.oauthUrl}/token` } });
    other.setCredentials({ refresh_token: refreshToken });
    await other.refreshAccessToken();
    playground.clock.advance(7 * 86_400_000);
    expect(await refusal(other.refreshAccessToken())).toBe('400 invalid_grant');
  });

  it('are not for a client with the wrong secret', async () => {
    const wrong = new auth.OAuth2({
      ...CLIENT,
      clientSecret: 'wrong',
      endpoints: { oauth2TokenUrl: `${playground.google.oauthUrl}/token` },
    });
    wrong.setCredentials({ refresh_token: playground.google.grant(MENTOR, CLIENT.clientId, [EVENTS]) });
    expect(await refusal(wrong.refreshAccessToken())).toBe('401 invalid_client');
  });

  it('are refused unless they are known', async () => {
    const ask = async (headers: Record<string, string>) =>
      (await fetch(`${playground.google.apiUrl}calendar/v3/calendars/primary/events`, { headers })).status;
    expect(await ask({})).toBe(401);
    expect(await ask({ authorization: 'Bearer ya29.unknown' })).toBe(401);
  });
});

describe('scopes', () => {
  it.each([
    ['calendar.events', 'freebusy', false],
    ['calendar.events.owned', 'freebusy', false],
    ['calendar.freebusy', 'freebusy', true],
    ['calendar.events.freebusy', 'freebusy', true],
    ['calendar.freebusy', 'insert', false],
    ['calendar.events.readonly', 'insert', false],
    ['calendar.events.owned', 'insert', true],
    ['calendar.events', 'calendar', false],
    ['calendar.readonly', 'calendar', true],
    ['calendar.app.created', 'list', false],
    ['calendar.calendarlist.readonly', 'list', true],
  ] as const)('%s opens %s: %s', async (scope, method, opens) => {
    const calendar = playground.calendarOf(MENTOR, [scope]);
    const start = { dateTime: '2031-01-01T10:00:00Z' };
    const end = { dateTime: '2031-01-01T11:00:00Z' };
    const calls = {
      freebusy: () =>
        calendar.freebusy.query({ requestBody: { timeMin: start.dateTime, timeMax: end.dateTime, items: [] } }),
      insert: () => calendar.events.insert({ calendarId: 'primary', requestBody: { start, end } }),
      calendar: () => calendar.calendars.get({ calendarId: 'primary' }),
      list: () => calendar.calendarList.list(),
    };
    expect(await refusal(calls[method]())).toBe(opens ? 'not refused' : '403 insufficientPermissions');
  });

  it('name the method that was refused', async () => {
    const calendar = playground.calendarOf(MENTOR, ['calendar.events']);
    const error: unknown = await calendar.freebusy
      .query({ requestBody: { timeMin: '2031-01-01T10:00:00Z', timeMax: '2031-01-01T11:00:00Z' } })
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      response: {
        data: {
          error: {
            status: 'PERMISSION_DENIED',
            details: [
              { reason: 'ACCESS_TOKEN_SCOPE_INSUFFICIENT', metadata: { method: 'calendar.v3.Freebusy.Query' } },
            ],
          },
        },
      },
    });
  });

  it('for owned calendars do not reach one that was shared', async () => {
    const { google } = playground;
    google.addCalendar(MENTOR, { id: 'team@group.calendar.google.com', summary: 'Team' });
    google.addAccount({ email: 'helper@gmail.com', timeZone: 'UTC' });
    google.shareCalendar(MENTOR, 'team@group.calendar.google.com', 'helper@gmail.com', 'writer');
    const insert = (scope: string) =>
      playground.calendarOf('helper@gmail.com', [scope]).events.insert({
        calendarId: 'team@group.calendar.google.com',
        requestBody: { start: { date: '2031-01-01' }, end: { date: '2031-01-02' } },
      });
    expect(await refusal(insert('calendar.events.owned'))).toBe('403 insufficientPermissions');
    expect(await refusal(insert('calendar.events'))).toBe('not refused');
    google.shareCalendar(MENTOR, 'team@group.calendar.google.com', 'helper@gmail.com', 'reader');
    expect(await refusal(insert('calendar.events'))).toBe('403 requiredAccessLevel');
  });
});
