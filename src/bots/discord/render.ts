/**
 * A `Message` as Discord takes it: text, quotes in embeds, buttons in rows. These older components are used on purpose: their text is also
 * what notifications and screen readers get. Whatever the message, the result is within Discord's limits.
 */
import {
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
  type APIComponentInMessageActionRow,
  type APIEmbed,
  type APIStringSelectComponent,
  ButtonStyle,
  ComponentType,
} from 'discord.js';
import { encodeAction } from '#bots/action-id.ts';
import type { Button, Inline, Message, MessageNode } from '#core/messages/message.ts';
import { oneLine } from '#core/messages/visible-text.ts';
import { escapeText } from './escape.ts';
import { clipPieces, clipText, shareBudget } from './fit.ts';
import { bold, inlinePieces } from './inlines.ts';
import { limits } from './limits.ts';

export interface Payload {
  content: string;
  embeds: APIEmbed[];
  components: APIActionRowComponent<APIComponentInMessageActionRow>[];
}

export interface Extras {
  /** Shown above the buttons. */
  select?: APIStringSelectComponent;
  /** A last paragraph. */
  note?: readonly Inline[];
}

export function render(message: Message, extras: Extras = {}): Payload {
  const numbered = message.sections.length > 1 && message.sections.some(({ buttons }) => buttons.length > 0);
  return {
    content: layLines(linesOf(message, numbered, extras.note ?? []), limits.content) || '…',
    embeds: quotesOf(message, numbered),
    components: rowsOf(message, numbered, extras.select),
  };
}

interface Line {
  /** What stands before the line and is never cut: line breaks, a number, a bullet. */
  lead: string;
  pieces: string[];
}

/** A line that gets less room than this says nothing; rather, the last lines are left out. */
const leastUseful = 24;

function linesOf(message: Message, numbered: boolean, note: readonly Inline[]): Line[] {
  const lines: Line[] = [{ lead: '', pieces: inlinePieces(message.headline) }];
  message.sections.forEach((section, index) => {
    const number = numbered ? numberOf(index) : '';
    const own = section.nodes.flatMap(nodeLines);
    if (own.length === 0 && number) own.push({ lead: '', pieces: [] });
    own.forEach((line, position) => {
      const lead = position === 0 ? `\n\n${number}${line.lead}` : `\n${line.lead}`;
      lines.push({ lead, pieces: line.pieces });
    });
  });
  if (note.length > 0) lines.push({ lead: '\n\n', pieces: inlinePieces(note) });
  return lines;
}

/** Bold, because `1. ` would begin one of Discord's own lists. */
function numberOf(index: number): string {
  return `**${index + 1}.** `;
}

function nodeLines(node: MessageNode): Line[] {
  if ('text' in node) return [{ lead: '', pieces: inlinePieces(node.text) }];
  if ('facts' in node) {
    return node.facts.map(({ label, value }) => ({
      lead: '',
      pieces: [bold(`${label}:`), ' ', ...inlinePieces(value)],
    }));
  }
  if ('list' in node) return node.list.map((item) => ({ lead: '- ', pieces: inlinePieces(item) }));
  return [];
}

function layLines(lines: readonly Line[], budget: number): string {
  const more = '\n…';
  const lengths = lines.map(({ pieces }) => pieces.join('').length);
  let needed = 0;
  let kept = lines.findIndex((line, index) => {
    needed += line.lead.length + Math.min(lengths[index] ?? 0, leastUseful);
    return needed > budget - more.length;
  });
  if (kept === -1) kept = lines.length;
  const shown = lines.slice(0, kept);
  const ending = kept < lines.length ? more : '';
  const fixed = shown.reduce((sum, { lead }) => sum + lead.length, ending.length);
  const shares = shareBudget(lengths.slice(0, kept), budget - fixed);
  return (
    shown.map(({ lead, pieces }, index) => lead + clipPieces(pieces, shares[index] ?? 0)).join('') + ending
  ).trim();
}

function quotesOf(message: Message, numbered: boolean): APIEmbed[] {
  const quotes = message.sections.flatMap(({ nodes }, index) =>
    nodes.flatMap((node) => {
      const pieces = 'quote' in node ? escapeText(node.quote.trim()) : [];
      if (pieces.join('').trim() === '') return [];
      return [numbered ? [numberOf(index), ...pieces] : pieces];
    }),
  );
  const shown = quotes.slice(0, limits.embeds);
  const wanted = shown.map((pieces) => Math.min(pieces.join('').length, limits.embedDescription));
  const shares = shareBudget(wanted, limits.embedTotal);
  return shown.map((pieces, index) => ({ description: clipPieces(pieces, shares[index] ?? 0) }));
}

type Row = APIActionRowComponent<APIComponentInMessageActionRow>;

function rowsOf(message: Message, numbered: boolean, select: APIStringSelectComponent | undefined): Row[] {
  const taken = new Set<string>(select ? [select.custom_id] : []);
  const fresh = (buttons: readonly Button[], prefix: string) =>
    buttons.flatMap((button) => {
      const component = buttonOf(button, prefix);
      // Discord refuses a message with the same id twice.
      if (taken.has(component.custom_id)) return [];
      taken.add(component.custom_id);
      return [component];
    });
  const bySection = message.sections.map(({ buttons }, index) => fresh(buttons, numbered ? `${index + 1}. ` : ''));
  const ending = inRows(fresh(message.buttons ?? [], ''));
  const selectRows = select ? [rowOf([select])] : [];
  const room = limits.rows - selectRows.length - Math.min(ending.length, 1);

  const apart = bySection.flatMap(inRows);
  // With more sections than rows the buttons follow one another; their numbers still say what they belong to.
  const rows = apart.length <= room ? apart : inRows(bySection.flat()).slice(0, room);
  return [...selectRows, ...rows, ...ending].slice(0, limits.rows);
}

function inRows(buttons: readonly APIButtonComponentWithCustomId[]): Row[] {
  const rows: Row[] = [];
  for (let at = 0; at < buttons.length; at += limits.rowButtons)
    rows.push(rowOf(buttons.slice(at, at + limits.rowButtons)));
  return rows;
}

function rowOf(components: APIComponentInMessageActionRow[]): Row {
  return { type: ComponentType.ActionRow, components };
}

function buttonOf({ action, label, weight }: Button, prefix: string): APIButtonComponentWithCustomId {
  const styles = { main: ButtonStyle.Primary, careful: ButtonStyle.Danger, plain: ButtonStyle.Secondary } as const;
  return {
    type: ComponentType.Button,
    style: styles[weight ?? 'plain'],
    label: clipText(prefix + (oneLine(label) || '…'), limits.buttonLabel),
    custom_id: encodeAction(action),
  };
}
