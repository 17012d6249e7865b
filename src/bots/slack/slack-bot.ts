import { App, type ExpressReceiver } from '@slack/bolt';
import type { Logger } from 'pino';
import type { Desk } from '#core/desk/desk.ts';
import type { HomePages, Messenger } from '#core/messages/messenger.ts';
import { StartProblem } from '#core/start-problem.ts';
import { createAskers } from './askers.ts';
import { clientOptions, createClient, type SlackSettings } from './clients.ts';
import { createDispatcher } from './dispatcher.ts';
import type { Front } from './front.ts';
import { createHttpDoor } from './http-door.ts';
import type { Identity } from './identity.ts';
import { listen } from './routes.ts';
import { neededScopes } from './scopes.ts';
import { sdkLogger } from './sdk-logger.ts';
import { createSlackDelivery } from './slack-delivery.ts';
import { slackStartProblem } from './slack-error.ts';
import { createSocket } from './socket.ts';

export interface SlackBot {
  messenger: Messenger;
  homePages: HomePages;
  /** Over HTTP: serves POST /slack/events, and has to stand before any body parser. Null in Socket Mode. */
  router: ExpressReceiver['router'] | null;
  /** Rejects with a StartProblem. */
  start(desk: Desk): Promise<void>;
  ready(): boolean;
  /** Lets what is under way finish, for at most three seconds. */
  stop(): Promise<void>;
}

const finishWithin = 3_000;

/** Confab in one Slack workspace: in Socket Mode where there is an app token, else over HTTP. */
export function createSlackBot(
  settings: SlackSettings,
  deps: { log: Logger; onFatal(problem: StartProblem): void },
): SlackBot {
  const log = deps.log.child({ platform: 'slack' });
  const { appToken, signingSecret } = settings;
  if (!appToken && !signingSecret) {
    throw new StartProblem(
      'Slack needs SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP) beside SLACK_BOT_TOKEN.',
    );
  }
  const interactive = createClient(settings, 'interactive', log);
  const { messenger, homePages, findIdentity } = createSlackDelivery(settings, log);
  const dispatcher = createDispatcher(log);
  let open = false;
  const socket = appToken ? createSocket({ ...settings, appToken }, { log, onFatal: deps.onFatal }) : null;
  const door = socket ? null : createHttpDoor(signingSecret ?? '', log, () => open);

  function openApp(front: Front, identity: Identity): void {
    const { botId, botUserId, teamId } = identity;
    const app = new App({
      receiver: socket?.receiver ?? (door as ExpressReceiver),
      // Not `token`: Bolt would ask Slack who we are once more, and nobody would catch a failure.
      authorize: async () => ({ botToken: settings.botToken, botId, botUserId, teamId }),
      clientOptions: clientOptions(settings, 'interactive', log),
      convoStore: false,
      logger: sdkLogger(log),
    });
    listen(app, front);
  }

  return {
    messenger,
    homePages,
    router: door?.router ?? null,

    async start(desk) {
      const identity = await findIdentity().catch((error: unknown) => {
        throw slackStartProblem(error, 'SLACK_BOT_TOKEN');
      });
      const missing = missingScopes(identity);
      if (missing.length > 0) {
        throw new StartProblem(
          `The Slack app lacks ${missing.join(', ')}: add them under "OAuth & Permissions", then install the app again.`,
        );
      }
      const askers = createAskers(interactive, findIdentity);
      openApp({ desk, client: interactive, askers, homePages, messenger, dispatcher, log }, identity);
      await socket?.open();
      open = true;
      log.info({ mode: socket ? 'socket' : 'http' }, 'Slack is ready');
    },

    ready: () => open && (socket?.isOpen() ?? true),

    async stop() {
      open = false;
      // The socket stays until the end: answers to what is under way go through it.
      await dispatcher.close(finishWithin);
      await socket?.close();
    },
  };
}

function missingScopes({ scopes }: Identity): string[] {
  return scopes === null ? [] : Object.keys(neededScopes).filter((scope) => !scopes.includes(scope));
}
