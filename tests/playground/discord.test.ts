import { ApplicationCommandOptionType, type Interaction, MessageFlags, StringSelectMenuBuilder } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  book,
  bookingModal,
  bookWithBen,
  button,
  type DiscordWorld,
  discordWorld,
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

describe('commands and modals', () => {
  it('shows a modal for a command and takes its submission to an ephemeral answer', async () => {
    const seen: unknown[] = [];
    const client = await registered(world, async (interaction) => {
      if (interaction.isChatInputCommand()) {
        seen.push(
          interaction.options.getSubcommand(),
          interaction.options.getUser('mentor', true).username,
          interaction.locale,
        );
        seen.push(interaction.memberPermissions?.has('SendMessages'), interaction.inCachedGuild(), interaction.context);
        return interaction.showModal(bookingModal());
      }
      if (!interaction.isModalSubmit()) return undefined;
      seen.push(interaction.fields.getStringSelectValues('slot'), interaction.fields.getTextInputValue('topic'));
      return interaction.reply({ content: 'Asked Ben.', flags: MessageFlags.Ephemeral });
    });

    const opened = await world.discord.runCommand(bookWithBen(world));
    expect(opened).toMatchObject({ outcome: 'answered', kind: 'modal' });
    const modal = opened.modal!;
    await expect(world.discord.submitModal({ user: world.ana, modal, fields: { slot: 'wed' } })).rejects.toThrow(
      'has no option "wed"',
    );
    await expect(
      world.discord.submitModal({ user: world.ana, modal, fields: { slot: 'mon', topic: 'ab' } }),
    ).rejects.toThrow('at least 3');
    await expect(world.discord.submitModal({ user: world.ana, modal, fields: {} })).rejects.toThrow('needs at least 1');
    await expect(world.discord.submitModal({ user: world.ben, modal, fields: { slot: 'mon' } })).rejects.toThrow(
      'not open',
    );

    const answered = await world.discord.submitModal({
      user: world.ana,
      modal,
      fields: { slot: 'tue', topic: 'Rust' },
    });
    expect(answered).toMatchObject({
      kind: 'message',
      message: { content: 'Asked Ben.', ephemeral: true, visibleTo: world.ana.id },
    });
    expect(seen).toEqual(['book', 'ben', 'de', true, true, 0, ['tue'], 'Rust']);
    expect(world.discord.ephemerals(world.ana).map(({ text }) => text)).toEqual(['Asked Ben.']);
    expect(world.discord.messages(world.channel)).toEqual([]);
    expect(client.errors).toEqual([]);
  });

  it('keeps the visibility of a deferral, whatever the first follow-up asks for', async () => {
    await registered(world, async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      await interaction.deferReply();
      await interaction.followUp({ content: 'for your eyes only', flags: MessageFlags.Ephemeral });
      await interaction.followUp({ content: 'really', flags: MessageFlags.Ephemeral });
    });
    const result = await world.discord.runCommand(bookWithBen(world));
    expect(result).toMatchObject({ kind: 'deferred-message', message: { loading: true, ephemeral: false } });
    expect(await result.settled()).toMatchObject({ content: 'for your eyes only', ephemeral: false });
    await world.discord.waitFor(() => result.followUps().length === 1);
    expect(result.followUps()[0]).toMatchObject({ content: 'really', ephemeral: true });
  });

  it('fills and edits a deferred answer', async () => {
    await registered(world, async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      await interaction.deferReply({ flags: MessageFlags.Ephemeral });
      await interaction.editReply('one');
      await interaction.editReply({ content: 'two', components: [row(button('v1:accept:1'))] });
      const fetched = await interaction.fetchReply();
      if (fetched.content !== 'two') throw new Error('not the same message');
    });
    const result = await world.discord.runCommand(bookWithBen(world));
    const message = await result.settled(({ content }) => content === 'two');
    expect(message).toMatchObject({ ephemeral: true, versions: [{ content: 'one' }] });
  });

  it('offers suggestions and sends what is typed', async () => {
    await registered(world, async (interaction) => {
      if (!interaction.isAutocomplete()) return;
      const typed = interaction.options.getFocused();
      await interaction.respond([{ name: `${typed}ust`, value: 'rust' }]);
    });
    const typing = {
      user: world.ana,
      channel: world.channel,
      name: 'confab book',
      options: { topic: 'R' },
      focused: 'topic',
    };
    const result = await world.discord.autocomplete(typing);
    expect(result.choices).toEqual([{ name: 'Rust', value: 'rust' }]);
  });

  it('offers a command only where it is registered, to whom it is for, with the options it has', async () => {
    await registered(world, async (interaction) => interaction.isChatInputCommand() && interaction.reply('done'));
    const { discord, ana, ben, channel } = world;
    await expect(discord.runCommand({ user: ana, channel, name: 'nothing' })).rejects.toThrow('not offered');
    await expect(discord.runCommand({ user: ana, channel, name: 'setup' })).rejects.toThrow('not offered');
    await expect(discord.runCommand({ user: ben, dm: true, name: 'setup' })).rejects.toThrow('not offered');
    await expect(discord.runCommand({ user: ana, channel, name: 'confab book' })).rejects.toThrow(
      '"mentor" is required',
    );
    await expect(discord.runCommand({ user: ana, channel, name: 'confab' })).rejects.toThrow('subcommands');
    expect(await discord.runCommand({ user: ben, channel, name: 'setup' })).toMatchObject({ outcome: 'answered' });
    expect(
      await discord.runCommand({ user: ana, dm: true, name: 'confab book', options: { mentor: ben.id } }),
    ).toMatchObject({ outcome: 'answered' });
    expect(discord.commands().map((command) => command.name)).toEqual(['confab', 'setup']);
  });

  it('refuses to register what Discord refuses', async () => {
    const client = await world.connect();
    const { commands } = client.application!;
    const bad = [
      [{ name: 'Upper', description: 'x' }],
      [{ name: 'ok', description: 'x'.repeat(101) }],
      [book, book],
      [{ name: 'order', description: 'x', options: [option('a', false), option('b', true)] }],
      [{ name: 'many', description: 'x', options: Array.from({ length: 26 }, (_, at) => option(`o${at}`, false)) }],
    ];
    for (const set of bad) expect(await refusalOf(commands.set(set))).toEqual({ code: 50035, status: 400 });
  });
});

