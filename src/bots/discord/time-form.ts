import {
  LabelBuilder,
  ModalBuilder,
  type ModalSubmitInteraction,
  StringSelectMenuBuilder,
  StringSelectMenuOptionBuilder,
} from 'discord.js';
import type { SlotChoice, TimeForm, TimeSubmission } from '#core/desk/form.ts';
import { limits as meetingLimits } from '#core/meetings/meeting.ts';
import { oneLine } from '#core/messages/visible-text.ts';
import type { Instant } from '#core/time/clock.ts';
import { clipText } from './fit.ts';
import { encodeFormId, type FormId } from './form-id.ts';
import { limits } from './limits.ts';
import { textField } from './text-field.ts';

/** Discord's modals have no date picker and cannot change while they are open: free times to choose from, or any time as text. */
export function timeModal(form: TimeForm): ModalBuilder {
  const modal = new ModalBuilder()
    .setCustomId(encodeFormId(formIdOf(form)))
    .setTitle(clipText(oneLine(form.title), limits.modalTitle));
  if (form.slots.length > 0) modal.addLabelComponents(slotField(form));
  modal.addLabelComponents(
    textField({
      id: 'when',
      label: form.slots.length > 0 ? 'Or another time' : 'When',
      placeholder: 'tomorrow 3pm, fri 17:30, 2026-12-03 18:00',
      value: form.typed.when,
      required: false,
      max: 100,
    }),
  );
  if (form.purpose === 'book') {
    modal.addLabelComponents(
      textField({
        id: 'subject',
        label: 'Subject',
        placeholder: 'What is it about?',
        value: form.typed.subject,
        required: true,
        max: meetingLimits.subject,
      }),
      textField({
        id: 'description',
        label: 'Anything your mentor should know',
        value: form.typed.description,
        required: false,
        max: meetingLimits.description,
        long: true,
      }),
    );
  }
  if (form.zone === null) {
    modal.addLabelComponents(
      textField({
        id: 'zone',
        label: 'Your city or time zone',
        placeholder: 'Berlin, America/New_York',
        hint: 'So that the time you type is yours.',
        value: '',
        required: true,
        max: 100,
      }),
    );
  }
  return modal;
}

function formIdOf({ id, mentorId, meetingId }: TimeForm): FormId {
  return meetingId === null
    ? { form: 'book', formId: id, mentorId }
    : { form: 'reschedule', formId: id, mentorId, meetingId };
}

function slotField(form: TimeForm): LabelBuilder {
  const zone = form.zone === null ? "in the mentor's time zone" : `in your time zone, ${form.zone}`;
  const select = new StringSelectMenuBuilder()
    .setCustomId('slot')
    .setPlaceholder('Choose a free time')
    .setRequired(false)
    .setOptions(form.slots.slice(0, limits.selectOptions).map((slot) => slotOption(slot, form.typed.slot)));
  return new LabelBuilder()
    .setLabel('Free times')
    .setDescription(clipText(`${form.duration} minutes, ${zone}`, limits.labelDescription))
    .setStringSelectMenuComponent(select);
}

function slotOption({ at, label }: SlotChoice, chosen: Instant | null): StringSelectMenuOptionBuilder {
  return new StringSelectMenuOptionBuilder()
    .setLabel(clipText(oneLine(label), limits.optionText))
    .setValue(String(at))
    .setDefault(at === chosen);
}

/** What was typed and chosen. Fields that this form did not have are empty. */
export function readTimeForm(
  { fields }: Pick<ModalSubmitInteraction, 'fields'>,
  id: Extract<FormId, { form: 'book' | 'reschedule' }>,
): TimeSubmission {
  const text = (field: string) => (fields.fields.has(field) ? fields.getTextInputValue(field) : '');
  const [slot] = fields.fields.has('slot') ? fields.getStringSelectValues('slot') : [];
  return {
    formId: id.formId,
    purpose: id.form,
    mentorId: id.mentorId,
    meetingId: id.form === 'reschedule' ? id.meetingId : null,
    slot: slot !== undefined && /^\d{1,15}$/.test(slot) ? Number(slot) : null,
    when: text('when'),
    subject: text('subject'),
    description: text('description'),
    zone: fields.fields.has('zone') ? text('zone') : null,
  };
}
