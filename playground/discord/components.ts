import { isObject, type JsonObject, numberAt, objectsOf } from './json.ts';

/** Component types: Discord's documentation, "Component Reference". */
export const ComponentType = {
  ActionRow: 1,
  Button: 2,
  StringSelect: 3,
  TextInput: 4,
  UserSelect: 5,
  RoleSelect: 6,
  MentionableSelect: 7,
  ChannelSelect: 8,
  Section: 9,
  TextDisplay: 10,
  Thumbnail: 11,
  MediaGallery: 12,
  File: 13,
  Separator: 14,
  Container: 17,
  Label: 18,
  FileUpload: 19,
  RadioGroup: 21,
  CheckboxGroup: 22,
  Checkbox: 23,
} as const;

export const selectTypes: readonly number[] = [
  ComponentType.StringSelect,
  ComponentType.UserSelect,
  ComponentType.RoleSelect,
  ComponentType.MentionableSelect,
  ComponentType.ChannelSelect,
];

const selectDefaults: JsonObject = { min_values: 1, max_values: 1, disabled: false };
const defaultsByType: Record<number, JsonObject> = {
  [ComponentType.Container]: { accent_color: null, spoiler: false },
  [ComponentType.Separator]: { spacing: 1, divider: true },
  [ComponentType.Thumbnail]: { spoiler: false },
};

/** Every component of a message or modal, outer before inner, in the order they are shown. */
export function eachComponent(components: readonly JsonObject[]): JsonObject[] {
  return components.flatMap((component) => {
    const inner = [...objectsOf(component.components)];
    for (const key of ['component', 'accessory']) {
      const single = component[key];
      if (isObject(single)) inner.push(single);
    }
    return [component, ...eachComponent(inner)];
  });
}

/** A copy in which every component has an `id`, counted on where the app gave none (or 0). */
export function withIds(components: readonly JsonObject[]): JsonObject[] {
  const copy = structuredClone(components) as JsonObject[];
  const all = eachComponent(copy);
  const taken = new Set(all.map((component) => numberAt(component, 'id')).filter((id) => id !== undefined && id !== 0));
  let next = 1;
  for (const component of all) {
    if ((numberAt(component, 'id') ?? 0) !== 0) continue;
    while (taken.has(next)) next += 1;
    component.id = next;
    taken.add(next);
  }
  return copy;
}

/** A message's components as Discord gives them back: with ids, and with the settings that the app left out. */
export function asReturned(components: readonly JsonObject[]): JsonObject[] {
  const copy = withIds(components);
  for (const component of eachComponent(copy)) {
    const type = Number(component.type);
    const defaults: JsonObject = selectTypes.includes(type) ? selectDefaults : (defaultsByType[type] ?? {});
    for (const [key, value] of Object.entries(defaults)) component[key] ??= value;
  }
  return copy;
}

export function findByCustomId(components: readonly JsonObject[], customId: string): JsonObject | undefined {
  return eachComponent(components).find((component) => component.custom_id === customId);
}
