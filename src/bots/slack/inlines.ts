import { spellCommand } from '#bots/command-spelling.ts';
import type { Inline, PersonRef } from '#core/messages/message.ts';
import { type PlainReader, plainInlines } from '#core/messages/plain-text.ts';
import { oneLine } from '#core/messages/visible-text.ts';
import { escapeText } from './escape.ts';
import { clipPieces, clipText, joinPieces, type Piece } from './fit.ts';

/** Who reads a message, and where. */
export interface SlackReader {
  /** The workspace whose people can be shown by their handle. */
  workspaceId: string;
  /** IANA, for text that Slack does not put into the reader's zone; null: UTC is written, and said. */
  zone: string | null;
  /** False in channels, where a handle would notify. */
  handles: boolean;
}

/** Longest text of one indivisible piece; a longer name or link text is cut inside, so that there is always room for the rest. */
const pieceText = 200;
const longestLink = 1_000;

/** Slack shows these in the reader's own zone and language; the fallback is for clients that cannot. */
const dateFormats = {
  'date-time': '{date_long_pretty} at {time}',
  time: '{time}',
  relative: '{ago}',
} as const;

export function plainReader(zone: string | null): PlainReader {
  return { zone, spell: ({ command, rest, on }) => spellCommand(on ?? 'slack', command, rest) };
}

/** Inlines in Slack's markup. In a headline, which is bold as a whole, nothing is bold by itself. */
export function inlinePieces(inlines: readonly Inline[], reader: SlackReader, emphasis = true): Piece[] {
  return inlines.flatMap((inline) => inlinePiece(inline, reader, emphasis ? strong : plain));
}

function inlinePiece(inline: Inline, reader: SlackReader, emphasise: (text: string) => string): Piece[] {
  if (typeof inline === 'string') return escapeText(inline);
  if ('strong' in inline) return [emphasise(inline.strong)];
  if ('at' in inline) return [moment(inline, reader)];
  if ('person' in inline) return [person(inline.person, reader, emphasise)];
  if ('link' in inline) return link(inline.link, inline.label);
  if ('command' in inline) return [code(spellCommand(inline.on ?? 'slack', inline.command, inline.rest))];
  if ('channel' in inline)
    return /^[CG][A-Z0-9]+$/.test(inline.channel) ? [`<#${inline.channel}>`] : escapeText(`#${inline.channel}`);
  return [code(inline.code)];
}

function plain(text: string): string {
  return clipPieces(escapeText(oneLine(text)), pieceText);
}

export function strong(text: string): string {
  return bold(plain(text));
}

/** Slack takes no bold text that begins or ends with a mark of its own; such a text stays as it is. */
export function bold(markup: string): string {
  return /^$|^[*_~`]|\u200b$/.test(markup) ? markup : `*${markup}*`;
}

function moment(inline: { at: number; as: keyof typeof dateFormats }, reader: SlackReader): string {
  const fallback = joinPieces(escapeText(plainInlines([inline], plainReader(reader.zone)))).replaceAll('|', '/');
  return `<!date^${Math.floor(inline.at / 1_000)}^${dateFormats[inline.as]}|${fallback}>`;
}

function person({ name, accounts }: PersonRef, reader: SlackReader, emphasise: (text: string) => string): string {
  const account = accounts.find(
    ({ platform, userId, workspaceId }) =>
      platform === 'slack' && workspaceId === reader.workspaceId && /^[UW][A-Z0-9]+$/.test(userId),
  );
  if (account && reader.handles) return `<@${account.userId}>`;
  return emphasise(name) || 'somebody';
}

function link(address: string, label: string): Piece[] {
  const url = webAddress(address);
  if (url === null) return escapeText(label);
  const text = plain(label);
  return [text === '' || label === address ? `<${url}>` : `<${url}|${text.replaceAll('|', '/')}>`];
}

function webAddress(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const { protocol, href } = new URL(address);
  if (protocol !== 'https:' && protocol !== 'http:') return null;
  const url = href.replaceAll('|', '%7C').replaceAll('<', '%3C').replaceAll('>', '%3E').replaceAll('&', '&amp;');
  return url.length > longestLink ? null : url;
}

/** Within code only Slack's control characters need an escape; a backtick would end it. */
function code(text: string): string {
  const inside = clipText(oneLine(text).replaceAll('`', "'"), pieceText)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
  return inside === '' ? '' : `\`${inside}\``;
}
