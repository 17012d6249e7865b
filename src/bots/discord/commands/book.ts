import { ApplicationCommandOptionType } from 'discord.js';
import { anywhere } from '#bots/discord/anywhere.ts';
import { askerOf } from '#bots/discord/asker.ts';
import type { Command } from '#bots/discord/command.ts';
import { limits } from '#bots/discord/limits.ts';
import { mentorSuggestion, offerMentors } from '#bots/discord/mentor-choice.ts';
import { type Opening, openTimeForm } from '#bots/discord/opening.ts';
import { chooseMentor, nobodyFits, undone } from '#bots/discord/words.ts';
import type { Desk } from '#core/desk/desk.ts';
import type { Visitor } from '#core/desk/visitor.ts';
import type { PersonId } from '#core/ids.ts';
import { commands } from '#core/messages/commands.ts';
import { oneLine } from '#core/messages/visible-text.ts';

export const book = {
  data: {
    name: 'book',
    description: commands.book,
    ...anywhere,
    options: [
      {
        type: ApplicationCommandOptionType.String,
        name: 'mentor',
        description: 'A name or a topic; leave it out to see everybody',
        autocomplete: true,
        max_length: 100,
      },
    ],
  },
  undone: undone.booked,
  async run(interaction, desk) {
    const text = oneLine(interaction.options.getString('mentor') ?? '');
    if (text === '') return offerMentors(interaction, desk);
    const mentor = isPersonId(text) ? text : '';
    await openTimeForm(interaction, desk, { do: 'book', mentor }, (visitor) => openWith(desk, visitor, text));
  },
  async suggest(interaction, desk) {
    const visitor = await desk.arrive(askerOf(interaction));
    const mentors = await desk.findMentors(visitor, interaction.options.getFocused(), limits.autocompleteChoices);
    return mentors.map(mentorSuggestion);
  },
} satisfies Command;

/** A chosen suggestion is an id; but Discord sends whatever was typed when nothing was chosen. */
async function openWith(desk: Desk, visitor: Visitor, text: string): Promise<Opening> {
  if (isPersonId(text)) return desk.openBooking(visitor, text);
  const mentors = await desk.findMentors(visitor, text, limits.selectOptions);
  const [only] = mentors;
  if (only && mentors.length === 1) return desk.openBooking(visitor, only.id);
  if (only) return { open: 'mentors', mentors, question: chooseMentor() };
  const everybody = await desk.findMentors(visitor, '', limits.selectOptions);
  return { open: 'mentors', mentors: everybody, question: nobodyFits(text) };
}

function isPersonId(text: string): text is PersonId {
  return /^[0-9a-v]{16}$/.test(text);
}
