/** A workspace as the playground's server shows it, small. */
import type { SlackScreen } from '../../../playground/page/contract.ts';
import type { SlackMessage, SlackView } from '../../../playground/slack/messages.ts';
import type { Scene } from './slack-page/main.tsx';

export const now = Date.parse('2026-11-24T12:00:00Z');

export const plain = (text: string) => ({ type: 'plain_text', text });
export const mrkdwn = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text, verbatim: true } });
export const button = (action_id: string, text: string, more: object = {}) => ({
  type: 'button',
  action_id,
  text: plain(text),
  ...more,
});
export const actions = (...elements: object[]) => ({ type: 'actions', block_id: 'actions', elements });
export const input = (block_id: string, label: string, element: object, more: object = {}) => ({
  type: 'input',
  block_id,
  label: plain(label),
  element: { action_id: block_id, ...element },
  ...more,
});

export function message(blocks: object[], more: Partial<SlackMessage> = {}): SlackMessage {
  return {
    ts: `${(now - 3_600_000) / 1_000}.000100`,
    ...{ channelId: 'C1', teamId: 'T1', userId: 'UBOT', text: 'words', attachments: [], history: [] },
    ...{ deleted: false, pings: [], fileIds: [], blocks: blocks as SlackMessage['blocks'] },
    ...more,
  };
}

export function view(blocks: object[], more: Partial<SlackView> = {}): SlackView {
  return {
    ...{ id: 'V1', type: 'modal', teamId: 'T1', appId: 'A1', botId: 'B1', userId: 'U1', title: 'Book a session' },
    ...{ submit: 'Send request', close: 'Cancel', callbackId: '', privateMetadata: '', externalId: '', values: {} },
    ...{ hash: '1', rootViewId: 'V1', previousViewId: null, clearOnClose: false, notifyOnClose: false, errors: {} },
    blocks: blocks as SlackView['blocks'],
    ...more,
  };
}

export const card = message([
  mrkdwn('*<@U2> accepted.*'),
  mrkdwn(
    '*When:* <!date^1795708800^{date_long_pretty} at {time}|then>\n*Where:* <https://meet.google.com/abc-defg-hij>',
  ),
  actions(button('join', 'Join', { style: 'primary' }), button('cancel', 'Cancel', { style: 'danger' })),
]);

export function screen(change: Partial<SlackScreen> = {}): SlackScreen {
  return {
    persona: 'U1',
    workspace: 'Acme Mentors',
    rooms: [
      { id: 'C1', kind: 'channel', name: 'sessions', private: false, messages: [card] },
      { id: 'dm', kind: 'dm', name: 'Confab', private: true, messages: [], readOnly: true },
    ],
    commands: [
      { command: '/book', description: 'Book a session with a mentor', usageHint: '[mentor or topic]' },
      { command: '/meetings', description: 'Your sessions', usageHint: '' },
      { command: '/confab', description: 'Mentors and help', usageHint: 'mentor | help' },
    ],
    shortcuts: [{ callbackId: 'confab_book', name: 'Book a session' }],
    files: { F1: { name: 'session.ics', content: 'BEGIN:VCALENDAR' } },
    names: {
      U1: { name: 'Sam', kind: 'person' },
      U2: { name: 'Priya', kind: 'person' },
      UBOT: { name: 'Confab', kind: 'bot' },
      C1: { name: 'sessions', kind: 'channel' },
    },
    views: [],
    home: null,
    ...change,
  };
}

export function scene(change: Partial<Scene> = {}): Scene {
  return {
    screen: screen(),
    persona: {
      ...{ id: 'U1', platform: 'slack', name: 'Sam', is: 'student', zone: 'America/Los_Angeles', locale: 'en-US' },
      ...{ dmsOpen: true, seen: 0 },
    },
    now,
    shown: 'C1',
    unread: {},
    ...change,
  };
}
