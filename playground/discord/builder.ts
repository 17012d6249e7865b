import { guildCreateWire } from './guild-wire.ts';
import { idOf, type Ref } from './people.ts';
import { bitsOf, everyonePermissions, type PermissionName } from './permissions.ts';
import { Intent, type Platform } from './platform.ts';
import { memberWire, userWire } from './wire.ts';
import { type Application, type Channel, createChannel, type Guild, mutualGuilds } from './world.ts';
import { announceChannel } from './write-message.ts';

export interface ShownUser {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly locale: string;
}

interface NewMember {
  /** The display name. */
  name: string;
  username: string;
  /** `en-GB` unless told. */
  locale?: string;
  /** Beyond what everyone may do; they come with a role of this person's own. */
  permissions?: readonly PermissionName[];
}

/** Builds and changes the world: what happens in Discord without the app. */
export interface Builder {
  /** Registers a bot token. The bot becomes a member of every server that is there, and of later ones. */
  addApplication(fields: { token: string; name: string }): { id: string; botUserId: string };
  /** A server with its owner and a system channel `general`. */
  addGuild(fields: { name: string; locale?: string; withBots?: boolean }): {
    id: string;
    name: string;
    ownerId: string;
    generalId: string;
  };
  /** Type 0 (text) unless told. A hidden channel is seen only by those who are granted it, and by administrators. */
  addChannel(guild: Ref, fields: { name: string; type?: number; hidden?: boolean }): { id: string; name: string };
  addRole(
    guild: Ref,
    fields: { name: string; permissions?: readonly PermissionName[]; mentionable?: boolean },
  ): { id: string };
  /** Makes a person a member. A username that is known already is that same person, in one more server. */
  addMember(guild: Ref, fields: NewMember): ShownUser;
  leaveGuild(user: Ref, guild: Ref): void;
  addBot(guild: Ref, application?: Ref): void;
  /** Kicks the bot. */
  removeBot(guild: Ref, application?: Ref): void;
  /** Grants (true) or denies (false) the bot a permission in a channel; what is not named stays with its roles. */
  setBotPermissions(channel: Ref, permissions: Partial<Record<PermissionName, boolean>>, application?: Ref): void;
  deleteChannel(channel: Ref): void;
  deleteMessage(message: Ref): void;
  /** The person takes no direct messages from server members any more. */
  closeDms(user: Ref): void;
  openDms(user: Ref): void;
}

/** What an invitation of a bot of this kind asks for. */
const invitedWith = bitsOf([
  'ViewChannel',
  'SendMessages',
  'EmbedLinks',
  'AttachFiles',
  'ReadMessageHistory',
  'SendMessagesInThreads',
  'CreatePublicThreads',
  'CreatePrivateThreads',
]);

