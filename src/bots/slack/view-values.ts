import type { ViewOutput } from '@slack/bolt';

type Value = ViewOutput['state']['values'][string][string];

/** What stands in a field whose block_id is `block` and whose action_id is `action`. */
function stateOf(view: ViewOutput, block: string, action: string): Value | undefined {
  return view.state.values[block]?.[action];
}

/** Empty where nothing was typed or there is no such field. */
export function textOf(view: ViewOutput, name: string): string {
  return stateOf(view, name, name)?.value ?? '';
}

export function optionOf(view: ViewOutput, block: string, action = block): { text: string; value: string } | null {
  const chosen = stateOf(view, block, action)?.selected_option;
  return chosen ? { text: chosen.text.text, value: chosen.value } : null;
}

export function isTicked(view: ViewOutput, name: string): boolean {
  return (stateOf(view, name, name)?.selected_options ?? []).length > 0;
}

export function usersOf(view: ViewOutput, name: string): string[] {
  return stateOf(view, name, name)?.selected_users ?? [];
}

export function conversationOf(view: ViewOutput, name: string): string | null {
  return stateOf(view, name, name)?.selected_conversation ?? null;
}

/** The input block to point at: the first of the wanted that the view has, else its first one. Slack shows errors nowhere else. */
export function inputBlock(view: ViewOutput, ...wanted: string[]): string {
  const inputs = view.blocks.flatMap((block) => (block.type === 'input' && block.block_id ? [block.block_id] : []));
  return wanted.find((name) => inputs.includes(name)) ?? inputs[0] ?? '';
}
