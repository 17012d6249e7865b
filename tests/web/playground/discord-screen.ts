/** What a student sees on Discord in the tests of its face. */
import type { JsonObject } from '../../../playground/discord/json.ts';
import type { DiscordMessage, DiscordScreen, Persona } from '../../../playground/page/contract.ts';

export interface Shown {
  screen: DiscordScreen;
  persona: Persona;
  now: number;
  room: string;
  unread: Record<string, number>;
}

/** Wednesday, 16:00 in Lisbon. */
export const now = Date.parse('2026-11-25T16:00:00Z');
const minutes = 60_000;
const bot = '900';

export const sam: Persona = {
  id: '101',
  platform: 'discord',
  name: 'Sam Reis',
  is: 'student',
  zone: 'Europe/Lisbon',
  locale: 'en-GB',
  dmsOpen: true,
  seen: 0,
};

export function message(id: string, change: Partial<DiscordMessage> = {}): DiscordMessage {
  const content = change.content ?? '';
  return {
    id,
    channelId: '11',
    authorId: bot,
    content,
    embeds: [],
    components: [],
    attachments: [],
    text: content,
    ephemeral: false,
    visibleTo: null,
    loading: false,
    pings: { everyone: false, users: [], roles: [] },
    createdAt: now - 5 * minutes,
    editedAt: null,
    versions: [],
    nonce: null,
    interactionId: null,
    referenceId: null,
    ...change,
  };
}

export const row = (...components: JsonObject[]): JsonObject => ({ type: 1, components });
export const button = (label: string, change: JsonObject = {}): JsonObject => ({
  type: 2,
  style: 2,
  label,
  custom_id: label.toLowerCase(),
  ...change,
});

export const mentorSelect: JsonObject = {
  type: 3,
  custom_id: 'mentor',
  placeholder: 'Choose a mentor',
  min_values: 1,
  max_values: 1,
  options: [
    { label: 'Maya Okafor', value: 'maya', description: 'React, SQL · soonest Thu 26 Nov, 17:00' },
    { label: 'Tomás Lima', value: 'tomas', description: 'Careers · soonest Fri 27 Nov, 09:30' },
    { label: 'Noor Haddad', value: 'noor' },
  ],
};

const label = (name: string, component: JsonObject, description?: string): JsonObject => ({
  type: 18,
  label: name,
  ...(description === undefined ? {} : { description }),
  component,
});

export const bookingModal: NonNullable<DiscordScreen['modal']> = {
  interactionId: '700',
  userId: sam.id,
  channelId: '11',
  customId: 'book',
  title: 'Book Maya Okafor',
  messageId: null,
  components: [
    label(
      'Free times',
      {
        type: 3,
        custom_id: 'slot',
        placeholder: 'Choose a free time',
        required: false,
        options: [
          { label: 'Thu 26 Nov, 17:00', value: '1' },
          { label: 'Thu 26 Nov, 17:30', value: '2' },
        ],
      },
      '30 minutes, in your time zone, Europe/Lisbon',
    ),
    label('Or another time', {
      type: 4,
      style: 1,
      custom_id: 'when',
      placeholder: 'tomorrow 3pm, fri 17:30',
      required: false,
      max_length: 100,
    }),
    label('Subject', {
      type: 4,
      style: 1,
      custom_id: 'subject',
      placeholder: 'What is it about?',
      required: true,
      max_length: 20,
    }),
    label('Anything your mentor should know', {
      type: 4,
      style: 2,
      custom_id: 'description',
      required: false,
      max_length: 1_000,
      value: 'Typed before',
    }),
  ],
};

const start = Date.parse('2026-11-26T17:00:00Z') / 1_000;

const sessions: DiscordMessage[] = [
  message('50', {
    createdAt: now - 26 * 60 * minutes,
    content: '**Session booked.**\n\n**Who:** <@101> with <@102>\n**When:** <t:1795712400:F> (<t:1795712400:R>)',
    editedAt: now - 20 * 60 * minutes,
  }),
];

