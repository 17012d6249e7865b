import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StartProblem } from '#core/start-problem.ts';
import { checkSlack } from '../../../src/bots/slack/check-slack.ts';
import { createSlackBot } from '../../../src/bots/slack/slack-bot.ts';
import { createSocket } from '../../../src/bots/slack/socket.ts';
import { createFakeDesk, said } from '../../fakes/fake-desk.ts';
import { appToken, botToken, createSlackWorld, type SlackWorld, signingSecret } from './bot-world.ts';

let world: SlackWorld;
beforeEach(async () => {
  world = await createSlackWorld();
});
afterEach(() => world.close());

const unhandled: unknown[] = [];
const onUnhandled = (reason: unknown) => void unhandled.push(reason);
beforeEach(() => {
  unhandled.length = 0;
  process.on('unhandledRejection', onUnhandled);
});
afterEach(() => {
  process.off('unhandledRejection', onUnhandled);
  expect(unhandled).toEqual([]);
});

function help() {
  return world.slack.runCommand({ user: world.ana, command: '/confab', text: 'help' });
}

async function startProblem(settings: Partial<SlackWorld['settings']> & { signingSecret?: string }): Promise<string> {
  const bot = createSlackBot({ ...world.settings, ...settings }, world.deps);
  try {
    await bot.start(createFakeDesk());
  } catch (error) {
    expect(error).toBeInstanceOf(StartProblem);
    expect(bot.ready()).toBe(false);
    return (error as StartProblem).message;
  } finally {
    await bot.stop();
  }
  throw new Error('The bot started.');
}

describe('starting', () => {
  it('names the variable of a token that Slack does not accept, and how to mend it', async () => {
    expect(await startProblem({ botToken: 'xoxb-wrong' })).toMatch(
      /SLACK_BOT_TOKEN \(invalid_auth\): copy the "Bot User OAuth Token"/,
    );
    expect(await startProblem({ appToken: 'xapp-wrong' })).toMatch(
      /SLACK_APP_TOKEN \(invalid_auth\): create an app-level token/,
    );
    expect(await startProblem({ appToken: botToken })).toMatch(/SLACK_APP_TOKEN \(not_allowed_token_type\)/);
    expect(world.logged.join('')).not.toMatch(/xoxb-|xapp-/);
  });

  it('names the permissions that are missing', async () => {
    await world.close();
    world = await createSlackWorld({ scopes: ['commands', 'users:read'] });
    expect(await startProblem({})).toMatch(/lacks chat:write: add them under "OAuth & Permissions"/);
  });

  it('needs a way in for Slack', () => {
    expect(() => createSlackBot({ botToken }, world.deps)).toThrow(/SLACK_APP_TOKEN .* or SLACK_SIGNING_SECRET/);
  });
});

describe('Socket Mode', () => {
  it('is ready once connected, and connects at once when Slack refreshes the connection', async () => {
    const { bot } = await world.startBot();
    expect(bot.router).toBeNull();
    expect(bot.ready()).toBe(true);
    world.slack.refreshSockets(world.app);
    await world.slack.waitFor(() => !bot.ready());
    await world.slack.waitFor(() => bot.ready() && world.slack.isConnected(world.app), 2_000);
    expect((await help()).message?.text).toBe('Help.');
  });

  it('comes back after a cut connection, even when Slack cannot be reached for a while', async () => {
    const { bot } = await world.startBot();
    world.slack.fail('apps.connections.open', { status: 500, body: 'oops' }, 1);
    world.slack.dropSockets(world.app);
    await world.slack.waitFor(() => !bot.ready());
    await world.slack.waitFor(() => bot.ready(), 8_000);
    expect((await help()).message?.text).toBe('Help.');
    expect(world.fatal).toEqual([]);
  });

  it('reports a token that was taken away', async () => {
    const { bot } = await world.startBot();
    world.slack.fail('apps.connections.open', { body: { ok: false, error: 'invalid_auth' } }, 1);
    world.slack.dropSockets(world.app);
    await world.slack.waitFor(() => world.fatal.length > 0, 5_000);
    expect(world.fatal[0]?.message).toContain('SLACK_APP_TOKEN');
    expect(bot.ready()).toBe(false);
  });

  it('survives an envelope that the library cannot read', async () => {
    const socket = createSocket({ ...world.settings }, world.deps);
    const envelope = { type: 'events_api', envelope_id: '1', payload: { type: 'app_rate_limited' } };
    socket.receiver.client.emit('ws_message', JSON.stringify(envelope), false);
    // Rejections that nobody handles are reported once the microtasks are done.
    await new Promise((resolve) => setImmediate(resolve));
    expect(unhandled).toEqual([]);
    expect(world.logged.join('')).toContain('Slack sent something that cannot be read');
  });
});

