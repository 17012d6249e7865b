/** Slack's markup, read into plain data (docs.slack.dev/messaging/formatting-message-text). What it does not make out stays text. */

const styles = { '*': 'bold', _: 'italic', '~': 'strike' } as const;

export type Inline =
  | { is: 'text'; text: string }
  | { is: (typeof styles)[keyof typeof styles]; inside: Inline[] }
  | { is: 'code'; text: string }
  | { is: 'link'; url: string; text: string }
  | { is: 'mention'; kind: 'person' | 'channel'; id: string; label: string }
  /** `here`, `channel`, `everyone`, or a user group. */
  | { is: 'broadcast'; name: string }
  /** `at`: milliseconds since the epoch. */
  | { is: 'moment'; at: number; format: string; url: string | null; fallback: string };

export type Paragraph = { is: 'lines' | 'quote'; lines: Inline[][] } | { is: 'preformatted'; text: string };

const entities: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };

function decode(text: string): string {
  return text.replace(/&(?:amp|lt|gt);/g, (entity) => entities[entity] ?? entity);
}

export function readMrkdwn(text: string): Paragraph[] {
  return text.split(/```([\s\S]+?)```\n?/).flatMap((part, index): Paragraph[] => {
    if (index % 2 === 1) return [{ is: 'preformatted', text: decode(part.replace(/^\n|\n$/g, '')) }];
    return part === '' ? [] : linesIn(part);
  });
}

function linesIn(text: string): Paragraph[] {
  const paragraphs: { is: 'lines' | 'quote'; lines: Inline[][] }[] = [];
  for (const line of text.split('\n')) {
    const quoted = /^(?:>|&gt;) ?(.*)$/.exec(line);
    const is = quoted ? 'quote' : 'lines';
    const last = paragraphs.at(-1);
    const inlines = readInlines(quoted?.[1] ?? line);
    if (last?.is === is) last.lines.push(inlines);
    else paragraphs.push({ is, lines: [inlines] });
  }
  return paragraphs;
}

const angle = /<([^<>\n]+)>/y;
const code = /`([^`\n]+)`(?!\u200b)/y;

function matchAt(pattern: RegExp, text: string, index: number): RegExpExecArray | null {
  pattern.lastIndex = index;
  return pattern.exec(text);
}

function readInlines(text: string): Inline[] {
  const inlines: Inline[] = [];
  let plain = '';
  let index = 0;
  while (index < text.length) {
    const found = inlineAt(text, index);
    if (found) {
      if (plain !== '') inlines.push({ is: 'text', text: decode(plain) });
      plain = '';
      inlines.push(found.inline);
      index = found.end;
    } else {
      plain += text[index];
      index += 1;
    }
  }
  if (plain !== '') inlines.push({ is: 'text', text: decode(plain) });
  return inlines;
}

function inlineAt(text: string, index: number): { inline: Inline; end: number } | null {
  const mark = text[index];
  if (mark === '<') {
    const match = matchAt(angle, text, index);
    const inline = match && readAngle(match[1] ?? '');
    return inline ? { inline, end: angle.lastIndex } : null;
  }
  if (mark === '`') {
    const match = matchAt(code, text, index);
    return match ? { inline: { is: 'code', text: decode(match[1] ?? '') }, end: code.lastIndex } : null;
  }
  if (mark !== '*' && mark !== '_' && mark !== '~') return null;
  const end = closingOf(text, index, mark);
  return end === null
    ? null
    : { inline: { is: styles[mark], inside: readInlines(text.slice(index + 1, end)) }, end: end + 1 };
}

/**
 * Where the style that begins here ends. Slack sees a mark only at the edge of a word, and none that a zero-width space follows, which is how
 * texts that must not format are written.
 */
function closingOf(text: string, start: number, mark: string): number | null {
  if (/[\p{L}\p{N}]/u.test(text[start - 1] ?? '') || /^(?:$|[\s\u200b])/.test(text.slice(start + 1, start + 2)))
    return null;
  for (let index = start + 1; index < text.length; index += 1) {
    if (text[index] === '<' && matchAt(angle, text, index)) index = angle.lastIndex - 1;
    else if (text[index] === '`' && matchAt(code, text, index)) index = code.lastIndex - 1;
    else if (text[index] === mark && index > start + 1) {
      const closes = !/\s/.test(text[index - 1] ?? '') && !/[\p{L}\p{N}\u200b]/u.test(text[index + 1] ?? '');
      if (closes) return index;
    }
  }
  return null;
}

function readAngle(inside: string): Inline | null {
  const bar = inside.indexOf('|');
  const target = bar < 0 ? inside : inside.slice(0, bar);
  const label = bar < 0 ? '' : decode(inside.slice(bar + 1));
  const date = /^!date\^(\d+)\^([^^]+)(?:\^(.+))?$/.exec(target);
  if (date) {
    const [, seconds, format = '', url] = date;
    return { is: 'moment', at: Number(seconds) * 1_000, format, url: url ? decode(url) : null, fallback: label };
  }
  const special = /^!(here|channel|everyone)$/.exec(target);
  if (special) return { is: 'broadcast', name: special[1] ?? '' };
  if (target.startsWith('!subteam^')) return { is: 'broadcast', name: label.replace(/^@/, '') || target.slice(9) };
  const [first = '', id] = [target[0], target.slice(1)];
  if (first === '@') return { is: 'mention', kind: 'person', id, label };
  if (first === '#') return { is: 'mention', kind: 'channel', id, label };
  if (first === '!') return null;
  const url = decode(target);
  return { is: 'link', url, text: label || url };
}
