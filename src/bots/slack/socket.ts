import { SocketModeReceiver } from '@slack/bolt';
import type { Logger } from 'pino';
import type { StartProblem } from '#core/start-problem.ts';
import { clientOptions, type SlackSettings } from './clients.ts';
import { sdkLogger } from './sdk-logger.ts';
import { isDeadToken, slackErrorCode, slackStartProblem } from './slack-error.ts';
import { within } from './within.ts';

export interface Socket {
  receiver: SocketModeReceiver;
  /** Rejects with a StartProblem. */
  open(): Promise<void>;
  isOpen(): boolean;
  close(): Promise<void>;
}

const firstTries = 3;
const helloWithin = 20_000;
const closeWithin = 1_000;
const longestPause = 30_000;

/**
 * Socket Mode, connected anew by us: the library's own reconnecting (3.1.0) waits five seconds each time Slack refreshes the connection, a few
 * times a day, and ends the process with an unhandled rejection when Slack cannot be reached at that moment.
 */
export function createSocket(
  settings: SlackSettings & { appToken: string },
  { log, onFatal }: { log: Logger; onFatal(problem: StartProblem): void },
): Socket {
  const receiver = new SocketModeReceiver({
    appToken: settings.appToken,
    autoReconnectEnabled: false,
    logger: sdkLogger(log),
    // Options of its own: those of the answering client would give up too soon.
    installerOptions: { clientOptions: clientOptions(settings, 'delivery', log) },
    // Without an answer Slack says that it failed, which is true.
    processEventErrorHandler: async ({ error }) => {
      log.error({ stack: error.stack }, 'A Slack envelope could not be handled');
      return false;
    },
  });
  const { client } = receiver;
  const closing = new AbortController();
  let isOpen = false;

  catchBadEnvelopes();
  client.on('disconnected', () => {
    if (!isOpen) return;
    isOpen = false;
    if (!closing.signal.aborted) void reconnect();
  });

  /** The library (3.1.0) rejects without anybody listening when an envelope is not as it expects, such as `app_rate_limited`. */
  function catchBadEnvelopes(): void {
    const listeners = client.listeners('ws_message');
    client.removeAllListeners('ws_message');
    client.on('ws_message', (...message: unknown[]) => {
      for (const listener of listeners) {
        Promise.resolve(listener.apply(client, message)).catch((error: unknown) => {
          log.warn(
            { error: error instanceof Error ? error.message : null },
            'Slack sent something that cannot be read',
          );
        });
      }
    });
  }

  async function connect(): Promise<void> {
    const opened = await within(helloWithin, client.start());
    if (!opened.done) {
      await within(closeWithin, client.disconnect());
      throw new Error('Slack opened a connection and said nothing.');
    }
    isOpen = true;
    if (closing.signal.aborted) await within(closeWithin, client.disconnect());
  }

  async function pause(tries: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, Math.min(longestPause, 1_000 * 2 ** tries));
    closing.signal.addEventListener('abort', () => resolve(), { once: true });
    await promise;
    clearTimeout(timer);
  }

  async function reconnect(): Promise<void> {
    for (let tries = 0; !closing.signal.aborted; tries += 1) {
      try {
        await connect();
        log.info('Connected to Slack again');
        return;
      } catch (error) {
        if (closing.signal.aborted) return;
        if (isDeadToken(error)) {
          onFatal(slackStartProblem(error, 'SLACK_APP_TOKEN'));
          return;
        }
        log.warn({ tries, slackError: slackErrorCode(error) ?? undefined }, 'No connection to Slack');
        await pause(tries);
      }
    }
  }

  return {
    receiver,
    isOpen: () => isOpen,
    async open() {
      for (let tries = 1; ; tries += 1) {
        try {
          return await connect();
        } catch (error) {
          if (tries === firstTries || isDeadToken(error) || slackErrorCode(error) !== null) {
            throw slackStartProblem(error, 'SLACK_APP_TOKEN');
          }
          await pause(tries - 1);
        }
      }
    },
    async close() {
      closing.abort();
      if (isOpen) await within(closeWithin, client.disconnect());
      isOpen = false;
    },
  };
}
