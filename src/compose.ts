/** The only place where ports meet adapters. */
import type { Logger } from 'pino';
import { createFixedLinks } from '#core/calendar/fixed-links.ts';
import type { MeetLinks } from '#core/calendar/meet-links.ts';
import { createDesk } from '#core/desk/create-desk.ts';
import { createMeetings } from '#core/meetings/meetings.ts';
import { defaultPolicy } from '#core/meetings/request-expiry.ts';
import type { Messenger } from '#core/messages/messenger.ts';
import type { Platform } from '#core/people/person.ts';
import { StartProblem } from '#core/start-problem.ts';
import { type Clock, day } from '#core/time/clock.ts';
import { createSqliteAgendaBackend } from './adapters/sqlite/agenda-backend.ts';
import { openDatabase } from './adapters/sqlite/database.ts';
import { createSqliteEffectStore } from './adapters/sqlite/effect-store.ts';
import { createSqliteMeetingStore } from './adapters/sqlite/meeting-store.ts';
import { acquireOwnership } from './adapters/sqlite/ownership.ts';
import { createSqlitePeopleStore } from './adapters/sqlite/people-store.ts';
import { createSqliteProgramStore } from './adapters/sqlite/program-store.ts';
import { createSqliteScratchStore } from './adapters/sqlite/scratch-store.ts';
import { createHttpServer } from './api/server.ts';
import type { Env } from './env.ts';
import { createCarryOut } from './jobs/carry-out.ts';
import { createClockwork } from './jobs/clockwork.ts';

export interface Confab {
  /** The port that health checks are served on. */
  start(): Promise<number>;
  /** Lets what is under way finish, for as long as that takes few seconds. */
  stop(): Promise<void>;
}

/** How long settled effects are kept: long enough to look into what went wrong. */
const keepSettled = 30 * day;

/** Everything in one process, on SQLite. Only the platforms that are set up are loaded. */
export async function compose(env: Env, log: Logger, onFatal: (problem: StartProblem) => void): Promise<Confab> {
  const clock: Clock = { now: () => Date.now() };
  const ownership = acquireOwnership(env.databasePath);
  if (!ownership.ok)
    throw new StartProblem(`${ownership.message}. Stop that one first, or set DATABASE_PATH to another file.`);
  const db = openDatabase(env.databasePath, { log });
  const [meetingStore, effects, people] = [
    createSqliteMeetingStore(db),
    createSqliteEffectStore(db),
    createSqlitePeopleStore(db),
  ];
  const [programs, scratch] = [createSqliteProgramStore(db), createSqliteScratchStore(db)];
  const backend = createSqliteAgendaBackend(db);
  const clockwork = createClockwork({ backend, clock, log });
  const policy = { ...defaultPolicy, wait: env.requestExpiry };
  const meetings = createMeetings({ meetings: meetingStore, people, programs, clock, alarm: clockwork, policy });
  const ports = { meetings, meetingStore, people, programs, scratch, clock };
  const desk = createDesk(ports);

  const discord =
    env.discord && (await import('./bots/discord/discord-bot.ts')).createDiscordBot(env.discord, { log, onFatal });
  const slack = env.slack && (await import('./bots/slack/slack-bot.ts')).createSlackBot(env.slack, { log, onFatal });
  const bots = [discord, slack].filter((bot) => bot !== null);
  const messengers = new Map<Platform, Messenger>(bots.map((bot) => [bot.messenger.platform, bot.messenger]));
  const carryOut = createCarryOut({
    ...{ meetings, effects, people, programs, messengers, clock, log },
    alarm: clockwork,
    homePages: slack?.homePages ?? null,
    home: (person) => desk.home(person),
    ...(await chooseMeetLinks(env, log)),
    connection: env.google?.refreshToken ?? '',
  });

  const server = createHttpServer({
    host: env.host,
    port: env.port,
    slack: slack?.router ?? null,
    notReady: () => bots.filter((bot) => !bot.ready()).map((bot) => bot.messenger.platform),
  });

  return {
    async start() {
      // Nobody else is on this database, so whatever was claimed or locked belonged to a process that is gone.
      await Promise.all([effects.releaseClaims(), backend.clearStaleLocks()]);
      const port = await server.start();
      await Promise.all(bots.map((bot) => bot.start(desk)));
      await clockwork.start({
        wakeUp: carryOut.pump,
        async sweep() {
          carryOut.pump();
          await Promise.all([scratch.prune(clock.now()), effects.prune(clock.now() - keepSettled)]);
        },
      });
      return port;
    },
    async stop() {
      await Promise.all([server.stop(), ...bots.map((bot) => bot.stop())]);
      await Promise.all([carryOut.stop(), clockwork.stop()]);
      db.close();
      ownership.release();
    },
  };
}

async function chooseMeetLinks(env: Env, log: Logger): Promise<{ meetLinks: MeetLinks; otherLinks: MeetLinks }> {
  const otherLinks = createFixedLinks({ link: env.meetingLink, jitsiBaseUrl: env.jitsiBaseUrl });
  if (!env.google) return { meetLinks: otherLinks, otherLinks };
  const { createGoogleMeetLinks } = await import('./adapters/google/google-meet-links.ts');
  return { meetLinks: createGoogleMeetLinks(env.google, { log }), otherLinks };
}
