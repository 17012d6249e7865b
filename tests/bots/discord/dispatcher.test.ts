import {
  Client,
  GatewayIntentBits,
  MessageContextMenuCommandInteraction,
  PrimaryEntryPointCommandInteraction,
  UserContextMenuCommandInteraction,
} from 'discord.js';
import { afterEach, describe, expect, it } from 'vitest';
import { createDispatcher } from '#bots/discord/dispatcher.ts';
import { createFakeDesk } from '../../fakes/fake-desk.ts';
import { createLogLines } from './bot-world.ts';

/** Discord's ids. */
const [application, channel, person] = ['100000000000000001', '100000000000000002', '100000000000000003'];
const user = { id: person, username: 'leo', discriminator: '0', global_name: 'Leo', avatar: null };
const message = { id: '100000000000000004', channel_id: channel, content: 'Hi', author: user };

let client: Client;
afterEach(() => client.destroy());

/** A library without a connection, and what it sends. */
function createQuietClient() {
  const sent: { path: string; body: unknown }[] = [];
  client = new Client({
    intents: [GatewayIntentBits.Guilds],
    rest: {
      async makeRequest(url, { body }) {
        sent.push({ path: new URL(url).pathname, body: JSON.parse(String(body)) });
        return new Response(null, { status: 204 });
      },
    },
  });
  client.token = 'token-of-confab';
  client.rest.setToken(client.token);
  return sent;
}

function aCommand(type: number, data: Record<string, unknown>) {
  return {
    id: '100000000000000005',
    application_id: application,
    type: 2,
    token: 'token-of-the-interaction',
    version: 1,
    data: { id: '100000000000000006', name: 'Book a session', type, ...data },
    channel: { id: channel, type: 1 },
    user,
    app_permissions: '0',
    locale: 'en-GB',
    entitlements: [],
    authorizing_integration_owners: {},
    context: 1,
    attachment_size_limit: 0,
  };
}

describe('a command that Confab does not have', () => {
  it.each([
    [
      'on a person',
      UserContextMenuCommandInteraction,
      aCommand(2, { target_id: person, resolved: { users: { [person]: user } } }),
    ],
    [
      'on a message',
      MessageContextMenuCommandInteraction,
      aCommand(3, { target_id: message.id, resolved: { messages: { [message.id]: message } } }),
    ],
    ['that opens an app', PrimaryEntryPointCommandInteraction, aCommand(4, {})],
  ])('is answered privately: %s', async (_where, Interaction, received) => {
    const sent = createQuietClient();
    const { lines, log } = createLogLines();
    await createDispatcher(createFakeDesk(), log).handle(Reflect.construct(Interaction, [client, received]));
    expect(sent).toMatchObject([
      {
        path: `/api/v10/interactions/${received.id}/${received.token}/callback`,
        body: { type: 4, data: { flags: 64, content: expect.stringContaining('does not know this command') } },
      },
    ]);
    expect(lines).toEqual([]);
  });
});