describe('stopping', () => {
  it('lets an answer under way finish, and takes nothing new', async () => {
    const gate = Promise.withResolvers<void>();
    const asked = Promise.withResolvers<void>();
    const desk = createFakeDesk({
      mentors: async () => {
        asked.resolve();
        await gate.promise;
        return said('The mentors, late.');
      },
    });
    const { bot } = await world.startBot(desk);
    const answer = world.slack.runCommand({ user: world.ana, command: '/confab', text: 'mentors', settleMs: 3_000 });
    await asked.promise;
    const stopping = bot.stop();
    expect(bot.ready()).toBe(false);
    gate.resolve();
    expect((await answer).message?.text).toBe('The mentors, late.');
    await stopping;
    expect((await help()).outcome).not.toBe('ok');
    expect(desk.callsOf('help')).toEqual([]);
  });

  it('waits no longer than three seconds', async () => {
    const asked = Promise.withResolvers<void>();
    const desk = createFakeDesk({
      mentors: () => {
        asked.resolve();
        return new Promise(() => {});
      },
    });
    const { bot } = await world.startBot(desk);
    void world.slack.runCommand({ user: world.ana, command: '/confab', text: 'mentors', settleMs: 0 });
    await asked.promise;
    const before = performance.now();
    await bot.stop();
    expect(performance.now() - before).toBeLessThan(4_500);
  });
});

describe('over HTTP', () => {
  /** A request as Slack signs it, so many seconds from now. */
  function signed(url: string, body: string, seconds = 0, secret = signingSecret) {
    const timestamp = String(Math.floor(Date.now() / 1_000) + seconds);
    const signature = `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
    return fetch(url, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-slack-request-timestamp': timestamp,
        'x-slack-signature': signature,
      },
    });
  }

  it('serves commands, forms and the Home tab', async () => {
    const { bot } = await world.startHttpBot();
    expect(bot.ready()).toBe(true);
    expect((await help()).message?.text).toBe('Help.');
    expect(await world.slack.openHome({ user: world.ana })).toMatchObject({ outcome: 'ok', change: 'published' });
    expect((await world.slack.runCommand({ user: world.ana, command: '/book', text: 'x' })).change).toBe('opened');
    const submitted = await world.slack.runCommand({ user: world.ana, command: '/confab', text: 'mentor' });
    expect(submitted.view?.title).toBe('Offer sessions');
  });

  it('refuses forged, old and future requests, and leaves other paths alone', async () => {
    const { requestUrl } = await world.startHttpBot();
    const body = 'ssl_check=1';
    expect((await signed(requestUrl, body)).status).toBe(200);
    expect((await signed(requestUrl, body, 0, 'f'.repeat(32))).status).toBe(401);
    expect((await signed(requestUrl, body, -600)).status).toBe(401);
    expect((await signed(requestUrl, body, 600)).status).toBe(401);
    expect((await fetch(requestUrl.replace('/slack/events', '/healthz'))).status).toBe(404);
  });

  it('asks to open the form again when it is of a version that is gone', async () => {
    const { requestUrl } = await world.startHttpBot();
    const opened = await world.slack.runCommand({ user: world.ana, command: '/book' });
    const payload = {
      type: 'view_submission',
      user: { id: world.ana.id, team_id: world.workspace.id },
      team: { id: world.workspace.id },
      view: { ...opened.view, callback_id: 'v0:time', state: { values: {} } },
    };
    const answer = await signed(requestUrl, new URLSearchParams({ payload: JSON.stringify(payload) }).toString());
    expect(await answer.json()).toMatchObject({
      errors: { mentor: expect.stringContaining('This form is out of date.') },
    });
  });

  it('answers that it is not there while it stops', async () => {
    const { bot, requestUrl } = await world.startHttpBot();
    await bot.stop();
    expect((await signed(requestUrl, 'ssl_check=1')).status).toBe(503);
  });
});

describe('the doctor', () => {
  it('finds all well', async () => {
    const findings = await checkSlack(world.settings);
    expect(findings.map(({ name, ok }) => [name, ok])).toEqual([
      ['Slack bot token', true],
      ['Slack permissions', true],
      ['Slack app token', true],
    ]);
    const overHttp = await checkSlack({ botToken, signingSecret, apiUrl: world.slack.apiUrl });
    expect(overHttp.at(-1)).toMatchObject({ name: 'Slack signing secret', ok: true });
  });

  it('says how to mend each thing', async () => {
    const wrong = await checkSlack({ ...world.settings, botToken: 'xoxb-wrong', appToken: 'xapp-wrong' });
    expect(wrong).toMatchObject([
      { name: 'Slack bot token', ok: false, mend: expect.stringContaining('Bot User OAuth Token') },
      { name: 'Slack app token', ok: false, mend: expect.stringContaining('connections:write') },
    ]);
    expect(await checkSlack({ botToken, apiUrl: world.slack.apiUrl })).toMatchObject([
      { ok: true },
      { ok: true },
      { name: 'Slack signing secret', ok: false },
    ]);
    await world.close();
    world = await createSlackWorld({ scopes: ['commands', 'chat:write', 'users:read'] });
    expect((await checkSlack({ ...world.settings, appToken }))[1]).toMatchObject({
      ok: 'warn',
      detail: expect.stringContaining('files:write (for sending a calendar file)'),
    });
  });
});
