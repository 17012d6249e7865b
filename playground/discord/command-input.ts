import { OptionType } from './check-command.ts';
import { type JsonObject, numberAt, objectsOf, textAt } from './json.ts';
import { includes, type PermissionName } from './permissions.ts';
import type { Resolved } from './resolved.ts';
import type { Application, Channel, World } from './world.ts';

/** What a person typed into a command's options, by name; users, roles and channels by id. */
export type CommandOptions = Record<string, string | number | boolean>;

/** `confab book` is the subcommand `book` of `confab`. */
export interface FoundCommand {
  application: Application;
  command: JsonObject & { id: string; name: string };
  /** The groups and subcommand on the way, outer first. */
  path: JsonObject[];
  /** The options that this command or subcommand takes. */
  options: JsonObject[];
}

/**
 * Finds a command that this person is offered here, as the client's menu would.
 *
 * @throws {Error} when it is not registered, or not offered to them or here
 */
export function findCommand(world: World, fullName: string, userId: string, channel: Channel): FoundCommand {
  const [name = '', ...rest] = fullName.split(' ');
  for (const application of world.applications.values()) {
    const offered = [...application.commands.values()].filter((command) =>
      isOffered(world, application, command, userId, channel),
    );
    // A server's own command hides a global one of the same name.
    const command = offered.filter((one) => one.name === name).sort((one) => (one.guild_id === undefined ? 1 : -1))[0];
    if (command === undefined) continue;
    const path: JsonObject[] = [];
    let options = objectsOf(command.options);
    for (const part of rest) {
      const next = options.find((option) => option.name === part && isNested(option));
      if (next === undefined) throw new Error(`/${name} has no subcommand "${part}".`);
      path.push(next);
      options = objectsOf(next.options);
    }
    if (options.some(isNested)) throw new Error(`/${fullName} cannot be run by itself: it has subcommands.`);
    return { application, command, path, options };
  }
  throw new Error(
    `/${name} is not offered to this person here: not registered, or not for this place or these permissions.`,
  );
}

/** A command as the client's menu shows it: its full name, and the options that it takes as they were registered. */
export interface OfferedCommand {
  name: string;
  description: string;
  options: JsonObject[];
}

/** Every command and subcommand that this person is offered here, by name. */
export function offeredCommands(world: World, userId: string, channel: Channel): OfferedCommand[] {
  const found = new Map<string, OfferedCommand>();
  const take = (prefix: string, command: JsonObject): void => {
    const name = `${prefix}${textAt(command, 'name')}`;
    const options = objectsOf(command.options);
    const nested = options.filter(isNested);
    for (const inner of nested) take(`${name} `, inner);
    if (nested.length === 0) found.set(name, { name, description: textAt(command, 'description'), options });
  };
  for (const application of world.applications.values()) {
    const offered = [...application.commands.values()].filter((command) =>
      isOffered(world, application, command, userId, channel),
    );
    // A server's own command hides a global one of the same name.
    for (const command of offered.sort((one) => (one.guild_id === undefined ? -1 : 1))) take('', command);
  }
  return structuredClone([...found.values()].sort((one, other) => (one.name < other.name ? -1 : 1)));
}

/**
 * The `options` of the interaction, after the checks of the client. While `focused` names an option being typed, nothing is required of the
 * others, and its text is sent as it stands.
 *
 * @throws {Error} for what the client would not send
 */
export function commandData(
  found: FoundCommand,
  given: CommandOptions,
  resolved: Resolved,
  world: World,
  focused?: string,
): JsonObject {
  for (const name of Object.keys(given)) {
    if (!found.options.some((option) => option.name === name)) throw new Error(`The command has no option "${name}".`);
  }
  const sent = found.options.flatMap((option): JsonObject[] => {
    const name = textAt(option, 'name');
    const value = given[name];
    if (value === undefined) {
      if (option.required === true && focused === undefined) throw new Error(`Option "${name}" is required.`);
      return [];
    }
    if (name === focused) return [{ name, type: option.type, value: String(value), focused: true }];
    return [{ name, type: option.type, value: checkedValue(world, option, value, resolved) }];
  });
  const options = found.path.reduceRight<JsonObject[]>(
    (inner, part) => [{ name: part.name, type: part.type, options: inner }],
    sent,
  );
  const wire = resolved.wire();
  return {
    id: found.command.id,
    name: found.command.name,
    type: 1,
    ...(options.length === 0 ? {} : { options }),
    ...(wire === undefined ? {} : { resolved: wire }),
    ...(found.command.guild_id === undefined ? {} : { guild_id: found.command.guild_id }),
  };
}