describe('buttons and selects', () => {
  async function posted(
    onInteraction: (interaction: Interaction) => Promise<unknown>,
    components = [row(button('v1:accept:1'))],
  ) {
    const client = await world.connect(onInteraction);
    await sessions(world, client).send({ content: 'A request', components });
    return { client, message: world.discord.messages(world.channel)[0]! };
  }

  it('updates the message of a button', async () => {
    const { message } = await posted(
      async (interaction) =>
        interaction.isButton() &&
        interaction.update({ content: `Accepted by ${interaction.user.username}`, components: [] }),
    );
    const result = await world.discord.press({ user: world.ben, message, label: 'Accept' });
    expect(result).toMatchObject({
      kind: 'update',
      message: { id: message.id, content: 'Accepted by ben', components: [] },
    });
    expect(world.discord.messages(world.channel)).toMatchObject([
      { content: 'Accepted by ben', versions: [{ content: 'A request' }] },
    ]);
    await expect(world.discord.press({ user: world.ben, message, label: 'Accept' })).rejects.toThrow('No such button');
  });

  it('opens a modal from a select and updates the message from its submission', async () => {
    const select = new StringSelectMenuBuilder().setCustomId('mentor').addOptions({ label: 'Ben', value: 'ben' });
    const { message } = await posted(
      async (interaction) => {
        if (interaction.isStringSelectMenu()) return interaction.showModal(bookingModal());
        if (interaction.isModalSubmit() && interaction.isFromMessage())
          return interaction.update({ content: 'Booked', components: [] });
        return undefined;
      },
      [row(select)],
    );
    await expect(world.discord.choose({ user: world.ana, message, values: ['eve'] })).rejects.toThrow('no option');
    const { modal } = await world.discord.choose({ user: world.ana, message, values: ['ben'] });
    const result = await world.discord.submitModal({ user: world.ana, modal: modal!, fields: { slot: 'mon' } });
    expect(result).toMatchObject({ kind: 'update', message: { id: message.id, content: 'Booked' } });
  });

  it('lets the message be updated after a deferred update', async () => {
    const { message } = await posted(async (interaction) => {
      if (!interaction.isButton()) return;
      await interaction.deferUpdate();
      await interaction.editReply({ content: 'Later', components: [] });
      await interaction.followUp({ content: 'Only you', flags: MessageFlags.Ephemeral });
    });
    const result = await world.discord.press({ user: world.ben, message, customId: 'v1:accept:1' });
    expect(result.kind).toBe('deferred-update');
    await result.settled(({ content }) => content === 'Later');
    await world.discord.waitFor(() => world.discord.ephemerals(world.ben).length === 1);
  });

  it('refuses a modal as an answer to a modal, and an update where there is no message', async () => {
    const codes: (number | string)[] = [];
    const client = await registered(world, async (interaction) => {
      if (interaction.isChatInputCommand()) return interaction.showModal(bookingModal());
      if (!interaction.isModalSubmit()) return undefined;
      const path = `/interactions/${interaction.id}/${interaction.token}/callback` as const;
      for (const body of [
        { type: 9, data: bookingModal().toJSON() },
        { type: 7, data: { content: 'x' } },
        { type: 8, data: { choices: [] } },
      ]) {
        codes.push((await refusalOf(client.rest.post(path, { body, auth: false }))).code);
      }
      return interaction.reply('fine');
    });
    const { modal } = await world.discord.runCommand(bookWithBen(world));
    expect(await world.discord.submitModal({ user: world.ana, modal: modal!, fields: { slot: 'mon' } })).toMatchObject({
      outcome: 'answered',
    });
    expect(codes).toEqual([50035, 50035, 50035]);
  });
});

