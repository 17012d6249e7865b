import { type Client, Events, Status } from 'discord.js';
import type { Logger } from 'pino';
import type { Desk } from '#core/desk/desk.ts';
import type { Messenger } from '#core/messages/messenger.ts';
import type { StartProblem } from '#core/start-problem.ts';
import { createClient } from './client.ts';
import { createDispatcher, type Dispatcher } from './dispatcher.ts';
import { createHeartbeatWatch } from './heartbeat.ts';
import { deadlines } from './limits.ts';
import { loggable } from './loggable.ts';
import { createDiscordMessenger } from './messenger.ts';
import { closeProblem, startProblem } from './problems.ts';
import type { DiscordSettings } from './settings.ts';

export interface DiscordBot {
  /** Works before `start` and without it. */
  messenger: Messenger;
  /** Resolves when Discord is ready to send interactions. Rejects with StartProblem. */
  start(desk: Desk): Promise<void>;
  /** True while connected, with a heartbeat answered lately. */
  ready(): boolean;
  /** Finishes what is in flight (at most 3 s) and leaves. Harmless when it was never started. */
  stop(): Promise<void>;
}

/** `onFatal` is told when Discord closes a running bot's connection for good. */
export function createDiscordBot(
  settings: DiscordSettings,
  { log, onFatal }: { log: Logger; onFatal(problem: StartProblem): void },
): DiscordBot {
  const client = createClient(settings);
  const heartbeat = createHeartbeatWatch(() => client.ws.shards.first()?.lastPingTimestamp ?? -1);
  let dispatcher: Dispatcher | null = null;
  let started = false;
  let stopping = false;

  logConnection(client, log);

  function connect(): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const timer = setTimeout(() => reject(new Error('it was not ready in time')), deadlines.ready);
    // Without servers the client is ready before `login` resolves, so listening comes first.
    client.once(Events.ClientReady, () => resolve());
    client.on(Events.ShardDisconnect, ({ code }) => {
      if (stopping) return;
      if (started) onFatal(closeProblem(code));
      else reject(closeProblem(code));
    });
    client.login(settings.token).catch(reject);
    return promise.finally(() => clearTimeout(timer));
  }

  return {
    messenger: createDiscordMessenger(settings),
    async start(desk) {
      const handling = createDispatcher(desk, log);
      dispatcher = handling;
      client.on(Events.InteractionCreate, (interaction) => void handling.handle(interaction));
      try {
        await connect();
        started = true;
      } catch (error) {
        stopping = true;
        await client.destroy();
        throw startProblem(error);
      }
    },
    ready: () => started && !stopping && isConnected(client) && heartbeat.alive(),
    async stop() {
      stopping = true;
      await dispatcher?.stop(deadlines.stop);
      // Leaving looks like a lost connection.
      client.removeAllListeners(Events.ShardReconnecting);
      await client.destroy();
    },
  };
}

/** `client.isReady()` stays true while a connection that was ready once is lost. */
function isConnected(client: Client): boolean {
  return client.isReady() && client.ws.shards.every(({ status }) => status === Status.Ready);
}

function logConnection(client: Client, log: Logger): void {
  client.on(Events.ClientReady, ({ guilds }) => log.info({ servers: guilds.cache.size }, 'Discord is ready'));
  // With a listener a rejection inside the library is logged; without one it would end the process.
  client.on(Events.Error, (error) => log.error({ failure: loggable(error) }, 'Discord client error'));
  client.on(Events.Warn, (warning) => log.warn({ warning }, 'Discord client warning'));
  client.on(Events.ShardError, (error) => log.warn({ failure: loggable(error) }, 'Discord connection error'));
  client.on(Events.ShardReconnecting, () => log.warn('Discord connection lost; connecting again'));
  client.on(Events.ShardResume, (_shard, replayed) => log.info({ replayed }, 'Discord connection resumed'));
  client.rest.on('invalidRequestWarning', (data) => log.warn(data, 'Discord refuses many requests'));
}
