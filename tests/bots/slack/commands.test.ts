import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { slackSlashCommands as slashCommands, spellCommand } from '#bots/command-spelling.ts';
import type { Action } from '#core/messages/action.ts';
import { type CommandName, commands } from '#core/messages/commands.ts';
import { dashboardOffered } from '#core/messages/dashboard-words.ts';
import { plainMessage } from '#core/messages/message.ts';
import { bookShortcut, confabWords } from '../../../src/bots/slack/command-names.ts';
import { calendarFileScopes, neededScopes } from '../../../src/bots/slack/scopes.ts';
import { createFakeDesk, said } from '../../fakes/fake-desk.ts';
import { createSlackWorld, labelsOf, type SlackWorld } from './bot-world.ts';

let world: SlackWorld;
beforeEach(async () => {
  world = await createSlackWorld();
});
afterEach(() => world.close());

function run(text: string, command = '/confab') {
  return world.slack.runCommand({ user: world.ana, channel: world.channel, command, text });
}

describe('commands', () => {
  it('answer in private, and tell the desk who asks', async () => {
    const { desk } = await world.startBot();
    for (const [text, command, answer] of [
      ['', '/meetings', 'Your sessions.'],
      ['mentors', '/confab', 'The mentors.'],
      ['dashboard', '/confab', 'Your dashboard.'],
      ['help', '/confab', 'Help.'],
      ['', '/confab', 'Help.'],
      ['nonsense', '/confab', 'Help.'],
      ['timezone Berlin', '/confab', 'Your zone is Berlin.'],
      ['LINK ABCD-1234', '/confab', 'Connected with ABCD-1234.'],
    ] as const) {
      const seen = await run(text, command);
      expect(seen, text).toMatchObject({ outcome: 'ok', message: { text: answer, onlyFor: world.ana.id } });
    }
    expect(desk.callsOf('arrive')[0]).toEqual([
      {
        platform: 'slack',
        userId: world.ana.id,
        workspaceId: world.workspace.id,
        name: 'ana',
        community: { externalId: world.workspace.id, name: 'Code Club' },
        zone: 'Europe/Berlin',
        locale: 'en-US',
        admin: true,
      },
    ]);
    expect(world.slack.messages(world.channel)).toEqual([]);
  });

  it('show the link to the dashboard to nobody else, whole, and write it into no log', async () => {
    const address = 'https://confab.example/sign-in#cfbl_x_-_Yz_0123456789';
    await world.startBot(createFakeDesk({ dashboard: async () => dashboardOffered(address) }));
    const { message } = await run('dashboard');
    expect(message?.onlyFor).toBe(world.ana.id);
    expect(JSON.stringify(message?.blocks)).toContain(`<${address}|open it and sign in>`);
    expect(world.logged.join('')).not.toContain('cfbl_');
  });

  it('ask Slack for a person once, not at every click', async () => {
    await world.startBot();
    await run('help');
    await run('mentors');
    expect(world.journal.entries.filter(({ what }) => what === 'users.info')).toHaveLength(1);
  });

  it('offer organisers a code for the programme as well', async () => {
    await world.startBot();
    expect((await run('link')).message?.text).toBe('A code for a person.\n\nA code for a program.');
    const member = await world.slack.runCommand({ user: world.maya, command: '/confab', text: 'link' });
    expect(member.message?.text).toBe('A code for a person.');
  });

  it('keep the buttons of both offers, and press them at the desk', async () => {
    const button = (label: string, action: Action) => plainMessage([label], [], [{ action, label }]);
    const { desk } = await world.startBot(
      createFakeDesk({
        offerLink: async (_visitor, what) => button(`${what}`, { do: 'not-link' }),
        enterLink: async () => ({ ok: true, message: button('Is this you?', { do: 'link', code: 'ABCD2345' }) }),
      }),
    );
    const { user, both } = { user: world.ana, both: await run('link') };
    expect(JSON.stringify(both.message?.blocks).match(/"v1:not-link:?"/g)).toHaveLength(2);
    const asked = await run('link ABCD2345');
    expect(desk.callsOf('enterLink')).toEqual([['ABCD2345', 'either']]);
    await world.slack.press({ user, message: asked.message!, actionId: 'v1:link:ABCD2345' });
    expect(desk.callsOf('press')).toEqual([[{ do: 'link', code: 'ABCD2345' }]]);
    expect(world.slack.ephemerals(user).at(-1)?.text).toBe('Pressed.');
  });

  it('say which zone is known', async () => {
    await world.startBot();
    const { message } = await run('timezone');
    expect(message?.text).toContain('Your time zone is Europe/Berlin.');
    expect(JSON.stringify(message?.blocks)).toContain('`/confab timezone Berlin`');
  });

  it('turn bots away', async () => {
    const bot = world.slack.addUser(world.workspace, { name: 'otherbot', isBot: true });
    const { desk } = await world.startBot();
    world.slack.join(world.channel, bot);
    const command = { user: bot, channel: world.channel, command: '/confab', text: 'help' };
    const { message } = await world.slack.runCommand(command);
    expect(message?.text).toBe('otherbot is a bot. Confab is for people.');
    expect(desk.callsOf('arrive')).toEqual([]);
  });

  it('tell somebody whom Slack does not know, and log no error', async () => {
    const { desk } = await world.startBot();
    for (const error of ['user_not_found', 'user_not_visible']) {
      world.slack.fail('users.info', { body: { ok: false, error } });
      const { message } = await run('help');
      expect(message?.text).toBe('Slack does not know your account here. Confab only works for members of Code Club.');
    }
    expect(desk.callsOf('arrive')).toEqual([]);
    const levels = world.logged.map((line) => JSON.parse(line) as { level: number; reason?: string });
    expect(levels.filter(({ reason }) => reason === 'unknown').map(({ level }) => level)).toEqual([30, 30]);
    expect(levels.filter(({ level }) => level > 30)).toEqual([]);
    expect((await run('help')).message?.text).toBe('Help.');
  });

  it('say what did not happen when Slack does not tell who is asking', async () => {
    await world.startBot();
    world.slack.fail('users.info', { status: 500, body: 'oops' }, 2);
    const { message } = await run('help');
    expect(message?.text).toMatch(/Nothing was changed\. .* reference \w{5}/);
    expect((await run('help')).message?.text).toBe('Help.');
  });
});

