import type { Form, Path } from './form.ts';
import { isObject, type JsonObject, numberAt, objectsOf, textAt } from './json.ts';

/** Option types: Discord's documentation, "Application Command Option Type". */
export const OptionType = {
  Subcommand: 1,
  SubcommandGroup: 2,
  String: 3,
  Integer: 4,
  Boolean: 5,
  User: 6,
  Channel: 7,
  Role: 8,
  Mentionable: 9,
  Number: 10,
  Attachment: 11,
} as const;

const namePattern = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;
/** All texts of one command, each at its longest localisation. */
const LARGEST_COMMAND = 8000;

/** Refuses what Discord refuses in one application command; `path` is empty for a single command and the index in a bulk overwrite. */
export function checkCommand(form: Form, command: JsonObject, path: Path): void {
  const type = form.choice(command, 'type', path, [1, 2, 3]) ?? 1;
  if (type === 1) {
    checkName(form, command, path);
    form.text(command, 'description', path, { min: 1, max: 100, required: true });
    checkOptions(form, command, path, 0);
  } else {
    form.text(command, 'name', path, { min: 1, max: 32, required: true });
    if (textAt(command, 'description') !== '') {
      form.fail(
        [...path, 'description'],
        'APPLICATION_COMMAND_DESCRIPTION_NOT_ALLOWED',
        'Context menu commands cannot have description',
      );
    }
  }
  checkLocalizations(form, command, path);
  const permissions = command.default_member_permissions;
  if (permissions !== undefined && permissions !== null && !/^\d+$/.test(String(permissions))) {
    form.fail(
      [...path, 'default_member_permissions'],
      'NUMBER_TYPE_COERCE',
      `Value "${String(permissions)}" is not int.`,
    );
  }
  checkSet(form, command, 'contexts', path, [0, 1, 2]);
  checkSet(form, command, 'integration_types', path, [0, 1]);
  if (longest(command) > LARGEST_COMMAND) {
    form.fail(path, 'APPLICATION_COMMAND_TOO_LARGE', `Command exceeds maximum size (${LARGEST_COMMAND})`);
  }
}

/** Two commands of one type cannot share a name. */
export function checkNames(form: Form, commands: readonly JsonObject[]): void {
  const seen = new Set<string>();
  for (const [index, command] of commands.entries()) {
    const key = `${numberAt(command, 'type') ?? 1} ${textAt(command, 'name')}`;
    if (seen.has(key))
      form.fail([index, 'name'], 'APPLICATION_COMMANDS_DUPLICATE_NAME', 'Application command names must be unique');
    seen.add(key);
  }
}

function checkOptions(form: Form, holder: JsonObject, path: Path, depth: number): void {
  const options = form.list(holder, 'options', path, { max: 25 });
  const names = new Set<string>();
  let optionalSeen = false;
  const nested = options.filter((option) => isNested(option)).length;
  if (nested > 0 && nested < options.length) {
    form.fail(
      [...path, 'options'],
      'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID',
      'Sub-command and sub-command group option types are mutually exclusive to all other types',
    );
  }
  for (const [index, option] of options.entries()) {
    const here = [...path, 'options', index];
    checkOption(form, option, here, depth);
    const name = textAt(option, 'name');
    if (names.has(name))
      form.fail([...here, 'name'], 'APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS', 'Option name already exists');
    names.add(name);
    if (option.required === true && optionalSeen) {
      form.fail(
        [...path, 'options'],
        'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
        'Required options must be placed before non-required options',
      );
    }
    optionalSeen ||= option.required !== true && !isNested(option);
  }
}

