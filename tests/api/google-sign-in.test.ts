import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Person } from '#core/people/person.ts';
import { minute } from '#core/time/clock.ts';
import { codeFor, connectAccounts, onDiscord, onSlack } from '../fakes/small-house.ts';
import { type Browser, CALLBACK, createGoogleWorld, FREE_BUSY, type GoogleWorld, OWN_EVENTS } from './google-world.ts';

let world: GoogleWorld;
let maya: Person;
let leo: Person;
let browser: Browser;

beforeEach(async () => {
  world = await createGoogleWorld();
  maya = await world.aPersonNamed('Maya');
  leo = await world.aPersonNamed('Leo');
  browser = world.newBrowser();
});
afterEach(() => world.close());

/** Opens a sign-in link from chat in this browser. */
async function openLink(person: Person, where = browser): Promise<void> {
  const code = await world.access.offerSignIn(person.id, []);
  expect((await where.go('/api/auth/link', { code })).status).toBe(204);
}

/** What the page says before the link is spent. */
async function waitingIn(where = browser): Promise<string | null> {
  const { text } = await where.go('/api/auth/options');
  return (JSON.parse(text) as { waiting: string | null }).waiting;
}

const accountsOf = (person: Person) => world.connections.accounts(person);

async function signedInAs(where = browser): Promise<string | null> {
  const secret = where.cookies.get('confab_session');
  return secret ? ((await world.access.enter(secret, 'session'))?.person.name ?? null) : null;
}

/** Maya has connected her Google account; the browser is another one. */
async function mayaIsConnected(): Promise<void> {
  await openLink(maya);
  await browser.throughGoogle('maya@gmail.com');
  await world.notices();
  browser = world.newBrowser();
}

describe('going to Google', () => {
  it('asks who it is and no more, with PKCE, state and nonce', async () => {
    const { status, location, headers } = await browser.go('/api/auth/google');
    expect(status).toBe(302);
    expect(headers.get('cache-control')).toBe('no-store');
    const { origin, pathname, searchParams } = new URL(location!);
    expect(origin + pathname).toBe(`${world.google.oauthUrl}/o/oauth2/v2/auth`);
    expect(Object.fromEntries(searchParams)).toEqual({
      response_type: 'code',
      client_id: 'confab.apps.googleusercontent.com',
      redirect_uri: world.origin + CALLBACK,
      scope: 'openid email',
      access_type: 'online',
      prompt: 'select_account',
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
    });
  });

  it('gives the browser a cookie that scripts and other sites do not get', async () => {
    const { setCookies } = await browser.go('/api/auth/google');
    expect(setCookies).toEqual([
      expect.stringMatching(/^confab_google=[\w-]{43}; Max-Age=600; Path=\/; Expires=.*; HttpOnly; SameSite=Lax$/),
    ]);
  });

  it('takes no address from the request', async () => {
    for (const name of ['redirect_uri', 'return_to', 'next', 'continue', 'state']) {
      const { location } = await browser.go(`/api/auth/google?${name}=https://evil.example/`);
      expect(location).not.toContain('evil');
    }
  });
});

