import {
  type APIApplication,
  type APIApplicationCommand,
  DiscordAPIError,
  PermissionFlagsBits as Permit,
  type REST,
  type RESTAPIPartialCurrentUserGuild,
  Routes,
} from 'discord.js';
import type { Finding } from '#core/finding.ts';
import type { Community } from '#core/programs/program.ts';
import { allows } from './channel-permissions.ts';
import { checkAnnouncements } from './check-announcements.ts';
import { discordCommands } from './commands.ts';
import { isServerClosed, startProblem } from './problems.ts';
import { createRest } from './rest.ts';
import type { DiscordSettings } from './settings.ts';

const permissions = [
  ['View Channels', Permit.ViewChannel],
  ['Send Messages', Permit.SendMessages],
  ['Embed Links', Permit.EmbedLinks],
  ['Attach Files', Permit.AttachFiles],
  ['Create Private Threads', Permit.CreatePrivateThreads],
  ['Send Messages in Threads', Permit.SendMessagesInThreads],
] as const;

/** Looks at the token, the servers, the commands and the channels for announcements, without changing anything. */
export async function checkDiscord(
  settings: DiscordSettings,
  communities: readonly Community[] = [],
): Promise<Finding[]> {
  const rest = createRest(settings);
  try {
    const application = (await rest.get(Routes.currentApplication())) as APIApplication;
    const token: Finding = {
      name: 'Discord token',
      ok: true,
      detail: `accepted; the application is "${application.name}"`,
    };
    return [
      token,
      ...(await attempt('Discord servers', () => checkServers(rest, application))),
      ...(await attempt('Discord commands', () => checkCommands(rest, application, settings.guildId))),
      ...(await attempt('Discord announcements', () => checkAnnouncements(rest, communities))),
    ];
  } catch (error) {
    const answered = error instanceof DiscordAPIError;
    const refused = answered && error.status === 401;
    const detail = refused ? 'refused by Discord' : `not checked: Discord ${answered ? 'refused' : 'did not answer'}`;
    return [{ name: 'Discord token', ok: false, detail, mend: startProblem(error).message }];
  } finally {
    rest.clearHashSweeper();
    rest.clearHandlerSweeper();
  }
}

async function attempt(name: string, check: () => Promise<Finding[]>): Promise<Finding[]> {
  try {
    return await check();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return [{ name, ok: 'warn', detail: `could not be checked: ${reason}`, mend: 'Run this check again in a minute.' }];
  }
}

async function checkServers(rest: REST, { id }: APIApplication): Promise<Finding[]> {
  const name = 'Discord servers';
  const invite = invitation(id);
  const guilds = (await rest.get(Routes.userGuilds())) as RESTAPIPartialCurrentUserGuild[];
  if (guilds.length === 0) {
    return [{ name, ok: 'warn', detail: 'the bot is in no server', mend: `Invite it: ${invite}` }];
  }
  const lacking = guilds.flatMap((guild) => {
    const granted = BigInt(guild.permissions);
    if (allows(granted, Permit.Administrator)) return [];
    const missing = permissions.filter(([, bit]) => !allows(granted, bit)).map(([label]) => label);
    return missing.length > 0 ? [`"${guild.name}" lacks ${missing.join(', ')}`] : [];
  });
  if (lacking.length > 0) {
    const mend = `In that server's settings, Roles, allow these to the bot's role, or invite it again: ${invite}`;
    return [{ name, ok: 'warn', detail: lacking.join('; '), mend }];
  }
  return [{ name, ok: true, detail: guilds.map((guild) => `"${guild.name}"`).join(', ') }];
}

function invitation(applicationId: string): string {
  const url = new URL('https://discord.com/oauth2/authorize');
  url.searchParams.set('client_id', applicationId);
  url.searchParams.set('scope', 'bot applications.commands');
  url.searchParams.set('permissions', String(permissions.reduce((sum, [, bit]) => sum | bit, 0n)));
  return url.href;
}

async function checkCommands(rest: REST, { id }: APIApplication, guildId: string | undefined): Promise<Finding[]> {
  const name = 'Discord commands';
  const list = async (route: `/${string}`) => (await rest.get(route)) as APIApplicationCommand[];
  const everywhere = await list(Routes.applicationCommands(id));
  const registered = guildId
    ? await list(Routes.applicationGuildCommands(id, guildId)).catch(closedServer)
    : everywhere;
  if (registered === 'closed') {
    const detail = `the bot is not in the server that DISCORD_GUILD_ID names (${guildId}), or lacks the scope applications.commands there`;
    return [{ name, ok: false, detail, mend: `Check the number; if it is right, invite the bot: ${invitation(id)}` }];
  }
  const stale = discordCommands.filter(({ data }) => {
    const known = registered.find((command) => command.name === data.name);
    return !known || known.description !== data.description || optionNames(known) !== optionNames(data);
  });
  const mend = 'Run: npm run release';
  if (stale.length > 0) {
    const names = stale.map(({ data }) => `/${data.name}`).join(', ');
    return [{ name, ok: false, detail: `missing or out of date: ${names}`, mend }];
  }
  const twice = guildId ? everywhere.filter((command) => registered.some((own) => own.name === command.name)) : [];
  if (twice.length > 0) {
    return [
      {
        name,
        ok: 'warn',
        detail: `shown twice in the server ${guildId}, because they are registered everywhere too`,
        mend: 'Remove DISCORD_GUILD_ID to use the ones registered everywhere.',
      },
    ];
  }
  return [
    {
      name,
      ok: true,
      detail: `${registered.length} registered ${guildId ? `in the server ${guildId}` : 'everywhere'}`,
    },
  ];
}

function closedServer(error: unknown): 'closed' {
  if (isServerClosed(error)) return 'closed';
  throw error;
}

function optionNames({ options = [] }: { options?: readonly { name: string }[] | undefined }): string {
  return options.map((option) => option.name).join(' ');
}
