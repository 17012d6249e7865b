import {
  ActionRowBuilder,
  ApplicationCommandOptionType,
  ButtonBuilder,
  ButtonStyle,
  Client,
  Events,
  GatewayIntentBits,
  type Interaction,
  LabelBuilder,
  ModalBuilder,
  PermissionFlagsBits,
  StringSelectMenuBuilder,
  type TextChannel,
  TextInputBuilder,
  TextInputStyle,
} from 'discord.js';
import { createDiscordStandIn, type DiscordStandInOptions } from '../../playground/discord/discord-stand-in.ts';
import { createJournal } from '../../playground/journal.ts';
import { createShiftedClock } from '../../playground/shifted-clock.ts';
import { createSpecChecker } from '../../playground/spec-checker.ts';

export const TOKEN = 'token-of-confab';

const specsDirectory = process.env.CONFAB_SPECS_DIR;
const specs = specsDirectory === undefined ? undefined : createSpecChecker(specsDirectory);

/** A stand-in with one server, a few people and one bot that a test can drive. */
export async function discordWorld(options: Partial<DiscordStandInOptions> = {}) {
  const clock = createShiftedClock();
  const journal = createJournal();
  const discord = await createDiscordStandIn({ clock, journal, specs, ...options });
  const app = discord.addApplication({ token: TOKEN, name: 'Confab' });
  const guild = discord.addGuild({ name: 'Garden' });
  const ana = discord.addMember(guild, { name: 'Ana', username: 'ana', locale: 'de' });
  const ben = discord.addMember(guild, { name: 'Ben', username: 'ben', permissions: ['ManageGuild'] });
  const channel = discord.addChannel(guild, { name: 'sessions' });
  const clients: Client[] = [];

  return {
    discord,
    clock,
    journal,
    app,
    guild,
    ana,
    ben,
    channel,
    /** A ready discord.js client of the bot; what its listener rejects with lands in `errors`. */
    async connect(
      onInteraction: (interaction: Interaction) => Promise<unknown> = async () => undefined,
      intents: readonly GatewayIntentBits[] = [GatewayIntentBits.Guilds],
    ) {
      const client = new Client({ intents, rest: { api: discord.apiUrl } });
      clients.push(client);
      const errors: unknown[] = [];
      client.on(Events.Error, (error) => errors.push(error));
      client.on(Events.InteractionCreate, (interaction) => {
        onInteraction(interaction).catch((error: unknown) => errors.push(error));
      });
      const ready = new Promise<void>((resolve) => client.once(Events.ClientReady, () => resolve()));
      await client.login(TOKEN);
      await ready;
      return Object.assign(client, { errors });
    },
    async close() {
      await Promise.all(clients.map((client) => client.destroy()));
      await discord.close();
    },
  };
}

export type DiscordWorld = Awaited<ReturnType<typeof discordWorld>>;

/** The `code` of an error that discord.js threw for an API answer. */
export async function refusalOf(request: Promise<unknown>): Promise<{ code: number | string; status: number }> {
  try {
    await request;
  } catch (error) {
    const { code, status } = error as { code: number | string; status: number };
    return { code, status };
  }
  throw new Error('The request was not refused.');
}

export const book = {
  name: 'confab',
  description: 'Mentoring sessions',
  options: [
    {
      type: ApplicationCommandOptionType.Subcommand as const,
      name: 'book',
      description: 'Book a session',
      options: [
        { type: ApplicationCommandOptionType.User as const, name: 'mentor', description: 'With whom', required: true },
        {
          type: ApplicationCommandOptionType.String as const,
          name: 'topic',
          description: 'About what',
          autocomplete: true,
        },
      ],
    },
  ],
};
export const setup = {
  name: 'setup',
  description: 'Set up',
  default_member_permissions: `${PermissionFlagsBits.ManageGuild}`,
  contexts: [0],
};

export const bookingModal = () =>
  new ModalBuilder()
    .setCustomId('v1:book')
    .setTitle('Book a session')
    .addLabelComponents(
      new LabelBuilder()
        .setLabel('When?')
        .setStringSelectMenuComponent(
          new StringSelectMenuBuilder()
            .setCustomId('slot')
            .addOptions({ label: 'Monday 16:00', value: 'mon' }, { label: 'Tuesday 9:00', value: 'tue' }),
        ),
      new LabelBuilder()
        .setLabel('Topic')
        .setTextInputComponent(
          new TextInputBuilder().setCustomId('topic').setStyle(TextInputStyle.Short).setMinLength(3).setRequired(false),
        ),
    );

export const row = (...components: (ButtonBuilder | StringSelectMenuBuilder)[]) =>
  new ActionRowBuilder<ButtonBuilder | StringSelectMenuBuilder>().addComponents(...components);
export const button = (customId: string, label = 'Accept') =>
  new ButtonBuilder().setCustomId(customId).setLabel(label).setStyle(ButtonStyle.Primary);

/** The channel that the test world is about, as the client has it. */
export function sessions(world: DiscordWorld, client: Client): TextChannel {
  return client.channels.cache.get(world.channel.id) as TextChannel;
}

/** A client that answers interactions, with `confab book` and `setup` registered. */
export async function registered(world: DiscordWorld, onInteraction: (interaction: Interaction) => Promise<unknown>) {
  const client = await world.connect(onInteraction);
  await client.application?.commands.set([book, setup]);
  return client;
}

/** Ana wants to book Ben. */
export function bookWithBen(world: DiscordWorld) {
  return { user: world.ana, channel: world.channel, name: 'confab book', options: { mentor: world.ben.id } };
}

/** A request without any library in between, as `method path` of API version 10. */
export async function post(world: DiscordWorld, path: string, body: unknown, method = 'POST', token = TOKEN) {
  const response = await fetch(`${world.discord.apiUrl}/v10${path}`, {
    method,
    headers: { authorization: `Bot ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const answer = response.status === 204 ? {} : ((await response.json()) as { code?: number; id?: string });
  return { status: response.status, code: answer.code ?? -1, id: answer.id ?? '' };
}

/** What of the successful requests did not fit the platform's specs, where those are at hand. */
export function violations(world: DiscordWorld): string[] {
  const done = world.journal.entries.filter((entry) => (entry.status ?? 0) < 300);
  return done.flatMap((entry) => entry.violations ?? []);
}
