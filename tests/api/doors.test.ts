/** Who is let in, from where, how often, and what everybody is told who is not. */

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { StorageError } from '#core/storage-error.ts';
import { day } from '#core/time/clock.ts';
import { problemKinds, problemType, refusalKinds } from '../../src/api/problem-kinds.ts';
import { type ApiWorld, createApiWorld, getRaw, kindOf, ORIGIN, problemIn } from './api-world.ts';
import { newMeeting } from './every-operation.ts';

let world: ApiWorld;
const open = async (options?: Parameters<typeof createApiWorld>[0]) => {
  world = await createApiWorld(options);
  return world;
};
afterEach(() => world.close());

describe('signing in by a link', () => {
  it('opens a session that only the server can read, once', async () => {
    await open();
    const code = await world.access.offerSignIn(world.people.leo.person.id, []);
    const spend = () => world.call('POST', '/api/auth/link', 'nobody', { body: { code } });
    const answer = await spend();
    expect(answer.status).toBe(204);
    const [cookie] = answer.headers.getSetCookie();
    expect(cookie).toMatch(/^confab_session=\S+; Max-Age=2592000; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/);
    const secret = /=([^;]+)/.exec(cookie!)![1]!;
    expect((await world.call('GET', '/api/me', { cookie: secret })).json).toMatchObject({
      name: 'Leo',
      scope: 'write',
    });
    const again = await spend();
    expect(kindOf(again)).toBe('link-unknown 410');
    expect(again.headers.getSetCookie()).toEqual([]);
  });

  it('keeps the cookie to our host, where that is https', async () => {
    await open({ publicUrl: 'https://confab.test' });
    const code = await world.access.offerSignIn(world.people.leo.person.id, []);
    const answer = await world.call('POST', '/api/auth/link', 'nobody', { body: { code } });
    const [cookie] = answer.headers.getSetCookie();
    expect(cookie).toMatch(/^__Host-confab_session=[^;]+; Max-Age=2592000; Path=\/; .*HttpOnly; Secure; SameSite=Lax$/);
    expect((await world.call('GET', '/api/me', 'leo')).status).toBe(200);
    const unsafe = `confab_session=${await world.session('leo')}`;
    expect((await world.call('GET', '/api/me', 'nobody', { headers: { cookie: unsafe } })).status).toBe(401);
  });

  it('ends where somebody signs out, here and nowhere else', async () => {
    await open();
    const link = await world.access.offerSignIn(world.people.leo.person.id, []);
    const other = (await world.access.signIn(link))!.secret;
    const answer = await world.call('POST', '/api/auth/sign-out', { cookie: other });
    expect(answer.headers.getSetCookie()[0]).toMatch(/^confab_session=; Path=\/; Expires=Thu, 01 Jan 1970/);
    expect((await world.call('GET', '/api/me', { cookie: other })).status).toBe(401);
    expect((await world.call('GET', '/api/me', 'leo')).status).toBe(200);
    expect((await world.call('POST', '/api/auth/sign-out', 'nobody')).status).toBe(204);
  });

  it('gives the cookie out again when the session was prolonged', async () => {
    await open();
    await world.session('leo');
    expect((await world.call('GET', '/api/me', 'leo')).headers.getSetCookie()).toEqual([]);
    world.clock.at += 2 * day;
    expect((await world.call('GET', '/api/me', 'leo')).headers.getSetCookie()[0]).toContain('Max-Age=2592000');
  });
});

