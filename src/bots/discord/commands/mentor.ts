import { ApplicationCommandOptionType } from 'discord.js';
import { acknowledge, say } from '#bots/discord/answer.ts';
import { anywhere } from '#bots/discord/anywhere.ts';
import { askerOf } from '#bots/discord/asker.ts';
import type { Command } from '#bots/discord/command.ts';
import { limits } from '#bots/discord/limits.ts';
import { openMentorForm } from '#bots/discord/mentor-opening.ts';
import { undone } from '#bots/discord/words.ts';
import { zoneSuggestion } from '#bots/discord/zone-choice.ts';
import { commands } from '#core/messages/commands.ts';

const { String: text, Boolean: yesOrNo } = ApplicationCommandOptionType;

export const mentor = {
  data: {
    name: 'mentor',
    description: commands.mentor,
    ...anywhere,
    options: [
      { type: text, name: 'topics', description: 'What you help with: React, SQL, careers', max_length: 500 },
      {
        type: text,
        name: 'hours',
        description: 'When, every week: Mon-Thu 17:00-20:00, Sat 10:00-12:00',
        max_length: 1_000,
      },
      {
        type: text,
        name: 'exceptions',
        description: 'Days off and other hours: 24 Dec to 2 Jan off; 5 Dec 10:00-14:00 ("none" removes them)',
        max_length: limits.textValue,
      },
      { type: text, name: 'length', description: 'Length of a session: 30 minutes', max_length: 20 },
      {
        type: text,
        name: 'notice',
        description: 'How long before its start a session must be asked for: 2 hours',
        max_length: 50,
      },
      {
        type: text,
        name: 'zone',
        description: 'The zone your hours are meant in, such as Berlin',
        autocomplete: true,
        max_length: 100,
      },
      { type: yesOrNo, name: 'open', description: 'Whether you take new requests at present' },
    ],
  },
  undone: undone.mentor,
  async run(interaction, desk) {
    if (interaction.options.data.length === 0) return openMentorForm(interaction, desk);
    await acknowledge(interaction);
    const visitor = await desk.arrive(askerOf(interaction));
    const { options } = interaction;
    const { message } = await desk.submitMentor(visitor, {
      topics: options.getString('topics'),
      hours: options.getString('hours'),
      exceptions: options.getString('exceptions'),
      length: options.getString('length'),
      notice: options.getString('notice'),
      zone: options.getString('zone'),
      open: options.getBoolean('open'),
    });
    await say(interaction, message);
  },
  async suggest(interaction, desk) {
    return desk.findZones(interaction.options.getFocused(), limits.autocompleteChoices).map(zoneSuggestion);
  },
} satisfies Command;
