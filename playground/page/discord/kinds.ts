/** Numbers of kinds that the page can show: Discord's documentation, "Component Reference" and "Application Commands". */
import type { JsonObject } from '../../discord/json.ts';

export const component = { row: 1, button: 2, stringSelect: 3, textInput: 4, label: 18 } as const;
export const buttonStyle = { link: 5 } as const;
export const option = { string: 3, integer: 4, boolean: 5, user: 6, channel: 7, number: 10 } as const;

const componentNames: Record<number, string> = {
  1: 'an action row here',
  2: 'a button here',
  3: 'a string select here',
  4: 'a text input here',
  5: 'a user select',
  6: 'a role select',
  7: 'a mentionable select',
  8: 'a channel select',
  9: 'a section',
  10: 'a text display',
  11: 'a thumbnail',
  12: 'a media gallery',
  13: 'a file',
  14: 'a separator',
  17: 'a container',
  18: 'a label here',
  19: 'a file upload',
  21: 'a radio group',
  22: 'a checkbox group',
  23: 'a checkbox',
};

/** In words, for what the page does not know. */
export function kindOf({ type }: JsonObject): string {
  return `${componentNames[Number(type)] ?? 'a component'} (type ${String(type)})`;
}
