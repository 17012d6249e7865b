import { AttachmentBuilder, ChannelType } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  bookWithBen,
  button,
  type DiscordWorld,
  discordWorld,
  post,
  refusalOf,
  registered,
  row,
  sessions,
  TOKEN,
  violations,
} from './discord-fixture.ts';

let world: DiscordWorld;
beforeEach(async () => {
  world = await discordWorld();
});
afterEach(async () => {
  await world.close();
  expect(violations(world)).toEqual([]);
});

describe('messages', () => {
  it('posts once for one nonce, also into another channel', async () => {
    const client = await world.connect();
    const ana = await client.users.fetch(world.ana.id);
    const first = await ana.send({ content: 'Reminder', nonce: 'm1', enforceNonce: true });
    const second = await ana.send({ content: 'Reminder', nonce: 'm1', enforceNonce: true });
    const elsewhere = await sessions(world, client).send({ content: 'Reminder', nonce: 'm1', enforceNonce: true });
    expect([second.id, elsewhere.id]).toEqual([first.id, first.id]);
    world.clock.advance(60 * 60_000);
    await ana.send({ content: 'Reminder', nonce: 'm1', enforceNonce: true });
    expect(world.discord.dms(world.ana)).toHaveLength(2);
    expect(await refusalOf(ana.send({ content: 'x', nonce: 'n'.repeat(26) }))).toEqual({ code: 50035, status: 400 });
  });

  it('refuses a message to closed direct messages, or without a common server', async () => {
    const client = await world.connect();
    const ana = await client.users.fetch(world.ana.id);
    world.discord.closeDms(world.ana);
    await ana.createDM();
    expect(await refusalOf(ana.send('hello'))).toEqual({ code: 50007, status: 403 });
    world.discord.openDms(world.ana);
    await ana.send('hello');
    world.discord.leaveGuild(world.ana, world.guild);
    expect(await refusalOf(ana.send('still there?'))).toEqual({ code: 50278, status: 403 });
  });

  it('rings only whom allowed mentions allow', async () => {
    const client = await world.connect();
    const content = `@everyone <@${world.ana.id}> <@${world.ben.id}> \`<@${world.guild.ownerId}>\``;
    await sessions(world, client).send({ content });
    await sessions(world, client).send({ content, allowedMentions: { parse: [] } });
    await sessions(world, client).send({ content, allowedMentions: { users: [world.ben.id] } });
    world.discord.setBotPermissions(world.channel, { MentionEveryone: true });
    await sessions(world, client).send({ content });
    const pings = world.discord.messages(world.channel).map((message) => message.pings);
    expect(pings).toEqual([
      { everyone: false, users: [world.ana.id, world.ben.id], roles: [] },
      { everyone: false, users: [], roles: [] },
      { everyone: false, users: [world.ben.id], roles: [] },
      { everyone: true, users: [world.ana.id, world.ben.id], roles: [] },
    ]);
  });

  it('takes files', async () => {
    const client = await world.connect();
    const file = new AttachmentBuilder(Buffer.from('BEGIN:VCALENDAR'), {
      name: 'session.ics',
      description: 'The session',
    });
    const sent = await sessions(world, client).send({ content: 'Your session', files: [file] });
    expect(world.discord.messages(world.channel)[0]?.attachments).toEqual([
      { filename: 'session.ics', contentType: 'text/calendar', size: 15, text: 'BEGIN:VCALENDAR' },
    ]);
    const url = sent.attachments.first()?.url ?? '';
    expect(await (await fetch(url)).text()).toBe('BEGIN:VCALENDAR');
  });

  it('needs the permissions that Discord needs', async () => {
    const client = await world.connect();
    const channel = sessions(world, client);
    world.discord.setBotPermissions(world.channel, { EmbedLinks: false });
    expect(await refusalOf(channel.send({ embeds: [{ title: 'x' }] }))).toMatchObject({ code: 50013 });
    world.discord.setBotPermissions(world.channel, { SendMessages: false });
    await world.discord.waitFor(
      () => client.guilds.cache.first()?.members.me?.permissionsIn(channel).has('SendMessages') === false,
    );
    expect(await refusalOf(channel.send('x'))).toMatchObject({ code: 50013 });
    world.discord.setBotPermissions(world.channel, { ViewChannel: false });
    expect(await refusalOf(channel.send('x'))).toMatchObject({ code: 50001 });
    world.discord.deleteChannel(world.channel);
    expect(await refusalOf(client.rest.get(`/channels/${world.channel.id}`))).toMatchObject({ code: 10003 });
  });

  it('limits edits of messages older than an hour', async () => {
    const client = await world.connect();
    const message = await sessions(world, client).send('v0');
    await message.edit('v1');
    world.clock.advance(61 * 60_000);
    for (const version of ['v2', 'v3', 'v4']) await message.edit(version);
    const answer = await fetch(`${world.discord.apiUrl}/v10/channels/${world.channel.id}/messages/${message.id}`, {
      method: 'PATCH',
      headers: { authorization: `Bot ${TOKEN}`, 'content-type': 'application/json' },
      body: '{"content":"v5"}',
    });
    expect([answer.status, ((await answer.json()) as { code: number }).code]).toEqual([429, 30046]);
  });

  it('makes a private thread that only its members read', async () => {
    const client = await world.connect();
    const thread = await sessions(world, client).threads.create({
      name: 'Ana and Ben',
      type: ChannelType.PrivateThread,
      invitable: false,
    });
    await thread.members.add(world.ana.id);
    await thread.send({ content: 'Hello', components: [row(button('v1:x'))] });
    const [message] = world.discord.messages(thread);
    expect(world.discord.threads(world.channel)).toMatchObject([
      { name: 'Ana and Ben', type: 12, memberIds: [world.app.botUserId, world.ana.id] },
    ]);
    await expect(world.discord.press({ user: world.ben, message: message!, customId: 'v1:x' })).rejects.toThrow(
      'does not see',
    );
    await thread.setArchived(true);
    expect(world.discord.threads(world.channel)[0]?.archived).toBe(true);
    await thread.send('awake again');
    expect(world.discord.threads(world.channel)[0]?.archived).toBe(false);
  });
});

