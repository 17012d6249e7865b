/** The only place where ports meet adapters. */
import type { Logger } from 'pino';
import { createFixedLinks } from '#core/calendar/fixed-links.ts';
import type { MeetLinks } from '#core/calendar/meet-links.ts';
import { createDesk } from '#core/desk/create-desk.ts';
import type { Desk } from '#core/desk/desk.ts';
import { createMeetings, type Meetings } from '#core/meetings/meetings.ts';
import { defaultPolicy } from '#core/meetings/request-expiry.ts';
import type { HomePages, Messenger } from '#core/messages/messenger.ts';
import { StartProblem } from '#core/start-problem.ts';
import { type Clock, day } from '#core/time/clock.ts';
import type { HttpServer } from './api/server.ts';
import type { DiscordBot } from './bots/discord/discord-bot.ts';
import type { SlackBot } from './bots/slack/slack-bot.ts';
import type { Env } from './env.ts';
import { type CarryOut, createCarryOut } from './jobs/carry-out.ts';
import { type Clockwork, createClockwork } from './jobs/clockwork.ts';
import { createLeadership, type Leadership } from './jobs/leadership.ts';
import { openStorage, type Storage } from './storage.ts';

/**
 * What a process is there for.
 * - **web**: whatever is asked over HTTP, Slack's questions among it.
 * - **bot**: the connections that are held open to Discord and (in Socket Mode) to Slack.
 * - **worker**: what is due: messages, calendar, the clock.
 */
export type Part = 'web' | 'bot' | 'worker';
export type Role = Part | 'all';

export interface Confab {
  /** Resolves with the port that HTTP is served on, null where it is not. */
  start(): Promise<number | null>;
  /** Lets what is under way finish, for as long as that takes few seconds. */
  stop(): Promise<void>;
}

interface House {
  env: Env;
  log: Logger;
  /** Told when nothing can be done any more but to end. */
  onFatal(problem: StartProblem): void;
  storage: Storage;
  clock: Clock;
  clockwork: Clockwork;
  meetings: Meetings;
  desk: Desk;
  does(part: Part): boolean;
}

/** How long settled effects are kept: long enough to look into what went wrong. */
const keepSettled = 30 * day;

/** Only the platforms that are set up are loaded, and only what the role needs of them. */
export async function compose(env: Env, role: Role, { log, onFatal }: Pick<House, 'log' | 'onFatal'>): Promise<Confab> {
  const does = (part: Part): boolean => role === 'all' || role === part;
  if (role !== 'all' && !env.mongodbUri) throw new StartProblem(needsMongo(role));
  const clock: Clock = { now: () => Date.now() };
  const storage = await openStorage(env, log);
  const { people, programs, scratch } = storage;
  const clockwork = createClockwork({ backend: storage.backend, clock, log });
  const policy = { ...defaultPolicy, wait: env.requestExpiry };
  const meetings = createMeetings({
    ...{ people, programs, clock, policy },
    meetings: storage.meetings,
    alarm: clockwork,
  });
  const desk = createDesk({ ...{ meetings, people, programs, scratch, clock }, meetingStore: storage.meetings });
  const house: House = { env, log, onFatal, storage, clock, clockwork, meetings, desk, does };

  const slack = await openSlack(house);
  const discord = await openDiscord(house);
  if (role === 'bot' && !slack && !discord) throw new StartProblem(nothingForBot);
  const work = does('worker') ? await openWork(house, { slack, discord: discord?.bot ?? null }) : null;
  const server = does('web') ? await openServer(house, { slack, discord }) : null;

  return {
    async start() {
      await storage.recover();
      const port = server ? await server.start() : null;
      await Promise.all([slack?.start(desk), discord?.gateway.start()]);
      await work?.start();
      return port;
    },
    async stop() {
      await Promise.all([server?.stop(), slack?.stop(), discord?.bot.stop()]);
      await Promise.all([discord?.gateway.stop(), work?.stop()]);
      await storage.close();
    },
  };
}

/** In Socket Mode Slack's questions come over a connection of ours, else over HTTP. */
async function openSlack({ env, log, onFatal, does }: House): Promise<SlackBot | null> {
  if (!env.slack || !does(env.slack.appToken ? 'bot' : 'web')) return null;
  const { createSlackBot } = await import('./bots/slack/slack-bot.ts');
  return createSlackBot(env.slack, { log, onFatal });
}

