import { ButtonStyle, ComponentType } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { limits } from '#bots/discord/limits.ts';
import { type Payload, render } from '#bots/discord/render.ts';
import type { MeetingId, PersonId } from '#core/ids.ts';
import { type Button, type Inline, type Message, type MessageNode, plainMessage, say } from '#core/messages/message.ts';
import { NOW } from '../../builders.ts';

const meeting = 's000000000000001' as MeetingId;
const seconds = NOW / 1_000;

const contentOf = (...inlines: Inline[]) => render(plainMessage(inlines)).content;

describe('a message', () => {
  it('becomes text, quotes in embeds, and rows of buttons', () => {
    const message: Message = plainMessage(
      say`${{ person: { name: 'Leo', accounts: [{ platform: 'discord', userId: '1001', workspaceId: null }] } }} asks for a session.`,
      [
        {
          facts: [
            { label: 'When', value: [{ at: NOW, as: 'date-time' }, ' (', { at: NOW, as: 'relative' }, ')'] },
            { label: 'Subject', value: ['Recursion'] },
          ],
        },
        { quote: 'It never ends.\nReally.' },
        { list: [['one'], [{ strong: 'two' }]] },
        { text: say`Type ${{ command: 'meetings' }} in ${{ channel: '42' }}.` },
      ],
      [
        { action: { do: 'accept', meeting }, label: 'Accept', weight: 'main' },
        { action: { do: 'decline', meeting }, label: 'Decline', weight: 'careful' },
        { action: { do: 'reschedule', meeting }, label: 'Move' },
      ],
    );
    expect(render(message)).toEqual({
      content: [
        '<@1001> asks for a session.',
        '',
        `**When:** <t:${seconds}:F> (<t:${seconds}:R>)`,
        '**Subject:** Recursion',
        '- one',
        '- **two**',
        'Type `/meetings` in <#42>.',
      ].join('\n'),
      embeds: [{ description: 'It never ends.\nReally.' }],
      components: [
        {
          type: ComponentType.ActionRow,
          components: [
            {
              type: ComponentType.Button,
              style: ButtonStyle.Primary,
              label: 'Accept',
              custom_id: `v1:accept:${meeting}`,
            },
            {
              type: ComponentType.Button,
              style: ButtonStyle.Danger,
              label: 'Decline',
              custom_id: `v1:decline:${meeting}`,
            },
            {
              type: ComponentType.Button,
              style: ButtonStyle.Secondary,
              label: 'Move',
              custom_id: `v1:reschedule:${meeting}`,
            },
          ],
        },
      ],
    });
  });

  it('numbers its sections and their buttons when several have buttons of their own', () => {
    const section = (word: string) => ({
      nodes: [{ text: [word] }, { quote: `${word}!` }],
      buttons: [{ action: { do: 'cancel', meeting: word as MeetingId }, label: 'Cancel' } satisfies Button],
    });
    const { content, embeds, components } = render({
      headline: ['Your sessions.'],
      sections: [section('one'), section('two')],
      buttons: [{ action: { do: 'meetings', cursor: 'next' }, label: 'More' }],
    });
    expect(content).toBe('Your sessions.\n\n**1.** one\n\n**2.** two');
    expect(embeds).toEqual([{ description: '**1.** one!' }, { description: '**2.** two!' }]);
    expect(components.map((row) => row.components.map((button) => 'label' in button && button.label))).toEqual([
      ['1. Cancel'],
      ['2. Cancel'],
      ['More'],
    ]);
  });

  it('does not number sections without buttons', () => {
    const sections = [
      { nodes: [{ text: ['one'] }], buttons: [] },
      { nodes: [{ text: ['two'] }], buttons: [] },
    ];
    expect(render({ headline: ['All.'], sections }).content).toBe('All.\n\none\n\ntwo');
  });

  it('is never empty, because Discord refuses that', () => {
    expect(render(plainMessage(['\u200b'])).content).toBe('…');
  });
});

