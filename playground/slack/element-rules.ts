import {
  actionId,
  confirmable,
  conversationFilter,
  dispatchConfig,
  focusable,
  imageShape,
  optionGroup,
  overflowOption,
  placeholding,
  plainOption,
  plainText,
  richOption,
} from './composition-rules.ts';
import { type Fields, isFields, objectsIn } from './fields.ts';
import { all, among, flag, list, matching, picked, type Rule, shape, text, together, whole } from './rule.ts';

// Limits: docs.slack.dev/reference/block-kit/block-elements.

const id = text(255);
const ids = list(id, 1, 100);
const dateRule = matching(/^\d{4}-\d{2}-\d{2}$/, 'a date in the format YYYY-MM-DD');
const timeRule = matching(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time in the format HH:mm');
const tenDigits = whole(1_000_000_000, 9_999_999_999);
const selectBase = { ...actionId, ...confirmable, ...focusable, ...placeholding };
const maxSelected = { max_selected_items: whole(1, 100) };
const typedBase = { ...actionId, ...focusable, ...placeholding, dispatch_action_config: dispatchConfig };

/** Every option of a choice element, whether or not it is grouped. */
export function optionsOf(element: Fields): Fields[] {
  return [
    ...objectsIn(element.options),
    ...objectsIn(element.option_groups).flatMap((group) => objectsIn(group.options)),
  ];
}

function sameOption(one: unknown, other: unknown): boolean {
  const key = (option: unknown) =>
    isFields(option) && isFields(option.text) ? JSON.stringify([option.value, option.text.type, option.text.text]) : '';
  return key(one) === key(other);
}

/** What is selected at first must be among the options, text and value alike. */
const initialAmongOptions = together((element) => {
  const initial = [...(element.initial_option ? [element.initial_option] : []), ...objectsIn(element.initial_options)];
  const options = optionsOf(element);
  return initial.every((wanted) => options.some((option) => sameOption(option, wanted)))
    ? undefined
    : 'initial option must match an option';
});

const uniqueValues = together((element) => {
  const values = optionsOf(element).map((option) => option.value);
  return new Set(values).size === values.length ? undefined : 'option values must be unique';
});

function staticChoice(type: string, initial: Record<string, Rule>): Rule {
  return all(
    shape(
      { type: among(type) },
      {
        ...selectBase,
        ...initial,
        options: list(plainOption, 1, 100),
        option_groups: list(optionGroup, 1, 100),
      },
    ),
    together((element) =>
      (element.options === undefined) === (element.option_groups === undefined)
        ? 'must define exactly one of `options` and `option_groups`'
        : undefined,
    ),
    initialAmongOptions,
  );
}

const plainTextInput = all(
  shape(
    { type: among('plain_text_input') },
    {
      ...typedBase,
      initial_value: text(3000, 0),
      multiline: flag,
      min_length: whole(0, 3000),
      max_length: whole(1, 3000),
    },
  ),
  together((element) => {
    const max = typeof element.max_length === 'number' ? element.max_length : 3000;
    if (typeof element.min_length === 'number' && element.min_length > max) return '`min_length` exceeds `max_length`';
    if (typeof element.initial_value === 'string' && element.initial_value.length > max) {
      return '`initial_value` exceeds `max_length`';
    }
    return undefined;
  }),
);

const buttonLook = { style: among('primary', 'danger'), accessibility_label: text(75) };

/** Every element the stand-in knows; an element that is not here is refused. */
export const elements: Record<string, Rule> = {
  button: shape(
    { type: among('button'), text: plainText(75) },
    {
      ...actionId,
      ...confirmable,
      ...buttonLook,
      value: text(2000),
      url: all(text(3000), matching(/^\w+:/, 'a valid URL')),
    },
  ),
  image: imageShape({}),
  overflow: shape({ type: among('overflow'), options: list(overflowOption, 1, 5) }, { ...actionId, ...confirmable }),
  static_select: staticChoice('static_select', { initial_option: plainOption }),
  multi_static_select: staticChoice('multi_static_select', {
    initial_options: list(plainOption, 1, 100),
    ...maxSelected,
  }),
  external_select: shape(
    { type: among('external_select') },
    { ...selectBase, initial_option: plainOption, min_query_length: whole(0, 3000) },
  ),
  multi_external_select: shape(
    { type: among('multi_external_select') },
    { ...selectBase, ...maxSelected, initial_options: list(plainOption, 1, 100), min_query_length: whole(0, 3000) },
  ),
  users_select: shape({ type: among('users_select') }, { ...selectBase, initial_user: id }),
  multi_users_select: shape(
    { type: among('multi_users_select') },
    { ...selectBase, ...maxSelected, initial_users: ids },
  ),
  conversations_select: shape(
    { type: among('conversations_select') },
    {
      ...selectBase,
      initial_conversation: id,
      default_to_current_conversation: flag,
      response_url_enabled: flag,
      filter: conversationFilter,
    },
  ),
  multi_conversations_select: shape(
    { type: among('multi_conversations_select') },
    {
      ...selectBase,
      ...maxSelected,
      initial_conversations: ids,
      default_to_current_conversation: flag,
      filter: conversationFilter,
    },
  ),
  channels_select: shape(
    { type: among('channels_select') },
    { ...selectBase, initial_channel: id, response_url_enabled: flag },
  ),
  multi_channels_select: shape(
    { type: among('multi_channels_select') },
    { ...selectBase, ...maxSelected, initial_channels: ids },
  ),
  datepicker: shape({ type: among('datepicker') }, { ...selectBase, initial_date: dateRule }),
  timepicker: shape({ type: among('timepicker') }, { ...selectBase, initial_time: timeRule, timezone: text(255) }),
  datetimepicker: shape(
    { type: among('datetimepicker') },
    { ...actionId, ...confirmable, ...focusable, initial_date_time: tenDigits },
  ),
  checkboxes: all(
    shape(
      { type: among('checkboxes'), options: list(richOption, 1, 10) },
      { ...actionId, ...confirmable, ...focusable, initial_options: list(richOption, 1, 10) },
    ),
    initialAmongOptions,
    uniqueValues,
  ),
  radio_buttons: all(
    shape(
      { type: among('radio_buttons'), options: list(richOption, 1, 10) },
      { ...actionId, ...confirmable, ...focusable, initial_option: richOption },
    ),
    initialAmongOptions,
    uniqueValues,
  ),
  plain_text_input: plainTextInput,
  email_text_input: shape({ type: among('email_text_input') }, { ...typedBase, initial_value: text(3000) }),
  url_text_input: shape({ type: among('url_text_input') }, { ...typedBase, initial_value: text(3000) }),
  number_input: shape(
    { type: among('number_input'), is_decimal_allowed: flag },
    { ...typedBase, initial_value: text(100), min_value: text(100), max_value: text(100) },
  ),
};

const choices = [
  'static_select',
  'multi_static_select',
  'external_select',
  'multi_external_select',
  'users_select',
  'multi_users_select',
  'conversations_select',
  'multi_conversations_select',
  'channels_select',
  'multi_channels_select',
  'datepicker',
  'timepicker',
  'checkboxes',
  'radio_buttons',
];

export const accessories = picked(elements, ...choices, 'button', 'image', 'overflow');
export const actionElements = picked(elements, ...choices, 'button', 'overflow', 'datetimepicker');
export const inputElements = picked(
  elements,
  ...choices,
  'datetimepicker',
  'plain_text_input',
  'email_text_input',
  'url_text_input',
  'number_input',
);
