import { optionsOf } from './element-rules.ts';
import { type Fields, objectsIn, textIn } from './fields.ts';
import type { Values } from './messages.ts';
import { type PlacedElement, placedElements } from './placed-elements.ts';

/** What a person types or chooses: option values, ids, dates, text; null clears it. */
export type Choice = string | number | string[] | null;

/** The field of a state value that holds the choice, by element type. Buttons and overflow menus have no state. */
const holds: Record<string, string> = {
  static_select: 'selected_option',
  external_select: 'selected_option',
  radio_buttons: 'selected_option',
  multi_static_select: 'selected_options',
  multi_external_select: 'selected_options',
  checkboxes: 'selected_options',
  users_select: 'selected_user',
  multi_users_select: 'selected_users',
  conversations_select: 'selected_conversation',
  multi_conversations_select: 'selected_conversations',
  channels_select: 'selected_channel',
  multi_channels_select: 'selected_channels',
  datepicker: 'selected_date',
  timepicker: 'selected_time',
  datetimepicker: 'selected_date_time',
  plain_text_input: 'value',
  email_text_input: 'value',
  url_text_input: 'value',
  number_input: 'value',
};

const initially: Record<string, string> = {
  selected_option: 'initial_option',
  selected_options: 'initial_options',
  selected_user: 'initial_user',
  selected_users: 'initial_users',
  selected_conversation: 'initial_conversation',
  selected_conversations: 'initial_conversations',
  selected_channel: 'initial_channel',
  selected_channels: 'initial_channels',
  selected_date: 'initial_date',
  selected_time: 'initial_time',
  selected_date_time: 'initial_date_time',
  value: 'initial_value',
};

function fieldOf(type: string): string {
  const field = holds[type];
  if (!field) throw new Error(`Nothing can be chosen in a ${type}.`);
  return field;
}

function valueWith(element: Fields, chosen: unknown): Fields {
  const field = fieldOf(String(element.type));
  return {
    type: element.type,
    [field]: chosen ?? (field.endsWith('s') ? [] : null),
    ...(element.type === 'timepicker' && element.timezone ? { timezone: element.timezone } : {}),
  };
}

/** What is filled in: null and an empty list mean nothing. */
export function chosenIn(value: Fields | undefined): unknown {
  const chosen = value ? value[fieldOf(String(value.type))] : undefined;
  return Array.isArray(chosen) && chosen.length === 0 ? undefined : (chosen ?? undefined);
}

/**
 * The state of a view or message as it is drawn. What was typed before stays where block_id, action_id and type are
 * still the same, even if the app sends another initial value; elsewhere the initial values hold. A selected option
 * that is no longer offered is dropped.
 */
export function valuesFor(blocks: Fields[], before: Values = {}): Values {
  const values: Values = {};
  for (const { element, type, blockId, actionId } of placedElements(blocks)) {
    if (!holds[type]) continue;
    const kept = before[blockId]?.[actionId];
    const known = new Set(optionsOf(element).map((option) => option.value));
    const field = fieldOf(type);
    let value = kept?.type === type ? kept : valueWith(element, element[initially[field] ?? '']);
    if (known.size > 0 && [value[field]].flat().some((option) => isUnknown(option, known)))
      value = valueWith(element, undefined);
    values[blockId] = { ...values[blockId], [actionId]: value };
  }
  return values;
}

function isUnknown(option: unknown, known: Set<unknown>): boolean {
  return typeof option === 'object' && option !== null && 'value' in option && !known.has(option.value);
}

/**
 * The state value for a choice.
 *
 * @throws if a person could not choose that: an option that is not there, a date that is none.
 */
export function chosenValue(placed: PlacedElement, choice: Choice, offered: Fields[]): Fields {
  const { element, type, actionId } = placed;
  const field = fieldOf(type);
  if (choice === null || choice === '') return valueWith(element, undefined);
  const several = field.endsWith('s');
  const entries = Array.isArray(choice) ? choice : [choice];
  if (!several && entries.length > 1) throw new Error(`${actionId}: only one thing can be chosen in a ${type}.`);
  const max = typeof element.max_selected_items === 'number' ? element.max_selected_items : Number.POSITIVE_INFINITY;
  if (entries.length > max) throw new Error(`${actionId}: at most ${max} can be chosen.`);
  if (field.startsWith('selected_option')) {
    const options = type.includes('external')
      ? [...offered, ...objectsIn([element.initial_option])]
      : optionsOf(element);
    const found = entries.map((entry) => {
      const option =
        options.find((candidate) => candidate.value === entry) ??
        options.find((candidate) => textIn(candidate.text) === entry);
      if (!option) throw new Error(`${actionId}: there is no option ${JSON.stringify(entry)}.`);
      return option;
    });
    return valueWith(element, several ? found : found[0]);
  }
  const first = entries[0];
  if (type === 'datepicker' && !/^\d{4}-\d{2}-\d{2}$/.test(String(first)))
    throw new Error(`${actionId}: ${first} is no date.`);
  if (type === 'timepicker' && !/^([01]\d|2[0-3]):[0-5]\d$/.test(String(first)))
    throw new Error(`${actionId}: ${first} is no time.`);
  if (type === 'datetimepicker') return valueWith(element, Number(first));
  return valueWith(element, several ? entries : String(first));
}

/** What Slack's client says at a field before it sends anything; undefined where it is content. */
export function complaintAbout({ block, element, type }: PlacedElement, value: Fields | undefined): string | undefined {
  const chosen = chosenIn(value);
  if (chosen === undefined) return block.optional === true ? undefined : 'Please complete this required field.';
  const written = typeof chosen === 'string' ? chosen : '';
  if (type === 'plain_text_input') {
    const { min_length: min, max_length: max = 3000 } = element;
    if (typeof min === 'number' && written.length < min) return `Must be at least ${min} characters.`;
    if (typeof max === 'number' && written.length > max) return `Must be at most ${max} characters.`;
  }
  if (type === 'email_text_input' && !/^\S+@\S+\.\S+$/.test(written)) return 'Please enter a valid email address.';
  if (type === 'url_text_input' && !URL.canParse(written)) return 'Please enter a valid URL.';
  if (type === 'number_input') {
    const number = Number(written);
    if (Number.isNaN(number) || (element.is_decimal_allowed === false && !Number.isInteger(number)))
      return 'Please enter a number.';
    if (element.min_value !== undefined && number < Number(element.min_value))
      return `Must be at least ${element.min_value}.`;
    if (element.max_value !== undefined && number > Number(element.max_value))
      return `Must be at most ${element.max_value}.`;
  }
  return undefined;
}
