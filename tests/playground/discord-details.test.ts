import {
  EmbedBuilder,
  LabelBuilder,
  MessageFlags,
  ModalBuilder,
  TextDisplayBuilder,
  UserSelectMenuBuilder,
} from 'discord.js';
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

describe('ephemeral messages', () => {
  it('are pressed by their reader only and changed through the interaction only', async () => {
    await registered(world, async (interaction) => {
      if (interaction.isButton()) await interaction.update({ content: 'Pressed', components: [] });
      if (!interaction.isChatInputCommand()) return;
      await interaction.reply({ content: 'Sure?', components: [row(button('v1:yes'))], flags: MessageFlags.Ephemeral });
    });
    const { message } = await world.discord.runCommand(bookWithBen(world));
    const path = `/channels/${world.channel.id}/messages/${message!.id}`;
    expect((await post(world, path, { content: 'x' }, 'PATCH')).code).toBe(10008);
    await expect(world.discord.press({ user: world.ben, message: message!, customId: 'v1:yes' })).rejects.toThrow(
      'does not see',
    );
    const pressed = await world.discord.press({ user: world.ana, message: message!, customId: 'v1:yes' });
    expect(pressed).toMatchObject({ kind: 'update', message: { content: 'Pressed', ephemeral: true } });
    expect(world.discord.messages(world.channel)).toEqual([]);
  });

  it('are not there any more when their reader opens the client anew, and the app does not hear of it', async () => {
    await registered(world, async (interaction) => {
      if (interaction.isChatInputCommand())
        await interaction.reply({
          content: 'Sure?',
          components: [row(button('v1:yes'))],
          flags: MessageFlags.Ephemeral,
        });
    });
    const { message } = await world.discord.runCommand(bookWithBen(world));
    const shown = () => world.discord.rooms(world.ana).flatMap(({ messages }) => messages);
    expect(shown()).toHaveLength(1);
    const before = world.journal.entries.length;
    world.discord.reload(world.ben);
    expect(shown()).toHaveLength(1);
    world.discord.reload(world.ana);
    expect(shown()).toEqual([]);
    expect(world.discord.seen(world.ana)).toBe(0);
    expect(world.discord.ephemerals(world.ana)).toEqual([]);
    await expect(world.discord.press({ user: world.ana, message: message!, customId: 'v1:yes' })).rejects.toThrow(
      'not there (any more)',
    );
    expect(world.journal.entries.length).toBe(before);
  });

  it('ring nobody whom allowed mentions leave out', async () => {
    await registered(world, async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      const content = `<@${world.ben.id}> is not asked yet`;
      await interaction.reply({ content, allowedMentions: { parse: [] }, flags: MessageFlags.Ephemeral });
    });
    await world.discord.runCommand(bookWithBen(world));
    expect(world.discord.ephemerals(world.ana)[0]?.pings).toEqual({ everyone: false, users: [], roles: [] });
  });

  it('fall to the interaction token before the first answer: no follow-up, no original', async () => {
    const codes: (number | string)[] = [];
    const client = await registered(world, async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      const base = `/webhooks/${interaction.applicationId}/${interaction.token}` as const;
      codes.push((await refusalOf(client.rest.post(base, { body: { content: 'x' }, auth: false }))).code);
      await interaction.deferReply();
      await interaction.deleteReply();
      codes.push((await refusalOf(client.rest.get(`${base}/messages/@original`, { auth: false }))).code);
    });
    await world.discord.runCommand(bookWithBen(world));
    await world.discord.waitFor(() => codes.length === 2);
    expect(codes).toEqual([10015, 10008]);
  });
});

