import { chosenValues } from './choose-values.ts';
import { ComponentType, eachComponent, selectTypes } from './components.ts';
import type { ShownModal } from './interactions.ts';
import { isObject, type JsonObject, numberAt, objectsOf, textAt } from './json.ts';
import type { Resolved } from './resolved.ts';
import type { World } from './world.ts';

/** What a person typed, chose or ticked, by `custom_id`. What is left out stays as the modal prefilled it. */
export type ModalFields = Record<string, string | readonly string[] | boolean>;

/**
 * The submitted components exactly as Discord sends them: a Label wraps `component`, a row of the old kind holds `components`.
 *
 * @throws {Error} where the client would not let the person submit: a required field left empty, a text too short or long, no such option
 */
export function modalSubmission(
  world: World,
  modal: ShownModal,
  fields: ModalFields,
  resolved: Resolved,
): JsonObject[] {
  const known = eachComponent(modal.components)
    .map((component) => textAt(component, 'custom_id'))
    .filter((id) => id !== '');
  for (const customId of Object.keys(fields)) {
    if (!known.includes(customId)) throw new Error(`The modal has no field "${customId}", only: ${known.join(', ')}`);
  }
  const answer = (component: JsonObject): JsonObject => ({
    type: component.type,
    id: component.id,
    custom_id: component.custom_id,
    ...submittedValue(world, component, fields[textAt(component, 'custom_id')], resolved),
  });

  return modal.components.map((component) => {
    const outer = { type: component.type, id: component.id };
    if (component.type === ComponentType.Label)
      return { ...outer, component: isObject(component.component) ? answer(component.component) : {} };
    if (component.type === ComponentType.ActionRow)
      return { ...outer, components: objectsOf(component.components).map(answer) };
    return outer;
  });
}

function submittedValue(
  world: World,
  component: JsonObject,
  given: ModalFields[string] | undefined,
  resolved: Resolved,
): JsonObject {
  const type = Number(component.type);
  const required = component.required !== false;
  if (type === ComponentType.TextInput)
    return { value: checkedText(component, given ?? textAt(component, 'value'), required) };
  if (type === ComponentType.Checkbox) {
    if (given !== undefined && typeof given !== 'boolean') throw wrongKind(component, 'true or false');
    return { value: given ?? component.default === true };
  }
  if (typeof given === 'boolean') throw wrongKind(component, 'a text or a list of texts');
  const values = given === undefined ? prefilled(component) : [given].flat();
  if (selectTypes.includes(type)) return { values: chosenValues(world, component, values, required, resolved) };
  if (type === ComponentType.RadioGroup) {
    if (values.length > 1) throw wrongKind(component, 'one option');
    if (values.length === 0 && required) throw new Error(`"${textAt(component, 'custom_id')}" must be answered.`);
    checkOptions(component, values);
    return { value: values[0] ?? null };
  }
  if (type === ComponentType.CheckboxGroup) {
    checkOptions(component, values);
    const most = numberAt(component, 'max_values') ?? objectsOf(component.options).length;
    const least = numberAt(component, 'min_values') ?? 1;
    if (values.length > most || (values.length < least && (required || values.length > 0)))
      throw wrongKind(component, `${least} to ${most} options`);
    return { values };
  }
  if (values.length > (numberAt(component, 'max_values') ?? 1) || (values.length === 0 && required))
    throw wrongKind(component, 'files');
  return { values: values.map((filename) => uploaded(world, filename, resolved)) };
}

function checkedText(input: JsonObject, given: ModalFields[string], required: boolean): string {
  if (typeof given !== 'string') throw wrongKind(input, 'a text');
  const name = `"${textAt(input, 'custom_id')}"`;
  const least = numberAt(input, 'min_length') ?? 0;
  const most = numberAt(input, 'max_length') ?? 4000;
  if (given === '' && required) throw new Error(`${name} must be answered.`);
  if (given !== '' && given.length < least) throw new Error(`${name} needs at least ${least} characters.`);
  if (given.length > most) throw new Error(`${name} takes at most ${most} characters.`);
  if (input.style === 1 && given.includes('\n')) throw new Error(`${name} is one line.`);
  return given;
}

function checkOptions(group: JsonObject, values: readonly string[]): void {
  const options = objectsOf(group.options).map((option) => textAt(option, 'value'));
  for (const value of values) {
    if (!options.includes(value))
      throw new Error(`"${textAt(group, 'custom_id')}" has no option "${value}", only: ${options.join(', ')}`);
  }
}

function prefilled(component: JsonObject): string[] {
  const options = objectsOf(component.options).filter((option) => option.default === true);
  const defaults = objectsOf(component.default_values);
  return [...options.map((option) => textAt(option, 'value')), ...defaults.map((one) => textAt(one, 'id'))];
}

function uploaded(world: World, filename: string, resolved: Resolved): string {
  const id = world.newId();
  const attachment = {
    id,
    filename,
    contentType: 'application/octet-stream',
    description: null,
    bytes: new TextEncoder().encode(filename),
  };
  resolved.attachment(
    attachment,
    `https://cdn.discordapp.com/ephemeral-attachments/${id}/${encodeURIComponent(filename)}`,
  );
  return id;
}

function wrongKind(component: JsonObject, wanted: string): Error {
  return new Error(`"${textAt(component, 'custom_id')}" takes ${wanted}.`);
}
