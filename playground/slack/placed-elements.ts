import { interactiveElements } from './block-rules.ts';
import { type Fields, isFields, objectsIn, stringOf } from './fields.ts';
import type { Ids } from './ids.ts';

/** An element a person can use, with the block it stands in. */
export interface PlacedElement {
  block: Fields;
  element: Fields;
  type: string;
  blockId: string;
  actionId: string;
  /** In an input block, using it tells the app only when the block asks for it. */
  inInput: boolean;
}

export function placedElements(blocks: Fields[]): PlacedElement[] {
  return blocks.flatMap((block) =>
    interactiveElements(block).map((element) => ({
      block,
      element,
      type: stringOf(element.type) ?? '',
      blockId: stringOf(block.block_id) ?? '',
      actionId: stringOf(element.action_id) ?? '',
      inInput: block.type === 'input',
    })),
  );
}

/** A copy of the blocks in which every block and element has an id; Slack makes up those the app left out, anew each time. */
export function withIds(blocks: unknown, ids: Ids): Fields[] {
  const copies = structuredClone(objectsIn(blocks));
  for (const block of copies) {
    block.block_id ??= ids.hex(5);
    for (const element of interactiveElements(block)) {
      if (element.type !== 'image') element.action_id ??= ids.hex(5);
    }
  }
  return copies;
}

/** The words on an element: a button's text, an input's label. */
export function labelOf({ block, element }: PlacedElement): string | undefined {
  const source = isFields(element.text) ? element.text : block.label;
  return isFields(source) ? stringOf(source.text) : undefined;
}