describe('an answer that cannot be shown where it was asked for', () => {
  it('comes as a direct message, and is never said to be nothing', async () => {
    await world.startBot();
    world.slack.fail('response_url', { status: 500, body: 'oops' }, 5);
    await run('timezone Berlin');
    const [dm] = await world.slack.waitFor(() => world.slack.dms(world.ana).length > 0 && world.slack.dms(world.ana));
    expect(dm?.text).toBe('Your zone is Berlin.');
  });
});

describe('/confab mentor', () => {
  it('opens the form as it is and saves what was changed', async () => {
    const desk = createFakeDesk({
      mentorForm: async () => ({
        topics: 'SQL',
        hours: 'Mon 9-12',
        exceptions: '2026-12-24 off',
        length: '30',
        notice: '1 day',
        zone: 'Europe/Berlin',
        open: true,
      }),
    });
    await world.startBot(desk);
    const opened = await run('mentor');
    expect(labelsOf(opened.view)).toEqual([
      'Topics',
      'Weekly hours',
      'Exceptions',
      'Length of a session',
      'Notice you need',
      'Your city or time zone',
      'Requests',
    ]);
    expect(opened.view?.values).toMatchObject({
      topics: { topics: { value: 'SQL' } },
      exceptions: { exceptions: { value: '2026-12-24 off' } },
      open: { open: { selected_options: [{ value: 'open' }] } },
    });
    const saved = await world.slack.submitView({
      user: world.ana,
      values: { topics: 'SQL, React', exceptions: '', open: [] },
    });
    expect(JSON.stringify(saved.view?.blocks)).toContain('You offer sessions.');
    expect(desk.callsOf('submitMentor')).toEqual([
      [
        {
          topics: 'SQL, React',
          hours: 'Mon 9-12',
          exceptions: '',
          length: '30',
          notice: '1 day',
          zone: 'Europe/Berlin',
          open: false,
        },
      ],
    ]);
  });

  it('points at the field to mend', async () => {
    await world.startBot(
      createFakeDesk({
        submitMentor: async () => ({
          ok: false,
          field: 'hours',
          problem: ['Please write hours like Mon 9-12.'],
          message: said('No.'),
        }),
      }),
    );
    await run('mentor');
    const refused = await world.slack.submitView({
      user: world.ana,
      values: { topics: 'SQL', hours: 'always', zone: 'Berlin' },
    });
    expect(refused.errors).toEqual({ hours: 'Please write hours like Mon 9-12.' });
  });
});

describe('the manifest', () => {
  const read = async () => {
    const lines = (await readFile(new URL('../../../src/bots/slack/manifest.yaml', import.meta.url), 'utf8')).split(
      '\n',
    );
    const values = (key: string) =>
      lines.flatMap((line) => new RegExp(`^\\s*(?:- )?${key}: (.*)$`).exec(line)?.[1] ?? []);
    const list = (key: string) => {
      const start = lines.findIndex((line) => line.trim() === `${key}:`);
      const items = lines.slice(start + 1);
      return items
        .slice(
          0,
          items.findIndex((line) => !/^\s+- /.test(line)),
        )
        .map((line) => line.trim().slice(2));
    };
    return { values, list };
  };

  it('declares the commands, the shortcut, the scopes and the events that the bot uses, and no others', async () => {
    const { values, list } = await read();
    expect(values('command')).toEqual(Object.values(slashCommands));
    expect(values('callback_id')).toEqual([bookShortcut]);
    expect(list('bot')).toEqual([...Object.keys(neededScopes), ...Object.keys(calendarFileScopes)]);
    expect(list('bot_events')).toEqual(['app_home_opened']);
    expect(values('usage_hint').at(-1)).toBe(confabWords.join(' | '));
    expect(values('should_escape')).toEqual(['true', 'false', 'false']);
  });

  it('spells every command the way the bot listens to it', () => {
    const listened = [
      slashCommands.book,
      slashCommands.meetings,
      ...confabWords.map((word) => `${slashCommands.confab} ${word}`),
    ];
    const spelled = (Object.keys(commands) as CommandName[]).map((name) => spellCommand('slack', name));
    expect(new Set(spelled)).toEqual(new Set(listened));
  });
});
