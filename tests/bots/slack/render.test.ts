import { describe, expect, it } from 'vitest';
import type { MeetingId } from '#core/ids.ts';
import { type Button, type Inline, type Message, plainMessage } from '#core/messages/message.ts';
import { charactersIn, checkBlocks } from '../../../playground/slack/block-rules.ts';
import { brokenDates, pingsOf } from '../../../playground/slack/mentions.ts';
import type { SlackReader } from '../../../src/bots/slack/inlines.ts';
import { renderInView, renderMessage } from '../../../src/bots/slack/render.ts';
import { anAccount, NOW } from '../../builders.ts';

const reader: SlackReader = { workspaceId: 'T1', zone: 'Europe/Berlin', handles: true };
const meeting = 'a000000000000001' as MeetingId;
const leo = { name: 'Leo', accounts: [anAccount({ platform: 'slack', userId: 'U2', workspaceId: 'T1' })] };
const date = '<!date^1796115600^{date_long_pretty} at {time}|Tue 1 Dec 2026, 10:00 (Europe/Berlin)>';

function mrkdwn(text: string) {
  return { type: 'section', text: { type: 'mrkdwn', text, verbatim: true } };
}

/** What a message of this one text shows. */
function shown(...text: Inline[]): string {
  const [block] = renderMessage({ headline: [], sections: [{ nodes: [{ text }], buttons: [] }] }, reader).blocks;
  return block?.type === 'section' ? (block.text?.text ?? '') : '';
}

