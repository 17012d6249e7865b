import { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BOT_TOKEN, plain, quiet, section, startSlack } from './slack-fixture.ts';

let world: Awaited<ReturnType<typeof startSlack>>;
let client: WebClient;

const clientWith = (token: string | undefined, options = {}) =>
  new WebClient(token, {
    slackApiUrl: world.slack.apiUrl,
    logger: quiet,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    ...options,
  });

/** The error code of a call that is to be refused. */
async function refusal(call: Promise<unknown>): Promise<unknown> {
  try {
    await call;
  } catch (error) {
    const { data, code } = error as { data?: { error: string }; code: string };
    return data?.error ?? code;
  }
  return 'accepted';
}

beforeEach(async () => {
  world = await startSlack();
  client = clientWith(BOT_TOKEN);
});
afterEach(() => world.slack.close());

describe('tokens and scopes', () => {
  it('knows its tokens', async () => {
    expect(await client.auth.test()).toMatchObject({ ok: true, team: 'Acme', bot_id: world.app.botId });
    expect(await refusal(clientWith('xoxb-2').auth.test())).toBe('invalid_auth');
    expect(await refusal(clientWith(undefined).auth.test())).toBe('not_authed');
    expect(await refusal(client.apps.connections.open())).toBe('not_allowed_token_type');
    expect(await refusal(client.apiCall('chat.conjure'))).toBe('unknown_method');
    await world.slack.uninstall(world.app);
    expect(await refusal(client.auth.test())).toBe('account_inactive');
  });

  it('says which scope is missing', async () => {
    const error = await client.conversations.list().catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      data: {
        error: 'missing_scope',
        provided: 'chat:write,commands,im:write,users:read,files:write',
        response_metadata: {
          scopes: expect.arrayContaining(['chat:write']),
          acceptedScopes: expect.arrayContaining(['channels:read']),
        },
      },
    });
  });

  it('exchanges a code for a token once', async () => {
    const { slack, ana, app } = world;
    const other = slack.addWorkspace({ name: 'Other', domain: 'other' });
    const zed = slack.addUser(other, { name: 'zed' });
    const code = slack.approveInstall({ app, user: zed, scopes: ['chat:write'] });
    const { clientId: client_id, clientSecret: client_secret } = app.app;
    const anonymous = clientWith(undefined);
    const granted = await anonymous.oauth.v2.access({ client_id, client_secret, code });
    expect(granted).toMatchObject({ team: { id: other.id }, scope: 'chat:write', authed_user: { id: zed.id } });
    expect(await refusal(anonymous.oauth.v2.access({ client_id, client_secret, code }))).toBe('invalid_code');
    const there = clientWith(granted.access_token);
    expect(await refusal(there.chat.postMessage({ channel: zed.id, text: 'hi' }))).toBe('accepted');
    expect(await refusal(there.chat.postMessage({ channel: ana.id, text: 'hi' }))).toBe('channel_not_found');
  });
});

