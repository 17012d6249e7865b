import type { ActionsBlock, KnownBlock, SectionBlock, Button as SlackButton } from '@slack/web-api';
import { encodeAction } from '#bots/action-id.ts';
import type { Button, Message, MessageNode, Section } from '#core/messages/message.ts';
import { plainInlines, plainText } from '#core/messages/plain-text.ts';
import { visible } from '#core/messages/visible-text.ts';
import { escapeText } from './escape.ts';
import { clipPieces, joinPieces, type Piece } from './fit.ts';
import { bold, inlinePieces, plainReader, type SlackReader, strong } from './inlines.ts';
import { limits } from './limits.ts';
import { plainObject } from './plain-object.ts';

/** How many blocks and characters there are to fill. */
interface Room {
  blocks: number;
  characters: number;
}

const messageRoom: Room = { blocks: limits.messageBlocks, characters: limits.messageCharacters };
const viewRoom: Room = { blocks: limits.viewBlocks, characters: limits.viewCharacters };
const tooMuch = '_There is more than fits here._';

/** A message as chat.postMessage, chat.update and a response_url take it. `text` is what notifications show and screen readers read. */
export interface SlackMessage {
  text: string;
  blocks: KnownBlock[];
  unfurl_links: false;
  unfurl_media: false;
}

/** A message looks to a reader as it did before, so one that is said again and again (help is) is rendered once for all who read alike. */
const rendered = new WeakMap<Message, Map<string, SlackMessage>>();

export function renderMessage(message: Message, reader: SlackReader): SlackMessage {
  const alike = `${reader.workspaceId} ${reader.zone} ${reader.handles}`;
  const before = rendered.get(message);
  const known = before?.get(alike);
  if (known) return known;
  const made = makeMessage(message, reader);
  if (before) before.set(alike, made);
  else rendered.set(message, new Map([[alike, made]]));
  return made;
}

function makeMessage(message: Message, reader: SlackReader): SlackMessage {
  const text = clipPieces(escapeFallback(plainText(message, plainReader(reader.zone))), limits.text);
  return {
    text: text.trim() || '–',
    blocks: fill(message, reader, messageRoom),
    unfurl_links: false,
    unfurl_media: false,
  };
}

/** As `escapeText`, but for web addresses: with a mark in it broken an address would lead nowhere, and Slack takes none in it for formatting. */
function escapeFallback(text: string): Piece[] {
  return text
    .slice(0, limits.text)
    .split(/(https?:\/\/[^\s<>()]+)/)
    .flatMap((part, index) => (index % 2 === 1 ? [part.replaceAll('&', '&amp;')] : escapeText(part)));
}

/** A message as part of a modal or the Home tab. `taken`: blocks that stand there besides. */
export function renderInView(message: Message, reader: SlackReader, taken = 0): KnownBlock[] {
  return fill(message, reader, { ...viewRoom, blocks: viewRoom.blocks - taken });
}

function fill(message: Message, reader: SlackReader, room: Room): KnownBlock[] {
  const blocks: KnownBlock[] = [];
  const headline = clipPieces(inlinePieces(message.headline, reader, false), limits.section - 2);
  // Bold ends with the line, so a headline is one.
  const line = headline.replaceAll('\n', ' ').trim();
  if (line !== '') blocks.push(section(bold(line)));
  const last = actionRows(message.buttons ?? [], plainInlines(message.headline, plainReader(reader.zone)));
  const more = section(tooMuch);
  for (const part of message.sections) {
    const taken = sizeOf([...blocks, ...last, more]);
    const added = sectionBlocks(part, reader, {
      blocks: room.blocks - taken.blocks,
      characters: room.characters - taken.characters,
    });
    if (added === null) {
      blocks.push(more);
      break;
    }
    blocks.push(...added);
  }
  blocks.push(...last);
  return blocks.length > 0 ? blocks : [section('–')];
}

