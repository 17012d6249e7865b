import type { ModalSubmitInteraction } from 'discord.js';
import type { Desk } from '#core/desk/desk.ts';
import type { FormResult } from '#core/desk/form.ts';
import type { Visitor } from '#core/desk/visitor.ts';
import { acknowledge, say } from './answer.ts';
import { askerOf } from './asker.ts';
import type { FormId } from './form-id.ts';
import { readMentorForm } from './mentor-form.ts';
import { readTimeForm } from './time-form.ts';

type ModalId = Exclude<FormId, { form: 'choose-mentor' | 'choose-zone' }>;

/** A modal was sent. Discord cannot point at a field, so a refusal is a message, with a way to try again where the desk gives one. */
export async function submitForm(interaction: ModalSubmitInteraction, desk: Desk, id: ModalId): Promise<void> {
  await acknowledge(interaction);
  const visitor = await desk.arrive(askerOf(interaction));
  const { message } = await submit(interaction, desk, visitor, id);
  await say(interaction, message);
}

function submit(interaction: ModalSubmitInteraction, desk: Desk, visitor: Visitor, id: ModalId): Promise<FormResult> {
  if (id.form === 'explain') return desk.explain(visitor, id.meetingId, interaction.fields.getTextInputValue('reason'));
  if (id.form === 'mentor') return desk.submitMentor(visitor, readMentorForm(interaction, id));
  return desk.submitTime(visitor, readTimeForm(interaction, id));
}