function isOffered(
  world: World,
  application: Application,
  command: JsonObject,
  userId: string,
  channel: Channel,
): boolean {
  if ((numberAt(command, 'type') ?? 1) !== 1) return false;
  const contexts = command.contexts;
  const context = channel.guildId === null ? 1 : 0;
  if (Array.isArray(contexts) ? !contexts.includes(context) : context === 1 && command.dm_permission === false)
    return false;
  if (command.guild_id !== undefined && command.guild_id !== channel.guildId) return false;
  if (channel.guildId === null)
    return channel.memberIds.includes(application.botUserId) && channel.memberIds.includes(userId);
  if (!world.guild(channel.guildId).members.has(application.botUserId)) return false;
  const permissions = world.permissionsIn(channel, userId);
  const usual: PermissionName[] = ['ViewChannel', 'UseApplicationCommands'];
  if (!includes(permissions, ...usual)) return false;
  const needed = command.default_member_permissions;
  if (typeof needed !== 'string') return true;
  // "0" is for administrators only.
  if (needed === '0') return includes(permissions, 'Administrator');
  return (permissions & BigInt(needed)) === BigInt(needed);
}

function checkedValue(
  world: World,
  option: JsonObject,
  value: string | number | boolean,
  resolved: Resolved,
): string | number | boolean {
  const name = `Option "${textAt(option, 'name')}"`;
  const choices = objectsOf(option.choices);
  if (choices.length > 0 && !choices.some((choice) => choice.value === value))
    throw new Error(`${name} has no choice ${value}.`);
  switch (option.type) {
    case OptionType.String:
      if (typeof value !== 'string' || value === '') throw new Error(`${name} takes a text.`);
      if (
        value.length < (numberAt(option, 'min_length') ?? 0) ||
        value.length > (numberAt(option, 'max_length') ?? 6000)
      ) {
        throw new Error(`${name}: the text is too short or too long.`);
      }
      return value;
    case OptionType.Integer:
    case OptionType.Number:
      if (typeof value !== 'number' || (option.type === OptionType.Integer && !Number.isInteger(value)))
        throw new Error(`${name} takes a number.`);
      if (
        value < (numberAt(option, 'min_value') ?? Number.NEGATIVE_INFINITY) ||
        value > (numberAt(option, 'max_value') ?? Number.POSITIVE_INFINITY)
      ) {
        throw new Error(`${name}: the number is too small or too large.`);
      }
      return value;
    case OptionType.Boolean:
      if (typeof value !== 'boolean') throw new Error(`${name} takes true or false.`);
      return value;
    default:
      return checkedId(world, option, String(value), name, resolved);
  }
}

function checkedId(world: World, option: JsonObject, id: string, name: string, resolved: Resolved): string {
  if (option.type === OptionType.User) resolved.user(id);
  else if (option.type === OptionType.Role) resolved.role(id);
  else if (option.type === OptionType.Mentionable) world.users.has(id) ? resolved.user(id) : resolved.role(id);
  else if (option.type === OptionType.Channel) {
    const types = option.channel_types;
    if (Array.isArray(types) && types.length > 0 && !types.includes(world.channel(id).type))
      throw new Error(`${name} does not offer channels of this type.`);
    resolved.channel(id);
  } else throw new Error(`${name}: attachments are not supported here.`);
  return id;
}

function isNested(option: JsonObject): boolean {
  return option.type === OptionType.Subcommand || option.type === OptionType.SubcommandGroup;
}
