import {
  type APIGuild,
  type APIGuildChannel,
  type APIGuildMember,
  type APIUser,
  DiscordAPIError,
  PermissionFlagsBits as Permit,
  type REST,
  Routes,
} from 'discord.js';
import type { Finding } from '#core/finding.ts';
import type { Community } from '#core/programs/program.ts';
import { allows, permissionsIn } from './channel-permissions.ts';

const needed = [
  ['View Channel', Permit.ViewChannel],
  ['Send Messages', Permit.SendMessages],
  ['Embed Links', Permit.EmbedLinks],
] as const;

/** Whether Confab may write where organisers have sessions announced. */
export async function checkAnnouncements(rest: REST, communities: readonly Community[]): Promise<Finding[]> {
  const announcing = communities.filter((one) => one.platform === 'discord' && one.announcementChannelId !== null);
  if (announcing.length === 0) return [];
  const bot = (await rest.get(Routes.user())) as APIUser;
  return Promise.all(announcing.map((community) => checkOne(rest, bot.id, community)));
}

async function checkOne(rest: REST, botId: string, community: Community): Promise<Finding> {
  const name = 'Discord announcements';
  const where = `the channel for announcements in "${community.name}"`;
  try {
    const [guild, channel, member] = await Promise.all([
      rest.get(Routes.guild(community.externalId)) as Promise<APIGuild>,
      rest.get(Routes.channel(community.announcementChannelId ?? '')) as Promise<APIGuildChannel>,
      rest.get(Routes.guildMember(community.externalId, botId)) as Promise<APIGuildMember>,
    ]);
    const granted = permissionsIn(guild, channel.permission_overwrites ?? [], { id: botId, roles: member.roles });
    const missing = needed.filter(([, bit]) => !allows(granted, bit)).map(([label]) => label);
    if (missing.length === 0) return { name, ok: true, detail: `Confab may write in ${where}` };
    const mend = `In that channel's settings, Permissions, allow the bot: ${missing.join(', ')}.`;
    return { name, ok: false, detail: `${where} does not allow ${missing.join(', ')}`, mend };
  } catch (error) {
    if (!(error instanceof DiscordAPIError) || ![403, 404].includes(error.status)) throw error;
    const mend = 'Let the bot see it (channel settings, Permissions), or choose another with /confab settings.';
    return { name, ok: false, detail: `${where} is gone, or hidden from Confab`, mend };
  }
}
