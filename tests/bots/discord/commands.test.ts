import { afterEach, describe, expect, it } from 'vitest';
import { discordCommands } from '#bots/discord/commands.ts';
import type { Desk } from '#core/desk/desk.ts';
import type { MentorForm } from '#core/desk/form.ts';
import { dashboardOffered } from '#core/messages/dashboard-words.ts';
import { plainMessage } from '#core/messages/message.ts';
import { accepted } from '../../fakes/fake-desk.ts';
import { type BotWorld, createBotWorld } from './bot-world.ts';

let world: BotWorld;
afterEach(() => world?.close());

/** Refuses the hours "whenever", and keeps what was typed with them. */
function forgivingDesk(stored: MentorForm): Pick<Desk, 'mentorForm' | 'submitMentor'> {
  let form = stored;
  return {
    mentorForm: async () => form,
    async submitMentor(_visitor, given) {
      if (given.hours !== 'whenever') return accepted('You offer sessions.');
      form = { ...form, ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null)) };
      const message = plainMessage(['Not saved.'], [], [{ action: { do: 'retry-mentor' }, label: 'Try again' }]);
      return { ok: false, field: 'hours', problem: ['When is that?'], message };
    },
  };
}

const answered = async (name: string, options = {}, user?: { id: string }) =>
  (await world.run(name, options, user)).settled();

describe('commands that answer with a message', () => {
  it.each([
    ['meetings', 'Your sessions.'],
    ['mentors', 'The mentors.'],
    ['dashboard', 'Your dashboard.'],
    ['help', 'Help.'],
  ])('/%s does so in private', async (name, content) => {
    world = await createBotWorld();
    const result = await world.run(name);
    expect(result.kind).toBe('deferred-message');
    expect(await result.settled()).toMatchObject({ content, ephemeral: true });
  });

  it('never ping anybody', async () => {
    world = await createBotWorld({
      meetings: async () =>
        plainMessage([
          { person: { name: 'Maya', accounts: [{ platform: 'discord', userId: world.maya.id, workspaceId: null }] } },
          ' @everyone',
        ]),
    });
    const shown = await answered('meetings');
    expect(shown.content).toBe(`<@${world.maya.id}> @\u200beveryone`);
    expect(shown.pings).toEqual({ users: [], roles: [], everyone: false });
  });
});

