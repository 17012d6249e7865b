import { Events, type Interaction, MessageFlags } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  book,
  bookWithBen,
  button,
  type DiscordWorld,
  discordWorld,
  post,
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

describe('gateway and REST', () => {
  it('resumes after a dropped connection and replays what was missed', async () => {
    const client = await registered(
      world,
      async (interaction) => interaction.isChatInputCommand() && interaction.reply('here'),
    );
    const resumed = new Promise<void>((resolve) => client.once(Events.ShardResume, () => resolve()));
    world.discord.dropGateway();
    const result = await world.discord.runCommand(bookWithBen(world));
    await resumed;
    expect(result).toMatchObject({ outcome: 'answered', message: { content: 'here' } });
  });

  it('sends an interaction to every process that has the token', async () => {
    const answers: string[] = [];
    const handler = (name: string) => async (interaction: Interaction) => {
      if (!interaction.isChatInputCommand()) return;
      answers.push(name);
      await interaction.reply(name);
    };
    const first = await world.connect(handler('first'));
    await first.application!.commands.set([book]);
    const second = await world.connect(handler('second'));
    await world.discord.runCommand(bookWithBen(world));
    await world.discord.waitFor(() => first.errors.length + second.errors.length === 1);
    expect(answers.sort()).toEqual(['first', 'second']);
    expect([...first.errors, ...second.errors][0]).toMatchObject({ code: 40060 });
  });

  it('makes a client wait when it posts too fast', async () => {
    await world.close();
    world = await discordWorld({
      limits: { rates: { 'POST /channels/{channel_id}/messages': { requests: 2, windowMs: 300 } } },
    });
    const statuses = await Promise.all(
      ['1', '2', '3'].map(
        async (content) => (await post(world, `/channels/${world.channel.id}/messages`, { content })).status,
      ),
    );
    expect(statuses.sort()).toEqual([200, 200, 429]);
    const client = await world.connect();
    await Promise.all(['4', '5', '6', '7'].map((content) => sessions(world, client).send(content)));
    expect(world.discord.messages(world.channel)).toHaveLength(6);
  });

  it('turns away a wrong token and an intent that was not granted', async () => {
    expect(
      (await post(world, `/channels/${world.channel.id}/messages`, { content: 'x' }, 'POST', 'wrong')).status,
    ).toBe(401);
    const { Client: DiscordClient, GatewayIntentBits } = await import('discord.js');
    const wrong = new DiscordClient({ intents: [], rest: { api: world.discord.apiUrl } });
    await expect(wrong.login('wrong')).rejects.toThrow('invalid token');
    const greedy = new DiscordClient({
      intents: [GatewayIntentBits.GuildMembers],
      rest: { api: world.discord.apiUrl },
    });
    await expect(greedy.login(TOKEN)).rejects.toThrow(/disallowed intents/i);
  });

  it('answers unknown routes with 404 and writes them down', async () => {
    expect(await post(world, '/no/such/route', {})).toMatchObject({ status: 404, code: 0 });
    expect(world.journal.entries.at(-1)).toMatchObject({ what: 'POST /no/such/route', status: 404 });
  });

  it('fails on demand: with a status, without an answer, or after doing it', async () => {
    const client = await world.connect();
    const route = 'POST /channels/{channel_id}/messages';
    world.discord.fail(route, { status: 500, body: { message: 'oops', code: 0 } });
    await sessions(world, client).send('retried by the library');
    expect(world.discord.messages(world.channel)).toHaveLength(1);
    world.discord.fail(route, 'lost-answer');
    await expect(
      post(world, `/channels/${world.channel.id}/messages`, { content: 'posted, but who knows' }),
    ).rejects.toThrow();
    expect(world.discord.messages(world.channel)).toHaveLength(2);
    world.discord.fail(/^POST .*messages$/, 'hang');
    const abort = AbortSignal.timeout(100);
    await expect(
      fetch(`${world.discord.apiUrl}/v10/channels/${world.channel.id}/messages`, { method: 'POST', signal: abort }),
    ).rejects.toThrow();
  });

  it('keeps what happened while the app is away', async () => {
    const first = await world.connect();
    await sessions(world, first).send({ content: 'press me', components: [row(button('v1:accept:1'))] });
    await first.destroy();
    await world.connect(
      async (interaction) =>
        interaction.isButton() && interaction.reply({ content: 'still works', flags: MessageFlags.Ephemeral }),
    );
    const [message] = world.discord.messages(world.channel);
    const result = await world.discord.press({ user: world.ana, message: message!, customId: 'v1:accept:1' });
    expect(result.message?.content).toBe('still works');
  });

  it('finds members by name and gives a bot its rights in a channel', async () => {
    const client = await world.connect();
    const guild = client.guilds.cache.first()!;
    expect((await guild.members.search({ query: 'be', limit: 5 })).map((member) => member.displayName)).toEqual([
      'Ben',
    ]);
    expect((await guild.members.fetch(world.ana.id)).user.globalName).toBe('Ana');
    expect(guild.systemChannelId).toBe(world.guild.generalId);
    expect(guild.members.me?.permissionsIn(world.channel.id).has(['SendMessages', 'CreatePrivateThreads'])).toBe(true);
    expect(guild.members.me?.permissionsIn(world.channel.id).has('ManageThreads')).toBe(false);
  });
});
