import { describe, expect, it } from 'vitest';
import { linkAddress } from '../../../playground/page/parts/link-address.ts';
import { type Inline, readMrkdwn } from '../../../playground/page/slack/mrkdwn.ts';

/** Styles as `[bold …]`, so that a reading fits on a line. */
function told(inlines: Inline[]): string {
  return inlines
    .map((inline) => {
      if (inline.is === 'text') return inline.text;
      if ('inside' in inline) return `[${inline.is} ${told(inline.inside)}]`;
      if (inline.is === 'mention') return `[${inline.kind} ${inline.id}]`;
      if (inline.is === 'link') return `[link ${inline.url} ${inline.text}]`;
      if (inline.is === 'broadcast') return `[broadcast ${inline.name}]`;
      if (inline.is === 'moment') return `[moment ${inline.at} ${inline.format} ${inline.fallback}]`;
      return `[code ${inline.text}]`;
    })
    .join('');
}

function read(text: string): string {
  const [paragraph, ...rest] = readMrkdwn(text);
  expect(rest).toEqual([]);
  if (!paragraph || paragraph.is === 'preformatted') return JSON.stringify(paragraph ?? null);
  return paragraph.lines.map(told).join('\n');
}

describe("Slack's markup", () => {
  it.each([
    ['*bold* _italic_ ~struck~ `code`', '[bold bold] [italic italic] [strike struck] [code code]'],
    ['*When:* today', '[bold When:] today'],
    ['*bold and _italic_*', '[bold bold and [italic italic]]'],
    ['snake_case_name and 2*3*4', 'snake_case_name and 2*3*4'],
    ['a * b * c', 'a * b * c'],
    ['*not closed', '*not closed'],
    ['*\u200bnot bold*\u200b', '*\u200bnot bold*\u200b'],
    ['*kept *\u200b open*', '[bold kept *\u200b open]'],
    ['`*as it is* &lt;!here&gt;`', '[code *as it is* <!here>]'],
    ['&lt;b&gt; &amp;amp;', '<b> &amp;'],
    ['<https://a.example/x_y_z?a=1&amp;b=2|a &amp; b>', '[link https://a.example/x_y_z?a=1&b=2 a & b]'],
    ['<https://a.example/>', '[link https://a.example/ https://a.example/]'],
    ['*<https://a.example/*x|here>*', '[bold [link https://a.example/*x here]]'],
    ['<@U123> in <#C9|sessions>', '[person U123] in [channel C9]'],
    ['<!here> <!subteam^S1|@helpers>', '[broadcast here] [broadcast helpers]'],
    ['<!date^1700000000^{date} at {time}|then>', '[moment 1700000000000 {date} at {time} then]'],
    ['1 < 2 <!unknown> <>', '1 < 2 <!unknown> <>'],
  ])('%s', (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  it('keeps quotes, lines and preformatted text apart', () => {
    expect(readMrkdwn('one\n> two\n&gt; three\nfour\n```\n*five*\n```').map(({ is }) => is)).toEqual([
      'lines',
      'quote',
      'lines',
      'preformatted',
    ]);
  });
});

describe('a link', () => {
  it.each([
    ['https://meet.google.com/abc-defg-hij', '/meet/abc-defg-hij?who=Ana%20%26%20Co'],
    ['https://meet.google.com.example/abc', 'https://meet.google.com.example/abc'],
    ['http://127.0.0.1:4000/sign-in#x', 'http://127.0.0.1:4000/sign-in#x'],
    ['javascript:alert(1)', null],
    ['data:text/html,hi', null],
    ['nowhere', null],
  ])('%s leads where it may', (url, expected) => {
    expect(linkAddress(url, 'Ana & Co')).toBe(expected);
  });
});
