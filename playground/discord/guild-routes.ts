import { refusal } from './api-error.ts';
import { createForm } from './form.ts';
import { guildWire } from './guild-wire.ts';
import type { JsonObject } from './json.ts';
import { Intent, type Platform } from './platform.ts';
import { type AppRequest, param, type Route } from './router.ts';
import { applicationWire, channelWire, iso, memberWire, rolesWire, threadMemberWire } from './wire.ts';
import { type Application, type Channel, createChannel, type Guild } from './world.ts';
import { announceChannel } from './write-message.ts';

const autoArchiveMinutes = [60, 1440, 4320, 10_080];
const threadTypes = [10, 11, 12];

/** Servers, their members and threads, and what the app can ask about itself. */
export function guildRoutes(platform: Platform): Route[] {
  const { world } = platform;

  const guildOf = (request: AppRequest, application: Application): Guild => {
    const guild = world.guild(param(request, 'guild_id'));
    if (!guild.members.has(application.botUserId)) throw refusal('missingAccess');
    return guild;
  };
  const channelOf = (request: AppRequest, application: Application): Channel => {
    const channel = world.channel(param(request, 'channel_id'));
    if (!world.may(channel, application.botUserId, 'ViewChannel')) throw refusal('missingAccess');
    return channel;
  };
  const threadOf = (request: AppRequest, application: Application) => {
    const channel = channelOf(request, application);
    if (channel.thread === null) throw refusal('wrongChannelType');
    return { channel, thread: channel.thread };
  };
  const membersUpdate = (channel: Channel, changes: JsonObject) => {
    platform.dispatch({
      event: 'THREAD_MEMBERS_UPDATE',
      data: { id: channel.id, guild_id: channel.guildId, member_count: channel.memberIds.length, ...changes },
      intent: Intent.GuildMembers,
      to: (application) => world.may(channel, application.botUserId, 'ViewChannel'),
    });
    world.changed();
  };

  return [
    {
      template: 'GET /applications/@me',
      handle: (_request, application) => ({ status: 200, body: applicationWire(world, application) }),
    },
    {
      template: 'GET /oauth2/applications/@me',
      handle: (_request, application) => ({ status: 200, body: applicationWire(world, application) }),
    },
    {
      template: 'GET /users/@me/guilds',
      handle: (_request, application) => ({
        status: 200,
        body: [...world.guilds.values()]
          .filter((guild) => guild.members.has(application.botUserId))
          .map((guild) => ({
            id: guild.id,
            name: guild.name,
            icon: null,
            banner: null,
            owner: false,
            permissions: world.guildPermissions(guild, application.botUserId).toString(),
            features: [],
          })),
      }),
    },
    {
      template: 'GET /guilds/{guild_id}',
      handle: (request, application) => ({ status: 200, body: guildWire(guildOf(request, application)) }),
    },
    {
      template: 'GET /guilds/{guild_id}/roles',
      handle: (request, application) => ({ status: 200, body: rolesWire(guildOf(request, application)) }),
    },
    {
      template: 'GET /guilds/{guild_id}/channels',
      handle(request, application) {
        const guild = guildOf(request, application);
        const channels = [...world.channels.values()].filter(
          (channel) => channel.guildId === guild.id && channel.thread === null && !channel.deleted,
        );
        return { status: 200, body: channels.map((channel) => channelWire(world, channel)) };
      },
    },
    {
      template: 'GET /guilds/{guild_id}/members/search',
      handle(request, application) {
        const guild = guildOf(request, application);
        const query = (request.query.get('query') ?? '').toLowerCase();
        const limit = Number(request.query.get('limit') ?? 1);
        const found = [...guild.members.values()].filter((member) => {
          const { username, name } = world.user(member.userId);
          return [username, name].some((text) => text.toLowerCase().startsWith(query));
        });
        return { status: 200, body: found.slice(0, limit).map((member) => memberWire(world, member)) };
      },
    },
    {
      template: 'GET /guilds/{guild_id}/members/{user_id}',
      handle(request, application) {
        const member = guildOf(request, application).members.get(param(request, 'user_id'));
        if (member === undefined)
          throw refusal(world.users.has(param(request, 'user_id')) ? 'unknownMember' : 'unknownUser');
        return { status: 200, body: memberWire(world, member) };
      },
    },
    {
      template: 'POST /channels/{channel_id}/threads',
      handle(request, application) {
        const parent = channelOf(request, application);
        return {
          status: 201,
          body: { ...channelWire(world, startThread(platform, parent, application, request.body)), member: {} },
        };
      },
    },
    {
      template: 'PUT /channels/{channel_id}/thread-members/{user_id}',
      handle(request, application) {
        const { channel, thread } = threadOf(request, application);
        const id = param(request, 'user_id') === '@me' ? application.botUserId : param(request, 'user_id');
        if (thread.archived) throw refusal('threadArchived');
        if (!world.may(channel, application.botUserId, 'SendMessagesInThreads')) throw refusal('missingPermissions');
        const guild = world.guild(channel.guildId ?? '');
        if (!guild.members.has(id)) throw refusal('unknownMember');
        if (!world.may(world.channel(channel.parentId ?? ''), id, 'ViewChannel')) throw refusal('missingAccess');
        if (!channel.memberIds.includes(id)) channel.memberIds.push(id);
        membersUpdate(channel, { added_members: [threadMemberWire(world, channel, id)] });
        return { status: 204 };
      },
    },
    {
      template: 'DELETE /channels/{channel_id}/thread-members/{user_id}',
      handle(request, application) {
        const { channel, thread } = threadOf(request, application);
        const id = param(request, 'user_id') === '@me' ? application.botUserId : param(request, 'user_id');
        const mayRemove =
          id === application.botUserId ||
          thread.ownerId === application.botUserId ||
          world.may(channel, application.botUserId, 'ManageThreads');
        if (!mayRemove) throw refusal('missingPermissions');
        channel.memberIds = channel.memberIds.filter((other) => other !== id);
        membersUpdate(channel, { removed_member_ids: [id] });
        return { status: 204 };
      },
    },
    {
      template: 'GET /guilds/{guild_id}/threads/active',
      handle(request, application) {
        const guild = guildOf(request, application);
        const threads = [...world.channels.values()].filter(
          (channel) =>
            channel.guildId === guild.id &&
            channel.thread?.archived === false &&
            !channel.deleted &&
            world.may(channel, application.botUserId, 'ViewChannel'),
        );
        const joined = threads.filter((channel) => channel.memberIds.includes(application.botUserId));
        const body = {
          threads: threads.map((channel) => channelWire(world, channel)),
          members: joined.map((channel) => threadMemberWire(world, channel, application.botUserId)),
        };
        return { status: 200, body };
      },
    },
    {
      template: 'GET /channels/{channel_id}/thread-members/{user_id}',
      handle(request, application) {
        const { channel } = threadOf(request, application);
        const id = param(request, 'user_id') === '@me' ? application.botUserId : param(request, 'user_id');
        if (!channel.memberIds.includes(id)) throw refusal('unknownMember');
        return { status: 200, body: threadMemberWire(world, channel, id) };
      },
    },
    {
      template: 'GET /channels/{channel_id}/thread-members',
      handle(request, application) {
        const { channel } = threadOf(request, application);
        return { status: 200, body: channel.memberIds.map((id) => threadMemberWire(world, channel, id)) };
      },
    },
    {
      template: 'PATCH /channels/{channel_id}',
      handle(request, application) {
        const { channel, thread } = threadOf(request, application);
        const mayManage =
          thread.ownerId === application.botUserId || world.may(channel, application.botUserId, 'ManageThreads');
        if (!mayManage) throw refusal('missingPermissions');
        const { name, archived, locked } = request.body;
        if (thread.archived && archived !== false) throw refusal('threadArchived');
        if (typeof name === 'string') channel.name = checkedName(request.body);
        if (typeof archived === 'boolean' && archived !== thread.archived) {
          thread.archived = archived;
          thread.archivedChangedAt = world.clock.now();
        }
        if (typeof locked === 'boolean') thread.locked = locked;
        announceChannel(platform, 'THREAD_UPDATE', channel);
        return { status: 200, body: channelWire(world, channel) };
      },
    },
    {
      template: 'DELETE /channels/{channel_id}',
      handle(request, application) {
        const channel = channelOf(request, application);
        const wanted = channel.thread === null ? 'ManageChannels' : 'ManageThreads';
        if (channel.guildId !== null && !world.may(channel, application.botUserId, wanted))
          throw refusal('missingPermissions');
        const body = channelWire(world, channel);
        announceChannel(platform, channel.thread === null ? 'CHANNEL_DELETE' : 'THREAD_DELETE', channel);
        // Closing a direct message hides it from the bot's list; the next message opens it again.
        if (channel.guildId !== null) channel.deleted = true;
        world.changed();
        return { status: 200, body };
      },
    },
  ];
}

