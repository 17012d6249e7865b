import { anyText, imageShape, mrkdwnText, plainText } from './composition-rules.ts';
import { accessories, actionElements, elements, inputElements } from './element-rules.ts';
import { type Fields, isFields, objectsIn } from './fields.ts';
import { richText } from './rich-text-rules.ts';
import {
  all,
  among,
  byType,
  type Finding,
  flag,
  list,
  picked,
  type Rule,
  shape,
  text,
  together,
  whole,
} from './rule.ts';

/** Where blocks stand: 50 of them in a message, 100 in a modal or a Home tab (docs.slack.dev/reference/block-kit/blocks). */
export type Surface = 'message' | 'modal' | 'home';

const MAX_BLOCKS: Record<Surface, number> = { message: 50, modal: 100, home: 100 };

const blockId = { block_id: text(255) };

const tableCell = byType({
  raw_text: shape({ type: among('raw_text'), text: text(3000) }),
  raw_number: shape({ type: among('raw_number'), value: whole(-1e15, 1e15), text: text(3000) }),
  rich_text: richText,
});

const blocks: Record<string, Rule> = {
  section: all(
    shape(
      { type: among('section') },
      {
        ...blockId,
        text: anyText(3000),
        fields: list(anyText(2000), 1, 10),
        accessory: byType(accessories),
        expand: flag,
      },
    ),
    together((block) =>
      block.text === undefined && block.fields === undefined ? 'must define either `text` or `fields`' : undefined,
    ),
  ),
  header: shape({ type: among('header'), text: plainText(150) }, blockId),
  divider: shape({ type: among('divider') }, blockId),
  context: shape(
    {
      type: among('context'),
      elements: list(byType({ ...picked(elements, 'image'), mrkdwn: anyText(3000), plain_text: anyText(3000) }), 1, 10),
    },
    blockId,
  ),
  actions: shape({ type: among('actions'), elements: list(byType(actionElements), 1, 25) }, blockId),
  input: shape(
    { type: among('input'), label: plainText(2000), element: byType(inputElements) },
    { ...blockId, hint: plainText(2000), optional: flag, dispatch_action: flag },
  ),
  image: imageShape({ ...blockId, title: plainText(2000) }),
  rich_text: richText,
  markdown: shape({ type: among('markdown'), text: text(12_000) }, blockId),
  alert: shape(
    { type: among('alert'), text: anyText(200) },
    { ...blockId, level: among('default', 'info', 'warning', 'error', 'success') },
  ),
  table: shape(
    { type: among('table'), rows: list(list(tableCell, 1, 20), 1, 100) },
    {
      ...blockId,
      column_settings: list(shape({}, { align: among('left', 'center', 'right'), is_wrapped: flag }), 1, 20),
    },
  ),
  video: shape(
    {
      type: among('video'),
      video_url: text(3000),
      thumbnail_url: text(3000),
      alt_text: text(2000),
      title: plainText(199),
    },
    {
      ...blockId,
      title_url: text(3000),
      author_name: text(49),
      provider_name: text(255),
      provider_icon_url: text(3000),
      description: plainText(200),
    },
  ),
  card: all(
    shape(
      { type: among('card') },
      {
        ...blockId,
        hero_image: imageShape({}),
        icon: imageShape({}),
        title: mrkdwnText(150),
        subtitle: mrkdwnText(150),
        body: mrkdwnText(200),
        actions: list(byType(picked(elements, 'button')), 1, 3),
      },
    ),
    together((card) =>
      card.hero_image || card.title || card.actions || card.body
        ? undefined
        : 'must define one of `hero_image`, `title`, `actions` and `body`',
    ),
  ),
};

const everywhere = ['section', 'header', 'divider', 'context', 'actions', 'input', 'image', 'rich_text', 'video'];

const blocksOn: Record<Surface, Record<string, Rule>> = {
  message: picked(blocks, ...everywhere, 'markdown', 'alert', 'table', 'card'),
  modal: picked(blocks, ...everywhere, 'alert'),
  home: picked(blocks, ...everywhere),
};

/** The elements of a block that a person can use. */
export function interactiveElements(block: Fields): Fields[] {
  if (block.type === 'section') return isFields(block.accessory) ? [block.accessory] : [];
  if (block.type === 'input') return isFields(block.element) ? [block.element] : [];
  if (block.type === 'actions') return objectsIn(block.elements);
  if (block.type === 'card') return objectsIn(block.actions);
  return [];
}

function checkAcross(list: Fields[], surface: Surface, pointer: string, findings: Finding[]): void {
  const seen = new Set<unknown>();
  let focused = 0;
  list.forEach((block, index) => {
    const at = `${pointer}/${index}`;
    if (block.block_id !== undefined) {
      if (seen.has(block.block_id)) {
        findings.push({ message: `\`block_id\` must be unique: ${String(block.block_id)}`, pointer: `${at}/block_id` });
      }
      seen.add(block.block_id);
    }
    const actionIds = new Set<unknown>();
    for (const element of interactiveElements(block)) {
      if (element.action_id !== undefined && actionIds.has(element.action_id)) {
        findings.push({
          message: `\`action_id\` "${String(element.action_id)}" already exists in this block`,
          pointer: at,
        });
      }
      actionIds.add(element.action_id);
      if (element.focus_on_load === true) {
        focused += 1;
        if (surface === 'message') {
          findings.push({ message: '`focus_on_load` is only available in views', pointer: at });
        }
      }
      if (element.response_url_enabled === true && (surface !== 'modal' || block.type !== 'input')) {
        findings.push({ message: '`response_url_enabled` needs an input block in a modal', pointer: at });
      }
    }
  });
  if (focused > 1) findings.push({ message: 'only one element may have `focus_on_load`', pointer });
}

/** What Slack would refuse in these blocks. Empty when they are fine. */
export function checkBlocks(value: unknown, surface: Surface, pointer = '/blocks'): Finding[] {
  const findings: Finding[] = [];
  list(byType(blocksOn[surface]), 0, MAX_BLOCKS[surface])(value, pointer, findings);
  if (Array.isArray(value) && value.every(isFields)) checkAcross(value, surface, pointer, findings);
  if (surface === 'message') {
    const markdown = objectsIn(value).filter((block) => block.type === 'markdown');
    const length = markdown.reduce((sum, block) => sum + String(block.text).length, 0);
    if (length > 12_000) findings.push({ message: 'markdown blocks exceed 12000 characters in total', pointer });
  }
  return findings;
}

/** Characters of every text in a message's blocks; what `msg_blocks_too_long` counts. */
export function charactersIn(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, entry) => sum + charactersIn(entry), 0);
  if (!isFields(value)) return 0;
  return Object.entries(value).reduce(
    (sum, [name, entry]) => sum + (name === 'text' && typeof entry === 'string' ? entry.length : charactersIn(entry)),
    0,
  );
}
