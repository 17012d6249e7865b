/**
 * Discord's markdown, read into a tree; nothing in it is ever HTML. Source: Discord's help pages on text formatting ("Markdown Text 101"), and
 * "Message Formatting" of its developers' documentation. Where these say nothing, what is not closed is shown as it was written.
 */

export type Inline =
  | { is: 'text'; text: string }
  | { is: 'bold' | 'italic' | 'underline' | 'strike'; inside: Inline[] }
  | { is: 'code'; text: string }
  | { is: 'link'; href: string; inside: Inline[] }
  | { is: 'person' | 'channel' | 'role'; id: string }
  | { is: 'everyone'; text: string }
  | { is: 'command'; name: string }
  | { is: 'moment'; at: number; style: string };

export interface Item {
  inside: Inline[];
  /** How deep it is set in: 0, 1, ... */
  depth: number;
  /** The number of an ordered item; null for a bullet. */
  number: number | null;
}

export type Block =
  /** Line breaks are part of its texts. */
  | { is: 'text'; inside: Inline[] }
  | { is: 'heading'; level: 1 | 2 | 3; inside: Inline[] }
  | { is: 'subtext'; inside: Inline[] }
  | { is: 'list'; items: Item[] }
  | { is: 'quote'; blocks: Block[] }
  | { is: 'code-block'; language: string; text: string };

export function readMarkdown(text: string): Block[] {
  return readBlocks(text.replaceAll('\r\n', '\n'), true);
}

const fence = /```(?:([\w+.-]+)\n)?\n*([\s\S]+?)\n*```/y;

/** Quotes do not stand in quotes. */
function readBlocks(text: string, quotes: boolean): Block[] {
  const blocks: Block[] = [];
  let lines: string[] = [];
  const flush = (): void => {
    if (lines.length > 0) blocks.push(...readLines(lines, quotes));
    lines = [];
  };
  // Code first: nothing within it means anything. What stands before and after it on its line are lines of their own.
  let from = 0;
  for (let at = text.indexOf('```'); at !== -1; at = text.indexOf('```', at + 1)) {
    fence.lastIndex = at;
    const match = fence.exec(text);
    const line = text.slice(text.lastIndexOf('\n', at - 1) + 1, at);
    // Of a quote it is a part, and read with it.
    if (!match || (quotes && /^>{1,3} /.test(line)) || text[at - 1] === '\\') continue;
    const before = text.slice(from, at).replace(/\n$/, '');
    if (quotes && /^>>> /m.test(before)) break;
    if (before !== '') lines.push(...before.split('\n'));
    flush();
    blocks.push({ is: 'code-block', language: match[1] ?? '', text: match[2] ?? '' });
    from = at + match[0].length;
    if (text[from] === '\n') from += 1;
    at = from - 1;
  }
  const rest = text.slice(from);
  if (rest !== '') lines.push(...rest.split('\n'));
  flush();
  return blocks;
}

function readLines(lines: readonly string[], quotes: boolean): Block[] {
  const blocks: Block[] = [];
  let plain: string[] = [];
  const flush = (): void => {
    if (plain.length > 0) blocks.push({ is: 'text', inside: readInlines(plain.join('\n')) });
    plain = [];
  };
  const put = (block: Block): void => {
    flush();
    blocks.push(block);
  };
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (quotes && line.startsWith('>>> ')) {
      put({ is: 'quote', blocks: readBlocks([line.slice(4), ...lines.slice(at + 1)].join('\n'), false) });
      break;
    }
    if (quotes && line.startsWith('> ')) {
      const quoted = [line.slice(2)];
      for (; lines[at + 1]?.startsWith('> '); at += 1) quoted.push(lines[at + 1]?.slice(2) ?? '');
      put({ is: 'quote', blocks: readBlocks(quoted.join('\n'), false) });
      continue;
    }
    const [, hashes, title = ''] = /^(#{1,3})\s+(\S.*)$/.exec(line) ?? [];
    const [, small] = /^-#\s+(\S.*)$/.exec(line) ?? [];
    const item = readItem(line);
    if (hashes !== undefined) {
      put({ is: 'heading', level: hashes.length as 1 | 2 | 3, inside: readInlines(title) });
    } else if (small !== undefined) {
      put({ is: 'subtext', inside: readInlines(small) });
    } else if (item) {
      const last = plain.length === 0 ? blocks.at(-1) : undefined;
      if (last?.is === 'list') last.items.push(item);
      else put({ is: 'list', items: [item] });
    } else {
      plain.push(line);
    }
  }
  flush();
  return blocks;
}

