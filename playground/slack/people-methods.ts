import { type BotCall, type BotMethod, pageOf } from './bot-method.ts';
import { type Fields, isYes } from './fields.ts';
import type { Channel, SlackUser } from './people.ts';
import { canSee, channelFor } from './posts.ts';
import { missing, Refusal } from './refusal.ts';
import { dmOf, type World } from './world.ts';

function zoneOf(world: World, tz: string): { label: string; offset: number } {
  const at = new Date(world.clock.now());
  const part = (timeZoneName: 'long' | 'longOffset') =>
    new Intl.DateTimeFormat('en-US', { timeZone: tz, timeZoneName })
      .formatToParts(at)
      .find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign, hours = '0', minutes = '0'] = /GMT([+-])(\d+):?(\d*)/.exec(part('longOffset')) ?? [];
  const seconds = Number(hours) * 3600 + Number(minutes) * 60;
  return { label: part('long'), offset: sign === '-' ? -seconds : seconds };
}

/** A person as `users.info` and `user_change` show them. */
export function userOutput(world: World, user: SlackUser, withLocale: boolean): Fields {
  const zone = zoneOf(world, user.tz);
  const names = { real_name: user.realName, display_name: user.name };
  return {
    id: user.id,
    team_id: user.teamId,
    name: user.name,
    deleted: user.deleted,
    profile: { ...names, real_name_normalized: user.realName, display_name_normalized: user.name, team: user.teamId },
    is_bot: user.isBot,
    is_app_user: false,
    updated: 0,
    // A deactivated account has neither a zone nor rights.
    ...(user.deleted
      ? {}
      : {
          real_name: user.realName,
          tz: user.tz,
          tz_label: zone.label,
          tz_offset: zone.offset,
          is_admin: user.isAdmin || user.isOwner,
          is_owner: user.isOwner,
          is_primary_owner: false,
          is_restricted: false,
          is_ultra_restricted: false,
          ...(withLocale ? { locale: user.locale } : {}),
        }),
  };
}

function channelOutput(channel: Channel, botUserId: string): Fields {
  const isIm = channel.kind === 'im';
  return {
    id: channel.id,
    is_channel: channel.kind === 'public',
    is_group: channel.kind === 'private',
    is_im: isIm,
    is_mpim: false,
    is_private: channel.kind !== 'public',
    is_archived: channel.archived,
    context_team_id: channel.teamId,
    ...(isIm
      ? { user: channel.members.find((id) => id !== botUserId), is_open: true }
      : {
          name: channel.name,
          name_normalized: channel.name,
          is_member: channel.members.includes(botUserId),
          num_members: channel.members.length,
        }),
  };
}

const READ_SCOPES: Record<Channel['kind'], string> = { public: 'channels:read', private: 'groups:read', im: 'im:read' };

function listed({ world, installation, args }: BotCall, onlyJoined: boolean): Fields {
  const kinds = String(args.types ?? 'public_channel')
    .split(',')
    .map((type) => ({ public_channel: 'public', private_channel: 'private', im: 'im' })[type.trim()]);
  for (const kind of ['public', 'private', 'im'] as const) {
    if (kinds.includes(kind) && !installation.scopes.includes(READ_SCOPES[kind])) {
      throw new Refusal('missing_scope', { needed: READ_SCOPES[kind], provided: installation.scopes.join(',') });
    }
  }
  const visible = [...world.channels.values()].filter(
    (channel) =>
      canSee(installation, channel) &&
      kinds.includes(channel.kind) &&
      !(isYes(args.exclude_archived) && channel.archived) &&
      (!onlyJoined || channel.members.includes(installation.botUserId)),
  );
  const { items, nextCursor } = pageOf(visible, args);
  return {
    channels: items.map((channel) => channelOutput(channel, installation.botUserId)),
    response_metadata: { next_cursor: nextCursor },
  };
}

export const peopleMethods: Record<string, BotMethod> = {
  'users.info': {
    scopes: ['users:read'],
    tier: 4,
    run({ world, installation, args }) {
      if (!args.user) throw missing('user');
      const user = world.users.get(String(args.user));
      if (!user || user.teamId !== installation.workspace.id) throw new Refusal('user_not_found');
      return { user: userOutput(world, user, isYes(args.include_locale)) };
    },
  },

  'users.list': {
    scopes: ['users:read'],
    tier: 2,
    run({ world, installation, args }) {
      const users = [...world.users.values()].filter((user) => user.teamId === installation.workspace.id);
      const { items, nextCursor } = pageOf(users, args);
      return {
        members: items.map((user) => userOutput(world, user, isYes(args.include_locale))),
        cache_ts: Math.floor(world.clock.now() / 1000),
        response_metadata: { next_cursor: nextCursor },
      };
    },
  },

  'bots.info': {
    scopes: ['users:read'],
    tier: 3,
    run({ world, installation, args }) {
      const wanted = args.bot ?? installation.botId;
      const found = world.installations.find(
        ({ botId, workspace }) => botId === wanted && workspace.id === installation.workspace.id,
      );
      if (!found) throw new Refusal('bot_not_found');
      return {
        bot: {
          id: found.botId,
          app_id: found.app.id,
          user_id: found.botUserId,
          name: found.app.name,
          deleted: !found.active,
        },
      };
    },
  },

  'conversations.open': {
    scopes: ['im:write', 'mpim:write'],
    tier: 3,
    run({ world, installation, args }) {
      if (args.channel) {
        const channel = channelFor(world, installation, args);
        if (channel.kind !== 'im') throw new Refusal('method_not_supported_for_channel_type');
        return { channel: isYes(args.return_im) ? channelOutput(channel, installation.botUserId) : { id: channel.id } };
      }
      if (!args.users) throw new Refusal('users_list_not_supplied');
      const wanted = String(args.users).split(',');
      if (wanted.length > 1) throw new Refusal('method_not_supported_for_channel_type');
      const user = world.users.get(wanted[0]?.trim() ?? '');
      if (!user || user.teamId !== installation.workspace.id) throw new Refusal('user_not_found');
      if (user.deleted) throw new Refusal('user_disabled');
      if (user.isBot) throw new Refusal('cannot_dm_bot');
      const channel = dmOf(world, installation, user.id);
      return { channel: isYes(args.return_im) ? channelOutput(channel, installation.botUserId) : { id: channel.id } };
    },
  },

  'conversations.info': {
    scopes: ['channels:read', 'groups:read', 'im:read'],
    tier: 3,
    run({ world, installation, args }) {
      const channel = channelFor(world, installation, args);
      const needed = READ_SCOPES[channel.kind];
      if (!installation.scopes.includes(needed)) {
        throw new Refusal('missing_scope', { needed, provided: installation.scopes.join(',') });
      }
      return { channel: channelOutput(channel, installation.botUserId) };
    },
  },

  'conversations.list': {
    scopes: ['channels:read', 'groups:read', 'im:read'],
    tier: 2,
    run: (call) => listed(call, false),
  },
  'users.conversations': {
    scopes: ['channels:read', 'groups:read', 'im:read'],
    tier: 3,
    run: (call) => listed(call, true),
  },
};
