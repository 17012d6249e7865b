import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Journal } from '../journal.ts';
import type { ShiftedClock } from '../shifted-clock.ts';
import type { SpecChecker } from '../spec-checker.ts';
import { serveAttachment } from './attachments.ts';
import { type Builder, createBuilder } from './builder.ts';
import { channelRoutes } from './channel-routes.ts';
import { type OfferedCommand, offeredCommands } from './command-input.ts';
import { commandRoutes } from './command-routes.ts';
import { createFailures, type Failure, type FailureMatch } from './failures.ts';
import { createGateway, type Gateway } from './gateway.ts';
import { guildRoutes } from './guild-routes.ts';
import { interactionRoutes } from './interaction-routes.ts';
import { createInteractions, type ShownModal } from './interactions.ts';
import type { JsonObject } from './json.ts';
import type { ShownMessage } from './message.ts';
import { namesIn, type ShownNames } from './names.ts';
import { createPeople, idOf, type People, type Ref } from './people.ts';
import { type Limits, type Platform, standardLimits } from './platform.ts';
import { createRateLimits } from './rate-limits.ts';
import { createRest } from './rest.ts';
import { roomsOf, type ShownRoom, seenBy } from './rooms.ts';
import { createRouter } from './router.ts';
import { shown } from './shown-message.ts';
import { createWaitFor, type WaitFor } from './wait-for.ts';
import { createWorld, type User } from './world.ts';

export interface DiscordStandInOptions {
  clock: ShiftedClock;
  journal: Journal;
  specs?: SpecChecker | undefined;
  /** Discord's own limits, some of them changed: `{ firstAnswerMs: 300 }` makes a test of a late answer short. */
  limits?: Partial<Limits>;
  /** 0, the default, takes any free port. */
  port?: number;
}

export interface ShownThread {
  id: string;
  name: string;
  /** 12 is private. */
  type: number;
  parentId: string;
  archived: boolean;
  locked: boolean;
  memberIds: string[];
}

/** A Discord on 127.0.0.1: REST (`apiUrl` + `/v10`) and gateway on one port, for one or more apps, and the people who use them. */
export interface DiscordStandIn extends People, Builder {
  /** For `rest.api` of a discord.js client. */
  readonly apiUrl: string;
  readonly url: string;
  /** What a channel shows everybody, oldest first. */
  messages(channel: Ref): ShownMessage[];
  /** What the bot wrote to a person, oldest first. */
  dms(user: Ref): ShownMessage[];
  /** What only this person sees, oldest first. */
  ephemerals(user: Ref): ShownMessage[];
  message(id: Ref): ShownMessage | undefined;
  /** The modal this person has open. */
  openModal(user: Ref): ShownModal | undefined;
  /** The person closes their modal without sending it. The app does not hear of it. */
  dismissModal(user: Ref): void;
  /** The person opens their client anew: it holds no modal and nothing that only they saw. The app does not hear of it. */
  reload(user: Ref): void;
  /** Where this person reads, with what they see there. */
  rooms(user: Ref): ShownRoom[];
  /** How many messages this person can see, in all rooms. */
  seen(user: Ref): number;
  /** The menu of commands in this channel. */
  offered(user: Ref, channel: Ref): OfferedCommand[];
  names(): ShownNames;
  user(user: Ref): Readonly<User>;
  /** Called when something is different; returns a function that stops it. */
  onChange(listener: () => void): () => void;
  threads(parent: Ref): ShownThread[];
  /** Commands as registered: the global ones, or those of one server. */
  commands(guild?: Ref): JsonObject[];
  /** Resolves with the first value of `probe` that is neither false, null nor undefined; rejects after `timeoutMs` (5,000). */
  waitFor: WaitFor;
  /** Resolves when the app's gateway connection is identified. */
  waitForApp(timeoutMs?: number): Promise<void>;
  /** Makes the next `times` (1) requests that match fail. A string is a route template, `POST /channels/{channel_id}/messages`. */
  fail(match: FailureMatch, failure: Failure, times?: number): void;
  readonly gateway: Pick<Gateway, 'drop' | 'askToReconnect' | 'connected' | 'allowPrivilegedIntents'>;
  /** Cuts the gateway connections; clients may resume. */
  dropGateway(): void;
  close(): Promise<void>;
}

