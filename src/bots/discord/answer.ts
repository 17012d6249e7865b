/** The ways in which an interaction is answered. All answers are private. */
import {
  AttachmentBuilder,
  type ButtonInteraction,
  type ChatInputCommandInteraction,
  type CommandInteraction,
  type MessageComponentInteraction,
  MessageFlags,
  type ModalBuilder,
  type ModalMessageModalSubmitInteraction,
  type ModalSubmitInteraction,
  type StringSelectMenuInteraction,
} from 'discord.js';
import type { Message } from '#core/messages/message.ts';
import { type Payload, render } from './render.ts';

/** What can be answered with a modal. Discord takes none as the answer to a modal. */
export type Opener = ChatInputCommandInteraction | ButtonInteraction | StringSelectMenuInteraction;
export type Answerable = CommandInteraction | MessageComponentInteraction | ModalSubmitInteraction;
type FromMessage = MessageComponentInteraction | ModalMessageModalSubmitInteraction;

/** Discord did not take our answer. What was asked for may well be done, so nobody may be told that it is not. */
export class NotShown extends Error {
  constructor(cause: unknown) {
    super('An answer could not be shown', { cause });
    this.name = 'NotShown';
  }
}

async function shown(answer: Promise<unknown>): Promise<void> {
  try {
    await answer;
  } catch (error) {
    throw new NotShown(error);
  }
}

/** Whether the answer takes the place of a private message of ours, instead of adding one. */
function replaces(interaction: Answerable): interaction is FromMessage {
  const fromMessage = interaction.isMessageComponent() || (interaction.isModalSubmit() && interaction.isFromMessage());
  return fromMessage && interaction.message.flags.has(MessageFlags.Ephemeral);
}

export function pressedPrivately(interaction: ButtonInteraction): boolean {
  return replaces(interaction);
}

/** Within 3 s of the click: says that an answer will come. `say` gives it. */
export async function acknowledge(interaction: Answerable): Promise<void> {
  if (!replaces(interaction)) return acknowledgeApart(interaction);
  await shown(interaction.deferUpdate());
}

/** The same where the message that was pressed is to stay. */
export async function acknowledgeApart(interaction: Answerable): Promise<void> {
  await shown(interaction.deferReply({ flags: MessageFlags.Ephemeral }));
}

/** For buttons: the message stays as it is until `say` replaces what it shows. */
export async function acknowledgeInPlace(interaction: ButtonInteraction): Promise<void> {
  await shown(interaction.deferUpdate());
}

/** The answer after `acknowledge`. */
export async function say(
  interaction: Answerable,
  answer: Message | Payload,
  file?: { name: string; content: string },
): Promise<void> {
  const files = file ? [new AttachmentBuilder(Buffer.from(file.content, 'utf8'), { name: file.name })] : [];
  await shown(interaction.editReply({ ...payloadOf(answer), files }));
}

/** One more private message. */
export async function sayAlso(interaction: Answerable, answer: Message): Promise<void> {
  await shown(interaction.followUp({ ...render(answer), flags: MessageFlags.Ephemeral }));
}

/** A first answer without `acknowledge`. */
export async function sayAtOnce(interaction: Answerable, answer: Message | Payload): Promise<void> {
  const payload = payloadOf(answer);
  await shown(
    replaces(interaction)
      ? interaction.update(payload)
      : interaction.reply({ ...payload, flags: MessageFlags.Ephemeral }),
  );
}

export async function openModal(interaction: Opener, modal: ModalBuilder): Promise<void> {
  await shown(interaction.showModal(modal));
}

function payloadOf(answer: Message | Payload): Payload {
  return 'headline' in answer ? render(answer) : answer;
}