/** The buttons come first, because a text can be cut and a button cannot. Null when not even they fit. */
function sectionBlocks({ nodes, buttons }: Section, reader: SlackReader, room: Room): KnownBlock[] | null {
  const rows = actionRows(buttons, firstLine(nodes, reader));
  const taken = sizeOf(rows);
  let { blocks, characters } = { blocks: room.blocks - taken.blocks, characters: room.characters - taken.characters };
  if (blocks < 0 || characters < 0 || (blocks === 0 && rows.length === 0)) return null;
  const texts: SectionBlock[] = [];
  for (const pieces of together(nodes.map((node) => nodePieces(node, reader)))) {
    const text = clipPieces(pieces, Math.min(limits.section, characters));
    if (blocks === 0) break;
    if (text.trim() === '') continue;
    texts.push(section(text));
    blocks -= 1;
    characters -= text.length;
  }
  return [...texts, ...rows];
}

/** Nodes that fit into one block share it: fewer blocks, and lines closer together. */
function together(nodes: Piece[][]): Piece[][] {
  const packs: Piece[][] = [];
  for (const node of nodes) {
    const pack = packs.at(-1);
    if (pack && lengthOf(pack) + 1 + lengthOf(node) <= limits.section) pack.push('\n', ...node);
    else packs.push([...node]);
  }
  return packs;
}

function nodePieces(node: MessageNode, reader: SlackReader): Piece[] {
  if ('text' in node) return inlinePieces(node.text, reader);
  if ('quote' in node) {
    const lines = visible(node.quote).trim().split('\n');
    return joined(lines.map((line) => ['> ', ...escapeText(line)]));
  }
  if ('facts' in node) {
    return joined(node.facts.map(({ label, value }) => [strong(`${label}:`), ' ', ...inlinePieces(value, reader)]));
  }
  return joined(node.list.map((item) => ['• ', ...inlinePieces(item, reader)]));
}

function joined(lines: Piece[][]): Piece[] {
  return lines.flatMap((line, index) => (index === 0 ? line : ['\n', ...line]));
}

function firstLine(nodes: readonly MessageNode[], reader: SlackReader): string {
  const text = plainText({ headline: [], sections: [{ nodes, buttons: [] }] }, plainReader(reader.zone));
  return text.trim().split('\n')[0] ?? '';
}

/** Rows of buttons. Slack refuses the same action twice in one block, and nobody needs it twice. */
function actionRows(buttons: readonly Button[], about: string): ActionsBlock[] {
  const elements = new Map(buttons.map((button) => [encodeAction(button.action), slackButton(button, about)]));
  const rows: ActionsBlock[] = [];
  for (const element of elements.values()) {
    const row = rows.at(-1);
    if (row && row.elements.length < limits.buttonsInRow) row.elements.push(element);
    else rows.push({ type: 'actions', elements: [element] });
  }
  return rows;
}

const styles = { main: 'primary', careful: 'danger' } as const;

function slackButton({ action, label, weight }: Button, about: string): SlackButton {
  return {
    type: 'button',
    action_id: encodeAction(action),
    text: plainObject(label, limits.button),
    accessibility_label: plainObject(about ? `${label}: ${about}` : label, limits.accessibilityLabel).text,
    ...(weight ? { style: styles[weight] } : {}),
  };
}

/** `verbatim`: Slack must not look for addresses, channels and mentions in what we escaped. */
function section(text: string): SectionBlock {
  return { type: 'section', text: { type: 'mrkdwn', text, verbatim: true } };
}

function sizeOf(blocks: readonly KnownBlock[]): Room {
  const characters = blocks.reduce((sum, block) => {
    if (block.type === 'section') return sum + (block.text?.text.length ?? 0);
    if (block.type !== 'actions') return sum;
    return (
      sum +
      block.elements.reduce((length, element) => length + ('text' in element ? (element.text?.text.length ?? 0) : 0), 0)
    );
  }, 0);
  return { blocks: blocks.length, characters };
}

function lengthOf(pieces: readonly Piece[]): number {
  return joinPieces(pieces).length;
}