describe('deadlines', () => {
  it('fails for the person and refuses the answer when it comes late', async () => {
    await world.close();
    world = await discordWorld({ limits: { firstAnswerMs: 150 } });
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const client = await registered(world, async (interaction) => {
      await held;
      if (interaction.isChatInputCommand()) await interaction.reply('too late');
    });
    const result = await world.discord.runCommand(bookWithBen(world));
    expect(result).toMatchObject({ outcome: 'failed', failure: 'The application did not respond' });
    release();
    await world.discord.waitFor(() => client.errors.length > 0);
    expect(client.errors[0]).toMatchObject({ code: 10062, status: 404 });
    expect(world.discord.messages(world.channel)).toEqual([]);
  });

  it('refuses a second first answer', async () => {
    const codes: unknown[] = [];
    const client = await registered(world, async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      await interaction.reply('once');
      codes.push(
        await refusalOf(
          client.rest.post(`/interactions/${interaction.id}/${interaction.token}/callback`, {
            body: { type: 4, data: { content: 'twice' } },
            auth: false,
          }),
        ),
      );
    });
    await world.discord.runCommand(bookWithBen(world));
    await world.discord.waitFor(() => codes.length === 1);
    expect(codes).toEqual([{ code: 40060, status: 400 }]);
  });

  it('lets a token live for fifteen minutes', async () => {
    const codes: unknown[] = [];
    await registered(world, async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      await interaction.reply('hello');
      world.clock.advance(15 * 60_000 + 1);
      codes.push(await refusalOf(interaction.editReply('goodbye')));
    });
    await world.discord.runCommand(bookWithBen(world));
    await world.discord.waitFor(() => codes.length === 1);
    expect(codes).toEqual([{ code: 50027, status: 401 }]);
  });

  it('fails at once when no app is connected', async () => {
    const client = await registered(world, async () => undefined);
    await client.destroy();
    await world.discord.waitFor(() => world.discord.gateway.connected() === 0);
    const result = await world.discord.runCommand(bookWithBen(world));
    expect(result.outcome).toBe('failed');
    expect(result.elapsedMs).toBeLessThan(1000);
  });
});

function option(name: string, required: boolean) {
  return { type: ApplicationCommandOptionType.String as const, name, description: 'x', required };
}
