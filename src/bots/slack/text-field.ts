import type { InputBlock } from '@slack/web-api';
import { visible } from '#core/messages/visible-text.ts';
import { clipText } from './fit.ts';
import { limits } from './limits.ts';
import { plainObject } from './plain-object.ts';

export interface TextField {
  /** block_id and action_id: Slack keeps what was typed over an update while both stay the same. */
  name: string;
  label: string;
  typed: string;
  optional: boolean;
  /** Characters. */
  longest?: number;
  multiline?: boolean;
  placeholder?: string;
  hint?: string;
}

export function textField(field: TextField): InputBlock {
  const longest = field.longest ?? limits.input;
  const typed = clipText(visible(field.typed), longest);
  return {
    type: 'input',
    block_id: field.name,
    label: plainObject(field.label, limits.inputLabel),
    optional: field.optional,
    ...(field.hint ? { hint: plainObject(field.hint, limits.hint) } : {}),
    element: {
      type: 'plain_text_input',
      action_id: field.name,
      multiline: field.multiline ?? false,
      max_length: longest,
      ...(typed ? { initial_value: typed } : {}),
      ...(field.placeholder ? { placeholder: plainObject(field.placeholder, limits.placeholder) } : {}),
    },
  };
}
