import { ComponentType } from './components.ts';
import type { Form, Path } from './form.ts';
import { type JsonObject, numberAt, textAt } from './json.ts';

/** Limits of buttons, selects and option lists: Discord's documentation, "Component Reference". */

/** Refuses a `custom_id` that is not 1 to 100 characters or is used twice in one message or modal. */
export function checkCustomId(form: Form, component: JsonObject, path: Path, seen: Set<string>): void {
  const customId = form.text(component, 'custom_id', path, { min: 1, max: 100, required: true });
  if (customId === undefined) return;
  if (seen.has(customId)) {
    form.fail([...path, 'custom_id'], 'COMPONENT_CUSTOM_ID_DUPLICATED', 'Component custom id cannot be duplicated');
  }
  seen.add(customId);
}

export function checkButton(form: Form, button: JsonObject, path: Path, seen: Set<string>): void {
  const style = form.choice(button, 'style', path, [1, 2, 3, 4, 5, 6], true);
  form.text(button, 'label', path, { max: 80 });
  const refuse = (key: string) => {
    if (button[key] !== undefined && button[key] !== null) {
      form.fail([...path, key], 'BUTTON_COMPONENT_INVALID_FIELD', `A button of style ${style} cannot have ${key}`);
    }
  };
  if (style === 5) {
    form.text(button, 'url', path, { min: 1, max: 512, required: true });
    const url = textAt(button, 'url');
    if (url !== '' && !/^(https?|discord):\/\/\S+$/.test(url)) {
      form.fail([...path, 'url'], 'URL_TYPE_INVALID_URL', 'Not a well formed URL.');
    }
    refuse('custom_id');
  } else if (style === 6) {
    form.text(button, 'sku_id', path, { min: 1, max: 20, required: true });
    for (const key of ['custom_id', 'label', 'url', 'emoji']) refuse(key);
  } else {
    checkCustomId(form, button, path, seen);
    refuse('url');
    refuse('sku_id');
  }
  if (style !== 6 && textAt(button, 'label') === '' && button.emoji === undefined) {
    form.fail(path, 'BUTTON_COMPONENT_LABEL_REQUIRED', 'A button must have a label or emoji');
  }
}

/** A select of a message (in a row) or of a modal (in a label). */
export function checkSelect(
  form: Form,
  select: JsonObject,
  path: Path,
  seen: Set<string>,
  place: 'message' | 'modal',
): void {
  checkCustomId(form, select, path, seen);
  form.text(select, 'placeholder', path, { max: 150 });
  const least = form.integer(select, 'min_values', path, { min: 0, max: 25 });
  const most = form.integer(select, 'max_values', path, { min: 1, max: 25 }) ?? 1;
  if ((least ?? 1) > most)
    form.fail([...path, 'min_values'], 'SELECT_MIN_VALUES_TOO_LARGE', 'min_values must be at most max_values');
  if (place === 'modal') {
    refuseDisabled(form, select, path);
    checkRequired(form, select, path);
  }
  if (select.type === ComponentType.StringSelect) {
    const options = form.list(select, 'options', path, { min: Math.max(1, most), max: 25, required: true });
    checkOptions(form, options, [...path, 'options']);
    if (options.filter((option) => option.default === true).length > most) {
      form.fail(
        [...path, 'options'],
        'SELECT_TOO_MANY_DEFAULTS',
        'More options are chosen by default than may be chosen',
      );
    }
    return;
  }
  const defaults = form.list(select, 'default_values', path, { max: 25 });
  if (defaults.length > most || (defaults.length > 0 && defaults.length < (least ?? 1))) {
    form.fail(
      [...path, 'default_values'],
      'BASE_TYPE_BAD_LENGTH',
      `Must be between ${least ?? 1} and ${most} in length.`,
    );
  }
  for (const [index, value] of defaults.entries()) {
    form.choice(value, 'type', [...path, 'default_values', index], ['user', 'role', 'channel'], true);
    form.text(value, 'id', [...path, 'default_values', index], { min: 1, max: 20, required: true });
  }
}

/** Radio groups take 2 to 10 options, checkbox groups 1 to 10. */
export function checkGroup(form: Form, group: JsonObject, path: Path, seen: Set<string>): void {
  checkCustomId(form, group, path, seen);
  refuseDisabled(form, group, path);
  const radio = group.type === ComponentType.RadioGroup;
  const options = form.list(group, 'options', path, { min: radio ? 2 : 1, max: 10, required: true });
  checkOptions(form, options, [...path, 'options']);
  if (radio) return;
  const least = form.integer(group, 'min_values', path, { min: 0, max: 10 });
  const most = form.integer(group, 'max_values', path, { min: 1, max: 10 }) ?? options.length;
  if ((least ?? 1) > most || most > options.length) {
    form.fail(
      [...path, 'max_values'],
      'NUMBER_TYPE_MAX',
      `int value should be less than or equal to ${options.length}.`,
    );
  }
  checkRequired(form, group, path);
}

/** `min_values: 0` says that nothing need be chosen, which a required component cannot mean; and required is the default in modals. */
export function checkRequired(form: Form, component: JsonObject, path: Path): void {
  if (numberAt(component, 'min_values') === 0 && component.required !== false) {
    form.fail(
      [...path, 'min_values'],
      'NUMBER_TYPE_MIN',
      'int value should be greater than or equal to 1 when the component is required.',
    );
  }
}

export function refuseDisabled(form: Form, component: JsonObject, path: Path): void {
  if (component.disabled === true) {
    form.fail([...path, 'disabled'], 'COMPONENT_DISABLED_IN_MODAL', 'Modals cannot have disabled components');
  }
}

function checkOptions(form: Form, options: readonly JsonObject[], path: Path): void {
  const values = new Set<string>();
  for (const [index, option] of options.entries()) {
    const here = [...path, index];
    form.text(option, 'label', here, { min: 1, max: 100, required: true });
    form.text(option, 'description', here, { max: 100 });
    const value = form.text(option, 'value', here, { min: 1, max: 100, required: true });
    if (value !== undefined && values.has(value)) {
      form.fail(
        [...here, 'value'],
        'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED',
        'The specified option value is already used',
      );
    }
    if (value !== undefined) values.add(value);
    if (option.default !== undefined && option.default !== null && typeof option.default !== 'boolean') {
      form.fail([...here, 'default'], 'BOOLEAN_TYPE_CONVERT', 'Must be either true or false.');
    }
  }
}