describe('coming back', () => {
  it('signs in whoever connected the account before, and leads home', async () => {
    await mayaIsConnected();
    const back = await browser.throughGoogle('maya@gmail.com');
    expect([back.status, back.location]).toEqual([302, '/signed-in']);
    expect(await signedInAs()).toBe('Maya');
    expect(back.headers.get('referrer-policy')).toBe('no-referrer');
  });

  it('connects an account that is nobody’s to whoever is signed in, and tells them in chat', async () => {
    await openLink(maya);
    const back = await browser.throughGoogle('maya@gmail.com');
    expect([back.status, back.location]).toEqual([302, '/account']);
    expect(await accountsOf(maya)).toMatchObject([{ email: 'maya@gmail.com', calendar: null }]);
    expect(await world.notices()).toEqual([`google-connected ${maya.id}`]);
    await browser.throughGoogle('maya@gmail.com');
    expect(await world.notices()).toEqual([]);
  });

  it('does not guess who somebody is: the account waits until they come from chat in the same browser', async () => {
    const back = await browser.throughGoogle('maya@gmail.com');
    expect(back.status).toBe(200);
    expect(back.text).toContain('maya@gmail.com');
    expect(back.text).toContain('/dashboard in Discord');
    expect(await signedInAs()).toBeNull();
    expect(await accountsOf(maya)).toEqual([]);

    const another = world.newBrowser();
    expect(await waitingIn(another)).toBeNull();
    await openLink(leo, another);
    expect(await accountsOf(leo)).toEqual([]);
    expect(await waitingIn()).toBe('maya@gmail.com');
    await openLink(maya);
    expect(await accountsOf(maya)).toMatchObject([{ email: 'maya@gmail.com' }]);
    expect(await world.notices()).toEqual([`google-connected ${maya.id}`]);
    // It was used up.
    expect(await waitingIn()).toBeNull();
    await openLink(leo);
    expect(await accountsOf(leo)).toEqual([]);
  });

  it('forgets after ten minutes who waited', async () => {
    await browser.throughGoogle('maya@gmail.com');
    world.clock.advance(10 * minute);
    expect(await waitingIn()).toBeNull();
    await openLink(maya);
    expect(await accountsOf(maya)).toEqual([]);
  });

  it('refuses an account that is somebody else’s, and leaves both as they were', async () => {
    await mayaIsConnected();
    await openLink(leo);
    const back = await browser.throughGoogle('maya@gmail.com');
    expect(back.status).toBe(409);
    expect(back.text).toContain('connected to another person');
    expect(await signedInAs()).toBe('Leo');
    expect(await accountsOf(leo)).toEqual([]);
    expect(await accountsOf(maya)).toHaveLength(1);
  });

  it('does not connect what waited when it became somebody else’s in between', async () => {
    await browser.throughGoogle('maya@gmail.com');
    const other = world.newBrowser();
    await openLink(maya, other);
    await other.throughGoogle('maya@gmail.com');
    expect(await waitingIn()).toBe('maya@gmail.com');
    await openLink(leo);
    expect(await signedInAs()).toBe('Leo');
    expect(await accountsOf(leo)).toEqual([]);
  });

  it('knows a person by all their chat accounts once these are connected', async () => {
    await mayaIsConnected();
    const { house } = world;
    const onOther = await house.desk.arrive(onSlack('Maya'));
    await connectAccounts(house, await house.desk.arrive(onDiscord('Maya')), await codeFor(house, onOther, 'person'));
    await browser.throughGoogle('maya@gmail.com');
    expect(await signedInAs()).toBe('Maya');
    const person = (await house.desk.arrive(onSlack('Maya'))).person;
    expect(person.ids).toHaveLength(2);
    expect(await accountsOf(person)).toHaveLength(1);
    const back = await browser.throughGoogle('maya@gmail.com');
    expect(back.location).toBe('/signed-in');
  });

  it('follows the account and not its address', async () => {
    await mayaIsConnected();
    const [account] = await world.store.ofPerson(maya.ids);
    await world.store.update({ ...account!, email: 'old@gmail.com', revision: account!.revision + 1 });
    await openLink(maya);
    await browser.throughGoogle('maya@gmail.com');
    expect(await accountsOf(maya)).toMatchObject([{ email: 'maya@gmail.com' }]);
  });

  it('says so when the person said no', async () => {
    const back = await browser.throughGoogle('maya@gmail.com', { deny: true });
    expect(back.status).toBe(400);
    expect(back.text).toContain('You said no at Google');
  });

  it('says so when Google is away, and nothing is half done', async () => {
    const begun = await browser.go('/api/auth/google');
    const address = await world.google.consent({ url: begun.location!, account: 'maya@gmail.com' });
    world.google.goDown();
    const back = await browser.go(address);
    expect(back.status).toBe(503);
    expect(back.text).toContain('Google does not answer');
    world.google.comeBack();
  });

  it('shows pages in which nothing runs and nothing is kept', async () => {
    const { headers, text } = await browser.throughGoogle('maya@gmail.com');
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(text).not.toContain('<script');
  });
});

