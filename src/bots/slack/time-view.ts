import type { InputBlock, KnownBlock, ModalView, PlainTextOption } from '@slack/web-api';
import type { MentorChoice } from '#core/desk/desk.ts';
import type { SlotChoice, TimeForm } from '#core/desk/form.ts';
import { limits as meetingLimits } from '#core/meetings/meeting.ts';
import { type Message, plainMessage } from '#core/messages/message.ts';
import { encodeMetadata, type FormMetadata } from './form-metadata.ts';
import type { SlackReader } from './inlines.ts';
import { limits } from './limits.ts';
import { option, plainObject } from './plain-object.ts';
import { renderInView } from './render.ts';
import { textField } from './text-field.ts';

export const timeCallback = 'v1:time';
/** action_id of the select of mentors, which asks for suggestions and tells its choice at once. */
export const mentorAction = 'mentor';

/** The form for a time, as far as it is known yet. */
export interface TimeFormState {
  about: FormMetadata;
  /** The chosen mentor; null before one is chosen, or where the form names the mentor in words only. */
  mentor: PlainTextOption | null;
  form: TimeForm | null;
  /** Something to say above the fields, such as why there is no slot. */
  note: Message | null;
}

export const emptyBooking: TimeFormState = {
  about: { purpose: 'book', formId: null, mentorId: null, meetingId: null },
  mentor: null,
  form: null,
  note: null,
};

export function mentorOption({ id, name, topics, soonest }: MentorChoice): PlainTextOption {
  const text = topics.length > 0 ? `${name}: ${topics.join(', ')}` : name;
  return {
    ...option(text, id),
    description: plainObject(soonest ? `Soonest: ${soonest}` : 'No free time soon', limits.option),
  };
}

/** block_id of the slots. It differs between mentors, so that a chosen slot goes when another mentor is chosen. */
export function slotBlock(mentorId: string): string {
  return `slot:${mentorId}`;
}

export function timeView(state: TimeFormState, reader: SlackReader): ModalView {
  const { about, form } = state;
  const booking = about.purpose === 'book';
  return {
    type: 'modal',
    callback_id: timeCallback,
    private_metadata: encodeMetadata(about),
    title: plainObject(booking ? 'Book a session' : 'Another time', limits.viewTitle),
    submit: plainObject(booking ? 'Send request' : 'Change time', limits.viewButton),
    close: plainObject('Cancel', limits.viewButton),
    blocks: [
      ...(form && !state.mentor ? renderInView(plainMessage([form.title]), reader) : []),
      ...(booking && (state.mentor || !form) ? [mentorField(state.mentor)] : []),
      ...(state.note ? renderInView(state.note, reader, 20) : []),
      ...timeFields(form),
      ...(booking ? subjectFields(form) : []),
    ],
  };
}

function mentorField(mentor: PlainTextOption | null): InputBlock {
  return {
    type: 'input',
    block_id: mentorAction,
    label: plainObject('Mentor', limits.inputLabel),
    hint: plainObject('Type a name or a topic', limits.hint),
    dispatch_action: true,
    optional: false,
    element: {
      type: 'external_select',
      action_id: mentorAction,
      min_query_length: 0,
      placeholder: plainObject('Who should help you?', limits.placeholder),
      ...(mentor ? { initial_option: mentor } : {}),
    },
  };
}

function timeFields(form: TimeForm | null): KnownBlock[] {
  const blocks: KnownBlock[] = [];
  const hasSlots = form !== null && form.slots.length > 0;
  if (hasSlots) blocks.push(slotField(form));
  else if (form) blocks.push(...noSlots());
  blocks.push(
    textField({
      name: 'when',
      label: hasSlots ? 'Or another time' : 'When',
      typed: form?.typed.when ?? '',
      optional: true,
      placeholder: 'tomorrow 3pm, fri 17:30, 2026-12-03 18:00',
      ...(form?.zone ? { hint: `Read as a time in ${form.zone}` } : {}),
    }),
  );
  if (form && form.zone === null) {
    blocks.push(
      textField({
        name: 'zone',
        label: 'Your city or time zone',
        typed: '',
        optional: false,
        placeholder: 'Berlin, or Europe/Berlin',
      }),
    );
  }
  return blocks;
}

function noSlots(): KnownBlock[] {
  return [
    {
      type: 'section',
      text: plainObject('No free time in the coming weeks. You can still propose one.', limits.section),
    },
  ];
}

function slotField(form: TimeForm): InputBlock {
  const groups = new Map<string, PlainTextOption[]>();
  for (const slot of form.slots.slice(0, limits.options)) {
    groups.set(slot.day, [...(groups.get(slot.day) ?? []), slotOption(slot)]);
  }
  const typed = form.slots.find(({ at }) => at === form.typed.slot);
  return {
    type: 'input',
    block_id: slotBlock(form.mentorId),
    label: plainObject(form.zone ? `Free times (${form.zone})` : 'Free times', limits.inputLabel),
    optional: true,
    element: {
      type: 'static_select',
      action_id: 'slot',
      placeholder: plainObject(`Choose a time for ${form.duration} minutes`, limits.placeholder),
      option_groups: Array.from(groups, ([day, options]) => ({ label: plainObject(day, limits.option), options })),
      ...(typed ? { initial_option: slotOption(typed) } : {}),
    },
  };
}

/** The whole label, not only the hour: once chosen, the heading of the day is gone. */
function slotOption({ at, label }: SlotChoice): PlainTextOption {
  return option(label, String(at));
}

function subjectFields(form: TimeForm | null): InputBlock[] {
  return [
    textField({
      name: 'subject',
      label: 'Subject',
      typed: form?.typed.subject ?? '',
      optional: false,
      longest: meetingLimits.subject,
      placeholder: 'What is it about?',
    }),
    textField({
      name: 'description',
      label: 'Anything your mentor should know',
      typed: form?.typed.description ?? '',
      optional: true,
      longest: meetingLimits.description,
      multiline: true,
    }),
  ];
}
