import { ButtonElement } from './button-element.tsx';
import { textOf } from './fields.ts';
import { OverflowElement } from './overflow-element.tsx';
import type { Placed } from './placed.ts';
import { SelectElement } from './select-element.tsx';
import { isTyped, TextElement } from './text-element.tsx';
import { TicksElement } from './ticks-element.tsx';
import { UnknownKind } from './unknown-kind.tsx';

/** How a field is found and told about. */
export interface FieldProps {
  id?: string;
  'aria-label'?: string;
  'aria-labelledby'?: string;
  'aria-describedby'?: string | undefined;
  'aria-invalid'?: boolean;
}

const selects = new Set(
  ['static', 'external', 'users', 'conversations', 'channels'].flatMap((kind) => [
    `${kind}_select`,
    `multi_${kind}_select`,
  ]),
);

export function ElementView({ placed, field }: { placed: Placed; field?: FieldProps }) {
  const { type, element } = placed;
  // Where it stands in no input block nothing but its placeholder says what it is.
  const named = field ?? { 'aria-label': textOf(element.placeholder) || placed.actionId };
  if (type === 'button') return <ButtonElement placed={placed} />;
  if (type === 'overflow') return <OverflowElement placed={placed} />;
  if (type === 'checkboxes' || type === 'radio_buttons') return <TicksElement placed={placed} field={named} />;
  if (isTyped(type)) return <TextElement placed={placed} field={named} />;
  if (selects.has(type)) return <SelectElement placed={placed} field={named} />;
  return <UnknownKind kind={type} />;
}
