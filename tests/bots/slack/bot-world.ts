import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { pino } from 'pino';
import type { StartProblem } from '#core/start-problem.ts';
import { createJournal } from '../../../playground/journal.ts';
import { createShiftedClock } from '../../../playground/shifted-clock.ts';
import type { SlackView } from '../../../playground/slack/messages.ts';
import { createSlackStandIn, type SlackStandInOptions } from '../../../playground/slack/slack-stand-in.ts';
import { createSpecChecker } from '../../../playground/spec-checker.ts';
import { calendarFileScopes, neededScopes } from '../../../src/bots/slack/scopes.ts';
import { createSlackBot } from '../../../src/bots/slack/slack-bot.ts';
import { createFakeDesk, type FakeDesk } from '../../fakes/fake-desk.ts';

export const botToken = 'xoxb-playground-token';
export const appToken = 'xapp-playground-token';
export const signingSecret = '0123456789abcdef0123456789abcdef';

/** Where this names a folder of machine-readable specs, everything the bot sends is held against them as well. */
const specsDirectory = process.env.CONFAB_SPECS_DIR;
const specs = specsDirectory ? createSpecChecker(specsDirectory) : undefined;

export type SlackWorld = Awaited<ReturnType<typeof createSlackWorld>>;

/** A Slack stand-in with one workspace, our app in it as its manifest says, and three people. */
export async function createSlackWorld(options: { scopes?: string[] } & Partial<SlackStandInOptions> = {}) {
  const journal = createJournal();
  const { scopes, ...others } = options;
  const slack = await createSlackStandIn({
    clock: createShiftedClock(),
    journal,
    ...(specs ? { specs } : {}),
    ...others,
  });
  const workspace = slack.addWorkspace({ name: 'Code Club', domain: 'codeclub' });
  const app = slack.addApp(workspace, {
    botToken,
    appToken,
    signingSecret,
    slashCommands: [{ command: '/book', shouldEscape: true }, '/meetings', '/confab'],
    shortcuts: ['confab_book'],
    scopes: scopes ?? [...Object.keys(neededScopes), ...Object.keys(calendarFileScopes)],
    events: ['app_home_opened'],
  });
  const ana = slack.addUser(workspace, { name: 'ana', realName: 'Ana', tz: 'Europe/Berlin', isAdmin: true });
  const maya = slack.addUser(workspace, { name: 'maya', realName: 'Maya', tz: 'America/New_York' });
  const channel = slack.addChannel(workspace, { name: 'sessions', botIsMember: true });
  const logged: string[] = [];
  const log = pino({ level: 'debug' }, { write: (line: string) => void logged.push(line) });
  const fatal: StartProblem[] = [];
  const deps = { log, onFatal: (problem: StartProblem) => void fatal.push(problem) };
  const settings = { botToken, appToken, apiUrl: slack.apiUrl };
  const closers: (() => Promise<unknown>)[] = [];

  return {
    ...{ slack, journal, workspace, app, ana, maya, channel, logged, log, fatal, deps, settings },

    /** Our bot in Socket Mode, connected. */
    async startBot(desk: FakeDesk = createFakeDesk()) {
      const bot = createSlackBot(settings, deps);
      closers.unshift(() => bot.stop());
      await bot.start(desk);
      return { bot, desk };
    },

    /** The same over HTTP, behind a server as compose.ts makes it. */
    async startHttpBot(desk: FakeDesk = createFakeDesk()) {
      const bot = createSlackBot({ botToken, signingSecret, apiUrl: slack.apiUrl }, deps);
      const server = createServer(express().use(bot.router!));
      await listening(server);
      const requestUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`;
      slack.setRequestUrl(app, requestUrl);
      closers.unshift(async () => {
        await bot.stop();
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      });
      await bot.start(desk);
      return { bot, desk, requestUrl };
    },

    async close() {
      for (const closer of closers) await closer();
      await slack.close();
      const violations = journal.entries.flatMap((entry) => entry.violations ?? []);
      if (violations.length > 0)
        throw new Error(`The bot sent what Slack's own types refuse: ${violations.join('; ')}`);
    },
  };
}

/** What stands above the fields of a modal. */
export function labelsOf(view: SlackView | undefined): (string | undefined)[] {
  const inputs = (view?.blocks ?? []) as { type: string; label?: { text?: string } }[];
  return inputs.filter(({ type }) => type === 'input').map(({ label }) => label?.text);
}

function listening(server: Server): Promise<void> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
}
