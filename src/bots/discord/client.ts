import { Client, GatewayIntentBits, Options } from 'discord.js';
import { restOptions } from './rest.ts';
import type { DiscordSettings } from './settings.ts';

/** Servers and channels are all it has to know; interactions bring everything else with them, and nobody's messages are read. */
export function createClient(settings: DiscordSettings): Client {
  return new Client({
    intents: [GatewayIntentBits.Guilds],
    allowedMentions: { parse: [] },
    rest: restOptions(settings),
    makeCache: Options.cacheWithLimits({
      ...Options.DefaultMakeCacheSettings,
      MessageManager: 0,
      GuildMemberManager: { maxSize: 100, keepOverLimit: ({ id, client }) => id === client.user.id },
      UserManager: { maxSize: 100, keepOverLimit: ({ id, client }) => id === client.user.id },
    }),
  });
}