export async function createDiscordStandIn({
  clock,
  journal,
  specs,
  limits,
  port = 0,
}: DiscordStandInOptions): Promise<DiscordStandIn> {
  const world = createWorld(clock);
  const server = createServer();
  const { promise: listening, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject).listen(port, '127.0.0.1', resolve);
  await listening;
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const platform: Platform = {
    world,
    journal,
    limits: { ...standardLimits, ...limits },
    specs,
    origin: () => url,
    dispatch: (dispatch) => gateway.dispatch(dispatch),
    reachable: (application) => gateway.reachable(application),
  };
  const gateway = createGateway(platform, server);
  const waiting = createWaitFor(world.onChange);
  const { waitFor } = waiting;
  const interactions = createInteractions(platform, waitFor);
  const openModals = new Map<string, ShownModal>();
  const failures = createFailures();
  const router = createRouter([
    ...channelRoutes(platform),
    ...guildRoutes(platform),
    ...commandRoutes(platform),
    ...interactionRoutes(platform, interactions, (modal) => openModals.set(modal.userId, modal)),
    { template: 'GET /gateway', open: true, handle: () => ({ status: 200, body: { url: url.replace('http', 'ws') } }) },
    {
      template: 'GET /gateway/bot',
      handle: () => ({
        status: 200,
        body: {
          url: url.replace('http', 'ws'),
          shards: 1,
          session_start_limit: { total: 1000, remaining: 1000, reset_after: 86_400_000, max_concurrency: 1 },
        },
      }),
    },
  ]);
  const answer = createRest(platform, router, createRateLimits(platform.limits, clock.now), failures);
  server.on('request', (request, response) => {
    if (serveAttachment(world, request, response)) return;
    // What is left to fail here is a client that went away.
    answer(request, response).catch(() => request.socket.destroy());
  });

  const isBot = (id: string) => world.users.get(id)?.bot === true;
  const inOrder = (channelIds: readonly string[]) =>
    channelIds.flatMap((id) => world.messagesIn(id)).filter((message) => message.visibleTo === null);

  return {
    ...createPeople(platform, interactions, openModals),
    ...createBuilder(platform),
    url,
    apiUrl: `${url}/api`,
    messages: (channel) => inOrder([idOf(channel)]).map(shown),
    dms(user) {
      const channels = [...world.channels.values()].filter(
        (channel) => channel.type === 1 && channel.memberIds.includes(idOf(user)),
      );
      return inOrder(channels.map((channel) => channel.id))
        .filter((message) => isBot(message.authorId))
        .map(shown);
    },
    ephemerals: (user) =>
      [...world.messages.values()]
        .filter(({ visibleTo, deleted, forgotten }) => visibleTo === idOf(user) && !deleted && !forgotten)
        .map(shown),
    message(id) {
      const message = world.messages.get(idOf(id));
      return message === undefined || message.deleted ? undefined : shown(message);
    },
    openModal: (user) => structuredClone(openModals.get(idOf(user))),
    dismissModal(user) {
      openModals.delete(idOf(user));
      world.changed();
    },
    reload(user) {
      openModals.delete(idOf(user));
      for (const message of world.messages.values()) if (message.visibleTo === idOf(user)) message.forgotten = true;
      world.changed();
    },
    rooms: (user) => roomsOf(world, idOf(user)),
    seen: (user) => seenBy(world, idOf(user)),
    offered: (user, channel) => offeredCommands(world, idOf(user), world.channel(idOf(channel))),
    names: () => namesIn(world),
    user: (user) => structuredClone(world.user(idOf(user))),
    onChange: world.onChange,
    threads: (parent) =>
      [...world.channels.values()].flatMap(({ id, name, type, parentId, thread, memberIds, deleted }) =>
        thread === null || deleted || parentId !== idOf(parent)
          ? []
          : [{ id, name, type, parentId, archived: thread.archived, locked: thread.locked, memberIds: [...memberIds] }],
      ),
    commands: (guild) =>
      [...world.applications.values()]
        .flatMap((application) => [...application.commands.values()])
        .filter((command) => command.guild_id === (guild === undefined ? undefined : idOf(guild)))
        .map((command) => structuredClone(command)),
    waitFor,
    waitForApp: async (timeoutMs = 15_000) => {
      await waitFor(() => gateway.connected() > 0, timeoutMs, 'the app to connect to the gateway');
    },
    fail: (match, failure, times = 1) => failures.add(match, failure, times),
    gateway,
    dropGateway: () => gateway.drop(),
    async close() {
      waiting.close();
      interactions.close();
      gateway.close();
      const { promise: closed, resolve: done } = Promise.withResolvers<void>();
      server.close(() => done());
      server.closeAllConnections();
      await closed;
    },
  };
}