describe('messages', () => {
  it('posts to people and channels and says whom it pings', async () => {
    const { slack, ana, general } = world;
    const posted = await client.chat.postMessage({ channel: ana.id, text: 'hi <@U123>' });
    expect(posted.channel).toMatch(/^D/);
    expect(slack.dms(ana)).toMatchObject([{ text: 'hi <@U123>', pings: ['U123'] }]);
    await client.chat.postMessage({
      channel: general.id,
      text: 'about',
      blocks: [section('topic <!channel>'), section('&lt;!here&gt;')],
    });
    expect(slack.messages(general)).toMatchObject([{ pings: ['channel'] }]);
  });

  it('refuses what Slack refuses', async () => {
    const { slack, workspace, ana, general } = world;
    const secret = slack.addChannel(workspace, { name: 'secret', private: true });
    const lobby = slack.addChannel(workspace, { name: 'lobby' });
    const old = slack.addChannel(workspace, { name: 'old', botIsMember: true, archived: true });
    const news = slack.addChannel(workspace, { name: 'news', botIsMember: true, postingRestricted: true });
    const gone = slack.addUser(workspace, { name: 'gone', deleted: true });
    const robot = slack.addUser(workspace, { name: 'robot', isBot: true });
    const post = (channel: string) => refusal(client.chat.postMessage({ channel, text: 'hi' }));
    expect(await post('C404')).toBe('channel_not_found');
    expect(await post(secret.id)).toBe('channel_not_found');
    expect(await post(lobby.id)).toBe('not_in_channel');
    expect(await post(old.id)).toBe('is_archived');
    expect(await post(news.id)).toBe('restricted_action');
    expect(await post(robot.id)).toBe('cannot_dm_bot');
    expect(await refusal(client.conversations.open({ users: gone.id }))).toBe('user_disabled');
    expect(await refusal(client.chat.postMessage({ channel: general.id, text: '' }))).toBe('no_text');
    const long = Array.from({ length: 5 }, () => section('x'.repeat(2900)));
    expect(await refusal(client.chat.postMessage({ channel: general.id, text: 'x', blocks: long }))).toBe(
      'msg_blocks_too_long',
    );

    const { ts = '' } = await client.chat.postMessage({ channel: general.id, text: 'first' });
    const change = (text: string, at = ts) => refusal(client.chat.update({ channel: general.id, ts: at, text }));
    expect(await change('x'.repeat(4001))).toBe('msg_too_long');
    expect(await change('x', '1.000001')).toBe('message_not_found');
    const { ts: hers } = await slack.say({ user: ana, channel: general, text: 'mine' });
    expect(await change('x', hers)).toBe('cant_update_message');
    expect(await refusal(client.chat.update({ channel: ana.id, ts, text: 'x' }))).toBe('channel_not_found');
    expect(await refusal(client.chat.postEphemeral({ channel: general.id, user: gone.id, text: 'x' }))).toBe(
      'user_not_in_channel',
    );
  });

  it('edits, deletes and links its messages', async () => {
    const { slack, general } = world;
    const { ts = '' } = await client.chat.postMessage({ channel: general.id, text: 'a', blocks: [section('a')] });
    expect((await client.chat.getPermalink({ channel: general.id, message_ts: ts })).permalink).toContain(
      'https://acme.slack.com/archives/',
    );
    await client.chat.update({ channel: general.id, ts, text: 'b' });
    expect(slack.messages(general)).toMatchObject([{ text: 'b', blocks: [], history: [{ text: 'a' }] }]);
    await client.chat.delete({ channel: general.id, ts });
    expect(slack.messages(general)).toEqual([]);
  });

  it('says why blocks are invalid, and warns of date markup that would be shown raw', async () => {
    const { general, journal } = world;
    const blocks = [{ type: 'section', text: { type: 'mrkdwn', text: 'x'.repeat(3001) } }] as never;
    const error = await client.chat
      .postMessage({ channel: general.id, text: 'x', blocks })
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      data: {
        error: 'invalid_blocks',
        response_metadata: {
          messages: ['[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]'],
        },
      },
    });
    await client.chat.postMessage({
      channel: general.id,
      text: '<!date^1798012800^{time}> and <!date^1798012800^{time}|16:00 UTC>',
    });
    expect(journal.entries.filter(({ what }) => what === 'warning: date markup')).toHaveLength(1);
  });
});

describe('people and conversations', () => {
  it('knows what became of an account', async () => {
    const { slack, ana } = world;
    await slack.changeUser(ana, { tz: 'America/New_York', isAdmin: false });
    expect((await client.users.info({ user: ana.id })).user).toMatchObject({ tz: 'America/New_York', is_admin: false });
    await slack.changeUser(ana, { deleted: true });
    expect((await client.users.info({ user: ana.id })).user).toMatchObject({ deleted: true });
    expect(await refusal(client.conversations.open({ users: ana.id }))).toBe('user_disabled');
    await expect(slack.runCommand({ user: ana, command: '/confab' })).rejects.toThrow('deactivated');
  });

  it('tells a person’s zone, and the locale only when asked', async () => {
    const { ana } = world;
    expect((await client.users.info({ user: ana.id })).user).toMatchObject({
      tz: 'Europe/Lisbon',
      is_admin: true,
      is_bot: false,
    });
    expect((await client.users.info({ user: ana.id })).user).not.toHaveProperty('locale');
    expect((await client.users.info({ user: ana.id, include_locale: true })).user).toMatchObject({ locale: 'pt-PT' });
    expect((await client.users.info({ user: world.ben.id })).user?.tz_offset).toBe(9 * 3600);
    expect(await refusal(client.users.info({ user: 'U404' }))).toBe('user_not_found');
  });

  it('lists people page by page', async () => {
    const names: (string | undefined)[] = [];
    for await (const page of client.paginate('users.list', { limit: 2 })) {
      names.push(...((page as { members?: { name?: string }[] }).members ?? []).map(({ name }) => name));
    }
    expect(names).toEqual(['ana', 'ben', 'confab']);
  });

  it('opens the same DM again', async () => {
    const first = await client.conversations.open({ users: world.ana.id });
    const posted = await client.chat.postMessage({ channel: world.ana.id, text: 'hi' });
    expect(posted.channel).toBe(first.channel?.id);
  });
});

describe('files', () => {
  it('takes an upload in three steps and shows it in the DM', async () => {
    const { slack, ana } = world;
    const { channel } = await client.conversations.open({ users: ana.id });
    await client.files.uploadV2({
      channel_id: channel?.id ?? '',
      filename: 'a.ics',
      content: 'BEGIN:VCALENDAR',
      initial_comment: 'Here',
    });
    const [file] = slack.files(ana);
    expect(file).toMatchObject({ name: 'a.ics', channels: [channel?.id] });
    expect(Buffer.from(file!.content).toString()).toBe('BEGIN:VCALENDAR');
    expect(slack.dms(ana)).toMatchObject([{ text: 'Here', fileIds: [file?.id] }]);
    expect(await refusal(client.files.uploadV2({ channel_id: ana.id, filename: 'a', content: 'b' }))).toBe(
      'channel_not_found',
    );
  });
});

