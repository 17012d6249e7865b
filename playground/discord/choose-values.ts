import { ComponentType } from './components.ts';
import { type JsonObject, numberAt, objectsOf, textAt } from './json.ts';
import type { Resolved } from './resolved.ts';
import type { World } from './world.ts';

/**
 * The values of a select as the client would send them, after the checks the client makes: how many, and that each can be chosen at all.
 *
 * @throws {Error} for a choice that a person could not make
 */
export function chosenValues(
  world: World,
  select: JsonObject,
  values: readonly string[],
  required: boolean,
  resolved: Resolved,
): string[] {
  const name = `"${textAt(select, 'custom_id')}"`;
  const least = numberAt(select, 'min_values') ?? 1;
  const most = numberAt(select, 'max_values') ?? 1;
  if (values.length > most) throw new Error(`${name} takes at most ${most} of ${values.length} values.`);
  if (values.length < least && (required || values.length > 0))
    throw new Error(`${name} needs at least ${least} values.`);
  if (new Set(values).size < values.length) throw new Error(`${name}: a value is chosen twice.`);
  for (const value of values) checkValue(world, select, value, name, resolved);
  return [...values];
}

function checkValue(world: World, select: JsonObject, value: string, name: string, resolved: Resolved): void {
  const type = select.type;
  if (type === ComponentType.StringSelect) {
    const options = objectsOf(select.options).map((option) => textAt(option, 'value'));
    if (!options.includes(value)) throw new Error(`${name} has no option "${value}", only: ${options.join(', ')}`);
  } else if (type === ComponentType.ChannelSelect) {
    const types = select.channel_types;
    if (Array.isArray(types) && types.length > 0 && !types.includes(world.channel(value).type)) {
      throw new Error(`${name} does not offer channels of this type.`);
    }
    resolved.channel(value);
  } else if (
    type === ComponentType.UserSelect ||
    (type === ComponentType.MentionableSelect && world.users.has(value))
  ) {
    resolved.user(value);
  } else {
    resolved.role(value);
  }
}
