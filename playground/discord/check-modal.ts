import { checkCustomId, checkGroup, checkRequired, checkSelect, refuseDisabled } from './check-controls.ts';
import { ComponentType, selectTypes } from './components.ts';
import { createForm, type Form, type Path } from './form.ts';
import { isObject, type JsonObject } from './json.ts';

/**
 * Refuses a modal that Discord would refuse. Its OpenAPI document allows 40 components where the documentation says 1 to 5; the smaller
 * number is the one an app may rely on.
 *
 * @throws {ApiError} 50035
 */
export function checkModal(data: JsonObject): void {
  const form = createForm();
  const seen = new Set<string>();
  form.text(data, 'custom_id', ['data'], { min: 1, max: 100, required: true });
  form.text(data, 'title', ['data'], { min: 1, max: 45, required: true });
  const components = form.list(data, 'components', ['data'], { min: 1, max: 5, required: true });
  for (const [index, component] of components.entries())
    checkTopLevel(form, component, ['data', 'components', index], seen);
  form.refuseIfWrong();
}

function checkTopLevel(form: Form, component: JsonObject, path: Path, seen: Set<string>): void {
  if (component.type === ComponentType.TextDisplay) {
    form.text(component, 'content', path, { min: 1, max: 4000, required: true });
  } else if (component.type === ComponentType.Label) {
    form.text(component, 'label', path, { min: 1, max: 45, required: true });
    form.text(component, 'description', path, { max: 100 });
    const inner = component.component;
    if (isObject(inner)) checkLabelled(form, inner, [...path, 'component'], seen);
    else form.missing([...path, 'component']);
  } else if (component.type === ComponentType.ActionRow) {
    const [input] = form.list(component, 'components', path, { min: 1, max: 1, required: true });
    if (input === undefined) return;
    const here = [...path, 'components', 0];
    if (input.type === ComponentType.TextInput) {
      form.text(input, 'label', here, { min: 1, max: 45, required: true });
      checkTextInput(form, input, here, seen);
    } else {
      refuse(form, here);
    }
  } else {
    refuse(form, path);
  }
}

function checkLabelled(form: Form, component: JsonObject, path: Path, seen: Set<string>): void {
  const type = Number(component.type);
  if (type === ComponentType.TextInput) {
    checkTextInput(form, component, path, seen);
  } else if (selectTypes.includes(type)) {
    checkSelect(form, component, path, seen, 'modal');
  } else if (type === ComponentType.RadioGroup || type === ComponentType.CheckboxGroup) {
    checkGroup(form, component, path, seen);
  } else if (type === ComponentType.Checkbox) {
    checkCustomId(form, component, path, seen);
    refuseDisabled(form, component, path);
    if (component.required !== undefined) {
      form.fail([...path, 'required'], 'CHECKBOX_CANNOT_BE_REQUIRED', 'A checkbox cannot be required');
    }
  } else if (type === ComponentType.FileUpload) {
    checkCustomId(form, component, path, seen);
    refuseDisabled(form, component, path);
    form.integer(component, 'min_values', path, { min: 0, max: 10 });
    form.integer(component, 'max_values', path, { min: 1, max: 10 });
    checkRequired(form, component, path);
  } else {
    refuse(form, path);
  }
}

function checkTextInput(form: Form, input: JsonObject, path: Path, seen: Set<string>): void {
  checkCustomId(form, input, path, seen);
  refuseDisabled(form, input, path);
  form.choice(input, 'style', path, [1, 2], true);
  form.text(input, 'placeholder', path, { max: 100 });
  const least = form.integer(input, 'min_length', path, { min: 0, max: 4000 }) ?? 0;
  const most = form.integer(input, 'max_length', path, { min: 1, max: 4000 }) ?? 4000;
  if (least > most)
    form.fail([...path, 'min_length'], 'TEXT_INPUT_MIN_LENGTH_TOO_LARGE', 'min_length must be at most max_length');
  const value = form.text(input, 'value', path, { max: most });
  if (value !== undefined && value !== '' && value.length < least) {
    form.fail([...path, 'value'], 'BASE_TYPE_BAD_LENGTH', `Must be between ${least} and ${most} in length.`);
  }
}

function refuse(form: Form, path: Path): void {
  form.fail([...path, 'type'], 'UNION_TYPE_CHOICES', 'Value of field "type" is not allowed here.');
}
