import type { InputBlock, ModalView } from '@slack/web-api';
import type { MentorForm } from '#core/desk/form.ts';
import { limits } from './limits.ts';
import { option, plainObject } from './plain-object.ts';
import { textField } from './text-field.ts';

export const mentorCallback = 'v1:mentor';

export function mentorView(form: MentorForm): ModalView {
  return {
    type: 'modal',
    callback_id: mentorCallback,
    title: plainObject('Offer sessions', limits.viewTitle),
    submit: plainObject('Save', limits.viewButton),
    close: plainObject('Cancel', limits.viewButton),
    blocks: [
      textField({
        name: 'topics',
        label: 'Topics',
        typed: form.topics,
        optional: false,
        placeholder: 'React, SQL, job interviews',
      }),
      textField({
        name: 'hours',
        label: 'Weekly hours',
        typed: form.hours,
        optional: false,
        multiline: true,
        placeholder: 'Mon-Fri 17:00-20:00, Sat 10:00-12:00',
      }),
      textField({
        name: 'exceptions',
        label: 'Exceptions',
        typed: form.exceptions,
        optional: true,
        multiline: true,
        placeholder: '24 Dec to 2 Jan off; 5 Dec 10:00-14:00',
        hint: 'Days off, and dates with other hours than usual.',
      }),
      textField({
        name: 'length',
        label: 'Length of a session',
        typed: form.length,
        optional: false,
        placeholder: '30 minutes',
      }),
      textField({
        name: 'notice',
        label: 'Notice you need',
        typed: form.notice,
        optional: false,
        placeholder: '2 hours, 1 day',
        hint: 'How long before its start a session must be asked for.',
      }),
      textField({
        name: 'zone',
        label: 'Your city or time zone',
        typed: form.zone,
        optional: false,
        placeholder: 'Berlin, or Europe/Berlin',
      }),
      openField(form.open),
    ],
  };
}

function openField(open: boolean): InputBlock {
  const yes = option('Take new requests', 'open');
  return {
    type: 'input',
    block_id: 'open',
    label: plainObject('Requests', limits.inputLabel),
    optional: true,
    element: { type: 'checkboxes', action_id: 'open', options: [yes], ...(open ? { initial_options: [yes] } : {}) },
  };
}
