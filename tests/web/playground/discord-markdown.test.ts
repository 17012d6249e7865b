import { describe, expect, it } from 'vitest';
import { type Block, type Inline, readInlines, readMarkdown } from '../../../playground/page/discord/markdown.ts';

const text = (words: string): Inline => ({ is: 'text', text: words });
const wrapped = (is: 'bold' | 'italic' | 'underline' | 'strike', ...inside: Inline[]): Inline => ({ is, inside });
const link = (href: string, label = href): Inline => ({ is: 'link', href, inside: [text(label)] });
const lines = (...inside: Inline[]): Block => ({ is: 'text', inside });

describe('a line of Discord’s markdown', () => {
  it.each<[string, Inline[]]>([
    ['plain words', [text('plain words')]],
    [
      '**bold** *i* _i_',
      [wrapped('bold', text('bold')), text(' '), wrapped('italic', text('i')), text(' '), wrapped('italic', text('i'))],
    ],
    ['__under__ ~~gone~~', [wrapped('underline', text('under')), text(' '), wrapped('strike', text('gone'))]],
    ['***both***', [wrapped('bold', wrapped('italic', text('both')))]],
    ['**a *b* c**', [wrapped('bold', text('a '), wrapped('italic', text('b')), text(' c'))]],
    ['snake_case_name', [text('snake_case_name')]],
    ['2 * 3 * 4', [text('2 * 3 * 4')]],
    ['**not closed', [text('**not closed')]],
    ['\\*\\*as written\\*\\*', [text('**as written**')]],
    ['**a \\** b**', [wrapped('bold', text('a ** b'))]],
    ['\\<@101\\> \\@ C:\\dir', [text('<@101> @ C:\\dir')]],
    ['`**code** <@101>`', [{ is: 'code', text: '**code** <@101>' }]],
    ['``a ` b``', [{ is: 'code', text: 'a ` b' }]],
    ['<b>bold</b> &amp;', [text('<b>bold</b> &amp;')]],
    ['<@101> <@!102>', [{ is: 'person', id: '101' }, text(' '), { is: 'person', id: '102' }]],
    ['<#11>, <@&300>', [{ is: 'channel', id: '11' }, text(', '), { is: 'role', id: '300' }]],
    ['@everyone @\u200beveryone', [{ is: 'everyone', text: '@everyone' }, text(' @\u200beveryone')]],
    ['</confab settings:77>', [{ is: 'command', name: 'confab settings' }]],
    [
      '<t:1795712400:R> <t:5>',
      [{ is: 'moment', at: 1_795_712_400_000, style: 'R' }, text(' '), { is: 'moment', at: 5_000, style: 'f' }],
    ],
    ['<t:9999999999999>', [text('<t:9999999999999>')]],
    ['[Join](<https://meet.google.com/abc>)', [link('https://meet.google.com/abc', 'Join')]],
    ['[a \\] b](https://a.example/x)', [link('https://a.example/x', 'a ] b')]],
    ['[no](javascript:alert(1))', [text('[no](javascript:alert(1))')]],
    ['<https://a.example/_b_>', [link('https://a.example/_b_')]],
    ['see https://a.example/x_y_z.', [text('see '), link('https://a.example/x_y_z'), text('.')]],
    ['**https://a.example/x**', [wrapped('bold', link('https://a.example/x'))]],
  ])('is read: %s', (written, read) => {
    expect(readInlines(written)).toEqual(read);
  });

  it('is read in no time, however many marks are not closed', () => {
    const before = performance.now();
    readInlines('*_~`[<'.repeat(700));
    expect(performance.now() - before).toBeLessThan(2_000);
  });
});

describe('a text of Discord’s markdown', () => {
  it('keeps its lines', () => {
    expect(readMarkdown('one\n\n**two**')).toEqual([lines(text('one\n\n'), wrapped('bold', text('two')))]);
  });

  it('has headings, small lines, quotes and lists where a line begins with their mark', () => {
    expect(readMarkdown('# One\n### Three\n-# small\n> quoted\n> **on**\nno # heading')).toEqual([
      { is: 'heading', level: 1, inside: [text('One')] },
      { is: 'heading', level: 3, inside: [text('Three')] },
      { is: 'subtext', inside: [text('small')] },
      { is: 'quote', blocks: [lines(text('quoted\n'), wrapped('bold', text('on')))] },
      lines(text('no # heading')),
    ]);
    expect(readMarkdown('- one\n  - two\n3. three')).toEqual([
      {
        is: 'list',
        items: [
          { inside: [text('one')], depth: 0, number: null },
          { inside: [text('two')], depth: 1, number: null },
          { inside: [text('three')], depth: 0, number: 3 },
        ],
      },
    ]);
  });

  it('takes escaped marks, and marks without a space, as text', () => {
    expect(readMarkdown('\\# One\n\\- two\n1\\. three\n#four')).toEqual([lines(text('# One\n- two\n1. three\n#four'))]);
  });

  it('quotes everything after three arrows', () => {
    expect(readMarkdown('a\n>>> b\nc')).toEqual([lines(text('a')), { is: 'quote', blocks: [lines(text('b\nc'))] }]);
  });

  it('shows code as it was written', () => {
    expect(readMarkdown('before ```ts\nconst a = "**b**";\n# c\n``` after')).toEqual([
      lines(text('before ')),
      { is: 'code-block', language: 'ts', text: 'const a = "**b**";\n# c' },
      lines(text(' after')),
    ]);
    expect(readMarkdown('> ```\n> code\n> ```')).toEqual([
      { is: 'quote', blocks: [{ is: 'code-block', language: '', text: 'code' }] },
    ]);
  });
});