describe('an answer that is not the browser’s own', () => {
  const unknown = 'belongs to no attempt';

  async function answerFor(where: Browser): Promise<string> {
    const begun = await where.go('/api/auth/google');
    return world.google.consent({ url: begun.location!, account: 'eve@gmail.com' });
  }

  it('is refused when another browser began it: nobody is made to sign in as somebody else', async () => {
    const address = await answerFor(world.newBrowser());
    await openLink(maya);
    await browser.go('/api/auth/google');
    const back = await browser.go(address);
    expect(back.status).toBe(400);
    expect(back.text).toContain(unknown);
    expect(await accountsOf(maya)).toEqual([]);
  });

  it('is refused the second time', async () => {
    const address = await answerFor(browser);
    expect((await browser.go(address)).status).toBe(200);
    expect((await browser.go(address)).text).toContain(unknown);
  });

  it('is refused after ten minutes', async () => {
    const address = await answerFor(browser);
    world.clock.advance(10 * minute);
    expect((await browser.go(address)).text).toContain(unknown);
  });

  it.each([
    ['no state', (address: URL) => address.searchParams.delete('state')],
    ['another state', (address: URL) => address.searchParams.set('state', 'A'.repeat(43))],
    ['two states', (address: URL) => address.searchParams.append('state', address.searchParams.get('state')!)],
    ['a structure for a state', (address: URL) => address.searchParams.set('state[$ne]', '')],
  ])('is refused with %s', async (name, spoil) => {
    const address = new URL(await answerFor(browser));
    spoil(address);
    if (name === 'a structure for a state') address.searchParams.delete('state');
    const back = await browser.go(address.href);
    expect(back.status).toBe(400);
    expect(back.text).toContain(unknown);
  });

  it('is refused without the cookie', async () => {
    const address = await answerFor(browser);
    browser.cookies.clear();
    expect((await browser.go(address)).text).toContain(unknown);
  });

  it('is refused when its code is of another attempt', async () => {
    const [one, two] = [new URL(await answerFor(browser)), new URL(await answerFor(browser))];
    one.searchParams.set('code', two.searchParams.get('code')!);
    const back = await browser.go(one.href);
    expect(back.status).toBe(400);
    expect(back.text).toContain('did not take its own answer back');
  });

  it('never shows up in the log', async () => {
    const address = new URL(await answerFor(browser));
    address.searchParams.set('code', '4/0Awrong');
    await browser.go(address.href);
    expect(world.lines.join()).toContain('invalid_grant');
    for (const secret of [
      '4/0Awrong',
      'GOCSPX',
      address.searchParams.get('state')!,
      browser.cookies.get('confab_google')!,
    ]) {
      expect(world.lines.join()).not.toContain(secret);
    }
  });
});

