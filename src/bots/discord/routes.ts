import type { AutocompleteInteraction, BaseInteraction } from 'discord.js';
import { decodeAction } from '#bots/action-id.ts';
import type { Desk } from '#core/desk/desk.ts';
import type { Message } from '#core/messages/message.ts';
import { type Answerable, sayAtOnce } from './answer.ts';
import { late, withinBudget } from './budget.ts';
import { pressButton } from './buttons.ts';
import { discordCommands } from './commands.ts';
import { decodeFormId } from './form-id.ts';
import { limits } from './limits.ts';
import { chooseMentorFromList, chooseZoneFromList } from './selects.ts';
import { submitForm } from './submissions.ts';
import { oldButton, undone, undoneActions, unknownCommand } from './words.ts';

export interface Route {
  /** For the log. */
  name: string;
  /** What did not happen when it breaks. */
  undone: string;
  run(): Promise<void>;
}

export function isAnswerable(interaction: BaseInteraction): interaction is Answerable {
  return interaction.isRepliable();
}

/** What an interaction asks for. Total: what is not known gets a kind answer. */
export function routeOf(interaction: BaseInteraction, desk: Desk): Route {
  if (interaction.isAutocomplete()) {
    return { name: `suggest ${interaction.commandName}`, undone: undone.read, run: () => suggest(interaction, desk) };
  }
  if (interaction.isChatInputCommand()) {
    const command = discordCommands.find(({ data }) => data.name === interaction.commandName);
    if (!command) return kindly(interaction, unknownCommand);
    return { name: `/${interaction.commandName}`, undone: command.undone, run: () => command.run(interaction, desk) };
  }
  if (interaction.isButton()) {
    const action = decodeAction(interaction.customId);
    if (!action) return kindly(interaction, oldButton);
    return {
      name: `button ${action.do}`,
      undone: undoneActions[action.do],
      run: () => pressButton(interaction, desk, action),
    };
  }
  if (interaction.isStringSelectMenu()) {
    const id = decodeFormId(interaction.customId);
    const run = () =>
      id?.form === 'choose-zone'
        ? chooseZoneFromList(interaction, desk, id.formId)
        : chooseMentorFromList(interaction, desk);
    if (id?.form === 'choose-zone') return { name: 'choose zone', undone: undone.booked, run };
    if (id?.form === 'choose-mentor') return { name: 'choose mentor', undone: undone.booked, run };
    return kindly(interaction, oldButton);
  }
  if (interaction.isModalSubmit()) {
    const id = decodeFormId(interaction.customId);
    if (id === null || id.form === 'choose-mentor' || id.form === 'choose-zone') return kindly(interaction, oldButton);
    const broken = { book: undone.booked, reschedule: undone.moved, explain: undone.explained, mentor: undone.mentor };
    return { name: `form ${id.form}`, undone: broken[id.form], run: () => submitForm(interaction, desk, id) };
  }
  // This Confab has none of the rest (selects of people, commands in a context menu), but another version may have had.
  if (interaction.isMessageComponent()) return kindly(interaction, oldButton);
  if (interaction.isRepliable()) return kindly(interaction, unknownCommand);
  return { name: 'unknown', undone: undone.read, run: async () => undefined };
}

function kindly(interaction: Answerable, message: Message): Route {
  return { name: 'unknown', undone: undone.read, run: () => sayAtOnce(interaction, message) };
}

/** Suggestions cannot be deferred: when they take too long there are none, and the next letter asks again. */
async function suggest(interaction: AutocompleteInteraction, desk: Desk): Promise<void> {
  const command = discordCommands.find(({ data }) => data.name === interaction.commandName);
  let choices: Awaited<ReturnType<NonNullable<(typeof discordCommands)[number]['suggest']>>> | typeof late = [];
  try {
    choices = await withinBudget(command?.suggest?.(interaction, desk) ?? Promise.resolve([]));
  } finally {
    await interaction.respond(choices === late ? [] : choices.slice(0, limits.autocompleteChoices));
  }
}