function readItem(line: string): Item | null {
  const [, indent = '', mark = '', content] = /^( *)([-*]|\d{1,9}\.)\s+(\S.*)$/.exec(line) ?? [];
  if (content === undefined) return null;
  return {
    inside: readInlines(content),
    depth: Math.ceil(indent.length / 2),
    number: /\d/.test(mark) ? Number.parseInt(mark, 10) : null,
  };
}

type Rule = [pattern: RegExp, read: (groups: string[], inLink: boolean) => Inline | null];

const around = (is: 'bold' | 'italic' | 'underline' | 'strike', pattern: RegExp): Rule => [
  pattern,
  ([, inside = ''], inLink) => ({ is, inside: readInlines(inside, inLink) }),
];
const link = (href: string, inside: Inline[]): Inline | null =>
  URL.canParse(href) ? { is: 'link', href, inside } : null;
/** Discord shows what is beyond any calendar as it was written. */
const momentOf = (at: number, style: string): Inline | null =>
  Math.abs(at) <= 8.64e15 ? { is: 'moment', at, style } : null;
const bare: Rule[1] = ([, href = ''], inLink) => (inLink ? null : link(href, [{ is: 'text', text: href }]));

/** Tried in turn wherever a text has not been understood yet; a backslash within a pair does not end it. */
const rules: Rule[] = [
  [/\\([^0-9A-Za-z\s])/y, ([, text = '']) => ({ is: 'text', text })],
  [/(`+)([\s\S]*?[^`])\1(?!`)/y, ([, , text = '']) => ({ is: 'code', text: text.trim() || text })],
  [
    /\[((?:\\[\s\S]|[^\]\\])+)\]\(\s*<?(https?:\/\/[^\s<>)]+)>?(?:\s+"[^"]*")?\s*\)/y,
    ([, label = '', href = ''], inLink) => (inLink ? null : link(href, readInlines(label, true))),
  ],
  [/<(https?:\/\/[^\s<>]+)>/y, bare],
  [/(https?:\/\/[^\s<]*[^\s<.,:;"')\]*_~|])/y, bare],
  [/<@!?(\d{1,20})>/y, ([, id = '']) => ({ is: 'person', id })],
  [/<#(\d{1,20})>/y, ([, id = '']) => ({ is: 'channel', id })],
  [/<@&(\d{1,20})>/y, ([, id = '']) => ({ is: 'role', id })],
  [/(@(?:everyone|here))/y, ([, text = '']) => ({ is: 'everyone', text })],
  [/<\/([^:<>]{1,100}):\d{1,20}>/y, ([, name = '']) => ({ is: 'command', name })],
  [/<t:(-?\d{1,13})(?::([tTdDfFsSR]))?>/y, ([, seconds = '', style = 'f']) => momentOf(Number(seconds) * 1_000, style)],
  [/<a?(:\w+:)\d{1,20}>/y, ([, text = '']) => ({ is: 'text', text })],
  around('bold', /\*\*((?:\\[\s\S]|[^\\])+?)\*\*(?!\*)/y),
  around('underline', /__((?:\\[\s\S]|[^\\])+?)__(?!_)/y),
  around('italic', /\*(?=\S)((?:\*\*|\\[\s\S]|\s+(?:[^*\s\\]|\*\*)|[^\s*\\])+?)\*(?!\*)/y),
  around('italic', /(?<![0-9A-Za-z])_((?:__|\\[\s\S]|[^\\_])+?)_(?![0-9A-Za-z])/y),
  around('strike', /~~((?:\\[\s\S]|[^\\])+?)~~/y),
];

/** A link does not stand in a link. */
export function readInlines(text: string, inLink = false): Inline[] {
  const found: Inline[] = [];
  const add = (one: Inline): void => {
    const last = found.at(-1);
    if (one.is === 'text' && last?.is === 'text') last.text += one.text;
    else found.push(one);
  };
  let at = 0;
  next: while (at < text.length) {
    for (const [pattern, read] of rules) {
      pattern.lastIndex = at;
      const match = pattern.exec(text);
      const one = match && read([...match], inLink);
      if (!match || !one) continue;
      add(one);
      at += match[0].length;
      continue next;
    }
    // Of a word everything, so that an address or an emphasis is not looked for within it.
    const plain = /[0-9A-Za-z]+|[\s\S]/uy;
    plain.lastIndex = at;
    const word = plain.exec(text)?.[0] ?? text.charAt(at);
    add({ is: 'text', text: word });
    at += word.length;
  }
  return found;
}