function checkOption(form: Form, option: JsonObject, path: Path, depth: number): void {
  checkName(form, option, path);
  form.text(option, 'description', path, { min: 1, max: 100, required: true });
  checkLocalizations(form, option, path);
  const type = form.choice(option, 'type', path, Object.values(OptionType), true);
  if (type === OptionType.Subcommand || type === OptionType.SubcommandGroup) {
    if (type === OptionType.SubcommandGroup ? depth > 0 : depth > 1) {
      form.fail(
        [...path, 'type'],
        'APPLICATION_COMMAND_OPTIONS_NESTING_INVALID',
        'Commands nest as command, group, subcommand only',
      );
    }
    checkOptions(form, option, path, type === OptionType.SubcommandGroup ? 1 : 2);
    return;
  }
  if (type === OptionType.String) {
    form.integer(option, 'min_length', path, { min: 0, max: 6000 });
    form.integer(option, 'max_length', path, { min: 1, max: 6000 });
  }
  const choices = form.list(option, 'choices', path, { max: 25 });
  checkChoices(form, choices, [...path, 'choices'], type ?? OptionType.String);
  if (option.autocomplete === true && (choices.length > 0 || !acceptsChoices(type))) {
    form.fail(
      [...path, 'autocomplete'],
      'APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_INVALID',
      'Autocomplete needs a string, integer or number option without choices',
    );
  }
  if (choices.length > 0 && !acceptsChoices(type)) {
    form.fail(
      [...path, 'choices'],
      'APPLICATION_COMMAND_OPTIONS_CHOICES_INVALID',
      'Choices need a string, integer or number option',
    );
  }
}

/** Choices of an option, or of an autocomplete answer: at most 25 is for the caller to check. */
export function checkChoices(form: Form, choices: readonly JsonObject[], path: Path, optionType: number): void {
  const names = new Set<string>();
  for (const [index, choice] of choices.entries()) {
    const here = [...path, index];
    const name = form.text(choice, 'name', here, { min: 1, max: 100, required: true });
    if (name !== undefined && names.has(name))
      form.fail(
        [...here, 'name'],
        'APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_ALREADY_EXISTS',
        'Option choice name already exists',
      );
    if (name !== undefined) names.add(name);
    if (optionType === OptionType.String) form.text(choice, 'value', here, { min: 1, max: 100, required: true });
    else if (typeof choice.value !== 'number')
      form.fail([...here, 'value'], 'NUMBER_TYPE_COERCE', `Value "${String(choice.value)}" is not a number.`);
    else if (optionType === OptionType.Integer && !Number.isInteger(choice.value))
      form.fail([...here, 'value'], 'NUMBER_TYPE_COERCE', 'Value is not int.');
  }
}

function checkName(form: Form, holder: JsonObject, path: Path): void {
  const name = form.text(holder, 'name', path, { min: 1, max: 32, required: true });
  if (name !== undefined && (!namePattern.test(name) || name !== name.toLowerCase())) {
    form.fail([...path, 'name'], 'APPLICATION_COMMAND_INVALID_NAME', 'Command name is invalid');
  }
}

function checkLocalizations(form: Form, holder: JsonObject, path: Path): void {
  for (const [key, max] of [
    ['name_localizations', 32],
    ['description_localizations', 100],
  ] as const) {
    const texts = holder[key];
    if (!isObject(texts)) continue;
    for (const locale of Object.keys(texts)) form.text(texts, locale, [...path, key], { min: 1, max });
  }
}

function checkSet(form: Form, command: JsonObject, key: string, path: Path, allowed: readonly number[]): void {
  const values = command[key];
  if (values === undefined || values === null) return;
  const wrong =
    !Array.isArray(values) ||
    values.length === 0 ||
    new Set(values).size < values.length ||
    values.some((one) => !allowed.includes(one as number));
  if (wrong) form.fail([...path, key], 'BASE_TYPE_CHOICES', `Values must be unique and of (${allowed.join(', ')}).`);
}

function isNested(option: JsonObject): boolean {
  return option.type === OptionType.Subcommand || option.type === OptionType.SubcommandGroup;
}

function acceptsChoices(type: number | undefined): boolean {
  return type === OptionType.String || type === OptionType.Integer || type === OptionType.Number;
}

function longest(holder: JsonObject): number {
  const text = (key: string) => {
    const texts = holder[`${key}_localizations`];
    const all = isObject(texts) ? Object.values(texts).map(String) : [];
    return Math.max(textAt(holder, key).length, ...all.map((one) => one.length));
  };
  const choices = objectsOf(holder.choices).reduce(
    (sum, choice) => sum + textAt(choice, 'name').length + String(choice.value).length,
    0,
  );
  return objectsOf(holder.options).reduce(
    (sum, option) => sum + longest(option),
    text('name') + text('description') + choices,
  );
}