export function createBuilder(platform: Platform): Builder {
  const { world } = platform;

  const applicationOf = (ref: Ref | undefined): Application => {
    const application = ref === undefined ? [...world.applications.values()][0] : world.applications.get(idOf(ref));
    if (application === undefined) throw new Error('There is no such application.');
    return application;
  };
  const addUser = (fields: { username: string; name: string; locale: string; bot: boolean }) => {
    const user = { id: world.newId(), dmsOpen: true, ...fields };
    world.users.set(user.id, user);
    return user;
  };
  const addRole = (
    guild: Guild,
    fields: { name: string; permissions: bigint; mentionable?: boolean; managed?: boolean },
  ) => {
    const role = { id: world.newId(), mentionable: false, managed: false, ...fields };
    guild.roles.set(role.id, role);
    return role;
  };
  const join = (guild: Guild, userId: string, roleIds: string[]) => {
    const member = { userId, roleIds, joinedAt: world.clock.now() };
    guild.members.set(userId, member);
    platform.dispatch({
      event: 'GUILD_MEMBER_ADD',
      data: { ...memberWire(world, member), guild_id: guild.id },
      intent: Intent.GuildMembers,
      to: (application) => guild.members.has(application.botUserId) && application.botUserId !== userId,
    });
    world.changed();
  };
  const leave = (guild: Guild, userId: string) => {
    guild.members.delete(userId);
    for (const channel of world.channels.values()) {
      if (channel.guildId === guild.id) channel.memberIds = channel.memberIds.filter((id) => id !== userId);
    }
    platform.dispatch({
      event: 'GUILD_MEMBER_REMOVE',
      data: { guild_id: guild.id, user: userWire(world.user(userId)) },
      intent: Intent.GuildMembers,
      to: (application) => guild.members.has(application.botUserId),
    });
    world.changed();
  };
  const addBot = (guild: Guild, application: Application) => {
    if (guild.members.has(application.botUserId)) return;
    const role = addRole(guild, { name: application.name, permissions: invitedWith, managed: true });
    join(guild, application.botUserId, [role.id]);
    platform.dispatch({
      event: 'GUILD_CREATE',
      data: (one) => guildCreateWire(world, guild, one.botUserId),
      intent: Intent.Guilds,
      to: (one) => one === application,
    });
  };

  return {
    addApplication({ token, name }) {
      const bot = addUser({ username: name.toLowerCase(), name, locale: 'en-US', bot: true });
      // An application and its bot user share one id, as all newer ones do.
      const application: Application = { id: bot.id, token, name, botUserId: bot.id, commands: new Map() };
      world.applications.set(application.id, application);
      for (const guild of world.guilds.values()) addBot(guild, application);
      return { id: application.id, botUserId: bot.id };
    },
    addGuild({ name, locale = 'en-GB', withBots = true }) {
      const owner = addUser({
        username: `owner.of.${world.guilds.size + 1}`,
        name: `Owner of ${name}`,
        locale,
        bot: false,
      });
      const id = world.newId();
      const everyone = { id, name: '@everyone', permissions: everyonePermissions, mentionable: false, managed: false };
      const guild: Guild = {
        id,
        name,
        ownerId: owner.id,
        locale,
        roles: new Map([[id, everyone]]),
        members: new Map(),
        systemChannelId: null,
      };
      world.guilds.set(id, guild);
      const general = createChannel(world, { type: 0, name: 'general', guildId: id });
      guild.systemChannelId = general.id;
      join(guild, owner.id, []);
      if (withBots) for (const application of world.applications.values()) addBot(guild, application);
      return { id, name, ownerId: owner.id, generalId: general.id };
    },
    addChannel(guild, { name, type = 0, hidden = false }) {
      const guildId = world.guild(idOf(guild)).id;
      const overwrites: Channel['overwrites'] = hidden
        ? [{ id: guildId, kind: 'role', allow: 0n, deny: bitsOf(['ViewChannel']) }]
        : [];
      const channel = createChannel(world, { type, name, guildId, overwrites });
      announceChannel(platform, 'CHANNEL_CREATE', channel);
      return { id: channel.id, name };
    },
    addRole(guild, { name, permissions = [], mentionable = false }) {
      const role = addRole(world.guild(idOf(guild)), { name, permissions: bitsOf(permissions), mentionable });
      return { id: role.id };
    },
    addMember(ref, { name, username, locale = 'en-GB', permissions = [] }) {
      const guild = world.guild(idOf(ref));
      const user =
        [...world.users.values()].find((one) => one.username === username) ??
        addUser({ username, name, locale, bot: false });
      const roleIds =
        permissions.length === 0
          ? []
          : [addRole(guild, { name: `${name}'s role`, permissions: bitsOf(permissions) }).id];
      join(guild, user.id, roleIds);
      return { id: user.id, username: user.username, name: user.name, locale: user.locale };
    },
    leaveGuild: (user, guild) => leave(world.guild(idOf(guild)), idOf(user)),
    addBot: (guild, application) => addBot(world.guild(idOf(guild)), applicationOf(application)),
    removeBot(ref, applicationRef) {
      const guild = world.guild(idOf(ref));
      const application = applicationOf(applicationRef);
      platform.dispatch({
        event: 'GUILD_DELETE',
        data: { id: guild.id },
        intent: Intent.Guilds,
        to: (one) => one === application,
      });
      leave(guild, application.botUserId);
    },
    setBotPermissions(ref, permissions, applicationRef) {
      const channel = world.channel(idOf(ref));
      const { botUserId } = applicationOf(applicationRef);
      const named = Object.entries(permissions) as [PermissionName, boolean][];
      const bits = (granted: boolean) => bitsOf(named.filter(([, value]) => value === granted).map(([name]) => name));
      const couldSee = world.may(channel, botUserId, 'ViewChannel');
      channel.overwrites = channel.overwrites.filter((overwrite) => overwrite.id !== botUserId);
      channel.overwrites.push({ id: botUserId, kind: 'member', allow: bits(true), deny: bits(false) });
      // Who loses sight of a channel is told that it is gone.
      const canSee = world.may(channel, botUserId, 'ViewChannel');
      if (canSee) announceChannel(platform, couldSee ? 'CHANNEL_UPDATE' : 'CHANNEL_CREATE', channel);
      else if (couldSee) {
        const data = { id: channel.id, guild_id: channel.guildId, type: channel.type, name: channel.name };
        platform.dispatch({
          event: 'CHANNEL_DELETE',
          data,
          intent: Intent.Guilds,
          to: (application) => application.botUserId === botUserId,
        });
      }
      world.changed();
    },
    deleteChannel(ref) {
      const channel = world.channel(idOf(ref));
      announceChannel(platform, channel.thread === null ? 'CHANNEL_DELETE' : 'THREAD_DELETE', channel);
      channel.deleted = true;
      for (const thread of world.channels.values()) {
        if (thread.parentId === channel.id) thread.deleted = true;
      }
      world.changed();
    },
    deleteMessage(ref) {
      const message = world.messages.get(idOf(ref));
      if (message === undefined) throw new Error('There is no such message.');
      message.deleted = true;
      world.changed();
    },
    closeDms(user) {
      world.user(idOf(user)).dmsOpen = false;
      world.changed();
    },
    openDms(user) {
      const found = world.user(idOf(user));
      if (mutualGuilds(world, found.id, applicationOf(undefined).botUserId).length === 0) return;
      found.dmsOpen = true;
      world.changed();
    },
  };
}
