import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { App, ExpressReceiver, type Logger, LogLevel } from '@slack/bolt';
import type { KnownBlock, ModalView } from '@slack/web-api';
import express from 'express';
import { createJournal } from '../../playground/journal.ts';
import { createShiftedClock } from '../../playground/shifted-clock.ts';
import { createSlackStandIn, type SlackStandInOptions } from '../../playground/slack/slack-stand-in.ts';

export const BOT_TOKEN = 'xoxb-1';
export const APP_TOKEN = 'xapp-1';
export const SIGNING_SECRET = 'a signing secret';
const SCOPES = ['chat:write', 'commands', 'im:write', 'users:read', 'files:write'];

/** A workspace with Ana and Ben, a channel the bot is in, and an app with the command /confab. */
export async function startSlack(options: Partial<SlackStandInOptions> & { scopes?: string[] } = {}) {
  const clock = createShiftedClock();
  const journal = createJournal();
  const { scopes = SCOPES, ...rest } = options;
  const slack = await createSlackStandIn({ clock, journal, ...rest });
  const workspace = slack.addWorkspace({ name: 'Acme', domain: 'acme' });
  const ana = slack.addUser(workspace, {
    name: 'ana',
    realName: 'Ana Silva',
    tz: 'Europe/Lisbon',
    locale: 'pt-PT',
    isAdmin: true,
  });
  const ben = slack.addUser(workspace, { name: 'ben', realName: 'Ben Ito', tz: 'Asia/Tokyo' });
  const general = slack.addChannel(workspace, { name: 'general', botIsMember: true });
  const app = slack.addApp(workspace, {
    botToken: BOT_TOKEN,
    appToken: APP_TOKEN,
    signingSecret: SIGNING_SECRET,
    slashCommands: [{ command: '/confab', shouldEscape: true }, '/plain'],
    shortcuts: ['confab_book'],
    scopes,
    events: ['app_home_opened', 'message.im'],
  });
  return { slack, clock, journal, workspace, ana, ben, general, app };
}

/** What the SDK logs about failures that a test provokes is of no use in its output. */
export const quiet: Logger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => LogLevel.ERROR,
  setName() {},
};

const clientOptions = (apiUrl: string) => ({
  slackApiUrl: apiUrl,
  retryConfig: { retries: 0 },
  rejectRateLimitedCalls: true,
});

export interface RunningApp {
  app: App;
  stop(): Promise<void>;
}

/** A Bolt app in Socket Mode, connected. */
export async function startOverSocket(apiUrl: string, register: (app: App) => void): Promise<RunningApp> {
  const app = new App({
    token: BOT_TOKEN,
    appToken: APP_TOKEN,
    socketMode: true,
    logger: quiet,
    clientOptions: clientOptions(apiUrl),
  });
  register(app);
  await app.start();
  return { app, stop: async () => void (await app.stop()) };
}

/** A Bolt app behind an Express server, at `/slack/events`. */
export async function startOverHttp(
  apiUrl: string,
  register: (app: App) => void,
  signingSecret = SIGNING_SECRET,
): Promise<RunningApp & { requestUrl: string }> {
  const web = express();
  const receiver = new ExpressReceiver({ signingSecret, app: web as never, logger: quiet });
  const app = new App({ token: BOT_TOKEN, receiver, logger: quiet, clientOptions: clientOptions(apiUrl) });
  register(app);
  const server: Server = createServer(web);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    app,
    requestUrl: `http://127.0.0.1:${port}/slack/events`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export const plain = (text: string) => ({ type: 'plain_text' as const, text });
export const section = (text: string): KnownBlock => ({ type: 'section', text: { type: 'mrkdwn', text } });

/** A booking form: a mentor that is looked up, a topic, and a slot that depends on the mentor. */
export function bookingView(slots: string[] = [], title = 'Book'): ModalView {
  return {
    type: 'modal',
    callback_id: 'book',
    private_metadata: 'from-general',
    title: plain(title),
    submit: plain('Request'),
    blocks: [
      {
        type: 'input',
        block_id: 'mentor',
        dispatch_action: true,
        label: plain('Mentor'),
        element: { type: 'external_select', action_id: 'pick', min_query_length: 1 },
      },
      {
        type: 'input',
        block_id: 'topic',
        label: plain('Topic'),
        element: { type: 'plain_text_input', action_id: 'text', max_length: 100 },
      },
      ...(slots.length > 0
        ? [
            {
              type: 'input' as const,
              block_id: 'slot',
              label: plain('When'),
              element: {
                type: 'static_select' as const,
                action_id: 'time',
                options: slots.map((slot) => ({ text: plain(slot), value: slot })),
              },
            },
          ]
        : []),
    ],
  };
}
