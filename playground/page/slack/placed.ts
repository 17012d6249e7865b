import { type Fields, fieldsOf, listOf, stringOf } from './fields.ts';

/** An element that a person can use, with the block it stands in. */
export interface Placed {
  block: Fields;
  element: Fields;
  type: string;
  blockId: string;
  actionId: string;
  /** The app hears of what is chosen in it when it is chosen, not when the form is sent. */
  heard: boolean;
}

export function placed(block: Fields, element: Fields): Placed {
  return {
    block,
    element,
    type: stringOf(element.type),
    blockId: stringOf(block.block_id),
    actionId: stringOf(element.action_id),
    heard: block.type !== 'input' || block.dispatch_action === true,
  };
}

/** What can be filled in. */
export function inputsIn(blocks: readonly Fields[]): Placed[] {
  return blocks.flatMap((block) => (block.type === 'input' ? [placed(block, fieldsOf(block.element))] : []));
}

/** Names an element within its place. */
export function keyOf({ blockId, actionId, type }: Placed): string {
  return JSON.stringify([blockId, actionId, type]);
}

export interface Option {
  value: string;
  label: string;
  description: string;
  group: string;
}

export function optionOf(option: Fields, group = ''): Option {
  return {
    value: stringOf(option.value),
    label: stringOf(fieldsOf(option.text).text),
    description: stringOf(fieldsOf(option.description).text),
    group,
  };
}

export function optionsOf(element: Fields): Option[] {
  return [
    ...listOf(element.options).map((option) => optionOf(option)),
    ...listOf(element.option_groups).flatMap((group) =>
      listOf(group.options).map((option) => optionOf(option, stringOf(fieldsOf(group.label).text))),
    ),
  ];
}

export function takesSeveral(type: string): boolean {
  return type.startsWith('multi_') || type === 'checkboxes';
}