describe('/dashboard', () => {
  const secret = 'cfbl_x_-_Yz_0123456789';
  const dashboard = async () => dashboardOffered(`https://confab.example/sign-in#${secret}`);

  it('shows the link to nobody else, whole and without a preview', async () => {
    world = await createBotWorld({ dashboard });
    const shown = await answered('dashboard');
    expect(shown.ephemeral).toBe(true);
    expect(shown.content).toContain(`[open it and sign in](<https://confab.example/sign-in#${secret}>)`);
    expect(world.discord.messages(world.channel)).toEqual([]);
  });

  it('writes the secret into no log, also where the answer is not taken', async () => {
    world = await createBotWorld({ dashboard });
    await answered('dashboard');
    world.discord.fail(/^PATCH \/webhooks\//, { status: 400 }, 1);
    await world.run('dashboard');
    await world.discord.waitFor(() => world.log.some((line) => line.includes('did not take an answer')));
    expect(world.log.join('')).not.toContain(secret);
  });
});

describe('/timezone', () => {
  it('suggests zones and keeps the chosen one', async () => {
    world = await createBotWorld({
      findZones: (query) => [{ zone: 'America/Guayaquil', label: `Quito for ${query}` }],
    });
    const { discord, leo, channel, desk } = world;
    const typed = await discord.autocomplete({
      user: leo,
      channel,
      name: 'timezone',
      options: { zone: 'qui' },
      focused: 'zone',
    });
    expect(typed.choices).toEqual([{ name: 'Quito for qui', value: 'America/Guayaquil' }]);
    expect((await answered('timezone', { zone: 'America/Guayaquil' })).content).toBe('Your zone is America/Guayaquil.');
    expect(desk.callsOf('findZones')).toEqual([['qui', 25]]);
  });
});

describe('/mentor', () => {
  it('changes what is given and leaves the rest', async () => {
    world = await createBotWorld();
    expect((await answered('mentor', { topics: 'React', open: false })).content).toBe('You offer sessions.');
    expect(world.desk.callsOf('submitMentor')).toEqual([
      [{ topics: 'React', hours: null, exceptions: null, length: null, notice: null, zone: null, open: false }],
    ]);
  });

  it('opens a form with what is offered at present', async () => {
    const form = {
      topics: 'React',
      hours: 'Mon 17:00-20:00',
      exceptions: '2026-12-24 off',
      length: '30 minutes',
      notice: '2 hours',
      zone: 'Europe/Berlin',
      open: true,
    };
    world = await createBotWorld({ mentorForm: async () => form });
    const { discord, leo, desk } = world;
    const opened = await world.run('mentor');
    const values = opened.modal?.components.map((label) => (label.component as Record<string, unknown>).value);
    expect(values).toEqual([
      'React',
      'Mon 17:00-20:00\nexcept 2026-12-24 off',
      '30 minutes',
      '2 hours',
      'Europe/Berlin',
    ]);
    expect(opened.modal?.components.map(({ label }) => label)).toEqual([
      'Topics',
      'Weekly hours',
      'Length of a session',
      'Notice you need',
      'Your city or time zone',
    ]);
    const sent = await discord.submitModal({ user: leo, modal: opened.modal!, fields: { topics: 'React, SQL' } });
    expect(await sent.settled()).toMatchObject({ content: 'You offer sessions.', ephemeral: true });
    expect(desk.callsOf('submitMentor')).toEqual([[{ ...form, topics: 'React, SQL' }]]);
  });

  it('opens the refused form again with everything that was typed, also after a restart', async () => {
    const stored = {
      topics: '',
      hours: '',
      exceptions: '',
      length: '30 minutes',
      notice: '2 hours',
      zone: '',
      open: true,
    };
    const desk = forgivingDesk(stored);
    world = await createBotWorld(desk);
    const { discord, leo } = world;
    const opened = await world.run('mentor');
    const typed = { topics: 'React', hours: 'whenever', length: 'an age', notice: '1 day', zone: 'Berlin' };
    const sent = await discord.submitModal({ user: leo, modal: opened.modal!, fields: typed });
    const refused = await sent.settled();
    expect(refused.content).toBe('Not saved.');
    await world.restart();
    const again = await discord.press({ user: leo, message: refused, label: 'Try again' });
    const values = again.modal?.components.map((label) => (label.component as Record<string, unknown>).value);
    expect(values).toEqual(Object.values(typed));
    const mended = { ...typed, hours: 'Mon 17:00-20:00', length: '1 hour' };
    await discord.submitModal({ user: leo, modal: again.modal!, fields: mended });
    await discord.waitFor(() => discord.message(refused.id)?.content === 'You offer sessions.');
    expect(discord.ephemerals(leo)).toHaveLength(1);
  });

  it('keeps that no requests are taken while the rest of a refused command is mended', async () => {
    const stored = {
      topics: 'SQL',
      hours: '',
      exceptions: '',
      length: '30 minutes',
      notice: '2 hours',
      zone: 'Berlin',
      open: true,
    };
    world = await createBotWorld(forgivingDesk(stored));
    const { discord, leo, desk } = world;
    const refused = await answered('mentor', { hours: 'whenever', open: false });
    const again = await discord.press({ user: leo, message: refused, label: 'Try again' });
    await discord.submitModal({ user: leo, modal: again.modal!, fields: { hours: 'Mon 17:00-20:00' } });
    await discord.waitFor(() => desk.callsOf('submitMentor').length === 2);
    expect(desk.callsOf('submitMentor')[1]).toEqual([{ ...stored, hours: 'Mon 17:00-20:00', open: false }]);
  });

  it('has exceptions below the hours they are from, and keeps them through a refusal', async () => {
    const stored = {
      topics: 'SQL',
      hours: 'Mon 9-10',
      exceptions: '',
      length: '30',
      notice: '1 day',
      zone: 'Berlin',
      open: true,
    };
    world = await createBotWorld(forgivingDesk(stored));
    const { discord, leo, desk } = world;
    const refused = await answered('mentor', { hours: 'whenever', exceptions: '24 dec off' });
    const again = await discord.press({ user: leo, message: refused, label: 'Try again' });
    const hours = again.modal?.components[1] as { component: { value?: string }; description?: string };
    expect(hours.component.value).toBe('whenever\nexcept 24 dec off');
    expect(hours.description).toContain('except 24 Dec to 2 Jan off');
    const typed = 'Mon 17:00-20:00\nExcept on 24 dec; 5 dec 10-14';
    await discord.submitModal({ user: leo, modal: again.modal!, fields: { hours: typed } });
    await discord.waitFor(() => desk.callsOf('submitMentor').length === 2);
    expect(desk.callsOf('submitMentor')).toMatchObject([
      [{ topics: null, hours: 'whenever', exceptions: '24 dec off', length: null }],
      [{ topics: 'SQL', hours: 'Mon 17:00-20:00', exceptions: '24 dec; 5 dec 10-14' }],
    ]);
  });

  it('offers to go on when the form takes too long', async () => {
    const { promise: slow, resolve } = Promise.withResolvers<void>();
    let calls = 0;
    world = await createBotWorld({
      async mentorForm() {
        calls += 1;
        if (calls === 1) await slow;
        return {
          topics: 'SQL',
          hours: '',
          exceptions: '',
          length: '30 minutes',
          notice: '2 hours',
          zone: '',
          open: true,
        };
      },
    });
    const first = await world.run('mentor');
    expect(first.message).toMatchObject({ ephemeral: true, content: expect.stringContaining('takes longer') });
    expect(first.elapsedMs).toBeLessThan(2_800);
    const again = await world.discord.press({ user: world.leo, message: first.message!, label: 'Go on' });
    expect(again.modal?.title).toBe('Offer sessions');
    resolve();
  });
});

describe('/link', () => {
  it('gives a code, and takes one', async () => {
    world = await createBotWorld();
    expect((await answered('link')).content).toBe('A code for a person.');
    expect((await answered('link', { code: 'ABCD' })).content).toBe('Connected with ABCD.');
    expect(world.desk.callsOf('enterLink')).toEqual([['ABCD', 'person']]);
  });

  it('asks before it connects, and its buttons are answered in their place', async () => {
    const question = plainMessage(
      ['Connect with Leo on Slack?'],
      [],
      [
        { action: { do: 'link', code: 'ABCD' }, label: 'Connect' },
        { action: { do: 'not-link' }, label: 'No' },
      ],
    );
    world = await createBotWorld({ enterLink: async () => ({ ok: true, message: question }) });
    const { discord, leo, desk } = world;
    for (const label of ['Connect', 'No']) {
      const asked = await answered('link', { code: 'ABCD' });
      await discord.press({ user: leo, message: asked, label });
      await discord.waitFor(() => discord.message(asked)?.content === 'Pressed.');
    }
    expect(desk.callsOf('press')).toEqual([[{ do: 'link', code: 'ABCD' }], [{ do: 'not-link' }]]);
    expect(discord.ephemerals(leo)).toHaveLength(2);
  });
});

describe('/confab', () => {
  it('shows the settings, and changes those that are given', async () => {
    world = await createBotWorld();
    const { desk, olga, channel } = world;
    expect((await answered('confab settings', {}, olga)).content).toBe('The settings.');
    expect(
      (await answered('confab settings', { announce: channel.id, reminders: '1h', mentors: 'named' }, olga)).content,
    ).toBe('The settings were changed.');
    await answered('confab settings', { announce_off: true }, olga);
    expect(desk.callsOf('submitSettings')).toEqual([
      [{ announcementChannelId: channel.id, reminders: '1h', mentors: 'named' }],
      [{ announcementChannelId: null }],
    ]);
  });

  it('refuses a channel that it cannot post in, and says what is missing', async () => {
    world = await createBotWorld();
    const { discord, desk, olga, channel } = world;
    discord.setBotPermissions(channel, { SendMessages: false, EmbedLinks: false });
    const refused = await answered('confab settings', { announce: channel.id }, olga);
    expect(refused.content).toContain(`cannot post in <#${channel.id}>`);
    expect(refused.content).toContain('Send Messages, Embed Links');
    expect(desk.callsOf('submitSettings')).toEqual([]);
  });

  it('refuses a channel and no channel at once', async () => {
    world = await createBotWorld();
    const { olga, channel, desk } = world;
    expect((await answered('confab settings', { announce: channel.id, announce_off: true }, olga)).content).toContain(
      'not both',
    );
    expect(desk.callsOf('submitSettings')).toEqual([]);
  });

  it('names people, introduced to the desk first', async () => {
    world = await createBotWorld();
    const { desk, olga, maya, leo, guild } = world;
    expect((await answered('confab mentors', { add: maya.id, remove: leo.id }, olga)).content).toBe('The people.');
    const community = { externalId: guild.id, name: 'Garden' };
    const asker = { platform: 'discord', workspaceId: null, zone: null, locale: null, community, admin: false };
    expect(desk.callsOf('introduce')).toEqual([
      [{ ...asker, userId: maya.id, name: 'Maya' }],
      [{ ...asker, userId: leo.id, name: 'Leo' }],
    ]);
    expect(desk.callsOf('name')).toMatchObject([
      [{ role: 'mentor', add: [{ id: `person-${maya.id}` }], remove: [{ id: `person-${leo.id}` }] }],
    ]);
    await answered('confab organisers', { add: maya.id }, olga);
    expect(desk.callsOf('name').at(-1)).toMatchObject([{ role: 'organizer', add: [{ id: `person-${maya.id}` }] }]);
  });

  it('refuses bots', async () => {
    world = await createBotWorld();
    const { app, olga, desk } = world;
    expect((await answered('confab mentors', { add: app.botUserId }, olga)).content).toContain('Bots cannot');
    expect(desk.callsOf('name')).toEqual([]);
  });

  it('links programmes', async () => {
    world = await createBotWorld();
    expect((await answered('confab link', {}, world.olga)).content).toBe('A code for a program.');
    expect((await answered('confab link', { code: 'ABCD' }, world.olga)).content).toBe('Connected with ABCD.');
    expect(world.desk.callsOf('enterLink')).toEqual([['ABCD', 'program']]);
  });

  it('is offered to those who manage the server, and only there', async () => {
    world = await createBotWorld();
    const { discord, leo, olga } = world;
    await expect(world.run('confab settings', {}, leo)).rejects.toThrow('not offered');
    await expect(discord.runCommand({ user: olga, dm: true, name: 'confab settings' })).rejects.toThrow('not offered');
  });
});

describe('registration', () => {
  it('keeps to 100 characters in every description, and to 8,000 in every command', () => {
    const described = (option: { description: string; options?: readonly { description: string }[] }): string[] => [
      option.description,
      ...(option.options ?? []).flatMap(described),
    ];
    for (const { data } of discordCommands) {
      const all = described(data as never);
      expect(Math.max(...all.map((text) => text.length))).toBeLessThanOrEqual(100);
      expect(JSON.stringify(data).length).toBeLessThan(8_000);
    }
  });
});