describe('a token', () => {
  it('goes before a cookie, and is refused by itself', async () => {
    await open();
    const { token } = await world.token('ana', 'read');
    const cookie = `confab_session=${await world.session('leo')}`;
    const me = (headers: Record<string, string>) => world.call('GET', '/api/me', 'nobody', { headers });
    expect((await me({ cookie, authorization: `Bearer ${token}` })).json).toMatchObject({ name: 'Ana', scope: 'read' });
    for (const authorization of ['Bearer nonsense', 'Bearer ', 'Basic bGVv', `Bearer ${token}x`]) {
      const answer = await me({ cookie, authorization });
      expect(kindOf(answer)).toBe('signed-out 401');
      expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="confab", error="invalid_token"');
    }
  });

  it('changes things from anywhere, needs no page, and makes no other secrets', async () => {
    await open();
    const write = await world.token('leo', 'write');
    const from = { headers: { origin: 'https://elsewhere.test', 'sec-fetch-site': 'cross-site' } };
    const answer = await world.call('POST', '/api/meetings/create', write, { body: newMeeting(world), ...from });
    expect(answer.status).toBe(201);
    for (const path of ['/api/tokens', '/api/feed']) {
      const body = path === '/api/tokens' ? { body: { label: 'x', scope: 'write' } } : {};
      expect(kindOf(await world.call('POST', path, write, body))).toBe('session-only 403');
    }
  });

  it('is shown once, works as long as it is said, and ends when it is revoked', async () => {
    await open();
    const created = await world.call('POST', '/api/tokens', 'leo', {
      body: { label: ' Mine ', scope: 'read', days: 1 },
    });
    const { token, secret } = created.json as { token: { id: string; label: string }; secret: string };
    expect(token.label).toBe('Mine');
    const listed = await world.call('GET', '/api/tokens', 'leo');
    expect(listed.json).toMatchObject({ tokens: [{ id: token.id, scope: 'read' }] });
    expect(listed.text).not.toContain(secret);
    expect((await world.call('GET', '/api/me', { token: secret })).status).toBe(200);
    world.clock.at += day;
    expect((await world.call('GET', '/api/me', { token: secret })).status).toBe(401);
    const { token: other } = await world.token('leo', 'read');
    const [{ id } = { id: '' }] = await world.access.tokens(world.people.leo.person);
    expect((await world.call('DELETE', `/api/tokens/${id}`, 'leo')).status).toBe(204);
    expect((await world.call('GET', '/api/me', { token: other })).status).toBe(401);
  });

  it('is refused with a sentence to whoever has twenty', async () => {
    await open();
    for (let count = 0; count < 20; count += 1) await world.token('leo', 'read');
    const answer = await world.call('POST', '/api/tokens', 'leo', { body: { label: 'x', scope: 'read' } });
    expect(kindOf(answer)).toBe('limit-reached 409');
    expect(answer.json).toMatchObject({
      detail:
        'You have 20 tokens, and nobody can have more. Nothing was made: please revoke one that you no longer use.',
    });
    expect(await world.access.tokens(world.people.leo.person)).toHaveLength(20);
  });

  it('is all that "revoke a token" ends: never a session', async () => {
    await open();
    await world.session('leo');
    const [session] = await world.access.sessions(world.people.leo.person);
    expect(kindOf(await world.call('DELETE', `/api/tokens/${session!.id}`, 'leo'))).toBe('not-found 404');
  });
});

describe('a change by somebody who is signed in on a page', () => {
  const attempt = async (headers: Record<string, string>) => {
    const cookie = `confab_session=${await world.session('leo')}`;
    const response = await fetch(`${world.base}/api/me`, {
      method: 'PUT',
      headers: { cookie, 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ zone: 'Asia/Tokyo' }),
    });
    return response.status;
  };

  it.each<[Record<string, string>, number]>([
    [{ origin: ORIGIN }, 200],
    [{ origin: ORIGIN, 'sec-fetch-site': 'same-origin' }, 200],
    [{ 'sec-fetch-site': 'same-origin' }, 200],
    [{}, 403],
    [{ origin: 'https://elsewhere.test' }, 403],
    [{ origin: 'null' }, 403],
    [{ origin: `${ORIGIN}.elsewhere.test` }, 403],
    [{ origin: `${ORIGIN}:8080` }, 403],
    [{ origin: ORIGIN, 'sec-fetch-site': 'cross-site' }, 403],
    [{ 'sec-fetch-site': 'same-site' }, 403],
    [{ 'sec-fetch-site': 'none' }, 403],
    [{ origin: ORIGIN, 'content-type': 'text/plain' }, 415],
    [{ origin: ORIGIN, 'content-type': 'application/x-www-form-urlencoded' }, 415],
  ])('with %o: %i', async (headers, status) => {
    await open();
    expect(await attempt(headers)).toBe(status);
    const { zone } = (await world.stores.people.get(world.people.leo.person.id))!;
    expect(zone).toBe(status === 200 ? 'Asia/Tokyo' : 'Europe/Berlin');
  });

  it('signs nobody in from another site', async () => {
    await open();
    const code = await world.access.offerSignIn(world.people.leo.person.id, []);
    const headers = { origin: 'https://elsewhere.test' };
    expect(kindOf(await world.call('POST', '/api/auth/link', 'nobody', { body: { code }, headers }))).toBe(
      'cross-site 403',
    );
    // The link was not spent by that.
    expect((await world.call('POST', '/api/auth/link', 'nobody', { body: { code } })).status).toBe(204);
  });
});

