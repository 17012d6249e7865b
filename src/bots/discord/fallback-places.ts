import {
  type APIChannel,
  type APIGuild,
  type APIGuildMember,
  type APIOverwrite,
  ChannelType,
  DiscordAPIError,
  PermissionFlagsBits as Permit,
  type REST,
  Routes,
} from 'discord.js';
import type { Community } from '#core/programs/program.ts';
import { allows, permissionsIn } from './channel-permissions.ts';

/** A channel that both the person and the bot see. */
export interface Place {
  guildId: string;
  channelId: string;
  /** The bot may open a private thread there. */
  rooms: boolean;
  /** The bot may write into the channel itself. */
  messages: boolean;
}

interface TextChannel {
  id: string;
  position: number;
  overwrites: APIOverwrite[];
}

/** Where a person can be told something while direct messages are closed: the announcement channel, the server's system channel, then from the top. */
export async function fallbackPlaces(
  rest: REST,
  botId: string,
  userId: string,
  communities: readonly Community[],
): Promise<Place[]> {
  const found = await Promise.all(
    communities
      .filter(({ platform }) => platform === 'discord')
      .map((community) => placesIn(rest, botId, userId, community)),
  );
  return found.flat();
}

async function placesIn(rest: REST, botId: string, userId: string, community: Community): Promise<Place[]> {
  const guildId = community.externalId;
  try {
    const [guild, channels, person, bot] = await Promise.all([
      rest.get(Routes.guild(guildId)) as Promise<APIGuild>,
      rest.get(Routes.guildChannels(guildId)) as Promise<APIChannel[]>,
      rest.get(Routes.guildMember(guildId, userId)) as Promise<APIGuildMember>,
      rest.get(Routes.guildMember(guildId, botId)) as Promise<APIGuildMember>,
    ]);
    return inOrder(textChannels(channels), [community.announcementChannelId, guild.system_channel_id]).flatMap(
      (channel) => {
        const theirs = permissionsIn(guild, channel.overwrites, { id: userId, roles: person.roles });
        const ours = permissionsIn(guild, channel.overwrites, { id: botId, roles: bot.roles });
        if (!allows(theirs, Permit.ViewChannel) || !allows(ours, Permit.ViewChannel)) return [];
        return [
          {
            guildId,
            channelId: channel.id,
            rooms: allows(ours, Permit.CreatePrivateThreads, Permit.SendMessagesInThreads),
            messages: allows(ours, Permit.SendMessages),
          },
        ];
      },
    );
  } catch (error) {
    // The person or the bot has left, or the server is gone: not a place, but another may be.
    if (error instanceof DiscordAPIError && (error.status === 403 || error.status === 404)) return [];
    throw error;
  }
}

function textChannels(channels: readonly APIChannel[]): TextChannel[] {
  return channels.flatMap((channel) =>
    channel.type === ChannelType.GuildText
      ? [{ id: channel.id, position: channel.position, overwrites: channel.permission_overwrites ?? [] }]
      : [],
  );
}

function inOrder(channels: readonly TextChannel[], first: readonly (string | null)[]): TextChannel[] {
  const rank = ({ id }: TextChannel) => (first.includes(id) ? first.indexOf(id) : first.length);
  return [...channels].sort((a, b) => rank(a) - rank(b) || a.position - b.position);
}