describe('inlines', () => {
  it.each<[string, Inline, string]>([
    ['a day and time', { at: NOW, as: 'date-time' }, `<t:${seconds}:F>`],
    ['a time', { at: NOW + 999, as: 'time' }, `<t:${seconds}:t>`],
    ['how far away', { at: NOW, as: 'relative' }, `<t:${seconds}:R>`],
    ['somebody who is not on Discord', { person: { name: '*Ana*', accounts: [] } }, '**\\*Ana\\***'],
    ['somebody without a name', { person: { name: '', accounts: [] } }, 'somebody'],
    [
      'a handle that is no id',
      { person: { name: 'Eve', accounts: [{ platform: 'discord', userId: '&1', workspaceId: null }] } },
      '**Eve**',
    ],
    [
      'a link',
      { link: 'https://meet.example/a?b=1', label: 'Join [here]' },
      '[Join \\[here\\]](<https://meet.example/a?b=1>)',
    ],
    ['a bare link', { link: 'https://meet.example/a', label: 'https://meet.example/a' }, '<https://meet.example/a>'],
    [
      'a link dressed as another',
      { link: 'https://evil.example/', label: 'https://bank.example' },
      '<https://evil.example/>',
    ],
    [
      'a link that would end early',
      { link: 'https://a.example/>)<@1>', label: 'x' },
      '[x](<https://a.example/%3E)%3C%401%3E>)',
    ],
    ['what is no web address', { link: 'javascript:alert(1)', label: 'x' }, 'x'],
    ['a command', { command: 'settings', rest: 'reminders' }, '`/confab settings reminders`'],
    ['a command on Slack', { command: 'link', rest: 'ABCD', on: 'slack' }, '`/confab link ABCD`'],
    ['a code', { code: 'a`b' }, "`a'b`"],
    ['a code that mentions', { code: '@everyone' }, '`@\u200beveryone`'],
    ['a channel that is none', { channel: 'a>b' }, '\\#a\\>b'],
    ['an empty strong', { strong: ' ' }, '…'],
  ])('shows %s', (_what, inline, shown) => {
    expect(contentOf(inline)).toBe(shown);
  });
});

describe("people's words", () => {
  it.each([
    ['@everyone and @here', '@\u200beveryone and @\u200bhere'],
    ['<@123> <@!123> <@&123> <#1>', '\\<@\u200b123\\> \\<@\u200b!123\\> \\<@\u200b&123\\> \\<#1\\>'],
    ['<!channel> <t:1:F> </book:1>', '\\<!channel\\> \\<t:1:F\\> \\</book:1\\>'],
    [
      '**b** _i_ ~~s~~ ||hidden|| `c` ```x```',
      '\\*\\*b\\*\\* \\_i\\_ \\~\\~s\\~\\~ \\|\\|hidden\\|\\| \\`c\\` \\`\\`\\`x\\`\\`\\`',
    ],
    ['\\*b\\*', '\\\\\\*b\\\\\\*'],
    ['[x](https://evil.example)', '\\[x\\](<https://evil.example>)'],
    ['see https://a.example/b_c_d?e=f. Yes', 'see <https://a.example/b_c_d?e=f>. Yes'],
    ['https://a.example/@everyone', '<https://a.example/%40everyone>'],
    ['# big\n-# small\n> quote\n>>> all', '\\# big\n\\-# small\n\\> quote\n\\>\\>\\> all'],
    ['- one\n  * two\n3. three', '\\- one\n  \\* two\n3\\. three'],
    ['3 - 2 is 1. Number #1', '3 - 2 is 1. Number #1'],
    ['a\u202egnirts\u200b\u2066x\u2069', 'agnirtsx'],
    ['مرحبا 👩‍💻', 'مرحبا 👩‍💻'],
    ['a\r\nb\u2028c\u0007', 'a\nb\nc'],
    ['\ud83d', '\ufffd'],
  ])('%j neither format nor ping', (typed, shown) => {
    expect(contentOf('.', typed)).toBe(`.${shown}`);
    expect(render(plainMessage(['x'], [{ quote: typed }])).embeds).toEqual([{ description: shown }]);
  });

  it('stay on one line in buttons', () => {
    const [row] = render(
      plainMessage(['x'], [], [{ action: { do: 'book', mentor: '' }, label: 'a\n\u202eb' }]),
    ).components;
    expect(row).toMatchObject({ components: [{ label: 'a b' }] });
  });
});

