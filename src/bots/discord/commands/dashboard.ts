import { acknowledge, say } from '#bots/discord/answer.ts';
import { anywhere } from '#bots/discord/anywhere.ts';
import { askerOf } from '#bots/discord/asker.ts';
import type { Command } from '#bots/discord/command.ts';
import { undone } from '#bots/discord/words.ts';
import { commands } from '#core/messages/commands.ts';

export const dashboard = {
  data: { name: 'dashboard', description: commands.dashboard, ...anywhere },
  undone: undone.dashboard,
  async run(interaction, desk) {
    await acknowledge(interaction);
    const visitor = await desk.arrive(askerOf(interaction));
    await say(interaction, await desk.dashboard(visitor));
  },
} satisfies Command;