describe('choices and fields', () => {
  it('brings the people chosen in a modal along', async () => {
    const seen: unknown[] = [];
    await registered(world, async (interaction) => {
      if (interaction.isChatInputCommand()) {
        const label = new LabelBuilder()
          .setLabel('Mentor')
          .setUserSelectMenuComponent(new UserSelectMenuBuilder().setCustomId('who'));
        const hint = new TextDisplayBuilder().setContent('Choose **one**.');
        return interaction.showModal(
          new ModalBuilder().setCustomId('m').setTitle('Who?').addTextDisplayComponents(hint).addLabelComponents(label),
        );
      }
      if (!interaction.isModalSubmit()) return undefined;
      seen.push(interaction.fields.getSelectedUsers('who')?.map((user) => user.username));
      seen.push(interaction.fields.getSelectedMembers('who')?.size);
      return interaction.reply({ content: 'ok', flags: MessageFlags.Ephemeral });
    });
    const { modal } = await world.discord.runCommand(bookWithBen(world));
    await world.discord.submitModal({ user: world.ana, modal: modal!, fields: { who: world.ben.id } });
    expect(seen).toEqual([['ben'], 1]);
    expect(world.discord.openModal(world.ana)).toBeUndefined();
  });

  it('refuses 26 suggestions, a suggestion of 101 characters and a message in their place', async () => {
    const codes: number[] = [];
    await registered(world, async (interaction) => {
      if (!interaction.isAutocomplete()) return;
      const answer = async (body: unknown) =>
        codes.push((await post(world, `/interactions/${interaction.id}/${interaction.token}/callback`, body)).code);
      const choice = (at: number) => ({ name: `${at}`, value: `${at}` });
      await answer({ type: 8, data: { choices: Array.from({ length: 26 }, (_, at) => choice(at)) } });
      await answer({ type: 8, data: { choices: [{ name: 'x'.repeat(101), value: 'x' }] } });
      await answer({ type: 4, data: { content: 'x' } });
      await interaction.respond([]);
    });
    const typing = {
      user: world.ana,
      channel: world.channel,
      name: 'confab book',
      options: { topic: '' },
      focused: 'topic',
    };
    expect(await world.discord.autocomplete(typing)).toMatchObject({ outcome: 'answered', choices: [] });
    expect(codes).toEqual([50035, 50035, 50035]);
  });

  it('lets a command in a direct message be answered there', async () => {
    const places: unknown[] = [];
    await registered(world, async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      places.push(interaction.guildId, interaction.context, interaction.user.username);
      await interaction.reply({
        embeds: [new EmbedBuilder().setTitle('Your sessions').addFields({ name: 'Monday', value: 'Ben' })],
      });
    });
    await world.discord.runCommand({
      user: world.ana,
      dm: true,
      name: 'confab book',
      options: { mentor: world.ben.id },
    });
    expect(places).toEqual([null, 1, 'ana']);
    expect(world.discord.dms(world.ana).map(({ text }) => text)).toEqual(['Your sessions\nMonday: Ben']);
  });
});

describe('the world', () => {
  it('tells the app when its bot joins or leaves a server', async () => {
    const client = await world.connect();
    const lab = world.discord.addGuild({ name: 'Lab' });
    await world.discord.waitFor(() => client.guilds.cache.get(lab.id)?.available);
    expect(client.channels.cache.has(lab.generalId)).toBe(true);
    world.discord.removeBot(lab);
    await world.discord.waitFor(() => !client.guilds.cache.has(lab.id));
    expect((await post(world, `/guilds/${lab.id}`, undefined, 'GET')).code).toBe(50001);
  });

  it('hides a channel that the bot was not let into', async () => {
    const secret = world.discord.addChannel(world.guild, { name: 'staff', hidden: true });
    const client = await world.connect();
    expect(client.channels.cache.has(secret.id)).toBe(false);
    expect((await post(world, `/channels/${secret.id}/messages`, { content: 'x' })).code).toBe(50001);
    world.discord.setBotPermissions(secret, { ViewChannel: true, SendMessages: true });
    await world.discord.waitFor(() => client.channels.cache.has(secret.id));
    expect((await post(world, `/channels/${secret.id}/messages`, { content: 'x' })).status).toBe(200);
  });

  it('writes down what was asked and answered', async () => {
    const client = await world.connect();
    await sessions(world, client).send('hello');
    expect(world.journal.entries.at(-1)).toMatchObject({
      realm: 'discord',
      direction: 'from-app',
      what: `POST /channels/${world.channel.id}/messages`,
      body: { content: 'hello' },
      status: 200,
      answer: { content: 'hello' },
    });
  });

  it.skipIf(process.env.CONFAB_SPECS_DIR === undefined)('notes a misspelt field as a violation', async () => {
    await post(world, `/channels/${world.channel.id}/messages`, { content: 'x', contnet: 'y' });
    expect(violations(world).splice(0)).toEqual(['/ must NOT have additional properties (contnet)']);
    world.journal.entries.at(-1)!.violations!.length = 0;
  });
});
