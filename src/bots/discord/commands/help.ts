import { acknowledge, say } from '#bots/discord/answer.ts';
import { anywhere } from '#bots/discord/anywhere.ts';
import { askerOf } from '#bots/discord/asker.ts';
import type { Command } from '#bots/discord/command.ts';
import { undone } from '#bots/discord/words.ts';
import { commands } from '#core/messages/commands.ts';

export const help = {
  data: { name: 'help', description: commands.help, ...anywhere },
  undone: undone.read,
  async run(interaction, desk) {
    await acknowledge(interaction);
    const visitor = await desk.arrive(askerOf(interaction));
    await say(interaction, desk.help(visitor));
  },
} satisfies Command;
