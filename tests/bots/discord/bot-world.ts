import { Writable } from 'node:stream';
import { pino } from 'pino';
import { expect } from 'vitest';
import { createDiscordBot, type DiscordBot } from '#bots/discord/discord-bot.ts';
import { registerDiscordCommands } from '#bots/discord/register-commands.ts';
import type { Desk } from '#core/desk/desk.ts';
import type { Message } from '#core/messages/message.ts';
import type { StartProblem } from '#core/start-problem.ts';
import { createDiscordStandIn, type DiscordStandInOptions } from '../../../playground/discord/discord-stand-in.ts';
import { createJournal } from '../../../playground/journal.ts';
import { createShiftedClock } from '../../../playground/shifted-clock.ts';
import { createSpecChecker } from '../../../playground/spec-checker.ts';
import { createFakeDesk } from '../../fakes/fake-desk.ts';

export const TOKEN = 'token-of-confab';

const specsDirectory = process.env.CONFAB_SPECS_DIR;
const specs = specsDirectory === undefined ? undefined : createSpecChecker(specsDirectory);

export function createLogLines() {
  const lines: string[] = [];
  const sink = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  return { lines, log: pino({ level: 'debug' }, sink) };
}

/** Discord with one server and a few people, without Confab. */
export async function createDiscordPlace(options: Partial<DiscordStandInOptions> = {}) {
  const clock = createShiftedClock();
  const journal = createJournal();
  const discord = await createDiscordStandIn({ clock, journal, specs, ...options });
  const app = discord.addApplication({ token: TOKEN, name: 'Confab' });
  const guild = discord.addGuild({ name: 'Garden' });
  const leo = discord.addMember(guild, { name: 'Leo', username: 'leo', locale: 'de' });
  const maya = discord.addMember(guild, { name: 'Maya', username: 'maya' });
  const olga = discord.addMember(guild, { name: 'Olga', username: 'olga', permissions: ['ManageGuild'] });
  const channel = discord.addChannel(guild, { name: 'sessions' });
  const settings = { token: TOKEN, apiUrl: discord.apiUrl };
  return { clock, journal, discord, app, guild, leo, maya, olga, channel, settings };
}

/** The same with the real bot, whose desk is a fake: `desk` can be changed at any time. */
export async function createBotWorld(desk: Partial<Desk> = {}, options: Partial<DiscordStandInOptions> = {}) {
  const place = await createDiscordPlace(options);
  const { discord, settings, leo, channel } = place;
  const { lines, log } = createLogLines();
  const fatal: StartProblem[] = [];
  const fake = createFakeDesk(desk);
  await registerDiscordCommands(settings, log);
  const start = async (): Promise<DiscordBot> => {
    const bot = createDiscordBot(settings, { log, onFatal: (problem) => fatal.push(problem) });
    await bot.start(fake);
    return bot;
  };
  const bot = await start();
  let current = bot;
  return {
    ...place,
    desk: fake,
    bot,
    fatal,
    log: lines,
    run: (name: string, given: Record<string, string | number | boolean> = {}, user: { id: string } = leo) =>
      discord.runCommand({ user, channel, name, options: given }),
    /** A card with buttons, as a direct message to Leo. */
    async card(message: Message) {
      const account = { key: '' as never, platform: 'discord' as const, userId: leo.id, workspaceId: null };
      const { ref } = await current.messenger.tell(
        { ...account, name: 'Leo', communityIds: [], roomId: null },
        message,
        [],
        { key: `card ${Math.random()}`, zone: null },
      );
      return ref.messageId;
    },
    async restart() {
      await current.stop();
      current = await start();
    },
    async close() {
      await current.stop();
      await discord.close();
      // Only where the machine-readable specification is at hand.
      expect(
        place.journal.entries.flatMap(({ what, violations = [] }) => violations.map((one) => `${what}: ${one}`)),
      ).toEqual([]);
    },
  };
}

export type BotWorld = Awaited<ReturnType<typeof createBotWorld>>;
