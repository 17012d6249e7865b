import { spellCommand } from '#bots/command-spelling.ts';
import type { Inline, PersonRef } from '#core/messages/message.ts';
import { oneLine } from '#core/messages/visible-text.ts';
import { escapeText } from './escape.ts';
import { clipPieces, clipText } from './fit.ts';

/** Longest text of one indivisible piece; a longer name or link text is cut inside, so that there is always room for the rest. */
const pieceText = 200;
const longestLink = 1_600;

const idPattern = /^\d{1,20}$/;

/** Inlines in Discord's markup, as pieces that must not be cut through. */
export function inlinePieces(inlines: readonly Inline[]): string[] {
  return inlines.flatMap(inlinePiece);
}

function inlinePiece(inline: Inline): string[] {
  if (typeof inline === 'string') return escapeText(inline);
  if ('strong' in inline) return [bold(inline.strong)];
  if ('at' in inline) return [timestamp(inline.at, inline.as)];
  if ('person' in inline) return [person(inline.person)];
  if ('link' in inline) return [link(inline.link, inline.label)];
  if ('command' in inline) return [code(spellCommand(inline.on ?? 'discord', inline.command, inline.rest))];
  if ('channel' in inline)
    return idPattern.test(inline.channel) ? [`<#${inline.channel}>`] : escapeText(`#${inline.channel}`);
  return [code(inline.code)];
}

export function bold(text: string): string {
  const inside = clipPieces(escapeText(oneLine(text)), pieceText);
  return inside === '' ? '' : `**${inside}**`;
}

/** Discord shows it in the reader's own zone. It takes whole seconds. */
function timestamp(at: number, as: 'date-time' | 'time' | 'relative'): string {
  const style = { 'date-time': 'F', time: 't', relative: 'R' }[as];
  return `<t:${Math.floor(at / 1_000)}:${style}>`;
}

/** A handle does not ping: no message of ours is allowed to. */
function person({ name, accounts }: PersonRef): string {
  const account = accounts.find(({ platform, userId }) => platform === 'discord' && idPattern.test(userId));
  return account ? `<@${account.userId}>` : bold(name) || 'somebody';
}

/** The angle brackets keep Discord from showing a preview of the page. */
function link(address: string, label: string): string {
  const text = clipText(oneLine(label), pieceText);
  const url = webAddress(address);
  if (url === null) return escapeText(text).join('');
  // Discord shows no link whose text looks like another address.
  if (text === '' || text === address || text.includes('://')) return `<${url}>`;
  return `[${escapeText(text).join('')}](<${url}>)`;
}

function webAddress(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const { protocol, href } = new URL(address);
  if (protocol !== 'https:' && protocol !== 'http:') return null;
  const url = href.replaceAll('<', '%3C').replaceAll('>', '%3E').replaceAll('@', '%40');
  return url.length > longestLink ? null : url;
}

/** There is no escaping within code: a backtick would end it, and a mention is looked for even there. */
function code(text: string): string {
  const inside = clipText(oneLine(text).replaceAll('`', "'"), pieceText).replaceAll(
    /@(?=everyone|here|[!&]?\d)/g,
    '@\u200b',
  );
  return inside === '' ? '' : `\`${inside}\``;
}