describe('what cannot be read', () => {
  it.each<[string, object, string]>([
    ['JSON that is none', { raw: '{"zone":' }, 'invalid 400'],
    ['a text where an object should be', { raw: '"Asia/Tokyo"' }, 'invalid 400'],
    ['a list where an object should be', { raw: '[]' }, 'invalid 400'],
    ['nothing', {}, 'invalid 400'],
    ['a name that is no field', { raw: '{"zone":"Asia/Tokyo","__proto__":{"x":1}}' }, 'invalid 400'],
    ['too much', { raw: JSON.stringify({ zone: 'x'.repeat(110_000) }) }, 'too-large 413'],
    ['another charset', { raw: '{}', headers: { 'content-type': 'application/json; charset=latin1' } }, 'not-json 415'],
    ['an unknown encoding', { raw: '{}', headers: { 'content-encoding': 'rot13' } }, 'not-json 415'],
    [
      'bytes that are not what the encoding says',
      { raw: '{}', headers: { 'content-encoding': 'gzip' } },
      'invalid 400',
    ],
  ])('is a problem like any other: %s', async (_what, sending, kind) => {
    await open();
    const answer = await world.call('PUT', '/api/me', 'leo', sending);
    expect(kindOf(answer)).toBe(kind);
    expect(answer.text).not.toMatch(/SyntaxError|at position|node_modules/);
    expect(world.log).toEqual([]);
  });

  it('also in an address', async () => {
    await open();
    expect(kindOf(await world.call('GET', '/api/meetings/%E0%A4%A', 'leo'))).toBe('not-found 404');
    expect(kindOf(await world.call('GET', `/api/meetings/${'x'.repeat(100)}`, 'leo'))).toBe('not-found 404');
    expect(kindOf(await world.call('GET', '/api/nothing', 'leo'))).toBe('not-found 404');
    expect(kindOf(await world.call('GET', '/api', 'leo'))).toBe('not-found 404');
    const answer = await world.call('PATCH', '/api/me', 'leo');
    expect(kindOf(answer)).toBe('method-not-allowed 405');
    expect(answer.headers.get('allow')).toBe('GET, PUT');
    expect((await world.call('HEAD', '/api/me', 'leo')).status).toBe(200);
  });
});

describe('when something breaks', () => {
  const failing = (error: Error) => {
    const { get } = world.stores.meetings;
    world.stores.meetings.get = async () => {
      throw error;
    };
    return () => {
      world.stores.meetings.get = get;
    };
  };

  it.each([
    ['GET', 'away', 'away 503', 'cannot reach its database just now, so it has nothing to show'],
    ['GET', 'unknown', 'away 503', 'cannot reach its database just now, so it has nothing to show'],
    ['GET', null, 'broken 500', 'tell the people who run Confab the reference'],
    ['DELETE', 'away', 'away 503', 'cannot reach its database just now. Nothing was changed'],
    ['DELETE', 'unknown', 'away 503', 'does not know whether this was saved'],
    ['DELETE', null, 'broken 500', 'Nothing was changed. Please try again'],
  ] as const)('%s with a database that is %s: %s', async (method, lost, kind, words) => {
    await open();
    failing(new StorageError('secret host db7 fell over', { code: 'x', retryable: true, lost }));
    const answer = await world.call(method, '/api/meetings/x', 'leo');
    expect(kindOf(answer)).toBe(kind);
    const { detail, reference } = problemIn(answer);
    expect(detail).toContain(words);
    expect(answer.text).not.toContain('db7');
    expect(answer.headers.get('retry-after')).toBe(lost === null ? null : '60');
    expect(reference).toMatch(/^[0-9a-f]{8}$/);
    expect(world.log).toEqual([expect.objectContaining({ reference, msg: 'a request failed' })]);
    // Whoever looks into the log finds no names of sessions or people in the address.
    expect(world.log[0]).toMatchObject({ method, path: '/api/meetings/:id' });
  });
});