const general: DiscordMessage[] = [
  message('60', {
    content: `**Your session is booked.** <@101>\n\n**With:** Maya Okafor\n**When:** <t:${start}:F> (<t:${start}:R>)\n**Where:** [Join with Google Meet](<https://meet.google.com/abc-defg-hij>)\n- Bring a question\n- See <#12>\n-# Written by Confab, see <https://confab.example/help>.`,
    embeds: [{ type: 'rich', description: 'I cannot choose between \\*two\\* state libraries.' }],
    components: [
      row(
        button('Join', { style: 1 }),
        button('Reschedule'),
        button('Accept', { style: 3 }),
        button('Cancel', { style: 4 }),
        button('Gone', { disabled: true }),
      ),
      row({
        type: 2,
        style: 5,
        label: 'Open Meet',
        url: 'https://meet.google.com/abc-defg-hij',
      }),
    ],
    pings: { everyone: false, users: ['101'], roles: [] },
    editedAt: now - 2 * minutes,
  }),
  message('61', {
    content: 'Who would you like to talk to?',
    ephemeral: true,
    visibleTo: '101',
    used: { name: 'book', user: '101' },
    components: [row(mentorSelect), row(button('My zone is not listed'))],
  }),
  message('62', {
    content: 'Here is the file.',
    ephemeral: true,
    visibleTo: '101',
    referenceId: '60',
    attachments: [
      {
        filename: 'session.ics',
        contentType: 'text/calendar; charset=utf-8',
        size: 1_536,
        text: 'BEGIN:VCALENDAR\r\nSUMMARY:<b>Two</b> libraries\r\nEND:VCALENDAR',
      },
    ],
  }),
  message('63', { ephemeral: true, visibleTo: '101', loading: true }),
];

const text = 3;

export const screen: DiscordScreen = {
  persona: sam.id,
  server: 'Study Hall',
  rooms: [
    { id: '11', kind: 'channel', name: 'general', private: false, messages: general },
    { id: '12', kind: 'channel', name: 'sessions', private: false, messages: sessions },
    { id: '13', kind: 'thread', name: 'Confab', private: true, parent: '11', messages: [] },
    { id: 'dm', kind: 'dm', name: 'Confab', private: true, messages: [] },
  ],
  commands: [
    {
      name: 'book',
      description: 'Book a session with a mentor',
      options: [
        {
          type: text,
          name: 'mentor',
          description: 'A name or a topic; leave it out to see everybody',
          autocomplete: true,
          max_length: 100,
        },
      ],
    },
    {
      name: 'confab settings',
      description: 'Change the settings of the programme',
      options: [
        { type: 7, name: 'announce', description: 'The channel that shows booked sessions', channel_types: [0, 5] },
        { type: 5, name: 'announce_off', description: 'Show booked sessions nowhere' },
        { type: 4, name: 'limit', description: 'How many at a time', min_value: 1, max_value: 9 },
        {
          type: text,
          name: 'mentors',
          description: 'Who may offer sessions',
          choices: [
            { name: 'Anyone', value: 'anyone' },
            { name: 'Only people named', value: 'named' },
          ],
        },
      ],
    },
    {
      name: 'confab mentors',
      description: 'Name who may offer sessions',
      options: [{ type: 6, name: 'add', description: 'May offer sessions' }],
    },
    { name: 'help', description: 'What Confab can do', options: [] },
    {
      name: 'timezone',
      description: 'Say where you are',
      options: [{ type: text, name: 'zone', description: 'A city or a zone', required: true, autocomplete: true }],
    },
  ],
  names: {
    [bot]: { name: 'Confab', kind: 'bot' },
    '101': { name: 'Sam Reis', kind: 'person' },
    '102': { name: 'Maya Okafor', kind: 'person' },
    '11': { name: 'general', kind: 'channel' },
    '12': { name: 'sessions', kind: 'channel' },
    '300': { name: 'Mentors', kind: 'role' },
  },
  modal: null,
};
