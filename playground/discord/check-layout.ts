import { checkButton, checkSelect } from './check-controls.ts';
import { ComponentType, eachComponent, selectTypes } from './components.ts';
import type { Form, Path } from './form.ts';
import { isObject, type JsonObject, objectsOf, textAt } from './json.ts';

/** A Components V2 message holds 40 components, nested ones counted, and this much text over all its text displays. */
const MOST_COMPONENTS = 40;
const MOST_TEXT = 4000;

const topLevelTypes: readonly number[] = [
  ComponentType.ActionRow,
  ComponentType.Section,
  ComponentType.TextDisplay,
  ComponentType.MediaGallery,
  ComponentType.File,
  ComponentType.Separator,
  ComponentType.Container,
];
const inContainer = topLevelTypes.filter((type) => type !== ComponentType.Container);

/** Checks a message's components by the rules of its kind: five plain rows, or the layout of Components V2. */
export function checkLayout(form: Form, components: readonly JsonObject[], v2: boolean): void {
  const seen = new Set<string>();
  if (!v2) {
    if (components.length > 5) form.fail(['components'], 'BASE_TYPE_MAX_LENGTH', 'Must be 5 or fewer in length.');
    for (const [index, row] of components.entries()) {
      const path = ['components', index];
      if (row.type === ComponentType.ActionRow) checkRow(form, row, path, seen);
      else refuseType(form, path, [ComponentType.ActionRow]);
    }
    refuseRepeatedIds(form, components);
    return;
  }
  const all = eachComponent(components);
  if (all.length > MOST_COMPONENTS) {
    form.fail(
      ['components'],
      'COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED',
      `The total number of components cannot exceed ${MOST_COMPONENTS}`,
    );
  }
  const text = all
    .filter((component) => component.type === ComponentType.TextDisplay)
    .map((component) => textAt(component, 'content'));
  if (text.join('').length > MOST_TEXT) {
    form.fail(['components'], 'COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED', `Total text size cannot exceed ${MOST_TEXT}`);
  }
  for (const [index, component] of components.entries())
    checkPart(form, component, ['components', index], topLevelTypes, seen);
  refuseRepeatedIds(form, components);
}

function checkPart(form: Form, part: JsonObject, path: Path, allowed: readonly number[], seen: Set<string>): void {
  const type = allowed.find((one) => one === part.type);
  if (type === undefined) {
    refuseType(form, path, allowed);
  } else if (type === ComponentType.ActionRow) {
    checkRow(form, part, path, seen);
  } else if (type === ComponentType.TextDisplay) {
    form.text(part, 'content', path, { min: 1, max: MOST_TEXT, required: true });
  } else if (type === ComponentType.Section) {
    const texts = form.list(part, 'components', path, { min: 1, max: 3, required: true });
    for (const [index, text] of texts.entries())
      checkPart(form, text, [...path, 'components', index], [ComponentType.TextDisplay], seen);
    const accessory = part.accessory;
    if (!isObject(accessory)) form.missing([...path, 'accessory']);
    else checkPart(form, accessory, [...path, 'accessory'], [ComponentType.Button, ComponentType.Thumbnail], seen);
  } else if (type === ComponentType.Container) {
    const inner = form.list(part, 'components', path, { min: 1, max: MOST_COMPONENTS, required: true });
    for (const [index, component] of inner.entries())
      checkPart(form, component, [...path, 'components', index], inContainer, seen);
  } else if (type === ComponentType.Button) {
    checkButton(form, part, path, seen);
  } else if (type === ComponentType.Thumbnail) {
    checkMedia(form, part, 'media', path);
  } else if (type === ComponentType.File) {
    checkMedia(form, part, 'file', path);
  } else if (type === ComponentType.MediaGallery) {
    const items = form.list(part, 'items', path, { min: 1, max: 10, required: true });
    for (const [index, item] of items.entries()) checkMedia(form, item, 'media', [...path, 'items', index]);
  }
}

function checkMedia(form: Form, holder: JsonObject, key: string, path: Path): void {
  const media = holder[key];
  if (isObject(media)) form.text(media, 'url', [...path, key], { min: 1, max: 2048, required: true });
  else form.missing([...path, key]);
}

/** A row holds up to five buttons or one select. */
function checkRow(form: Form, row: JsonObject, path: Path, seen: Set<string>): void {
  const children = form.list(row, 'components', path, { min: 1, max: 5, required: true });
  const selects = children.filter((child) => selectTypes.includes(Number(child.type)));
  if (selects.length > 0 && children.length > 1) {
    form.fail(
      [...path, 'components'],
      'COMPONENT_LAYOUT_WIDTH_EXCEEDED',
      'The specified component exceeds the maximum width',
    );
  }
  for (const [index, child] of children.entries()) {
    const here = [...path, 'components', index];
    if (child.type === ComponentType.Button) checkButton(form, child, here, seen);
    else if (selectTypes.includes(Number(child.type))) checkSelect(form, child, here, seen, 'message');
    else refuseType(form, here, [ComponentType.Button, ...selectTypes]);
  }
}

function refuseType(form: Form, path: Path, allowed: readonly number[]): void {
  form.fail([...path, 'type'], 'UNION_TYPE_CHOICES', `Value of field "type" must be one of (${allowed.join(', ')}).`);
}

function refuseRepeatedIds(form: Form, components: readonly JsonObject[]): void {
  const ids = eachComponent(objectsOf(components))
    .map((component) => component.id)
    .filter((id) => typeof id === 'number' && id !== 0);
  if (new Set(ids).size < ids.length) {
    form.fail(['components'], 'COMPONENT_ID_DUPLICATED', 'Component ids must be unique in a message');
  }
}
