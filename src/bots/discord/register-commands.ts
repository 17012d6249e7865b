import { type APIApplication, Routes } from 'discord.js';
import type { Logger } from 'pino';
import { discordCommands } from './commands.ts';
import { serverProblem, startProblem } from './problems.ts';
import { createRest } from './rest.ts';
import type { DiscordSettings } from './settings.ts';

/**
 * Tells Discord the whole set of commands, for one server or everywhere. Repeating it changes nothing. Answers a sentence about what was done;
 * rejects with StartProblem.
 */
export async function registerDiscordCommands(settings: DiscordSettings, log: Logger): Promise<string> {
  const rest = createRest(settings);
  const { guildId } = settings;
  try {
    const application = (await rest.get(Routes.currentApplication())) as APIApplication;
    const route = guildId
      ? Routes.applicationGuildCommands(application.id, guildId)
      : Routes.applicationCommands(application.id);
    await rest.put(route, { body: discordCommands.map(({ data }) => data) });
    log.debug({ application: application.id, guildId }, 'Discord commands registered');
    const names = discordCommands.map(({ data }) => `/${data.name}`).join(', ');
    return `Discord knows ${names} ${guildId ? `in the server ${guildId}` : 'in every server'}.`;
  } catch (error) {
    throw guildId ? serverProblem(error, guildId) : startProblem(error);
  } finally {
    rest.clearHashSweeper();
    rest.clearHandlerSweeper();
  }
}
