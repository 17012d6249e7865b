import type { Instant } from '#core/time/clock.ts';
import { formatTime, formatWhen } from '#core/time/format-when.ts';
import type { Inline, Message, MessageNode } from './message.ts';
import { oneLine, visible } from './visible-text.ts';

export interface PlainReader {
  /** IANA; null: times are written in UTC, and say so. */
  zone: string | null;
  /** How a command is typed where the reader is. */
  spell(command: Extract<Inline, { command: unknown }>): string;
}

/** One line of text, for fallbacks, field errors and e-mail. Line breaks in names become spaces. */
export function plainInlines(inlines: readonly Inline[], reader: PlainReader): string {
  return inlines.map((inline) => plainInline(inline, reader)).join('');
}

/** The same with its moments left as such, for whoever writes them by the reader's own clock. */
export function plainPieces(inlines: readonly Inline[], reader: PlainReader): (string | { at: Instant })[] {
  const pieces: (string | { at: Instant })[] = [];
  for (const inline of inlines) {
    if (typeof inline === 'object' && 'at' in inline) {
      pieces.push({ at: inline.at });
      continue;
    }
    const last = pieces.at(-1);
    const text = plainInline(inline, reader);
    if (typeof last === 'string') pieces[pieces.length - 1] = last + text;
    else pieces.push(text);
  }
  return pieces;
}

function plainInline(inline: Inline, reader: PlainReader): string {
  if (typeof inline === 'string') return visible(inline);
  if ('strong' in inline) return visible(inline.strong);
  if ('at' in inline) {
    const zone = reader.zone ?? 'UTC';
    // Plain text is read at any time, so "in 2 hours" would soon be a lie: the moment is written out.
    return inline.as === 'time' ? `${formatTime(inline.at, zone)} (${zone})` : formatWhen(inline.at, zone);
  }
  if ('person' in inline) return oneLine(inline.person.name);
  if ('link' in inline) return inline.label === inline.link ? inline.link : `${inline.label} (${inline.link})`;
  if ('command' in inline) return reader.spell(inline);
  if ('channel' in inline) return 'the announcement channel';
  return inline.code;
}

function plainNode(node: MessageNode, reader: PlainReader): string {
  if ('text' in node) return plainInlines(node.text, reader);
  if ('facts' in node) return node.facts.map((fact) => `${fact.label}: ${plainInlines(fact.value, reader)}`).join('\n');
  if ('list' in node) return node.list.map((item) => `- ${plainInlines(item, reader)}`).join('\n');
  return visible(node.quote)
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');
}

/** The whole message without its buttons: for e-mail, logs of the demo, and everything that shows neither Discord's nor Slack's markup. */
export function plainText(message: Message, reader: PlainReader): string {
  const several = message.sections.length > 1;
  const parts = [plainInlines(message.headline, reader)];
  message.sections.forEach((section, index) => {
    const text = section.nodes.map((node) => plainNode(node, reader)).join('\n');
    if (text) parts.push(several ? `${index + 1}. ${text}` : text);
  });
  return parts.join('\n\n');
}
