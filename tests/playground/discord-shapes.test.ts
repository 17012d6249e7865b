import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import ajvFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DiscordWorld, discordWorld, TOKEN } from './discord-fixture.ts';

const specsDirectory = process.env.CONFAB_SPECS_DIR;

describe.skipIf(specsDirectory === undefined)("answers against Discord's OpenAPI document", () => {
  const ajv = ajvFormats.default(new Ajv2020({ strict: false, logger: false, allErrors: true }));
  let world: DiscordWorld;
  let messagePath: string;
  let threadPath: string;

  beforeAll(async () => {
    ajv.addSchema(JSON.parse(readFileSync(join(specsDirectory!, 'discord-openapi.json'), 'utf8')), 'discord');
    world = await discordWorld({ limits: { rates: {}, globalRequestsASecond: 1000 } });
    const components = [
      {
        type: 1,
        components: [
          { type: 2, style: 1, label: 'Go', custom_id: 'go' },
          { type: 2, style: 5, label: 'Link', url: 'https://example.org' },
        ],
      },
      { type: 1, components: [{ type: 3, custom_id: 's', options: [{ label: 'a', value: 'a' }] }] },
    ];
    const message = await call('POST', `/channels/${world.channel.id}/messages`, {
      content: `<@${world.ana.id}>`,
      embeds: [{ title: 'x', fields: [{ name: 'a', value: 'b' }] }],
      components,
    });
    messagePath = `/channels/${world.channel.id}/messages/${message.id}`;
    const thread = await call('POST', `/channels/${world.channel.id}/threads`, { name: 'private', type: 12 });
    threadPath = `/channels/${thread.id}`;
    await call('PUT', `/applications/${world.app.id}/commands`, [
      { name: 'confab', description: 'x', options: [{ type: 6, name: 'mentor', description: 'x', required: true }] },
    ]);
  });
  afterAll(() => world.close());

  async function call(method: string, path: string, body?: unknown): Promise<{ id: string }> {
    const response = await fetch(`${world.discord.apiUrl}/v10${path}`, {
      method,
      headers: { authorization: `Bot ${TOKEN}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return (await response.json()) as { id: string };
  }
  const wrong = (schema: string, value: unknown) => {
    const validate = ajv.compile({ $ref: `discord#/components/schemas/${schema}` });
    validate(value);
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
    );
  };

  it.each([
    ['a message', 'MessageResponse', () => messagePath],
    ['a text channel', 'GuildChannelResponse', () => `/channels/${world.channel.id}`],
    ['a thread', 'ThreadResponse', () => threadPath],
    ['a server', 'GuildWithCountsResponse', () => `/guilds/${world.guild.id}`],
    ['a member', 'GuildMemberResponse', () => `/guilds/${world.guild.id}/members/${world.ana.id}`],
    ['a user', 'UserResponse', () => `/users/${world.ana.id}`],
    ['the gateway', 'GatewayBotResponse', () => '/gateway/bot'],
    ['the application', 'PrivateApplicationResponse', () => '/applications/@me'],
  ])('gives back %s that fits', async (_name, schema, path) => {
    expect(wrong(schema, await call('GET', path()))).toEqual([]);
  });

  it('gives back a direct message channel and commands that fit', async () => {
    expect(
      wrong('PrivateChannelResponse', await call('POST', '/users/@me/channels', { recipient_id: world.ana.id })),
    ).toEqual([]);
    const [command] = (await call('GET', `/applications/${world.app.id}/commands`)) as unknown as unknown[];
    expect(wrong('ApplicationCommandResponse', command)).toEqual([]);
  });

  it('answers a callback with what fits', async () => {
    let response: unknown;
    await world.connect(async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      const callback = `/interactions/${interaction.id}/${interaction.token}/callback?with_response=true`;
      response = await call('POST', callback, { type: 4, data: { content: 'x' } });
    });
    await world.discord.runCommand({
      user: world.ana,
      channel: world.channel,
      name: 'confab',
      options: { mentor: world.ben.id },
    });
    await world.discord.waitFor(() => response);
    expect(wrong('InteractionCallbackResponse', response)).toEqual([]);
  });
});

describe('interactions', () => {
  it('carry everything that Discord documents', async () => {
    const world = await discordWorld();
    const client = await world.connect(async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      await interaction.reply({ content: 'x', components: [{ type: 1, components: [{ type: 5, custom_id: 'who' }] }] });
    });
    await client.application?.commands.set([
      {
        name: 'confab',
        description: 'x',
        options: [
          { type: 6, name: 'mentor', description: 'x' },
          { type: 7, name: 'where', description: 'x' },
        ],
      },
    ]);
    const options = { mentor: world.ben.id, where: world.channel.id };
    const { message } = await world.discord.runCommand({
      user: world.ana,
      channel: world.channel,
      name: 'confab',
      options,
    });
    const choosing = world.discord.choose({ user: world.ana, message: message!, values: [world.ben.id] });
    await world.discord.waitFor(() => sent().length === 2);

    const [command, component] = sent();
    const common = {
      application_id: world.app.id,
      guild: { id: world.guild.id, locale: 'en-GB', features: [] },
      guild_id: world.guild.id,
      guild_locale: 'en-GB',
      locale: 'de',
      channel_id: world.channel.id,
      channel: { id: world.channel.id, type: 0, name: 'sessions', guild_id: world.guild.id },
      member: { user: { id: world.ana.id, username: 'ana' }, roles: [], permissions: expect.stringMatching(/^\d+$/) },
      app_permissions: expect.stringMatching(/^\d+$/),
      authorizing_integration_owners: { '0': world.guild.id },
      context: 0,
      entitlements: [],
      attachment_size_limit: expect.any(Number),
      version: 1,
      token: expect.any(String),
    };
    const ben = {
      users: { [world.ben.id]: { username: 'ben' } },
      members: { [world.ben.id]: { permissions: expect.stringMatching(/^\d+$/), roles: [expect.any(String)] } },
    };
    expect(command).toMatchObject({
      ...common,
      type: 2,
      data: {
        name: 'confab',
        type: 1,
        options: [
          { name: 'mentor', type: 6, value: world.ben.id },
          { name: 'where', type: 7, value: world.channel.id },
        ],
        resolved: {
          ...ben,
          channels: {
            [world.channel.id]: {
              name: 'sessions',
              permissions: expect.any(String),
              app_permissions: expect.any(String),
            },
          },
        },
      },
    });
    expect(component).toMatchObject({
      ...common,
      type: 3,
      data: { custom_id: 'who', component_type: 5, values: [world.ben.id], resolved: ben },
      message: { id: message!.id, interaction_metadata: { user: { id: world.ana.id } } },
    });
    // Nobody answers the select: the stand-in closes before its three seconds are over.
    choosing.catch(() => undefined);
    await world.close();

    function sent() {
      return world.journal.entries.filter((entry) => entry.what === 'INTERACTION_CREATE').map((entry) => entry.body);
    }
  });
});
