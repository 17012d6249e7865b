import type { ShiftedClock } from '../shifted-clock.ts';
import { refusal } from './api-error.ts';
import type { JsonObject } from './json.ts';
import type { Message } from './message.ts';
import { allPermissions, applyOverwrites, includes, type Overwrite, type PermissionName } from './permissions.ts';
import { createSnowflakes } from './snowflakes.ts';

export interface User {
  id: string;
  username: string;
  /** The display name. */
  name: string;
  locale: string;
  bot: boolean;
  /** False when the person takes no direct messages from server members, or blocked the bot. */
  dmsOpen: boolean;
}

export interface Application {
  id: string;
  token: string;
  name: string;
  botUserId: string;
  /** By id; those of one guild carry `guild_id`. */
  commands: Map<string, JsonObject & { id: string; name: string }>;
}

export interface Role {
  id: string;
  name: string;
  permissions: bigint;
  mentionable: boolean;
  managed: boolean;
}

export interface Member {
  userId: string;
  roleIds: string[];
  joinedAt: number;
}

export interface Guild {
  id: string;
  name: string;
  ownerId: string;
  locale: string;
  roles: Map<string, Role>;
  members: Map<string, Member>;
  systemChannelId: string | null;
}

/** Channel types: 0 text, 1 direct message, 2 voice, 4 category, 5 announcements, 10 to 12 threads (12 is private). */
export interface Channel {
  id: string;
  type: number;
  name: string;
  guildId: string | null;
  parentId: string | null;
  position: number;
  overwrites: Overwrite[];
  /** The people of a direct message or a thread, the bot included. */
  memberIds: string[];
  thread: Thread | null;
  deleted: boolean;
}

export interface Thread {
  ownerId: string;
  archived: boolean;
  locked: boolean;
  invitable: boolean;
  /** Minutes. */
  autoArchiveDuration: number;
  archivedChangedAt: number;
}

/** Everything the stand-in knows, in memory. It outlives every connection of the app. */
export interface World {
  readonly clock: ShiftedClock;
  readonly users: Map<string, User>;
  readonly guilds: Map<string, Guild>;
  readonly channels: Map<string, Channel>;
  readonly messages: Map<string, Message>;
  readonly applications: Map<string, Application>;
  newId(): string;
  /** Tells those who wait that something is different now. */
  changed(): void;
  onChange(listener: () => void): () => void;
  user(id: string): User;
  guild(id: string): Guild;
  /** @throws {ApiError} 10003 where there is no such channel (any more) */
  channel(id: string): Channel;
  permissionsIn(channel: Channel, userId: string): bigint;
  /** Permissions from roles alone, as an interaction outside any overwrite would show. */
  guildPermissions(guild: Guild, userId: string): bigint;
  may(channel: Channel, userId: string, ...names: PermissionName[]): boolean;
  messagesIn(channelId: string): Message[];
  directChannel(botUserId: string, userId: string): Channel;
}

export function createWorld(clock: ShiftedClock): World {
  const listeners = new Set<() => void>();
  const newId = createSnowflakes(clock.now);

  const world: World = {
    clock,
    users: new Map(),
    guilds: new Map(),
    channels: new Map(),
    messages: new Map(),
    applications: new Map(),
    newId,
    changed() {
      for (const listener of [...listeners]) listener();
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    user(id) {
      const user = world.users.get(id);
      if (user === undefined) throw refusal('unknownUser');
      return user;
    },
    guild(id) {
      const guild = world.guilds.get(id);
      if (guild === undefined) throw refusal('unknownGuild');
      return guild;
    },
    channel(id) {
      const channel = world.channels.get(id);
      if (channel === undefined || channel.deleted) throw refusal('unknownChannel');
      return channel;
    },
    guildPermissions(guild, userId) {
      const member = guild.members.get(userId);
      if (member === undefined) return 0n;
      if (guild.ownerId === userId) return allPermissions;
      const bits = [guild.id, ...member.roleIds].reduce(
        (sum, id) => sum | (guild.roles.get(id)?.permissions ?? 0n),
        0n,
      );
      return includes(bits, 'Administrator') ? allPermissions : bits;
    },
    permissionsIn(channel, userId) {
      if (channel.guildId === null) return channel.memberIds.includes(userId) ? allPermissions : 0n;
      const guild = world.guild(channel.guildId);
      const member = guild.members.get(userId);
      if (member === undefined) return 0n;
      const base = world.guildPermissions(guild, userId);
      if (guild.ownerId === userId) return base;
      // A thread has no overwrites of its own.
      const { overwrites } = channel.thread === null ? channel : world.channel(channel.parentId ?? '');
      const bits = applyOverwrites(base, overwrites, guild.id, member.roleIds, userId);
      const shutOut = channel.type === 12 && !channel.memberIds.includes(userId) && !includes(bits, 'ManageThreads');
      return shutOut ? 0n : bits;
    },
    may: (channel, userId, ...names) => includes(world.permissionsIn(channel, userId), ...names),
    messagesIn: (channelId) =>
      [...world.messages.values()].filter((message) => message.channelId === channelId && !message.deleted),
    directChannel(botUserId, userId) {
      const pair = [botUserId, userId];
      for (const channel of world.channels.values()) {
        if (channel.type === 1 && pair.every((id) => channel.memberIds.includes(id))) return channel;
      }
      const channel = createChannel(world, { type: 1, name: '', memberIds: pair });
      world.changed();
      return channel;
    },
  };
  return world;
}

export function createChannel(world: World, fields: Partial<Channel> & Pick<Channel, 'type' | 'name'>): Channel {
  const channel: Channel = {
    id: world.newId(),
    guildId: null,
    parentId: null,
    position: [...world.channels.values()].filter((other) => other.guildId === (fields.guildId ?? null)).length,
    overwrites: [],
    memberIds: [],
    thread: null,
    deleted: false,
    ...fields,
  };
  world.channels.set(channel.id, channel);
  return channel;
}

/** Servers that both are in. */
export function mutualGuilds(world: World, one: string, other: string): Guild[] {
  return [...world.guilds.values()].filter((guild) => guild.members.has(one) && guild.members.has(other));
}
