/** A slash command while it is being typed, by the rules of Discord's client. */
import type { JsonObject } from '../../discord/json.ts';
import type { DiscordCommand, DiscordScreen } from '../contract.ts';
import { numberAt, objectsAt, textAt } from './json-reading.ts';
import { option as kind } from './kinds.ts';
import type { Choice } from './listbox.tsx';

/** What stands in an option's field; `value` is that of the choice that was picked, and null where none was. */
export interface Typed {
  text: string;
  value: string | null;
}

export type Draft = Record<string, Typed>;

type OptionValues = Record<string, string | number | boolean>;

/** What is offered for what was typed, without the slash: those that begin with it before those in which a later word does. */
export function matchingCommands(commands: readonly DiscordCommand[], typed: string): DiscordCommand[] {
  const wanted = typed.trim().toLowerCase();
  const rank = ({ name }: DiscordCommand): number => {
    if (name === wanted) return 0;
    if (name.startsWith(wanted)) return 1;
    return name.split(' ').some((word) => word.startsWith(wanted)) ? 2 : 3;
  };
  return commands
    .map((command) => ({ command, at: rank(command) }))
    .filter(({ at }) => at < 3)
    .sort((one, other) => one.at - other.at)
    .map(({ command }) => command);
}

/** What can be picked for an option; null where it is typed, or suggested by the app. */
export function fixedChoices(option: JsonObject, screen: DiscordScreen): Choice[] | null {
  const listed = objectsAt(option, 'choices').map((choice) => ({
    value: String(choice.value),
    name: textAt(choice, 'name'),
  }));
  if (listed.length > 0) return listed;
  switch (option.type) {
    case kind.boolean:
      return [
        { value: 'true', name: 'True' },
        { value: 'false', name: 'False' },
      ];
    case kind.user:
      return Object.entries(screen.names)
        .filter(([, { kind }]) => kind === 'person' || kind === 'bot')
        .map(([value, { name }]) => ({ value, name }));
    case kind.channel:
      return screen.rooms
        .filter((room) => takesRoom(option, room.kind))
        .map((room) => ({ value: room.id, name: `#${room.name}` }));
    default:
      return null;
  }
}

/** Those in whose names this text is: first where it begins one. */
export function fittingChoices(choices: readonly Choice[], text: string): Choice[] {
  const bare = (words: string): string => words.trim().toLowerCase().replace(/^[#@]/, '');
  const wanted = bare(text);
  const begins = ({ name }: Choice): boolean => bare(name).startsWith(wanted);
  const fitting = choices.filter(({ name }) => bare(name).includes(wanted));
  return [...fitting.filter(begins), ...fitting.filter((choice) => !begins(choice))];
}

/** Types of channels: Discord's documentation, "Channel Types". */
const typesOf = { channel: [0, 5], thread: [10, 11, 12], dm: [] as number[] };

function takesRoom(option: JsonObject, room: keyof typeof typesOf): boolean {
  const types = option.channel_types;
  if (room === 'dm') return false;
  return !Array.isArray(types) || types.length === 0 || typesOf[room].some((type) => types.includes(type));
}

export function isKnownOption({ type }: JsonObject): boolean {
  return (Object.values(kind) as unknown[]).includes(type);
}

/** What keeps the command from being sent, by option. */
export function draftErrors(command: DiscordCommand, draft: Draft, screen: DiscordScreen): Record<string, string> {
  const found: Record<string, string> = {};
  for (const option of command.options) {
    const name = textAt(option, 'name');
    const error = errorOf(option, draft[name] ?? { text: '', value: null }, screen);
    if (error !== null) found[name] = error;
  }
  return found;
}

function errorOf(option: JsonObject, { text, value }: Typed, screen: DiscordScreen): string | null {
  if (text === '') return option.required === true ? 'This option is required. Specify a value.' : null;
  if (fixedChoices(option, screen) !== null) return value === null ? 'Choose one of the list.' : null;
  if (option.type === kind.integer || option.type === kind.number) {
    const number = Number(text);
    if (!Number.isFinite(number) || text.trim() === '') return 'Enter a valid number.';
    if (option.type === kind.integer && !Number.isInteger(number)) return 'Enter a valid integer.';
    return outOf(number, numberAt(option, 'min_value'), numberAt(option, 'max_value'), 'Enter a number');
  }
  // A suggestion is the app's own text, and not measured as it is shown.
  const { length } = value ?? text;
  return outOf(length, numberAt(option, 'min_length'), numberAt(option, 'max_length'), 'Its length has to be');
}

function outOf(value: number, least: number | null, most: number | null, words: string): string | null {
  if (least !== null && value < least) return `${words} ${least} or more.`;
  if (most !== null && value > most) return `${words} ${most} or less.`;
  return null;
}

/** What is sent: nothing for a field that is empty, or not yet right while another one is typed into. */
export function draftValues(command: DiscordCommand, draft: Draft, screen: DiscordScreen): OptionValues {
  const values: OptionValues = {};
  for (const option of command.options) {
    const name = textAt(option, 'name');
    const typed = draft[name];
    if (!typed || typed.text === '' || errorOf(option, typed, screen) !== null) continue;
    const value = typed.value ?? typed.text;
    if (option.type === kind.boolean) values[name] = value === 'true';
    else if (option.type === kind.integer || option.type === kind.number) values[name] = Number(value);
    else values[name] = value;
  }
  return values;
}
