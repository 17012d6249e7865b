import { ApplicationIntegrationType, InteractionContextType } from 'discord.js';

/** For commands that work in a server and in a direct message with Confab. */
export const anywhere = {
  contexts: [InteractionContextType.Guild, InteractionContextType.BotDM],
  integration_types: [ApplicationIntegrationType.GuildInstall],
};
