import { ApplicationCommandOptionType } from 'discord.js';
import { acknowledge, say } from '#bots/discord/answer.ts';
import { anywhere } from '#bots/discord/anywhere.ts';
import { askerOf } from '#bots/discord/asker.ts';
import type { Command } from '#bots/discord/command.ts';
import { undone } from '#bots/discord/words.ts';
import { commands } from '#core/messages/commands.ts';

export const link = {
  data: {
    name: 'link',
    description: commands.link,
    ...anywhere,
    options: [
      {
        type: ApplicationCommandOptionType.String,
        name: 'code',
        description: 'The code that Confab gave you on Slack; leave it out to get one for there',
        max_length: 100,
      },
    ],
  },
  undone: undone.link,
  async run(interaction, desk) {
    await acknowledge(interaction);
    const visitor = await desk.arrive(askerOf(interaction));
    const code = interaction.options.getString('code');
    await say(
      interaction,
      code === null ? await desk.offerLink(visitor, 'person') : (await desk.enterLink(visitor, code, 'person')).message,
    );
  },
} satisfies Command;