describe('too many requests', () => {
  const limits = { all: 5, changes: 2, signIn: 3 };

  it('are refused for a while, person by person', async () => {
    await open({ limits });
    const me = (as: 'leo' | 'ana') => world.call('GET', '/api/me', as);
    const answers = [];
    for (let count = 0; count < 6; count += 1) answers.push(await me('leo'));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429]);
    expect(answers[0]!.headers.get('ratelimit-policy')).toMatch(/^"all"; q=5; w=60/);
    expect(answers[0]!.headers.get('ratelimit')).toMatch(/^"all"; r=4; t=\d+$/);
    expect(kindOf(answers[5]!)).toBe('too-many 429');
    expect(Number(answers[5]!.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await me('ana')).status).toBe(200);
  });

  it('are counted for a person, whichever way they come in', async () => {
    await open({ limits });
    const token = await world.token('leo', 'read');
    for (let count = 0; count < 3; count += 1) await world.call('GET', '/api/me', 'leo');
    for (let count = 0; count < 2; count += 1) await world.call('GET', '/api/me', token);
    expect((await world.call('GET', '/api/me', token)).status).toBe(429);
  });

  it('are fewer where something is changed, and where somebody signs in', async () => {
    await open({ limits });
    const change = () => world.call('PUT', '/api/me', 'leo', { body: { zone: 'Asia/Tokyo' } });
    const changes = [await change(), await change(), await change()];
    expect(changes.map(({ status }) => status)).toEqual([200, 200, 429]);
    const guess = () => world.call('POST', '/api/auth/link', 'nobody', { body: { code: 'guessed' } });
    const guesses = [await guess(), await guess(), await guess(), await guess()];
    expect(guesses.map(({ status }) => status)).toEqual([410, 410, 410, 429]);
  });

  it('are counted where nobody is let in, so that nothing can be guessed without end', async () => {
    await open({ limits });
    const statuses = [];
    for (let count = 0; count < 6; count += 1)
      statuses.push((await world.call('GET', '/api/me', { token: `guess-${count}` })).status);
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
  });
});

describe('kinds of problems', () => {
  it('have names that programs can go by: none is renamed, or means another status', () => {
    const listed = Object.entries(problemKinds).map(([kind, { status }]) => `${status} ${kind}`);
    expect(listed).toEqual([
      '400 invalid',
      '401 signed-out',
      '403 read-only',
      '403 session-only',
      '403 cross-site',
      '403 not-for-you',
      '404 not-found',
      '405 method-not-allowed',
      '409 wrong-status',
      '409 slot-taken',
      '409 limit-reached',
      '409 mentor-busy',
      '410 link-unknown',
      '412 changed',
      '413 too-large',
      '415 not-json',
      '422 too-soon',
      '422 past',
      '422 too-far',
      '422 off-grid',
      '422 outside-hours',
      '422 not-a-mentor',
      '422 yourself',
      '422 several-programs',
      '422 key-reused',
      '422 not-usable',
      '428 condition-missing',
      '429 too-many',
      '500 broken',
      '503 away',
    ]);
    expect(problemType('slot-taken')).toBe('urn:confab:problem:slot-taken');
    for (const { kind } of Object.values(refusalKinds)) expect(problemKinds).toHaveProperty(kind);
  });
});

