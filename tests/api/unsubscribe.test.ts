import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMailChoices, type MailChoices } from '#core/mail/mail-choices.ts';
import { day } from '#core/time/clock.ts';
import { type ApiWorld, createApiWorld, kindOf } from './api-world.ts';

let world: ApiWorld;
let choices: MailChoices;

beforeEach(async () => {
  world = await createApiWorld();
  const { stores, clock } = world;
  choices = createMailChoices({ ...stores, clock, changes: { publish: () => {} } });
  for (const sub of ['leo', 'leo2']) {
    const known = { calendar: null, connectedAt: clock.at + sub.length, revision: 1 };
    await stores.connections.add({ sub, email: `${sub}@gmail.com`, personId: leo().id, ...known });
  }
});
afterEach(() => world.close());

const leo = () => world.people.leo.person;
const link = async () => `/api/mail/unsubscribe/${await choices.offerEnd(leo())}`;
const mailOf = async () => ((await world.call('GET', '/api/me', 'leo')).json as { mail: unknown }).mail;

/** As a mail program does it: no page, no cookie, no origin. */
function oneClick(path: string): Promise<Response> {
  return fetch(world.base + path, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'List-Unsubscribe=One-Click',
  });
}

describe('the link in a mail', () => {
  it('asks when it is opened, and changes nothing, for programs open links too', async () => {
    const answer = await world.call('GET', await link(), 'nobody');
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('<form method="post">');
    expect(answer.headers.get('content-security-policy')).toContain("form-action 'self'");
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
    expect(answer.text).not.toMatch(/Leo|gmail|Maya|script/);
    expect(await mailOf()).toEqual({ address: 'leo@gmail.com', on: true });
  });

  it('ends mail to every address of the person in one click, as often as it is pressed', async () => {
    const path = await link();
    for (const _ of [1, 2]) {
      const response = await oneClick(path);
      expect(response.status).toBe(200);
      expect(await response.text()).toContain('You get no more mail');
      expect(response.headers.getSetCookie()).toEqual([]);
    }
    expect(await mailOf()).toEqual({ address: 'leo@gmail.com', on: false });
    expect((await world.stores.connections.find('leo2'))?.mailOff).toBe(true);
    expect(world.published).toContainEqual({ about: 'person', id: leo().id, personIds: leo().ids });
  });

  it('signs nobody in, and is found in no list of secrets', async () => {
    const secret = (await link()).split('/').at(-1)!;
    for (const kind of ['session', 'token', 'feed'] as const) expect(await world.access.enter(secret, kind)).toBeNull();
    expect((await world.call('GET', '/api/me', { token: secret })).status).toBe(401);
    expect((await world.call('GET', '/api/me', { cookie: secret })).status).toBe(401);
    expect(await world.access.signIn(secret)).toBeNull();
    expect(await world.access.tokens(leo())).toEqual([]);
  });

  it('that is unknown, too old, or another kind of secret does nothing', async () => {
    const old = await link();
    const feed = await world.access.createFeed(leo());
    world.clock.at += 181 * day;
    for (const path of [old, `/api/mail/unsubscribe/${feed}`, '/api/mail/unsubscribe/cfbu_x']) {
      expect((await world.call('GET', path, 'nobody')).status).toBe(404);
      expect((await oneClick(path)).status).toBe(404);
    }
    expect((await choices.of(leo()))?.on).toBe(true);
  });
});

describe('the account page', () => {
  it('switches mail off and on again', async () => {
    const choose = async (on: boolean) => (await world.call('PUT', '/api/me/mail', 'leo', { body: { on } })).json;
    expect(await choose(false)).toMatchObject({ mail: { address: 'leo@gmail.com', on: false } });
    expect(await choose(true)).toMatchObject({ mail: { address: 'leo@gmail.com', on: true } });
    expect(await mailOf()).toEqual({ address: 'leo@gmail.com', on: true });
    expect(await world.stores.connections.find('leo2')).not.toHaveProperty('mailOff');
  });

  it('has no switch for somebody whose address nobody knows', async () => {
    expect((await world.call('GET', '/api/me', 'ana')).json).toMatchObject({ mail: null });
    const answer = await world.call('PUT', '/api/me/mail', 'ana', { body: { on: true } });
    expect(kindOf(answer)).toBe('not-usable 422');
  });
});
