import { type JsonObject, objectsOf } from './json.ts';
import type { Attachment, Message } from './message.ts';
import type { Application, Channel, Guild, Member, Role, User, World } from './world.ts';

/** How things look in Discord's API, version 10. */

export function userWire(user: User): JsonObject {
  return {
    id: user.id,
    username: user.username,
    global_name: user.bot ? null : user.name,
    discriminator: user.bot ? '0001' : '0',
    avatar: null,
    avatar_decoration_data: null,
    banner: null,
    accent_color: null,
    bot: user.bot,
    system: false,
    flags: 0,
    public_flags: 0,
    clan: null,
    collectibles: null,
    primary_guild: null,
  };
}

/** A member without the `user` and voice fields: how `resolved` and messages carry one. */
export function partialMemberWire(member: Member): JsonObject {
  return {
    avatar: null,
    banner: null,
    avatar_decoration_data: null,
    collectibles: null,
    communication_disabled_until: null,
    flags: 0,
    joined_at: iso(member.joinedAt),
    nick: null,
    pending: false,
    premium_since: null,
    roles: member.roleIds,
    unusual_dm_activity_until: null,
  };
}

export function memberWire(world: World, member: Member): JsonObject {
  return { ...partialMemberWire(member), user: userWire(world.user(member.userId)), deaf: false, mute: false };
}

export function roleWire(role: Role, position: number): JsonObject {
  return {
    id: role.id,
    name: role.name,
    permissions: role.permissions.toString(),
    position,
    color: 0,
    colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
    hoist: false,
    icon: null,
    unicode_emoji: null,
    managed: role.managed,
    mentionable: role.mentionable,
    flags: 0,
    tags: {},
  };
}

export function rolesWire(guild: Guild): JsonObject[] {
  return [...guild.roles.values()].map(roleWire);
}

export function channelWire(world: World, channel: Channel): JsonObject {
  const last = world.messagesIn(channel.id).findLast((message) => message.visibleTo === null);
  const common = { id: channel.id, type: channel.type, last_message_id: last?.id ?? null, flags: 0 };
  if (channel.guildId === null) {
    const others = channel.memberIds.map((id) => world.user(id)).filter((user) => !user.bot);
    return { ...common, recipients: others.map(userWire) };
  }
  const inGuild = {
    ...common,
    guild_id: channel.guildId,
    name: channel.name,
    rate_limit_per_user: 0,
    parent_id: channel.parentId,
  };
  if (channel.thread !== null) return { ...inGuild, ...threadWire(world, channel, channel.thread) };
  return {
    ...inGuild,
    position: channel.position,
    nsfw: false,
    topic: null,
    last_pin_timestamp: null,
    permission_overwrites: channel.overwrites.map(({ id, kind, allow, deny }) => ({
      id,
      type: kind === 'role' ? 0 : 1,
      allow: allow.toString(),
      deny: deny.toString(),
    })),
  };
}

function threadWire(world: World, channel: Channel, thread: NonNullable<Channel['thread']>): JsonObject {
  const count = world.messagesIn(channel.id).length;
  return {
    owner_id: thread.ownerId,
    member_count: channel.memberIds.length,
    message_count: count,
    total_message_sent: count,
    thread_metadata: {
      archived: thread.archived,
      locked: thread.locked,
      auto_archive_duration: thread.autoArchiveDuration,
      archive_timestamp: iso(thread.archivedChangedAt),
      create_timestamp: iso(thread.archivedChangedAt),
      ...(channel.type === 12 ? { invitable: thread.invitable } : {}),
    },
  };
}

export function threadMemberWire(world: World, channel: Channel, userId: string): JsonObject {
  return { id: channel.id, user_id: userId, join_timestamp: iso(world.clock.now()), flags: 0 };
}

export function attachmentWire(message: Message, attachment: Attachment, origin: string): JsonObject {
  const url = `${origin}/attachments/${message.channelId}/${attachment.id}/${encodeURIComponent(attachment.filename)}`;
  return {
    id: attachment.id,
    filename: attachment.filename,
    size: attachment.bytes.length,
    url,
    proxy_url: url,
    content_type: attachment.contentType,
    ...(attachment.description === null ? {} : { description: attachment.description }),
    ...(message.visibleTo === null ? {} : { ephemeral: true }),
  };
}

export function messageWire(world: World, message: Message, origin: string): JsonObject {
  const by = message.interaction;
  const owners = { '0': message.guildId ?? '0' };
  const reference = message.referenceId === null ? undefined : world.messages.get(message.referenceId);
  return {
    id: message.id,
    type: message.type,
    channel_id: message.channelId,
    author: userWire(world.user(message.authorId)),
    content: message.content,
    embeds: message.embeds.map(embedWire),
    components: message.components,
    attachments: message.attachments.map((attachment) => attachmentWire(message, attachment, origin)),
    flags: message.flags,
    mentions: message.mentions.users.map((id) => userWire(world.user(id))),
    mention_roles: message.mentions.roles,
    mention_everyone: message.mentions.everyone,
    pinned: false,
    tts: false,
    timestamp: iso(message.createdAt),
    edited_timestamp: message.editedAt === null ? null : iso(message.editedAt),
    ...(message.nonce === null ? {} : { nonce: message.nonce }),
    ...(message.applicationId === null || by === null
      ? {}
      : { application_id: message.applicationId, webhook_id: message.applicationId }),
    ...(message.referenceId === null
      ? {}
      : {
          message_reference: {
            type: 0,
            message_id: message.referenceId,
            channel_id: message.channelId,
            ...inGuild(message),
          },
          referenced_message:
            reference === undefined || reference.deleted
              ? null
              : messageWire(world, { ...reference, referenceId: null }, origin),
        }),
    ...(by === null
      ? {}
      : {
          interaction_metadata: {
            id: by.id,
            type: by.type,
            user: userWire(world.user(by.userId)),
            authorizing_integration_owners: owners,
          },
          ...(by.type === 2
            ? { interaction: { id: by.id, type: by.type, name: by.name, user: userWire(world.user(by.userId)) } }
            : {}),
        }),
  };
}

function embedWire(embed: JsonObject): JsonObject {
  const fields = objectsOf(embed.fields).map((field) => ({ inline: false, ...field }));
  return { type: 'rich', ...embed, ...(fields.length === 0 ? {} : { fields }) };
}

function inGuild(message: Message): JsonObject {
  return message.guildId === null ? {} : { guild_id: message.guildId };
}

export function applicationWire(world: World, application: Application): JsonObject {
  return {
    id: application.id,
    name: application.name,
    icon: null,
    description: '',
    type: null,
    bot_public: true,
    bot_require_code_grant: false,
    verify_key: '0'.repeat(64),
    flags: 0,
    bot: userWire(world.user(application.botUserId)),
    summary: '',
    is_monetized: false,
    is_verified: false,
    is_discoverable: false,
    hook: true,
    storefront_available: false,
    integration_types_config: { '0': {} },
    flags_new: '0',
    role_connections_verification_url: null,
    explicit_content_filter: 0,
    eligible_oauth2_scopes: [],
    approximate_user_install_count: 0,
    approximate_user_authorization_count: 0,
    owner: userWire(world.user(application.botUserId)),
    team: null,
    tags: [],
    redirect_uris: [],
    interactions_endpoint_url: null,
    approximate_guild_count: [...world.guilds.values()].filter((guild) => guild.members.has(application.botUserId))
      .length,
  };
}

export function iso(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