describe('lending a calendar', () => {
  it('needs somebody who is signed in', async () => {
    const { status, text } = await browser.go('/api/auth/google?for=calendar');
    expect(status).toBe(401);
    expect(text).toContain('href="/sign-in"');
  });

  it('asks for the events and the busy times, for as long as the person lets us', async () => {
    await openLink(maya);
    const { location } = await browser.go('/api/auth/google?for=calendar');
    const { searchParams } = new URL(location!);
    expect(searchParams.get('scope')).toBe(`openid email ${OWN_EVENTS} ${FREE_BUSY}`);
    expect(searchParams.get('access_type')).toBe('offline');
    expect(searchParams.get('prompt')).toBe('consent select_account');
    expect(searchParams.has('include_granted_scopes')).toBe(false);
  });

  it('keeps the token sealed, and connects the account as well', async () => {
    await openLink(maya);
    const back = await browser.throughGoogle('maya@gmail.com', { for: 'calendar' });
    expect([back.status, back.location]).toEqual([302, '/account']);
    expect(await accountsOf(maya)).toMatchObject([{ email: 'maya@gmail.com', calendar: { state: 'ok' } }]);
    const [account] = await world.store.ofPerson(maya.ids);
    expect(account?.calendar?.sealedRefreshToken).toMatch(/^s1\.k1\./);
    const everything = JSON.stringify([world.house.db.all('SELECT * FROM google_accounts'), world.lines]);
    expect(everything).not.toContain('1//0');
  });

  it('says what was not granted, and keeps nothing', async () => {
    await openLink(maya);
    const some = await browser.throughGoogle('maya@gmail.com', { for: 'calendar', grantedScopes: [OWN_EVENTS] });
    expect(some.status).toBe(400);
    expect(some.text).toContain('Without the permission to see when you are free or busy,');
    const none = await browser.throughGoogle('maya@gmail.com', { for: 'calendar', grantedScopes: [] });
    expect(none.text).toContain(
      'see and change the events on the calendars you own and to see when you are free or busy',
    );
    expect(await accountsOf(maya)).toEqual([]);
  });

  it('refuses an account that is somebody else’s', async () => {
    await mayaIsConnected();
    await openLink(leo);
    const back = await browser.throughGoogle('maya@gmail.com', { for: 'calendar' });
    expect(back.status).toBe(409);
    expect(await accountsOf(maya)).toMatchObject([{ calendar: null }]);
  });

  it('refuses when somebody else signed in between', async () => {
    await openLink(maya);
    const begun = await browser.go('/api/auth/google?for=calendar');
    const address = await world.google.consent({ url: begun.location!, account: 'maya@gmail.com' });
    await openLink(leo);
    expect((await browser.go(address)).status).toBe(401);
    expect(await accountsOf(leo)).toEqual([]);
  });

  it('is not offered where no keys are set, while signing in is', async () => {
    await world.close();
    world = await createGoogleWorld({ keys: false });
    maya = await world.aPersonNamed('Maya');
    browser = world.newBrowser();
    await openLink(maya);
    expect((await browser.go('/api/auth/google?for=calendar')).status).toBe(404);
    expect((await browser.throughGoogle('maya@gmail.com')).location).toBe('/account');
  });

  it('ends at Google too, and signing in goes on', async () => {
    await openLink(maya);
    await browser.throughGoogle('maya@gmail.com', { for: 'calendar' });
    const { status, text } = await browser.go('/api/me/calendar/disconnect', {});
    expect([status, JSON.parse(text)]).toEqual([200, { disconnected: 1, revokedAtGoogle: true }]);
    expect(world.journal.entries.map(({ what }) => what)).toContain('oauth.revoke');
    expect(await accountsOf(maya)).toMatchObject([{ calendar: null }]);
    expect(await world.connections.disconnectCalendar(maya)).toEqual({ disconnected: 0, revokedAtGoogle: true });
    browser = world.newBrowser();
    await browser.throughGoogle('maya@gmail.com');
    expect(await signedInAs()).toBe('Maya');
  });

  it('ends here also when Google is away, and says that Google does not know', async () => {
    await openLink(maya);
    await browser.throughGoogle('maya@gmail.com', { for: 'calendar' });
    world.google.goDown();
    expect(await world.connections.disconnectCalendar(maya)).toEqual({ disconnected: 1, revokedAtGoogle: false });
    expect(await accountsOf(maya)).toMatchObject([{ calendar: null }]);
    world.google.comeBack();
  });

  it('ends when the account is forgotten, by its owner alone', async () => {
    await openLink(maya);
    await browser.throughGoogle('maya@gmail.com', { for: 'calendar' });
    const [account] = await accountsOf(maya);
    expect(await world.connections.forget(leo, account!.id)).toBe(false);
    expect(await world.connections.forget(maya, account!.id)).toBe(true);
    expect(await accountsOf(maya)).toEqual([]);
    const other = world.newBrowser();
    await other.throughGoogle('maya@gmail.com');
    expect(await signedInAs(other)).toBeNull();
  });
});
