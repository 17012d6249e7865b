import type { JsonObject } from './json.ts';
import { channelWire, iso, memberWire, rolesWire, threadMemberWire } from './wire.ts';
import type { Guild, World } from './world.ts';

/** The guild as `GET /guilds/{id}` gives it. */
export function guildWire(guild: Guild): JsonObject {
  return {
    id: guild.id,
    name: guild.name,
    owner_id: guild.ownerId,
    preferred_locale: guild.locale,
    roles: rolesWire(guild),
    system_channel_id: guild.systemChannelId,
    system_channel_flags: 0,
    icon: null,
    banner: null,
    splash: null,
    discovery_splash: null,
    home_header: null,
    description: null,
    vanity_url_code: null,
    region: 'deprecated',
    afk_channel_id: null,
    afk_timeout: 300,
    application_id: null,
    default_message_notifications: 1,
    emojis: [],
    explicit_content_filter: 0,
    features: [],
    incidents_data: null,
    max_members: 500_000,
    max_presences: null,
    max_stage_video_channel_users: 50,
    max_video_channel_users: 25,
    mfa_level: 0,
    nsfw: false,
    nsfw_level: 0,
    premium_progress_bar_enabled: false,
    premium_subscription_count: 0,
    premium_tier: 0,
    public_updates_channel_id: null,
    rules_channel_id: null,
    safety_alerts_channel_id: null,
    stickers: [],
    verification_level: 0,
    widget_channel_id: null,
    widget_enabled: false,
  };
}

/** GUILD_CREATE: the guild with what this bot can see of it. Without the members intent only the bot itself is in `members`. */
export function guildCreateWire(world: World, guild: Guild, botUserId: string): JsonObject {
  const visible = [...world.channels.values()].filter(
    (channel) => channel.guildId === guild.id && !channel.deleted && world.may(channel, botUserId, 'ViewChannel'),
  );
  const bot = guild.members.get(botUserId);
  return {
    ...guildWire(guild),
    joined_at: iso(bot?.joinedAt ?? world.clock.now()),
    large: false,
    unavailable: false,
    member_count: guild.members.size,
    members: bot === undefined ? [] : [memberWire(world, bot)],
    channels: visible.filter((channel) => channel.thread === null).map((channel) => channelWire(world, channel)),
    threads: visible
      .filter((channel) => channel.thread !== null && !channel.thread.archived)
      .map((channel) => ({
        ...channelWire(world, channel),
        ...(channel.memberIds.includes(botUserId) ? { member: threadMemberWire(world, channel, botUserId) } : {}),
      })),
    presences: [],
    voice_states: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  };
}
