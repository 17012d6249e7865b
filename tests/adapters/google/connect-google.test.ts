import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ConnectOutcome, connectGoogle } from '../../../src/adapters/google/connect-google.ts';
import { type AdapterSetUp, BOT, CLIENT, factsOf, setUpAdapter } from './google-adapter-setup.ts';

let setUp: AdapterSetUp;
let printed: string[];

beforeEach(async () => {
  setUp = await setUpAdapter();
  setUp.google.addClient({ ...CLIENT, redirectUris: [], type: 'installed' });
  printed = [];
});

afterEach(() => setUp.google.close());

const said = () => printed.join('\n');

/** Starts to connect; resolves to the printed link and the outcome to come. */
async function start(options: { redirectUri?: string; port?: number; timeout?: number; clientSecret?: string } = {}) {
  const { redirectUri, clientSecret = CLIENT.clientSecret, ...more } = options;
  const opened = Promise.withResolvers<string>();
  const outcome = connectGoogle(
    { ...CLIENT, clientSecret, oauthUrl: setUp.google.oauthUrl, ...(redirectUri === undefined ? {} : { redirectUri }) },
    {
      print: (line) => printed.push(line),
      openUrl: async (url) => opened.resolve(url),
      port: 0,
      ...more,
    },
  );
  const url = await opened.promise;
  return { url, outcome };
}

