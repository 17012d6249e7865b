import type { App } from '@slack/bolt';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { bookingView, plain, type RunningApp, section, startOverSocket, startSlack } from './slack-fixture.ts';

let world: Awaited<ReturnType<typeof startSlack>>;
let running: RunningApp[] = [];

async function start(register: (app: App) => void): Promise<RunningApp> {
  const app = await startOverSocket(world.slack.apiUrl, register);
  running.push(app);
  return app;
}

beforeEach(async () => {
  world = await startSlack();
});
afterEach(async () => {
  for (const app of running) await app.stop();
  running = [];
  await world.slack.waitFor(() => !world.slack.isConnected(world.app));
  await world.slack.close();
});

function booking(app: App): void {
  app.command('/confab', async ({ ack, client, body }) => {
    await ack();
    await client.views.open({ trigger_id: body.trigger_id, view: bookingView() });
  });
  app.options('pick', async ({ ack, options }) => {
    const all = ['Mia', 'Max', 'Zoe'].map((name) => ({ text: plain(name), value: name.toLowerCase() }));
    await ack({ options: all.filter(({ value }) => value.startsWith(options.value.toLowerCase())) });
  });
  app.action('pick', async ({ ack, body, client }) => {
    await ack();
    const view = 'view' in body ? body.view : undefined;
    await client.views.update({
      view_id: view?.id ?? '',
      hash: view?.hash ?? '',
      view: bookingView(['16:00', '17:00']),
    });
  });
  app.view('book', async ({ ack, view }) => {
    const topic = view.state.values.topic?.text?.value;
    if (topic === 'taken') return ack({ response_action: 'errors', errors: { slot: 'That time is taken.' } });
    return ack({
      response_action: 'update',
      view: { type: 'modal', title: plain('Done'), blocks: [section(`Asked about ${topic}.`)] },
    });
  });
}

it('opens a modal for a command and says how long the app took', async () => {
  await start(booking);
  const seen = await world.slack.runCommand({
    user: world.ana,
    channel: world.general,
    command: '/confab',
    text: 'book @ben',
  });
  expect(seen).toMatchObject({
    outcome: 'ok',
    change: 'opened',
    view: { title: 'Book', privateMetadata: 'from-general' },
  });
  expect(seen.ackMs).toBeLessThan(3000);
  expect(world.slack.openViews(world.ana)).toHaveLength(1);
  const sent = world.journal.entries.find(({ what, direction }) => what === '/confab' && direction === 'to-app');
  expect(sent?.body).toMatchObject({
    text: `book <@${world.ben.id}|ben>`,
    is_enterprise_install: 'false',
    channel_id: world.general.id,
  });
});

it('keeps what was typed when the app draws the modal anew', async () => {
  await start(booking);
  await world.slack.runCommand({ user: world.ana, command: '/confab' });
  world.slack.fillIn({ user: world.ana, values: { topic: 'testing' } });

  const suggestions = await world.slack.typeahead({ user: world.ana, actionId: 'pick', value: 'm' });
  expect(suggestions).toMatchObject({
    outcome: 'ok',
    options: [
      { text: 'Mia', value: 'mia' },
      { text: 'Max', value: 'max' },
    ],
  });
  await expect(world.slack.choose({ user: world.ana, actionId: 'pick', values: 'zoe' })).rejects.toThrow(
    'there is no option',
  );

  const seen = await world.slack.choose({ user: world.ana, actionId: 'pick', values: 'mia' });
  expect(seen).toMatchObject({ outcome: 'ok', change: 'updated' });
  const [view] = world.slack.openViews(world.ana);
  expect(view?.values.topic?.text).toEqual({ type: 'plain_text_input', value: 'testing' });
  expect(view?.values.mentor?.pick).toMatchObject({ selected_option: { value: 'mia' } });
  expect(view?.values.slot?.time).toEqual({ type: 'static_select', selected_option: null });
});

