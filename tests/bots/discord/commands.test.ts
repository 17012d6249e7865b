import { afterEach, describe, expect, it } from 'vitest';
import { discordCommands } from '#bots/discord/commands.ts';
import { plainMessage } from '#core/messages/message.ts';
import { type BotWorld, createBotWorld } from './bot-world.ts';

let world: BotWorld;
afterEach(() => world?.close());

const answered = async (name: string, options = {}, user?: { id: string }) =>
  (await world.run(name, options, user)).settled();

describe('commands that answer with a message', () => {
  it.each([
    ['meetings', 'Your sessions.'],
    ['mentors', 'The mentors.'],
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
      [{ topics: 'React', hours: null, length: null, notice: null, zone: null, open: false }],
    ]);
  });

  it('opens a form with what is offered at present', async () => {
    const form = {
      topics: 'React',
      hours: 'Mon 17:00-20:00',
      length: '30',
      notice: '2 hours',
      zone: 'Europe/Berlin',
      open: true,
    };
    world = await createBotWorld({ mentorForm: () => form });
    const { discord, leo, desk } = world;
    const opened = await world.run('mentor');
    const values = opened.modal?.components.map((label) => (label.component as Record<string, unknown>).value);
    expect(values).toEqual(['React', 'Mon 17:00-20:00', '30', '2 hours', 'Europe/Berlin']);
    const sent = await discord.submitModal({ user: leo, modal: opened.modal!, fields: { topics: 'React, SQL' } });
    expect(await sent.settled()).toMatchObject({ content: 'You offer sessions.', ephemeral: true });
    expect(desk.callsOf('submitMentor')).toEqual([[{ ...form, topics: 'React, SQL', open: null }]]);
  });
});

describe('/link', () => {
  it('gives a code, and takes one', async () => {
    world = await createBotWorld();
    expect((await answered('link')).content).toBe('A code for a person.');
    expect((await answered('link', { code: 'ABCD' })).content).toBe('Connected with ABCD.');
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