/** What the browser shows in the end. */
async function visit(url: string): Promise<{ status: number; text: string }> {
  const response = await fetch(url);
  return { status: response.status, text: await response.text() };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function expectOk(outcome: ConnectOutcome): Extract<ConnectOutcome, { ok: true }> {
  if (!outcome.ok) throw new Error(outcome.sentence);
  return outcome;
}

describe('connecting an account', () => {
  it('ends with a refresh token that books sessions', async () => {
    const { url, outcome } = await start();
    expect(said()).toContain(url);

    const page = await visit(await setUp.google.consent({ url, account: BOT }));
    const { refreshToken, account, missing } = expectOk(await outcome);

    expect(page).toMatchObject({ status: 200, text: expect.stringContaining('Connected') });
    expect(page.text).not.toContain(refreshToken);
    expect(account).toBe(BOT);
    expect(missing).toEqual([]);
    expect(printed.at(-1)).toBe(`GOOGLE_REFRESH_TOKEN=${refreshToken}`);
    expect(said()).toContain(BOT);
    expect(said()).toContain('https://www.googleapis.com/auth/calendar.events.owned');
    expect(said()).not.toContain(CLIENT.clientSecret);
    expect((await setUp.newLinks({ refreshToken }).agree(factsOf())).roomOpen).toBe(true);
  });

  it('works from the page that a browser shows, form and redirect', async () => {
    const { url, outcome } = await start();
    const form = new URLSearchParams({ request: new URL(url).search.slice(1), account: BOT, answer: 'allow' });
    for (const scope of new URL(url).searchParams.get('scope')?.split(' ') ?? []) form.append('granted', scope);

    const response = await fetch(url.split('?')[0]!, { method: 'POST', body: form });

    expect(response.status).toBe(200);
    expect(expectOk(await outcome).missing).toEqual([]);
  });

  it('asks for offline access with a state and a challenge', async () => {
    const { url, outcome } = await start();
    const query = new URL(url).searchParams;
    expect(Object.fromEntries(query)).toMatchObject({
      access_type: 'offline',
      prompt: 'consent',
      code_challenge_method: 'S256',
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      state: expect.stringMatching(/^[\w-]{43}$/),
    });
    await visit(await setUp.google.consent({ url, account: BOT, deny: true }));
    await outcome;
  });

  it('comes back to the port and path of a redirect URI on this machine', async () => {
    const redirectUri = `http://localhost:${await freePort()}/google/back`;
    const { url, outcome } = await start({ redirectUri });
    expect(new URL(url).searchParams.get('redirect_uri')).toBe(redirectUri);

    const back = await setUp.google.consent({ url, account: BOT });
    await visit(back.replace('localhost', '127.0.0.1'));
    expectOk(await outcome);
  });

  it('says which redirect URI to register where the configured one is not on this machine', async () => {
    const { url, outcome } = await start({ redirectUri: 'https://confab.example.org/api/auth/google/callback' });
    expect(said()).toContain(`must allow this redirect URI: ${new URL(url).searchParams.get('redirect_uri')}`);
    await visit(await setUp.google.consent({ url, account: BOT, deny: true }));
    await outcome;
  });

  it('names a scope that was unticked and what it costs', async () => {
    const { url, outcome } = await start();
    const grantedScopes = ['calendar.events.owned'];
    await visit(await setUp.google.consent({ url, account: BOT, grantedScopes }));

    expect(expectOk(await outcome).missing).toEqual(['meetings.space.settings']);
    expect(said()).toMatch(/Not granted: meetings\.space\.settings\. Without it people may have to knock/);
  });

  it('warns of a token that dies after a week', async () => {
    setUp.google.addClient({ ...CLIENT, redirectUris: [], type: 'installed', publishing: 'testing' });
    const { url, outcome } = await start();
    await visit(await setUp.google.consent({ url, account: BOT }));

    expect(expectOk(await outcome).daysToLive).toBe(7);
    expect(said()).toContain('dies in 7 days');
    expect(said()).toContain('Publish app');
  });
});

describe('connecting fails with a sentence', () => {
  it('when the person refuses', async () => {
    const { url, outcome } = await start();
    const page = await visit(await setUp.google.consent({ url, account: BOT, deny: true }));

    expect(await outcome).toMatchObject({ ok: false, reason: 'consent-refused', sentence: printed.at(-1) });
    expect(page).toMatchObject({ status: 400, text: expect.stringContaining('refused') });
  });

  it('but goes on waiting after an answer with another state', async () => {
    const { url, outcome } = await start();
    const back = new URL(await setUp.google.consent({ url, account: BOT }));
    const forged = new URL(back);
    forged.searchParams.set('state', 'somebody-elses');

    expect(await visit(forged.href)).toMatchObject({ status: 400, text: expect.stringContaining('another attempt') });
    expect(said()).toContain('another state');
    expect(await visit(back.href)).toMatchObject({ status: 200 });
    expectOk(await outcome);
  });

  it('when Google gives no refresh token', async () => {
    const { url, outcome } = await start();
    // What Google does for a second consent when it was not forced.
    await visit(
      await setUp.google.consent({ url: url.replace('access_type=offline', 'access_type=online'), account: BOT }),
    );

    expect(await outcome).toMatchObject({ ok: false, reason: 'no-refresh-token' });
    expect(said()).toContain('https://myaccount.google.com/connections');
  });

  it('when the client secret is wrong', async () => {
    const { url, outcome } = await start({ clientSecret: 'GOCSPX-wrong' });
    await visit(await setUp.google.consent({ url, account: BOT }));

    expect(await outcome).toMatchObject({ ok: false, reason: 'exchange-failed' });
    expect(said()).toContain('GOOGLE_CLIENT_SECRET');
    expect(said()).not.toContain('GOCSPX-wrong');
  });

  it('when the port is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as { port: number };
    const outcome = await connectGoogle(
      { ...CLIENT, oauthUrl: setUp.google.oauthUrl },
      { print: (line) => printed.push(line), port },
    );
    other.close();

    expect(outcome).toMatchObject({ ok: false, reason: 'port-in-use' });
    expect(said()).toContain(`Port ${port} is taken`);
  });

  it('when nobody answers in time', async () => {
    const { outcome } = await start({ timeout: 20 });
    expect(await outcome).toMatchObject({
      ok: false,
      reason: 'timed-out',
      sentence: expect.stringContaining('Nobody answered'),
    });
  });
});

it('shows markup in an address as text', async () => {
  const { url, outcome } = await start();
  const query = new URL(url).searchParams;
  const back = new URL(query.get('redirect_uri') ?? '');
  back.searchParams.set('state', query.get('state') ?? '');
  back.searchParams.set('error', '<script>alert(1)</script>');

  expect((await visit(back.href)).text).not.toContain('<script>');
  expect(await outcome).toMatchObject({ reason: 'consent-refused' });
});