it('checks the fields before it sends anything, shows the app’s errors, then its next view', async () => {
  await start(booking);
  const { slack, ana } = world;
  await slack.runCommand({ user: ana, command: '/confab' });
  await slack.typeahead({ user: ana, actionId: 'pick', value: 'm' });
  await slack.choose({ user: ana, actionId: 'pick', values: 'mia' });

  expect(await slack.submitView({ user: ana, values: { topic: 'taken' } })).toMatchObject({
    outcome: 'invalid',
    errors: { slot: 'Please complete this required field.' },
  });
  expect(await slack.submitView({ user: ana, values: { topic: 'x'.repeat(101), slot: '16:00' } })).toMatchObject({
    outcome: 'invalid',
    errors: { topic: 'Must be at most 100 characters.' },
  });
  expect(world.journal.entries.some(({ what }) => what === 'view_submission')).toBe(false);

  expect(await slack.submitView({ user: ana, values: { topic: 'taken' } })).toMatchObject({
    outcome: 'ok',
    errors: { slot: 'That time is taken.' },
  });
  const sent = world.journal.entries.find(({ what }) => what === 'view_submission');
  expect(sent?.body).toMatchObject({
    view: {
      private_metadata: 'from-general',
      root_view_id: slack.openViews(ana)[0]?.id,
      previous_view_id: null,
      state: { values: { slot: { time: { type: 'static_select', selected_option: { value: '16:00' } } } } },
    },
    response_urls: [],
  });
  expect(await slack.submitView({ user: ana, values: { topic: 'testing' } })).toMatchObject({
    outcome: 'ok',
    change: 'updated',
    view: { title: 'Done', blocks: [{ text: { text: 'Asked about testing.' } }] },
  });
});

it('answers a press with an edited message, and remembers what it showed before', async () => {
  const { app } = await start((bolt) => {
    bolt.action('accept', async ({ ack, client, body }) => {
      await ack();
      const message = 'message' in body ? body.message : undefined;
      const channel = body.channel?.id ?? '';
      await client.chat.update({
        channel,
        ts: message?.ts ?? '',
        text: 'Accepted.',
        blocks: [section('Accepted.')],
      });
    });
  });
  const { slack, ben } = world;
  const posted = await app.client.chat.postMessage({
    channel: ben.id,
    text: 'A request',
    blocks: [
      { type: 'actions', elements: [{ type: 'button', action_id: 'accept', text: plain('Accept'), value: 'm1' }] },
    ],
  });
  expect(posted.channel).toMatch(/^D/);
  const seen = await slack.press({ user: ben, message: posted.ts ?? '', label: 'Accept' });
  expect(seen).toMatchObject({
    outcome: 'ok',
    change: 'edited',
    message: { text: 'Accepted.', history: [{ text: 'A request' }] },
  });
  expect(slack.dms(ben)).toHaveLength(1);
  await expect(slack.press({ user: ben, message: posted.ts ?? '', label: 'Accept' })).rejects.toThrow(
    '0 elements match',
  );
  await expect(slack.press({ user: world.ana, message: posted.ts ?? '', label: 'Accept' })).rejects.toThrow(
    'sees no message',
  );
});

it('publishes the Home tab when a person opens it, and again when they press a button there', async () => {
  const refresh = {
    type: 'actions' as const,
    elements: [{ type: 'button' as const, action_id: 'refresh', text: plain('Refresh') }],
  };
  await start((bolt) => {
    bolt.event('app_home_opened', async ({ event, client }) => {
      await client.views.publish({
        user_id: event.user,
        view: { type: 'home', blocks: [section(`Tab ${event.tab}`), refresh] },
      });
    });
  });
  running.at(-1)?.app.action('refresh', async ({ ack, body, client }) => {
    await ack();
    await client.views.publish({ user_id: body.user.id, view: { type: 'home', blocks: [section('Fresh')] } });
  });
  const seen = await world.slack.openHome(world.ana);
  expect(seen).toMatchObject({ outcome: 'ok', change: 'published', view: { type: 'home' } });
  expect(world.slack.home(world.ana)?.blocks[0]).toMatchObject({ text: { text: 'Tab home' } });
  expect(world.slack.home(world.ben)).toBeUndefined();
  const pressed = await world.slack.press({ user: world.ana, home: true, label: 'Refresh' });
  expect(pressed).toMatchObject({ change: 'published', view: { blocks: [{ text: { text: 'Fresh' } }] } });
});

