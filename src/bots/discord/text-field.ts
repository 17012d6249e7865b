import { LabelBuilder, TextInputBuilder, TextInputStyle } from 'discord.js';
import { clipText } from './fit.ts';
import { limits } from './limits.ts';

export interface TextField {
  id: string;
  label: string;
  /** What was typed before, or is so at present. */
  value: string;
  required: boolean;
  placeholder?: string;
  hint?: string;
  /** Most characters that can be typed. */
  max?: number;
  /** Several lines. */
  long?: boolean;
}

/** A labelled text input of a modal. */
export function textField({
  id,
  label,
  value,
  required,
  placeholder,
  hint,
  max = limits.textValue,
  long = false,
}: TextField): LabelBuilder {
  const input = new TextInputBuilder()
    .setCustomId(id)
    .setStyle(long ? TextInputStyle.Paragraph : TextInputStyle.Short)
    .setRequired(required)
    .setMaxLength(Math.min(max, limits.textValue));
  if (placeholder) input.setPlaceholder(clipText(placeholder, limits.textPlaceholder));
  // A value that is too long would make Discord refuse the whole modal.
  if (value !== '') input.setValue(clipText(value, Math.min(max, limits.textValue)));
  const field = new LabelBuilder().setLabel(clipText(label, limits.label)).setTextInputComponent(input);
  return hint ? field.setDescription(clipText(hint, limits.labelDescription)) : field;
}
