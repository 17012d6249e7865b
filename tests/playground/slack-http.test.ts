import type { App } from '@slack/bolt';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { bookingView, plain, type RunningApp, section, startOverHttp, startSlack } from './slack-fixture.ts';

let world: Awaited<ReturnType<typeof startSlack>>;
let running: RunningApp[] = [];

async function start(register: (app: App) => void, signingSecret?: string) {
  const app = await startOverHttp(world.slack.apiUrl, register, signingSecret);
  running.push(app);
  world.slack.setRequestUrl(world.app, app.requestUrl);
  return app;
}

beforeEach(async () => {
  world = await startSlack({ eventRetryDelaysMs: [0, 10, 20] });
});
afterEach(async () => {
  for (const app of running) await app.stop();
  running = [];
  await world.slack.close();
});

it('signs requests so that Bolt takes them, and Bolt refuses them under another secret', async () => {
  await start((app) => app.command('/confab', async ({ ack }) => ack('Hello')));
  await world.slack.verifyRequestUrl(world.app);
  expect(await world.slack.runCommand({ user: world.ana, command: '/confab' })).toMatchObject({
    outcome: 'ok',
    status: 200,
    message: { text: 'Hello', onlyFor: world.ana.id },
  });
  expect(world.slack.ephemerals(world.ana)).toHaveLength(1);
  world.slack.reload(world.ana);
  expect(world.slack.ephemerals(world.ana)).toEqual([]);
  expect(world.slack.seen(world.ana)).toBe(0);

  await start(() => {}, 'another secret');
  expect(await world.slack.runCommand({ user: world.ana, command: '/confab' })).toMatchObject({
    outcome: 'dispatch_failed',
    status: 401,
  });
  await expect(world.slack.verifyRequestUrl(world.app)).rejects.toThrow('challenge');
});

it('stamps requests with the shifted clock', async () => {
  await start((app) => app.command('/confab', async ({ ack }) => ack()));
  const { slack, clock } = world;
  clock.advance(24 * 3_600_000);
  // Bolt refuses only what is older than five minutes, so a request from the future passes.
  expect(await slack.runCommand({ user: world.ana, command: '/confab', settleMs: 0 })).toMatchObject({ outcome: 'ok' });
});

it('answers a command that nobody handles as Bolt does, and one it does not know itself', async () => {
  await start((app) => {
    app.command('/confab', async () => {
      throw new Error('no');
    });
  });
  expect(await world.slack.runCommand({ user: world.ana, command: '/confab' })).toMatchObject({
    outcome: 'dispatch_failed',
    status: 500,
  });
  expect(await world.slack.runCommand({ user: world.ana, command: '/nonsense' })).toMatchObject({
    outcome: 'refused',
    notice: expect.stringContaining('not a valid command'),
  });
});

it('lets a response_url answer five times, replace what was pressed and delete it', async () => {
  const refusals: unknown[] = [];
  await start((app) => {
    app.command('/confab', async ({ ack, respond }) => {
      await ack();
      await respond({
        text: 'Pick',
        blocks: [{ type: 'actions', elements: [{ type: 'button', action_id: 'go', text: plain('Go') }] }],
      });
      await respond({ response_type: 'in_channel', text: 'For all' });
      for (const text of ['3', '4', '5', '6']) await respond({ text }).catch((error: unknown) => refusals.push(error));
    });
    app.action('go', async ({ ack, respond }) => {
      await ack();
      await respond({ replace_original: true, text: 'Gone ahead' });
    });
  });
  const { slack, ana, general } = world;
  const seen = await slack.runCommand({ user: ana, channel: general, command: '/confab' });
  expect(seen).toMatchObject({ change: 'posted', message: { text: 'Pick', onlyFor: ana.id } });
  await slack.waitFor(() => refusals.length > 0);
  expect(refusals).toMatchObject([{ statusCode: 404 }]);
  expect(world.journal.entries.findLast(({ what }) => what === 'response_url')?.answer).toEqual({
    ok: false,
    error: 'used_url',
  });
  expect(slack.messages(general)).toMatchObject([{ text: 'For all' }]);

  const pressed = await slack.press({ user: ana, message: seen.message?.ts ?? '', actionId: 'go' });
  expect(pressed).toMatchObject({ change: 'edited', message: { text: 'Gone ahead', onlyFor: ana.id } });
  const payload = world.journal.entries.find(({ what }) => what === 'block_actions')?.body;
  expect(payload).toMatchObject({ container: { is_ephemeral: true }, channel: { id: general.id, name: 'general' } });
  expect(payload).not.toHaveProperty('message');
});

it('forgets a response_url when its time is over', async () => {
  const short = await startSlack({ responseUrlLifeMs: 0 });
  const app = await startOverHttp(short.slack.apiUrl, (bolt) => {
    bolt.command('/confab', async ({ ack, respond }) => {
      await ack();
      await respond('too late').catch(() => {});
    });
  });
  short.slack.setRequestUrl(short.app, app.requestUrl);
  await short.slack.runCommand({ user: short.ana, command: '/confab', settleMs: 0 });
  await short.slack.waitFor(() => short.journal.entries.some(({ what }) => what === 'response_url'));
  expect(short.journal.entries.find(({ what }) => what === 'response_url')).toMatchObject({
    status: 404,
    answer: { error: 'expired_url' },
  });
  await app.stop();
  await short.slack.close();
});

