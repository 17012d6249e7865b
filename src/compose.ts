/** The only place where ports meet adapters. */
import type { Logger } from 'pino';
import type { Access } from '#core/access/access.ts';
import { createAccess } from '#core/access/create-access.ts';
import { withChanges } from '#core/changes/with-changes.ts';
import { createDesk } from '#core/desk/create-desk.ts';
import type { Desk } from '#core/desk/desk.ts';
import { createMailChoices, type MailChoices } from '#core/mail/mail-choices.ts';
import { createMeetings, type Meetings } from '#core/meetings/meetings.ts';
import { defaultPolicy } from '#core/meetings/request-expiry.ts';
import type { HomePages, Messenger } from '#core/messages/messenger.ts';
import { StartProblem } from '#core/start-problem.ts';
import { type Clock, day } from '#core/time/clock.ts';
import { builtDashboard } from './api/built-dashboard.ts';
import type { DiscordBot } from './bots/discord/discord-bot.ts';
import type { SlackBot } from './bots/slack/slack-bot.ts';
import { type Calendars, chooseMeetLinks, openCalendars, openSignIn } from './compose-google.ts';
import type { Env } from './env.ts';
import { type CarryOut, createCarryOut } from './jobs/carry-out.ts';
import { type Clockwork, createClockwork } from './jobs/clockwork.ts';
import { createLeadership, type Leadership } from './jobs/leadership.ts';
import { type MailPorts, mailsAtOnce } from './jobs/send-mail.ts';
import { createCalendarWatch } from './jobs/watch-calendars.ts';
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
  /** Whoever shows what is in it is told of each change. */
  storage: Storage;
  clock: Clock;
  clockwork: Clockwork;
  calendars: Calendars;
  meetings: Meetings;
  access: Access;
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
  const opened = await openStorage(env, log);
  const storage: Storage = { ...opened, ...withChanges(opened, opened.changes) };
  const { people, programs, scratch, credentials } = storage;
  const clockwork = createClockwork({ backend: storage.backend, clock, log });
  const policy = { ...defaultPolicy, wait: env.requestExpiry };
  const calendars = await openCalendars({ env, log, storage, clock, alarm: clockwork });
  const meetings = createMeetings({
    ...{ people, programs, clock, policy, busyTimes: calendars.busyTimes },
    meetings: storage.meetings,
    alarm: clockwork,
  });
  const access = createAccess({ credentials, people, programs, clock });
  const desk = createDesk({
    ...{ meetings, people, programs, scratch, clock, access },
    meetingStore: storage.meetings,
    publicUrl: env.publicUrl,
  });
  const house: House = { env, log, onFatal, storage, clock, clockwork, calendars, meetings, access, desk, does };

  const slack = await openSlack(house);
  const discord = await openDiscord(house);
  if (role === 'bot' && !slack && !discord) throw new StartProblem(nothingForBot);
  const work = does('worker') ? await openWork(house, { slack, discord: discord?.bot ?? null }) : null;
  const web = does('web') ? await openWeb(house, { slack, discord }) : null;

  return {
    async start() {
      await storage.recover();
      const port = web ? await web.start() : null;
      await Promise.all([slack?.start(desk), discord?.gateway.start()]);
      await work?.start();
      return port;
    },
    async stop() {
      await Promise.all([web?.stop(), slack?.stop(), discord?.bot.stop()]);
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
  const { env, log, storage, clock, clockwork, calendars, meetings, access, desk } = house;
  const { effects, people, programs, scratch } = storage;
  const { messengers, homePages } = await openDelivery(house, bots);
  const mail = await openMail(house);
  const carryOut: CarryOut = createCarryOut({
    ...{ meetings, effects, people, programs, clock, log, homePages, mail },
    messengers: new Map(messengers.map((messenger) => [messenger.platform, messenger])),
    alarm: clockwork,
    ...{ atOnce: storage.atOnce, publicUrl: env.publicUrl },
    home: (person) => desk.home(person),
    ...chooseMeetLinks(house, calendars),
    connection: env.google?.refreshToken ?? '',
  });
  const watch = createCalendarWatch({
    ...{ meetings, scratch, clock, log },
    ...{ own: calendars.own, channels: calendars.channels, organisation: calendars.organisation },
    ...{ meetingStore: storage.meetings, takeLease: storage.takeLease },
  });
  return {
    start: () =>
      clockwork.start({
        wakeUp() {
          carryOut.pump();
          void watch.look();
        },
        nextDueAt: effects.nextDueAt,
        async sweep() {
          carryOut.pump();
          const now = clock.now();
          void watch.look();
          await Promise.all([scratch.prune(now), access.prune(now), effects.prune(now - keepSettled)]);
        },
      }),
    async stop() {
      await Promise.all([carryOut.stop(), watch.stop(), clockwork.stop()]);
      mail?.mailer.close();
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

/** Null where no mail is sent. */
async function openMail(house: House): Promise<MailPorts | null> {
  const { env } = house;
  const choices = mailChoices(house);
  if (!env.mail || !env.publicUrl || !choices) return null;
  const { createSmtpMailer } = await import('./adapters/mail/smtp-mailer.ts');
  const mailer = createSmtpMailer(env.mail, { connections: mailsAtOnce });
  return { mailer, choices, from: env.mail.from, publicUrl: env.publicUrl };
}

function mailChoices({ env, storage, clock }: House): MailChoices | null {
  const { connections, credentials, people, changes } = storage;
  return env.mail && createMailChoices({ connections, credentials, people, changes, clock });
}

async function openWeb(
  house: House,
  { slack, discord }: { slack: SlackBot | null; discord: { bot: DiscordBot; gateway: Leadership } | null },
): Promise<{ start(): Promise<number>; stop(): Promise<void> }> {
  const { env, log, storage, meetings, access, clock, clockwork, calendars } = house;
  const { createHttpServer } = await import('./api/server.ts');
  const { createKeptAnswers } = await import('./api/kept-answers.ts');
  const { effects, people, programs, scratch, changes } = storage;
  const { publicUrl } = env;
  const server = createHttpServer({
    host: env.host,
    port: env.port,
    slack: slack?.router ?? null,
    api: publicUrl
      ? {
          ...{ access, meetings, effects, people, programs, scratch, clock, changes, log, publicUrl },
          meetingStore: storage.meetings,
          keptAnswers: createKeptAnswers(storage.stateNumber),
          mail: mailChoices(house),
          google: await openSignIn({ ...house, alarm: clockwork }, { access, publicUrl, channels: calendars.channels }),
          channels: calendars.channels,
        }
      : null,
    staticRoot: builtDashboard,
    notReady: () => [
      ...(slack && !slack.ready() ? ['slack'] : []),
      // Whoever stands by does what it is there for.
      ...(discord && !discord.gateway.standsBy() && !discord.bot.ready() ? ['discord'] : []),
    ],
  });
  if (!publicUrl) return server;
  const { createLive } = await import('./api/live.ts');
  const live = createLive({ ...{ access, programs, log }, server: server.server, feed: changes, origin: publicUrl });
  return {
    start: server.start,
    async stop() {
      // Pages hold their connections open, and the server would wait for them.
      await Promise.all([live.stop(), server.stop()]);
    },
  };
}

function needsMongo(role: Role): string {
  return `"${role}" as a process of its own needs a database that several processes can share, and SQLite is not one. Start "all" instead, or set MONGODB_URI (docs/setup-mongodb.md).`;
}

const nothingForBot =
  'There is nothing for "bot" to do: Discord is not set up, and Slack speaks over HTTP, which "web" serves.';
const tookOver =
  'Another process has taken over the connection to Discord, so this one ends. Started again, it stands by.';
