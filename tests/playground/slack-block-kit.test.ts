import { describe, expect, it } from 'vitest';
import { checkBlocks } from '../../playground/slack/block-rules.ts';
import { brokenDates, pingsOf } from '../../playground/slack/mentions.ts';
import { checkView } from '../../playground/slack/view-rules.ts';

const plain = (text: string) => ({ type: 'plain_text', text });
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
const option = (value: string, text = value) => ({ text: plain(text), value });
const button = (extra = {}) => ({ type: 'button', text: plain('Go'), action_id: 'go', ...extra });
const actions = (...elements: object[]) => ({ type: 'actions', elements });
const input = (element: object, extra = {}) => ({ type: 'input', label: plain('L'), element, ...extra });
const modal = (blocks: unknown, extra = {}) => ({
  type: 'modal',
  title: plain('T'),
  submit: plain('S'),
  blocks,
  ...extra,
});
const select = (extra = {}) => ({
  type: 'static_select',
  action_id: 's',
  options: [option('a'), option('b')],
  ...extra,
});

const complaints = (blocks: unknown[]) => checkBlocks(blocks, 'message').map(({ message }) => message);

describe('blocks Slack takes', () => {
  it.each([
    ['a section with an accessory', { type: 'section', text: mrkdwn('x'), accessory: button({ style: 'primary' }) }],
    ['fields', { type: 'section', fields: [mrkdwn('a'), plain('b')] }],
    ['a header', { type: 'header', text: plain('x'.repeat(150)) }],
    [
      'a context with a picture',
      { type: 'context', elements: [{ type: 'image', image_url: 'https://x/y.png', alt_text: 'y' }, mrkdwn('a')] },
    ],
    ['25 buttons', actions(...Array.from({ length: 25 }, (_, index) => button({ action_id: `b${index}` })))],
    ['an input', input({ type: 'plain_text_input', action_id: 'a', max_length: 3000, multiline: true })],
    [
      'a grouped select',
      actions({
        type: 'static_select',
        action_id: 's',
        option_groups: [{ label: plain('Mon'), options: [option('a')] }],
      }),
    ],
    ['an initial option', actions(select({ initial_option: option('b') }))],
    ['a date picker', actions({ type: 'datepicker', action_id: 'd', initial_date: '2027-01-31' })],
    [
      'rich text with a date',
      {
        type: 'rich_text',
        elements: [
          {
            type: 'rich_text_section',
            elements: [{ type: 'date', timestamp: 1798012800, format: '{time}', fallback: 'x' }],
          },
        ],
      },
    ],
    ['markdown', { type: 'markdown', text: '**x**' }],
  ])('%s', (_name, block) => {
    expect(complaints([block])).toEqual([]);
  });
});