it('sends an event again when it is not acknowledged, and says so', async () => {
  const tries: (number | undefined)[] = [];
  await start((app) => {
    app.use(async ({ context, next }) => {
      tries.push(context.retryNum);
      await next();
    });
    app.event('app_home_opened', async () => {});
  });
  const { requestUrl = '' } = world.app.app;
  world.slack.setRequestUrl(world.app, 'http://127.0.0.1:1/');
  const seen = await world.slack.openHome({ user: world.ana, settleMs: 0 });
  expect(seen.outcome).toBe('dispatch_failed');
  world.slack.setRequestUrl(world.app, requestUrl);
  await world.slack.waitFor(() => tries.length > 0);
  expect(tries[0]).toBeGreaterThan(0);
});

it('shows that something went wrong when the app answers a submission with nonsense', async () => {
  await start((app) => {
    app.command('/confab', async ({ ack, client, body }) => {
      await ack();
      await client.views.open({
        trigger_id: body.trigger_id,
        view: { type: 'modal', callback_id: 'v', title: plain('T'), submit: plain('Go'), blocks: [section('x')] },
      });
    });
    app.view('v', async ({ ack }) => ack({ response_action: 'errors', errors: { nowhere: 'wrong' } }));
  });
  const { slack, ana } = world;
  await slack.runCommand({ user: ana, command: '/confab' });
  expect(await slack.submitView({ user: ana })).toMatchObject({
    outcome: 'refused',
    notice: 'We had some trouble connecting. Try again?',
  });
  expect(slack.openViews(ana)).toHaveLength(1);
});

it('lays at most three modals on one another and takes them off one by one', async () => {
  const refusals: unknown[] = [];
  const more = (title: string) => ({
    type: 'modal' as const,
    callback_id: 'v',
    title: plain(title),
    submit: plain('Done'),
    blocks: [
      { type: 'actions' as const, elements: [{ type: 'button' as const, action_id: 'more', text: plain('More') }] },
    ],
  });
  await start((app) => {
    app.command('/confab', async ({ ack, client, body }) => {
      await ack();
      await client.views.open({ trigger_id: body.trigger_id, view: more('1') });
    });
    app.action('more', async ({ ack, client, body }) => {
      await ack();
      const trigger = 'trigger_id' in body ? body.trigger_id : '';
      await client.views.push({ trigger_id: trigger, view: more('n') }).catch((error: unknown) => refusals.push(error));
    });
    app.view('v', async ({ ack }) => ack());
  });
  const { slack, ana } = world;
  await slack.runCommand({ user: ana, command: '/confab' });
  expect(await slack.press({ user: ana, actionId: 'more' })).toMatchObject({ change: 'pushed' });
  await slack.press({ user: ana, actionId: 'more' });
  await slack.press({ user: ana, actionId: 'more', settleMs: 0 });
  await slack.waitFor(() => refusals.length > 0);
  expect(refusals).toMatchObject([{ data: { error: 'push_limit_reached' } }]);
  const [root, second, third] = slack.openViews(ana);
  expect(third).toMatchObject({ rootViewId: root?.id, previousViewId: second?.id });
  expect(await slack.submitView({ user: ana })).toMatchObject({ outcome: 'ok', change: 'closed' });
  expect(slack.openViews(ana)).toHaveLength(2);
  await slack.closeView({ user: ana, all: true });
  expect(slack.openViews(ana)).toEqual([]);
});

it('dispatches choices in a message with its state, and keeps them', async () => {
  const { app } = await start((bolt) => {
    bolt.action('zone', async ({ ack }) => ack());
  });
  const { slack, ben } = world;
  const posted = await app.client.chat.postMessage({
    channel: ben.id,
    text: 'Zone?',
    blocks: [
      {
        type: 'section',
        block_id: 'b',
        text: plain('Zone'),
        accessory: {
          type: 'static_select',
          action_id: 'zone',
          options: [
            { text: plain('Lisbon'), value: 'lis' },
            { text: plain('Tokyo'), value: 'tyo' },
          ],
        },
      },
    ],
  });
  expect(
    await slack.choose({ user: ben, message: posted.ts ?? '', actionId: 'zone', values: 'Tokyo', settleMs: 0 }),
  ).toMatchObject({ outcome: 'ok' });
  expect(world.journal.entries.find(({ what }) => what === 'block_actions')?.body).toMatchObject({
    actions: [{ type: 'static_select', block_id: 'b', action_id: 'zone', selected_option: { value: 'tyo' } }],
    state: { values: { b: { zone: { selected_option: { value: 'tyo' } } } } },
    container: { type: 'message', is_ephemeral: false },
    message: { ts: posted.ts },
  });
});

it('uses a trigger once', async () => {
  const answers: unknown[] = [];
  await start((app) => {
    app.command('/confab', async ({ ack, client, body }) => {
      await ack();
      for (const trigger_id of [body.trigger_id, body.trigger_id, '1.2.abc', '']) {
        answers.push(
          await client.views.open({ trigger_id, view: bookingView() }).then(
            () => 'opened',
            (error: { data: { error: string } }) => error.data.error,
          ),
        );
      }
    });
  });
  await world.slack.runCommand({ user: world.ana, command: '/confab' });
  await world.slack.waitFor(() => answers.length === 4);
  expect(answers).toEqual(['opened', 'exchanged_trigger_id', 'invalid_trigger_id', 'invalid_arguments']);
});

it('tells the app what a person writes to it', async () => {
  const heard: string[] = [];
  await start((app) => {
    app.message(async ({ message }) => {
      if ('text' in message && message.text) heard.push(message.text);
    });
  });
  await world.slack.say({ user: world.ana, text: 'hi there' });
  await world.slack.waitFor(() => heard.length > 0);
  expect(heard).toEqual(['hi there']);
});
