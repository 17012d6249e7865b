import { ApplicationCommandOptionType } from 'discord.js';
import { acknowledge, say } from '#bots/discord/answer.ts';
import { anywhere } from '#bots/discord/anywhere.ts';
import { askerOf } from '#bots/discord/asker.ts';
import type { Command } from '#bots/discord/command.ts';
import { limits } from '#bots/discord/limits.ts';
import { undone } from '#bots/discord/words.ts';
import { zoneSuggestion } from '#bots/discord/zone-choice.ts';
import { commands } from '#core/messages/commands.ts';

export const timezone = {
  data: {
    name: 'timezone',
    description: commands.timezone,
    ...anywhere,
    options: [
      {
        type: ApplicationCommandOptionType.String,
        name: 'zone',
        description: 'A city or a time zone, such as Berlin',
        required: true,
        autocomplete: true,
        max_length: 100,
      },
    ],
  },
  undone: undone.zone,
  async run(interaction, desk) {
    await acknowledge(interaction);
    const visitor = await desk.arrive(askerOf(interaction));
    const { message } = await desk.setZone(visitor, interaction.options.getString('zone', true));
    await say(interaction, message);
  },
  async suggest(interaction, desk) {
    return desk.findZones(interaction.options.getFocused(), limits.autocompleteChoices).map(zoneSuggestion);
  },
} satisfies Command;