it('times out after three seconds, and the trigger has expired by then', async () => {
  let refused: unknown;
  await start((bolt) => {
    bolt.command('/confab', async ({ client, body, ack }) => {
      await world.slack.waitFor(() => world.journal.entries.some(({ answer }) => answer === 'operation_timeout'), 5000);
      await ack();
      refused = await client.views
        .open({ trigger_id: body.trigger_id, view: bookingView() })
        .catch((error: unknown) => error);
    });
  });
  const seen = await world.slack.runCommand({ user: world.ana, command: '/confab' });
  expect(seen).toMatchObject({
    outcome: 'operation_timeout',
    notice: '/confab failed with the error "operation_timeout"',
  });
  await world.slack.waitFor(() => refused);
  expect(refused).toMatchObject({ data: { error: 'expired_trigger_id' } });
});

it('fails at once while no app is connected, and works again after a restart', async () => {
  const { slack, ana } = world;
  expect(await slack.runCommand({ user: ana, command: '/confab' })).toMatchObject({
    outcome: 'dispatch_failed',
    notice: '/confab failed with the error "dispatch_failed"',
  });
  const first = await start(booking);
  await slack.runCommand({ user: ana, command: '/confab' });
  await first.stop();
  await slack.waitFor(() => !slack.isConnected(world.app));
  expect(await slack.typeahead({ user: ana, actionId: 'pick', value: 'm' })).toMatchObject({
    outcome: 'dispatch_failed',
  });
  await start(booking);
  expect(await slack.typeahead({ user: ana, actionId: 'pick', value: 'z' })).toMatchObject({
    options: [{ value: 'zoe' }],
  });
});

it('lets the app reconnect when Slack asks it to', async () => {
  await start(booking);
  const { slack, app, journal } = world;
  slack.refreshSockets(app);
  await slack.waitFor(() => !slack.isConnected(app));
  await slack.waitFor(() => slack.isConnected(app), 15_000);
  expect(journal.entries.filter(({ what }) => what === 'socket hello')).toHaveLength(2);
  expect(await slack.runCommand({ user: world.ana, command: '/confab' })).toMatchObject({ change: 'opened' });
});

it('gives up connections that are cut, and the app comes back', async () => {
  await start(booking);
  const { slack, app, ana } = world;
  slack.dropSockets(app);
  await slack.waitFor(() => !slack.isConnected(app));
  expect(await slack.runCommand({ user: ana, command: '/confab' })).toMatchObject({ outcome: 'dispatch_failed' });
  await slack.waitFor(() => slack.isConnected(app), 15_000);
  expect(await slack.runCommand({ user: ana, command: '/confab' })).toMatchObject({ outcome: 'ok' });
});

it('opens a modal for a shortcut and tells the app when it is closed', async () => {
  const closed: boolean[] = [];
  await start((bolt) => {
    bolt.shortcut('confab_book', async ({ ack, client, shortcut }) => {
      await ack();
      await client.views.open({ trigger_id: shortcut.trigger_id, view: { ...bookingView(), notify_on_close: true } });
    });
    bolt.view({ callback_id: 'book', type: 'view_closed' }, async ({ ack, body }) => {
      if (body.type === 'view_closed') closed.push(body.is_cleared);
      await ack();
    });
  });
  const { slack, ana } = world;
  expect(await slack.runShortcut({ user: ana, callbackId: 'confab_book' })).toMatchObject({ change: 'opened' });
  expect(await slack.closeView({ user: ana })).toMatchObject({ outcome: 'ok', change: 'closed' });
  expect(closed).toEqual([false]);
  expect(slack.openViews(ana)).toEqual([]);
});
