import type { SlackView } from '../../slack/messages.ts';
import { type Fields, fieldsOf, listOf, stringOf } from './fields.ts';
import { inputsIn, keyOf, type Option, optionOf, optionsOf, type Placed, takesSeveral } from './placed.ts';

/** What stands in an element: text, or what is chosen. */
export type Entry = string | Option[];
/** What a person typed or chose, by `keyOf` its element. */
export type Drafts = Readonly<Record<string, Entry>>;

/** The same as Slack's servers hold it. */
function heldEntry({ blockId, actionId, type }: Placed, values: SlackView['values']): Entry {
  const value = fieldsOf(values[blockId]?.[actionId]);
  if (value.type !== type) return '';
  if ('selected_option' in value)
    return [fieldsOf(value.selected_option)].filter(({ text }) => text).map((one) => optionOf(one));
  if ('selected_options' in value) return listOf(value.selected_options).map((one) => optionOf(one));
  const [, chosen] =
    Object.entries(value).find(([name]) => /^selected_(user|conversation|channel)s?$/.test(name)) ?? [];
  if (chosen !== undefined)
    return [chosen]
      .flat()
      .flatMap((id) => (typeof id === 'string' ? [{ value: id, label: '', description: '', group: '' }] : []));
  return stringOf(value.value ?? value.selected_date ?? value.selected_time);
}

/** What an element shows: what the person did to it, else what the app put there. */
export function entryIn(placed: Placed, drafts: Drafts, values: SlackView['values']): Entry {
  return drafts[keyOf(placed)] ?? heldEntry(placed, values);
}

/** What is left of the drafts when the app has drawn the view anew: where block_id, action_id and type are the same, and what was chosen is still offered. */
export function keptDrafts(blocks: readonly Fields[], drafts: Drafts): Drafts {
  const kept = inputsIn(blocks).flatMap((placed) => {
    const draft = drafts[keyOf(placed)];
    if (draft === undefined) return [];
    const offered = optionsOf(placed.element);
    const gone =
      typeof draft !== 'string' &&
      offered.length > 0 &&
      draft.some(({ value }) => !offered.some((option) => option.value === value));
    return gone ? [] : [[keyOf(placed), draft] as const];
  });
  return Object.fromEntries(kept);
}

/** Whether the choice is told when it is made: where the app hears of it, or where only Slack's servers know what was offered. */
export function isToldAtOnce({ heard, type }: Placed): boolean {
  return heard || type.endsWith('external_select');
}

/** As an action of the playground tells it. */
export function entryValue({ type }: Placed, entry: Entry): string | string[] | null {
  if (typeof entry === 'string') return entry === '' ? null : entry;
  const values = entry.map(({ value }) => value);
  return takesSeveral(type) ? values : (values[0] ?? null);
}

/** What goes out with a form: all that was typed or chosen in it and was not told yet. */
export function valuesToSend(
  blocks: readonly Fields[],
  drafts: Drafts,
): Record<string, Record<string, string | string[] | null>> {
  const values: Record<string, Record<string, string | string[] | null>> = {};
  for (const placed of inputsIn(blocks)) {
    const draft = drafts[keyOf(placed)];
    if (draft === undefined || (typeof draft !== 'string' && isToldAtOnce(placed))) continue;
    values[placed.blockId] = { ...values[placed.blockId], [placed.actionId]: entryValue(placed, draft) };
  }
  return values;
}