/** Discord sends every interaction to whoever is connected, so one process at a time is. */
async function openDiscord(house: House): Promise<{ bot: DiscordBot; gateway: Leadership } | null> {
  const { env, log, onFatal, does, storage, desk } = house;
  if (!env.discord || !does('bot')) return null;
  const { createDiscordBot } = await import('./bots/discord/discord-bot.ts');
  const bot = createDiscordBot(env.discord, { log, onFatal });
  const gateway = createLeadership({
    ...{ log, takeLease: storage.takeLease },
    name: 'discord-gateway',
    begin: () => bot.start(desk),
    onLost: () => onFatal(new StartProblem(tookOver)),
    onFailed: (error) => onFatal(error instanceof StartProblem ? error : new StartProblem(String(error))),
  });
  return { bot, gateway };
}

interface Bots {
  slack: SlackBot | null;
  discord: DiscordBot | null;
}

async function openWork(house: House, bots: Bots): Promise<{ start(): Promise<void>; stop(): Promise<void> }> {
  const { env, log, storage, clock, clockwork, meetings, desk } = house;
  const { effects, people, programs, scratch } = storage;
  const { messengers, homePages } = await openDelivery(house, bots);
  const carryOut: CarryOut = createCarryOut({
    ...{ meetings, effects, people, programs, clock, log, homePages },
    messengers: new Map(messengers.map((messenger) => [messenger.platform, messenger])),
    alarm: clockwork,
    atOnce: storage.atOnce,
    home: (person) => desk.home(person),
    ...(await chooseMeetLinks(env, log)),
    connection: env.google?.refreshToken ?? '',
  });
  return {
    start: () =>
      clockwork.start({
        wakeUp: carryOut.pump,
        nextDueAt: effects.nextDueAt,
        async sweep() {
          carryOut.pump();
          await Promise.all([scratch.prune(clock.now()), effects.prune(clock.now() - keepSettled)]);
        },
      }),
    async stop() {
      await Promise.all([carryOut.stop(), clockwork.stop()]);
    },
  };
}

/** What speaks to people without being asked. It needs no connection that is held open, so a worker has it without the bots. */
async function openDelivery(
  { env, log }: House,
  { slack, discord }: Bots,
): Promise<{ messengers: Messenger[]; homePages: HomePages | null }> {
  const onSlack =
    slack ??
    (env.slack && (await import('./bots/slack/slack-delivery.ts')).createSlackDelivery(env.slack, log)) ??
    null;
  const onDiscord =
    discord?.messenger ??
    (env.discord && (await import('./bots/discord/messenger.ts')).createDiscordMessenger(env.discord)) ??
    null;
  return {
    messengers: [onSlack?.messenger ?? null, onDiscord].filter((messenger) => messenger !== null),
    homePages: onSlack?.homePages ?? null,
  };
}

async function openServer(
  { env }: House,
  { slack, discord }: { slack: SlackBot | null; discord: { bot: DiscordBot; gateway: Leadership } | null },
): Promise<HttpServer> {
  const { createHttpServer } = await import('./api/server.ts');
  return createHttpServer({
    host: env.host,
    port: env.port,
    slack: slack?.router ?? null,
    notReady: () => [
      ...(slack && !slack.ready() ? ['slack'] : []),
      // Whoever stands by does what it is there for.
      ...(discord && !discord.gateway.standsBy() && !discord.bot.ready() ? ['discord'] : []),
    ],
  });
}

async function chooseMeetLinks(env: Env, log: Logger): Promise<{ meetLinks: MeetLinks; otherLinks: MeetLinks }> {
  const otherLinks = createFixedLinks({ link: env.meetingLink, jitsiBaseUrl: env.jitsiBaseUrl });
  if (!env.google) return { meetLinks: otherLinks, otherLinks };
  const { createGoogleMeetLinks } = await import('./adapters/google/google-meet-links.ts');
  return { meetLinks: createGoogleMeetLinks(env.google, { log }), otherLinks };
}

function needsMongo(role: Role): string {
  return `"${role}" as a process of its own needs a database that several processes can share, and SQLite is not one. Start "all" instead, or set MONGODB_URI (docs/setup-mongodb.md).`;
}

const nothingForBot =
  'There is nothing for "bot" to do: Discord is not set up, and Slack speaks over HTTP, which "web" serves.';
const tookOver =
  'Another process has taken over the connection to Discord, so this one ends. Started again, it stands by.';