describe("Discord's limits", () => {
  const long = 'So *long* @everyone <@1> '.repeat(200);

  it('shorten the longest text first, and never cut through an escape', () => {
    const { content, embeds } = render(
      plainMessage(
        ['Head.'],
        [{ text: [long] }, { facts: [{ label: 'When', value: [{ at: NOW, as: 'date-time' }] }] }, { quote: long }],
      ),
    );
    expect(content.length).toBeGreaterThan(1_900);
    expect(content).toMatch(/^Head\.\n\n/);
    expect(content).toMatch(new RegExp(`…\n\\*\\*When:\\*\\* <t:${seconds}:F>$`));
    expect(content).not.toMatch(/(^|[^\\])\\…/);
    expect(embeds[0]?.description?.length).toBeLessThanOrEqual(4_096);
    expect(embeds[0]?.description).toMatch(/…$/);
  });

  it('leave out last lines when there are too many, and say so', () => {
    const { content } = render(
      plainMessage(['Head.'], [{ list: Array.from({ length: 300 }, (_, index) => [`item number ${index} is here`]) }]),
    );
    expect(content.length).toBeLessThanOrEqual(2_000);
    expect(content).toMatch(/^Head\.\n\n- item number 0 is here\n/);
    expect(content).toMatch(/\n…$/);
  });

  it('keep the paging buttons when the others do not fit', () => {
    const sections = Array.from({ length: 12 }, (_, index) => ({
      nodes: [{ text: [`${index}`] }],
      buttons: (['join', 'reschedule', 'cancel'] as const).map((verb) => ({
        action: { do: verb, meeting: `m${index}` as MeetingId },
        label: verb,
      })),
    }));
    const { components } = render({
      headline: ['All.'],
      sections,
      buttons: [{ action: { do: 'meetings', cursor: 'n' }, label: 'More' }],
    });
    expect(components).toHaveLength(5);
    expect(components[0]).toMatchObject({
      components: [
        { label: '1. join' },
        { label: '1. reschedule' },
        { label: '1. cancel' },
        { label: '2. join' },
        { label: '2. reschedule' },
      ],
    });
    expect(components[4]).toMatchObject({ components: [{ label: 'More' }] });
  });

  it('drop a button that is there twice', () => {
    const button: Button = { action: { do: 'book', mentor: 'a' as PersonId }, label: 'Book' };
    const section = { nodes: [], buttons: [button] };
    const { components } = render({ headline: ['x'], sections: [section, section], buttons: [button] });
    expect(components).toHaveLength(1);
  });

  it('hold for any message', () => {
    const random = seeded(7);
    for (let round = 0; round < 80; round += 1)
      expectWithinLimits(render(anyMessage(random), { note: ['How to go on.'] }));
  });
});

function expectWithinLimits({ content, embeds, components }: Payload): void {
  expect(content.trim().length).toBeGreaterThan(0);
  expect(content.length).toBeLessThanOrEqual(limits.content);
  expect(embeds.length).toBeLessThanOrEqual(limits.embeds);
  const descriptions = embeds.map(({ description = '' }) => description.length);
  expect(Math.min(1, ...descriptions)).toBe(1);
  expect(Math.max(0, ...descriptions)).toBeLessThanOrEqual(limits.embedDescription);
  expect(descriptions.reduce((sum, length) => sum + length, 0)).toBeLessThanOrEqual(limits.embedTotal);
  expect(components.length).toBeLessThanOrEqual(limits.rows);
  const ids = components.flatMap((row) =>
    row.components.map((button) => ('custom_id' in button ? button.custom_id : '')),
  );
  expect(new Set(ids).size).toBe(ids.length);
  for (const row of components) {
    expect(row.components.length).toBeGreaterThan(0);
    expect(row.components.length).toBeLessThanOrEqual(limits.rowButtons);
    for (const button of row.components) {
      const label = 'label' in button ? (button.label ?? '') : '';
      expect(label.length).toBeGreaterThan(0);
      expect(label.length).toBeLessThanOrEqual(limits.buttonLabel);
    }
  }
}

type Random = (below: number) => number;

function seeded(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

function anyMessage(random: Random): Message {
  const words = [
    '',
    ' ',
    '\n',
    '*',
    '@everyone',
    '<@1>',
    'https://a.example/b?c',
    '😀',
    '# h',
    'word ',
    '\\',
    '\u200b',
    'x'.repeat(90),
  ];
  const text = () => Array.from({ length: random(4) ** random(6) }, () => words[random(words.length)]).join('');
  const inline = (): Inline =>
    [
      text(),
      { strong: text() },
      { at: NOW, as: 'relative' as const },
      { link: `https://a.example/${'y'.repeat(random(1_700))}`, label: text() },
      { person: { name: text(), accounts: [] } },
      { code: text() },
    ][random(6)] ?? '';
  const inlines = () => Array.from({ length: random(6) }, inline);
  const node = (): MessageNode =>
    [
      { text: inlines() },
      { quote: text() },
      { list: Array.from({ length: random(40) }, inlines) },
      { facts: Array.from({ length: random(8) }, () => ({ label: text(), value: inlines() })) },
    ][random(4)] ?? { text: [] };
  const button = (): Button => ({ action: { do: 'cancel', meeting: `m${random(60)}` as MeetingId }, label: text() });
  const many = <T>(most: number, make: () => T) => Array.from({ length: random(most) }, make);
  return {
    headline: inlines(),
    sections: many(14, () => ({ nodes: many(6, node), buttons: many(8, button) })),
    buttons: many(9, button),
  };
}