describe('a rendered message', () => {
  it('is a bold headline, sections with their buttons, and plain text for notifications and screen readers', () => {
    const message: Message = {
      headline: [{ person: leo }, ' asks for a session'],
      sections: [
        {
          nodes: [
            { text: ['When: ', { at: NOW, as: 'date-time' }, ', ', { at: NOW, as: 'relative' }] },
            { facts: [{ label: 'Subject', value: ['Recursion'] }] },
            { quote: 'It never ends.\n> really' },
            { list: [['one'], [{ strong: 'two' }]] },
          ],
          buttons: [
            { action: { do: 'accept', meeting }, label: 'Accept', weight: 'main' },
            { action: { do: 'decline', meeting }, label: 'Decline', weight: 'careful' },
            { action: { do: 'reschedule', meeting }, label: 'Another time' },
          ],
        },
      ],
      buttons: [{ action: { do: 'meetings', cursor: 'c2' }, label: 'Next page' }],
    };
    const firstLine = 'When: Tue 1 Dec 2026, 10:00 (Europe/Berlin), Tue 1 Dec 2026, 10:00…';
    expect(renderMessage(message, reader)).toEqual({
      text: [
        'Leo asks for a session\n\nWhen: Tue 1 Dec 2026, 10:00 (Europe/Berlin), Tue 1 Dec 2026, 10:00 (Europe/Berlin)',
        'Subject: Recursion\n    It never ends.\n    &gt; really\n- one\n- two',
      ].join('\n'),
      unfurl_links: false,
      unfurl_media: false,
      blocks: [
        mrkdwn('*<@U2> asks for a session*'),
        mrkdwn(
          [
            `When: ${date}, ${date.replace('{date_long_pretty} at {time}', '{ago}')}`,
            '*Subject:* Recursion',
            '> It never ends.',
            '> \u200b&gt; really',
            '• one',
            '• *two*',
          ].join('\n'),
        ),
        {
          type: 'actions',
          elements: [
            {
              type: 'button',
              action_id: `v1:accept:${meeting}`,
              text: { type: 'plain_text', text: 'Accept', emoji: false },
              accessibility_label: `Accept: ${firstLine}`,
              style: 'primary',
            },
            {
              type: 'button',
              action_id: `v1:decline:${meeting}`,
              text: { type: 'plain_text', text: 'Decline', emoji: false },
              accessibility_label: 'Decline: When: Tue 1 Dec 2026, 10:00 (Europe/Berlin), Tue 1 Dec 2026, 10:0…',
              style: 'danger',
            },
            {
              type: 'button',
              action_id: `v1:reschedule:${meeting}`,
              text: { type: 'plain_text', text: 'Another time', emoji: false },
              accessibility_label: 'Another time: When: Tue 1 Dec 2026, 10:00 (Europe/Berlin), Tue 1 Dec 2026,…',
            },
          ],
        },
        {
          type: 'actions',
          elements: [
            {
              type: 'button',
              action_id: 'v1:meetings:c2',
              text: { type: 'plain_text', text: 'Next page', emoji: false },
              accessibility_label: 'Next page: Leo asks for a session',
            },
          ],
        },
      ],
    });
  });

  it('writes commands, code, links, channels and times', () => {
    expect(shown({ command: 'mentor' }, ' ', { command: 'link', rest: 'AB`C', on: 'discord' })).toBe(
      "`/confab mentor` `/link AB'C`",
    );
    expect(shown({ code: '<b>&' }, ' ', { channel: 'C1' }, ' ', { channel: 'not one' })).toBe(
      '`&lt;b&gt;&amp;` <#C1> #not one',
    );
    expect(shown({ link: 'https://meet.example/a?b=1&c=2|3', label: 'the *room* | here' })).toBe(
      '<https://meet.example/a?b=1&amp;c=2%7C3|the *\u200broom*\u200b / here>',
    );
    expect(shown({ link: 'javascript:alert(1)', label: 'click <me>' })).toBe('click &lt;me&gt;');
    expect(shown({ at: NOW, as: 'time' })).toBe('<!date^1796115600^{time}|10:00 (Europe/Berlin)>');
  });

  it('is for its reader, also when somebody else was shown the same one before', () => {
    const message = plainMessage([{ person: leo }, ' at ', { at: NOW, as: 'time' }]);
    const texts = [reader, { ...reader, zone: 'Asia/Tokyo' }, { ...reader, handles: false }, reader].map((each) => {
      const { text, blocks } = renderMessage(message, each);
      return [text.split(' ').at(-1), JSON.stringify(blocks).includes('<@U2>')];
    });
    expect(texts).toEqual([
      ['(Europe/Berlin)', true],
      ['(Asia/Tokyo)', true],
      ['(Europe/Berlin)', false],
      ['(Europe/Berlin)', true],
    ]);
  });

  it('writes times in UTC, and says so, where the zone is not known', () => {
    const { blocks } = renderMessage(plainMessage([{ at: NOW, as: 'date-time' }]), { ...reader, zone: null });
    expect(blocks).toEqual([mrkdwn('*<!date^1796115600^{date_long_pretty} at {time}|Tue 1 Dec 2026, 09:00 (UTC)>*')]);
  });

  it('names people by handle only where that notifies nobody, and only people of this workspace', () => {
    const elsewhere = {
      name: 'Mia *star*',
      accounts: [anAccount({ platform: 'slack', userId: 'U9', workspaceId: 'T2' })],
    };
    const message = {
      headline: [],
      sections: [{ nodes: [{ text: [{ person: leo }, ' ', { person: elsewhere }] }], buttons: [] }],
    };
    expect(renderMessage(message, reader).blocks).toEqual([mrkdwn('<@U2> Mia *\u200bstar*\u200b')]);
    expect(renderMessage(message, { ...reader, handles: false }).blocks).toEqual([
      mrkdwn('*Leo* Mia *\u200bstar*\u200b'),
    ]);
    expect(shown({ person: { name: ' \u200b ', accounts: [] } })).toBe('somebody');
  });
});

