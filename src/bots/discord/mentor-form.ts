import { ModalBuilder, type ModalSubmitInteraction } from 'discord.js';
import type { MentorForm } from '#core/desk/form.ts';
import { joinHours, splitHours } from '#core/desk/hours-text.ts';
import { encodeFormId, type FormId } from './form-id.ts';
import { limits } from './limits.ts';
import { textField } from './text-field.ts';

/**
 * What a mentor offers. A modal has room for five fields only, so exceptions stand below the hours they are from, and whether requests are taken is
 * an option of the command; the id carries it, so that it is not lost where the command was refused and this form is to mend it.
 */
export function mentorModal(form: MentorForm): ModalBuilder {
  return new ModalBuilder()
    .setCustomId(encodeFormId({ form: 'mentor', open: form.open }))
    .setTitle('Offer sessions')
    .addLabelComponents(
      textField({
        id: 'topics',
        label: 'Topics',
        placeholder: 'React, SQL, careers',
        value: form.topics,
        required: true,
        max: 500,
      }),
      textField({
        id: 'hours',
        label: 'Weekly hours',
        placeholder: 'Mon-Thu 17:00-20:00, Sat 10:00-12:00',
        hint: 'Days off or other hours go below: except 24 Dec to 2 Jan off; 5 Dec 10:00-14:00',
        value: joinHours(form),
        required: true,
        max: limits.textValue,
        long: true,
      }),
      textField({
        id: 'length',
        label: 'Length of a session',
        placeholder: '30 minutes',
        value: form.length,
        required: true,
        max: 20,
      }),
      textField({
        id: 'notice',
        label: 'Notice you need',
        placeholder: '2 hours, 1 day',
        hint: 'How long before its start a session must be asked for.',
        value: form.notice,
        required: true,
        max: 50,
      }),
      textField({
        id: 'zone',
        label: 'Your city or time zone',
        placeholder: 'Berlin, America/New_York',
        hint: 'Your hours are meant in it.',
        value: form.zone,
        required: true,
        max: 100,
      }),
    );
}

type MentorChange = { [Key in keyof MentorForm]: MentorForm[Key] | null };

export function readMentorForm(
  { fields }: Pick<ModalSubmitInteraction, 'fields'>,
  { open }: Extract<FormId, { form: 'mentor' }>,
): MentorChange {
  const text = (field: string) => (fields.fields.has(field) ? fields.getTextInputValue(field) : null);
  const hours = text('hours');
  return {
    topics: text('topics'),
    ...(hours === null ? { hours, exceptions: null } : splitHours(hours)),
    length: text('length'),
    notice: text('notice'),
    zone: text('zone'),
    open,
  };
}