describe('blocks Slack refuses', () => {
  it.each([
    ['an unknown block', { type: 'poem', text: 'x' }, 'unsupported type: poem'],
    ['an unknown field', { type: 'divider', colour: 'red' }, 'invalid additional property: colour'],
    ['a section with nothing in it', { type: 'section' }, 'must define either `text` or `fields`'],
    ['empty text', { type: 'section', text: mrkdwn('') }, 'must be more than 0 characters'],
    ['markup in a header', { type: 'header', text: mrkdwn('x') }, 'unsupported type: mrkdwn'],
    ['a header of 151', { type: 'header', text: plain('x'.repeat(151)) }, 'must be less than 151 characters'],
    [
      'eleven fields',
      { type: 'section', fields: Array.from({ length: 11 }, () => plain('x')) },
      'no more than 10 items allowed',
    ],
    ['a long field', { type: 'section', fields: [plain('x'.repeat(2001))] }, 'must be less than 2001 characters'],
    [
      'eleven context elements',
      { type: 'context', elements: Array.from({ length: 11 }, () => plain('x')) },
      'no more than 10 items allowed',
    ],
    ['no elements', actions(), 'no less than 1 items allowed'],
    [
      '26 buttons',
      actions(...Array.from({ length: 26 }, (_, index) => button({ action_id: `b${index}` }))),
      'no more than 25 items allowed',
    ],
    ['one action_id twice', actions(button(), button()), '`action_id` "go" already exists in this block'],
    ['a long button', actions(button({ text: plain('x'.repeat(76)) })), 'must be less than 76 characters'],
    ['a long value', actions(button({ value: 'x'.repeat(2001) })), 'must be less than 2001 characters'],
    ['a long action_id', actions(button({ action_id: 'x'.repeat(256) })), 'must be less than 256 characters'],
    ['an unknown style', actions(button({ style: 'loud' })), 'must be a valid enum value'],
    [
      'a confirmation without words',
      actions(button({ confirm: { title: plain('x'), text: plain('x'), confirm: plain('x') } })),
      'missing required field: deny',
    ],
    ['no options', actions(select({ options: [] })), 'no less than 1 items allowed'],
    [
      '101 options',
      actions(select({ options: Array.from({ length: 101 }, (_, index) => option(`o${index}`)) })),
      'no more than 100 items allowed',
    ],
    ['a long option', actions(select({ options: [option('a', 'x'.repeat(76))] })), 'must be less than 76 characters'],
    [
      'options and groups',
      actions(select({ option_groups: [{ label: plain('x'), options: [option('a')] }] })),
      'must define exactly one of `options` and `option_groups`',
    ],
    [
      'an initial option that is none',
      actions(select({ initial_option: option('c') })),
      'initial option must match an option',
    ],
    [
      'an initial option with other words',
      actions(select({ initial_option: option('a', 'A') })),
      'initial option must match an option',
    ],
    [
      'a long placeholder',
      actions(select({ placeholder: plain('x'.repeat(151)) })),
      'must be less than 151 characters',
    ],
    [
      'a text input among the actions',
      actions({ type: 'plain_text_input', action_id: 'a' }),
      'unsupported type: plain_text_input',
    ],
    ['a button as input', input(button()), 'unsupported type: button'],
    [
      'a date and time in a section',
      { type: 'section', text: plain('x'), accessory: { type: 'datetimepicker', action_id: 'd' } },
      'unsupported type: datetimepicker',
    ],
    [
      'a date that is none',
      actions({ type: 'datepicker', action_id: 'd', initial_date: '31.1.2027' }),
      'must be a date in the format YYYY-MM-DD',
    ],
    [
      'milliseconds',
      actions({ type: 'datetimepicker', action_id: 'd', initial_date_time: 1_798_012_800_000 }),
      'must be less than or equal to 9999999999',
    ],
    [
      'a text longer than 3,000',
      input({ type: 'plain_text_input', max_length: 3001 }),
      'must be less than or equal to 3000',
    ],
    [
      'focus in a message',
      input({ type: 'plain_text_input', focus_on_load: true }),
      '`focus_on_load` is only available in views',
    ],
  ])('%s', (_name, block, message) => {
    expect(complaints([block])).toContain(message);
  });

  it('takes 50 blocks in a message and 100 in a view', () => {
    const many = (count: number) => Array.from({ length: count }, () => ({ type: 'divider' }));
    expect(complaints(many(50))).toEqual([]);
    expect(complaints(many(51))).toEqual(['no more than 50 items allowed']);
    expect(checkView(modal(many(100)), 'modal')).toEqual([]);
    expect(checkView(modal(many(101)), 'modal')).toMatchObject([
      { pointer: '/view/blocks', message: 'no more than 100 items allowed' },
    ]);
  });

  it('wants every block_id once', () => {
    const divider = { type: 'divider', block_id: 'same' };
    expect(complaints([divider, divider])).toEqual(['`block_id` must be unique: same']);
  });
});

describe('views', () => {
  const problems = (view: unknown, type: 'modal' | 'home' = 'modal') =>
    checkView(view, type).map(({ message }) => message);
  const field = input({ type: 'plain_text_input', action_id: 'a' });

  it('have short titles and buttons, and a submit button where something is typed', () => {
    expect(problems(modal([field]))).toEqual([]);
    expect(problems(modal([field], { title: plain('x'.repeat(25)) }))).toEqual(['must be less than 25 characters']);
    expect(problems(modal([field], { submit: undefined }))).toEqual([
      '`submit` is required when an `input` block is within the `blocks` array',
    ]);
    expect(problems(modal([field], { private_metadata: 'x'.repeat(3001) }))).toEqual([
      'must be less than 3001 characters',
    ]);
    expect(problems(modal([{ type: 'markdown', text: 'x' }]))).toEqual(['unsupported type: markdown']);
    expect(problems(modal([field]), 'home')).toContain('unsupported type: modal');
    expect(problems({ type: 'home', blocks: [field], submit: plain('x') }, 'home')).toEqual([
      'invalid additional property: submit',
    ]);
  });
});

describe('markup', () => {
  it('counts whom a message pings, wherever the mention stands, and nothing that is escaped', () => {
    const blocks = [
      { type: 'section', text: mrkdwn('<!subteam^S1|@mentors> <!here|here>'), fields: [plain('<!everyone>')] },
      {
        type: 'rich_text',
        elements: [
          {
            type: 'rich_text_section',
            elements: [
              { type: 'user', user_id: 'U9' },
              { type: 'broadcast', range: 'channel' },
            ],
          },
        ],
      },
    ];
    expect(pingsOf('<@U1> <@U1|ana> &lt;!channel&gt;', blocks)).toEqual(['U1', 'S1', 'here', 'U9', 'channel']);
  });

  it('finds date markup that would be shown as typed', () => {
    expect(
      brokenDates('<!date^1798012800^{date_long_pretty} at {time}^https://a.b/c|Mon 21 Dec, 16:00 UTC>', []),
    ).toEqual([]);
    for (const broken of [
      '<!date^1798012800^{time}>',
      '<!date^1798012800^{tme}|x>',
      '<!date^1798012800^{time|x>',
      '<!date^tomorrow^{time}|x>',
      '<!date^1798012800^{time}|x',
    ]) {
      expect(brokenDates('', [{ type: 'section', text: mrkdwn(broken) }])).toHaveLength(1);
    }
  });
});