describe('text of people', () => {
  const nasty = [
    '<!channel> <!here> <!everyone> @everyone @channel',
    '<@U123> <@U123|bob> <!subteam^S1>',
    '<https://evil.example|your bank>',
    '<!date^1^{date}|x> & &lt;!channel&gt;',
    '*bold* _it_ ~gone~ `code` ```block```',
    '> quote\n>>> all\n# head\n- item\n1. one',
    'a\u202eb\u2066c\u200bd\u0000e\ud800f',
    ':smile: 12:30:45',
  ];

  it.each(nasty)('pings, links and formats nothing: %j', (text) => {
    for (const message of [
      plainMessage(
        [text],
        [{ text: [text] }, { quote: text }, { list: [[text]] }, { facts: [{ label: text, value: [text] }] }],
      ),
      plainMessage(
        [{ strong: text }, { person: { name: text, accounts: [] } }],
        [{ text: [{ code: text }, { link: 'https://a.example', label: text }] }],
      ),
    ]) {
      const { text: fallback, blocks } = renderMessage(message, reader);
      expect(pingsOf(fallback, blocks)).toEqual([]);
      expect(brokenDates(fallback, blocks)).toEqual([]);
      expect(checkBlocks(blocks, 'message')).toEqual([]);
      const controls = JSON.stringify(blocks).match(/<[^>]*>/g) ?? [];
      expect(controls.filter((control) => !control.startsWith('<https://a.example/|'))).toEqual([]);
      expect(JSON.stringify(blocks)).not.toMatch(/\u202e|\u2066|\\u0000/);
    }
  });

  it('leaves addresses whole where notifications and screen readers take them from', () => {
    const link = 'https://confab.example/sign-in#a_b_c&d~e';
    const { text } = renderMessage({ headline: [{ link, label: 'open it' }, ' *now*'], sections: [] }, reader);
    expect(text).toBe(`open it (${link.replace('&', '&amp;')}) *\u200bnow*\u200b`);
  });

  it('keeps what it says, with a zero-width space after each mark', () => {
    expect(shown('*bold* _it_ ~gone~ `code` :smile: 10:30')).toBe(
      '*\u200bbold*\u200b _\u200bit_\u200b ~\u200bgone~\u200b `\u200bcode`\u200b :\u200bsmile: 10:30',
    );
    expect(shown('> not a quote\n> nor this > but')).toBe('\u200b&gt; not a quote\n\u200b&gt; nor this &gt; but');
  });
});

describe('limits', () => {
  const long = '<&>*`🎉'.repeat(700);
  const button = (number: number): Button => ({
    action: { do: 'join', meeting: `m${number}` as MeetingId },
    label: long,
  });

  it('keep everything within what Slack takes, whatever the message', () => {
    const section = {
      nodes: [
        { text: [long, { at: NOW, as: 'date-time' as const }, long] },
        { quote: long },
        { list: Array.from({ length: 5 }, () => [long]) },
        { facts: [{ label: long, value: [long] }] },
      ],
      buttons: Array.from({ length: 12 }, (_, number) => button(number)),
    };
    const message: Message = {
      headline: [long, { link: 'https://a.example/', label: long }],
      sections: Array.from({ length: 60 }, () => section),
      buttons: [button(99)],
    };
    const { text, blocks } = renderMessage(message, reader);
    expect(checkBlocks(blocks, 'message')).toEqual([]);
    expect(charactersIn(blocks)).toBeLessThanOrEqual(12_000);
    expect(text.length).toBeLessThanOrEqual(3_000);
    expect(brokenDates(text, blocks)).toEqual([]);
    expect(JSON.stringify(blocks.at(-1))).toContain('v1:join:m99');
    const inView = renderInView(message, reader, 7);
    expect(checkBlocks(inView, 'home')).toEqual([]);
    expect(inView.length).toBeLessThanOrEqual(93);
    expect(Buffer.byteLength(JSON.stringify(inView))).toBeLessThan(250_000);
  });

  it('cut before a date, a mention or an escape, never within', () => {
    for (let length = 2_900; length < 3_010; length += 1) {
      const text = shown('x'.repeat(length), { at: NOW, as: 'date-time' }, '&&&', { person: leo });
      expect(text.length).toBeLessThanOrEqual(3_000);
      expect(text).toMatch(/^x+(<!date[^<>]*>(&amp;)*(<@U2>)?)?…?$/);
    }
  });

  it('keep the buttons of a section whose text is too long', () => {
    const nodes = [{ quote: 'a'.repeat(4_000) }, { text: ['b'.repeat(4_000)] }];
    const { blocks } = renderMessage(
      { headline: ['h'], sections: [{ nodes, buttons: [button(1), button(1), button(2)] }] },
      reader,
    );
    expect(blocks.map(({ type }) => type)).toEqual(['section', 'section', 'section', 'actions']);
    expect(blocks.at(-1)).toMatchObject({ elements: [{ action_id: 'v1:join:m1' }, { action_id: 'v1:join:m2' }] });
  });

  it('give an empty message something to show', () => {
    expect(renderMessage(plainMessage([]), reader)).toMatchObject({ text: '–', blocks: [mrkdwn('–')] });
  });
});