function startThread(platform: Platform, parent: Channel, application: Application, body: JsonObject): Channel {
  const { world } = platform;
  if (parent.type !== 0 && parent.type !== 5) throw refusal('wrongChannelType');
  const form = createForm();
  form.text(body, 'name', [], { min: 1, max: 100, required: true });
  const duration = form.choice(body, 'auto_archive_duration', [], autoArchiveMinutes) ?? 4320;
  const type = form.choice(body, 'type', [], threadTypes) ?? 12;
  form.refuseIfWrong();
  if (!world.may(parent, application.botUserId, type === 12 ? 'CreatePrivateThreads' : 'CreatePublicThreads'))
    throw refusal('missingPermissions');

  const thread = createChannel(world, {
    type,
    name: checkedName(body),
    guildId: parent.guildId,
    parentId: parent.id,
    memberIds: [application.botUserId],
    thread: {
      ownerId: application.botUserId,
      archived: false,
      locked: false,
      invitable: body.invitable !== false,
      autoArchiveDuration: duration,
      archivedChangedAt: world.clock.now(),
    },
  });
  announceChannel(platform, 'THREAD_CREATE', thread, {
    newly_created: true,
    member: { user_id: application.botUserId, id: thread.id, join_timestamp: iso(world.clock.now()), flags: 0 },
  });
  return thread;
}

function checkedName(body: JsonObject): string {
  const form = createForm();
  const name = form.text(body, 'name', [], { min: 1, max: 100, required: true });
  form.refuseIfWrong();
  return name ?? '';
}