describe('the site', () => {
  let root: string;
  afterEach(() => rm(root, { recursive: true, force: true }));

  async function build() {
    root = await mkdtemp(join(tmpdir(), 'confab-site-'));
    await mkdir(join(root, 'assets'));
    await writeFile(join(root, 'index.html'), '<!doctype html><title>Confab</title>');
    await writeFile(join(root, 'assets/index-abc123.js'), `/* ${'x'.repeat(5_000)} */`);
    await writeFile(join(root, 'icon.svg'), '<svg/>');
    await writeFile(join(root, '.secret'), 'no');
    await open({ staticRoot: root });
  }

  it('is one page at every address of the dashboard, looked at anew each time', async () => {
    await build();
    const program = encodeURIComponent('discord:guild');
    const pages = [
      '/',
      '/sign-in',
      '/signed-in',
      '/book',
      '/calendar',
      '/sessions/abc',
      '/mentoring',
      `/program/${program}`,
      '/account',
    ];
    for (const path of pages) {
      const answer = await world.call('GET', path, 'nobody');
      expect(answer.text, path).toContain('<title>Confab</title>');
      expect(answer.headers.get('cache-control')).toBe('no-cache');
      expect(answer.headers.get('content-security-policy')).toMatch(
        /default-src 'none';script-src 'self';style-src 'self'/,
      );
      expect(answer.headers.get('content-security-policy')).not.toContain('unsafe');
    }
    // Somebody who looks at another one sees the same, which then says so; a program or a script that is asked for does not.
    const accept = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';
    const elsewhere = await world.call('GET', '/elsewhere', 'nobody', { headers: { accept } });
    expect([elsewhere.status, elsewhere.headers.get('cache-control')]).toEqual([404, 'no-cache']);
    expect(elsewhere.text).toContain('<title>Confab</title>');
    for (const other of ['*/*', 'application/json']) {
      const answer = await world.call('GET', '/assets/gone.js', 'nobody', { headers: { accept: other } });
      expect([answer.status, answer.headers.get('content-type')]).toEqual([404, 'application/json; charset=utf-8']);
    }
    const noApi = await world.call('GET', '/api/elsewhere', 'nobody', { headers: { accept } });
    expect(noApi.headers.get('content-type')).toBe('application/problem+json');
    await writeFile(join(root, 'index.html'), '<!doctype html><title>Confab, newer</title>');
    expect((await world.call('GET', '/', 'nobody')).text).toContain('newer');
  });

  it('sends what never changes small and once', async () => {
    await build();
    const path = '/assets/index-abc123.js';
    const raw = await getRaw(world.base, path, { 'accept-encoding': 'gzip, deflate, br, zstd' });
    expect(raw.headers).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      'content-encoding': 'br',
      'content-type': 'text/javascript; charset=utf-8',
      vary: 'accept-encoding',
    });
    expect(raw.body.length).toBeLessThan(200);
    expect(brotliDecompressSync(raw.body).toString()).toContain('xxxx');
    const icon = await getRaw(world.base, '/icon.svg');
    expect(icon.headers['cache-control']).toBe('no-cache');
    const same = { 'if-none-match': String(icon.headers.etag) };
    expect((await getRaw(world.base, '/icon.svg', same)).status).toBe(304);
  });

  it.each([
    '/../package.json',
    '/%2e%2e/package.json',
    '/..%2fpackage.json',
    '/.secret',
    '/assets',
    '/assets/',
    '/a%00b',
    '/%E0%A4%A',
  ])('keeps to its folder: %s', async (path) => {
    await build();
    const { status } = await getRaw(world.base, path);
    expect([400, 404]).toContain(status);
  });

  it('says how to build it, where it is not built', async () => {
    root = join(tmpdir(), 'confab-site-that-is-not-there');
    await open({ staticRoot: root });
    const answer = await world.call('GET', '/', 'nobody');
    expect(answer.status).toBe(503);
    expect(answer.text).toContain('npm run build');
    expect((await world.call('GET', '/healthz', 'nobody')).json).toEqual({ ok: true });
  });
});