describe('limits and failures', () => {
  it('lets a conversation take a burst and then one post a second', async () => {
    const { slack, general, ana } = world;
    slack.setRateLimits({ postBurst: 2, postsPerSecond: 0.01 });
    const post = (channel: string) => client.chat.postMessage({ channel, text: 'hi' });
    await post(general.id);
    await post(general.id);
    await expect(post(general.id)).rejects.toMatchObject({ retryAfter: 100 });
    await post(ana.id);
    expect(slack.messages(general)).toHaveLength(2);
  });

  it('counts calls per method and minute', async () => {
    world.slack.setRateLimits({ callsPerMinute: { 1: 1, 2: 1, 3: 1, 4: 2, special: 100 } });
    await client.users.info({ user: world.ana.id });
    await client.users.info({ user: world.ana.id });
    await expect(client.users.info({ user: world.ana.id })).rejects.toMatchObject({ retryAfter: expect.any(Number) });
    await client.auth.test();
  });

  it('answers what it was told to, loses an answer after doing the work, or never answers', async () => {
    const { slack, general } = world;
    const post = (text: string) => client.chat.postMessage({ channel: general.id, text });
    slack.fail('chat.postMessage', { status: 503, body: 'no' });
    await expect(post('one')).rejects.toMatchObject({ statusCode: 503 });
    expect(slack.messages(general)).toEqual([]);
    slack.fail('chat.postMessage', { body: { ok: false, error: 'fatal_error' } });
    expect(await refusal(post('two'))).toBe('fatal_error');
    slack.fail(({ body }) => body.text === 'three', 'lost-answer');
    await expect(post('three')).rejects.toThrow();
    expect(slack.messages(general)).toMatchObject([{ text: 'three' }]);
    slack.fail(/postMessage/, 'hang');
    await expect(
      clientWith(BOT_TOKEN, { timeout: 100 }).chat.postMessage({ channel: general.id, text: 'four' }),
    ).rejects.toThrow();
    slack.fail('chat.postMessage', { delayMs: 50 });
    const startedAt = performance.now();
    await post('five');
    expect(performance.now() - startedAt).toBeGreaterThan(45);
    expect(slack.messages(general).map(({ text }) => text)).toEqual(['three', 'five']);
  });
});

describe('views', () => {
  const home = (text: string, extra = {}) => ({ type: 'home' as const, blocks: [section(text)], ...extra });

  it('guards a published view by its hash', async () => {
    const { ana } = world;
    const first = await client.views.publish({ user_id: ana.id, view: home('a') });
    await client.views.publish({ user_id: ana.id, view: home('b'), hash: first.view?.hash ?? '' });
    expect(
      await refusal(client.views.publish({ user_id: ana.id, view: home('c'), hash: first.view?.hash ?? '' })),
    ).toBe('hash_conflict');
    expect(
      await refusal(client.views.update({ view_id: 'V404', view: { type: 'modal', title: plain('x'), blocks: [] } })),
    ).toBe('not_found');
    expect(await refusal(client.views.publish({ user_id: ana.id, view: home('d', { title: plain('x') }) }))).toBe(
      'invalid_arguments',
    );
  });

  it('keeps external ids unique in a workspace', async () => {
    await client.views.publish({ user_id: world.ana.id, view: home('a', { external_id: 'e' }) });
    await client.views.publish({ user_id: world.ana.id, view: home('b', { external_id: 'e' }) });
    expect(await refusal(client.views.publish({ user_id: world.ben.id, view: home('c', { external_id: 'e' }) }))).toBe(
      'duplicate_external_id',
    );
  });
});

describe('the journal', () => {
  it('holds what the app asked and what it was answered, what the specs say of it, and no token', async () => {
    const checked: string[] = [];
    const own = await startSlack({
      specs: {
        check(_realm, operation) {
          checked.push(operation);
          return ['/blocks/0 is odd'];
        },
      },
    });
    const mine = new WebClient(BOT_TOKEN, { slackApiUrl: own.slack.apiUrl });
    await mine.chat.postMessage({ channel: own.general.id, text: 'hi', blocks: [section('hi')] });
    expect(checked).toEqual(['chat.postMessage']);
    expect(own.journal.entries).toMatchObject([
      {
        realm: 'slack',
        direction: 'from-app',
        what: 'chat.postMessage',
        status: 200,
        body: { text: 'hi', blocks: [section('hi')] },
        answer: { ok: true },
        violations: ['/blocks/0 is odd'],
      },
    ]);
    expect(JSON.stringify(own.journal.entries)).not.toContain(BOT_TOKEN);
    await own.slack.close();
  });
});