describe('limits of bodies', () => {
  const refusals: [string, unknown][] = [
    ['empty', { content: '  ' }],
    ['long content', { content: 'x'.repeat(2001) }],
    [
      '26 options',
      rows([
        {
          type: 3,
          custom_id: 's',
          options: Array.from({ length: 26 }, (_, at) => ({ label: `${at}`, value: `${at}` })),
        },
      ]),
    ],
    ['no options', rows([{ type: 3, custom_id: 's', options: [] }])],
    [
      'the same value twice',
      rows([
        {
          type: 3,
          custom_id: 's',
          options: [
            { label: 'a', value: 'a' },
            { label: 'b', value: 'a' },
          ],
        },
      ]),
    ],
    [
      'six buttons',
      rows(Array.from({ length: 6 }, (_, at) => ({ type: 2, style: 1, label: 'x', custom_id: `${at}` }))),
    ],
    [
      'six rows',
      {
        components: Array.from({ length: 6 }, (_, at) => ({
          type: 1,
          components: [{ type: 2, style: 1, label: 'x', custom_id: `${at}` }],
        })),
      },
    ],
    [
      'one custom_id twice',
      rows([
        { type: 2, style: 1, label: 'x', custom_id: 'a' },
        { type: 2, style: 1, label: 'x', custom_id: 'a' },
      ]),
    ],
    ['a label of 81', rows([{ type: 2, style: 1, label: 'x'.repeat(81), custom_id: 'a' }])],
    ['a custom_id of 101', rows([{ type: 2, style: 1, label: 'x', custom_id: 'x'.repeat(101) }])],
    ['embeds over 6,000', { embeds: [{ description: 'x'.repeat(4000) }, { description: 'x'.repeat(2001) }] }],
    ['26 fields', { embeds: [{ fields: Array.from({ length: 26 }, () => ({ name: 'a', value: 'b' })) }] }],
    ['content in a V2 message', { flags: 32_768, content: 'x', components: [{ type: 10, content: 'x' }] }],
    ['41 components', { flags: 32_768, components: Array.from({ length: 41 }, () => ({ type: 10, content: 'x' })) }],
    [
      '4,001 characters',
      {
        flags: 32_768,
        components: [
          { type: 10, content: 'x'.repeat(2001) },
          { type: 10, content: 'x'.repeat(2000) },
        ],
      },
    ],
    ['a text display without the flag', { components: [{ type: 10, content: 'x' }] }],
    ['mentions allowed twice over', { content: 'x', allowed_mentions: { parse: ['users'], users: ['1'] } }],
  ];
  it.each(refusals)('refuses a message: %s', async (_name, body) => {
    const { status, code } = await post(world, `/channels/${world.channel.id}/messages`, body);
    expect({ status, code }).toEqual({ status: 400, code: _name === 'empty' ? 50006 : 50035 });
  });

  const label = (component: object, text = 'Label') => ({ type: 18, label: text, component });
  const input = (fields: object = {}) => ({ type: 4, custom_id: 'i', style: 1, ...fields });
  const modals: [string, { title?: string; components: unknown[] }][] = [
    ['a title of 46', { title: 'x'.repeat(46), components: [label(input())] }],
    ['six labels', { components: Array.from({ length: 6 }, (_, at) => label(input({ custom_id: `${at}` }))) }],
    ['no components', { components: [] }],
    ['a label of 46', { components: [label(input(), 'x'.repeat(46))] }],
    ['a disabled select', { components: [label({ type: 5, custom_id: 'u', disabled: true })] }],
    ['a required select of none', { components: [label({ type: 5, custom_id: 'u', min_values: 0 })] }],
    ['a prefilled text longer than allowed', { components: [label(input({ max_length: 3, value: 'four' }))] }],
    ['one radio button', { components: [label({ type: 21, custom_id: 'r', options: [{ label: 'a', value: 'a' }] })] }],
    ['a button', { components: [label({ type: 2, custom_id: 'b', style: 1, label: 'x' })] }],
  ];
  it.each(modals)('refuses a modal: %s', async (_name, data) => {
    const codes: number[] = [];
    await registered(world, async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      const body = { type: 9, data: { custom_id: 'm', title: 'Title', ...data } };
      codes.push((await post(world, `/interactions/${interaction.id}/${interaction.token}/callback`, body)).code);
      await interaction.reply('Sorry.');
    });
    // A refused answer is none: the app may answer better while its three seconds last.
    expect(await world.discord.runCommand(bookWithBen(world))).toMatchObject({ outcome: 'answered', kind: 'message' });
    expect(codes).toEqual([50035]);
  });

  it('keeps the components flag on a message for good', async () => {
    const { id } = await post(world, `/channels/${world.channel.id}/messages`, {
      flags: 32_768,
      components: [{ type: 10, content: `Hi <@${world.ana.id}>` }],
    });
    const path = `/channels/${world.channel.id}/messages/${id}`;
    expect((await post(world, path, { content: 'plain' }, 'PATCH')).code).toBe(50035);
    expect((await post(world, path, { flags: 0, content: 'plain', components: [] }, 'PATCH')).code).toBe(50035);
    expect(world.discord.messages(world.channel)[0]).toMatchObject({
      text: `Hi <@${world.ana.id}>`,
      pings: { users: [world.ana.id] },
    });
  });
});

function rows(components: unknown[]) {
  return { components: [{ type: 1, components }] };
}
