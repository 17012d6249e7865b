import { type BotCall, type BotMethod, TooFast } from './bot-method.ts';
import type { Channel } from './people.ts';
import { channelFor, contentOf, edit, messageOutput, ownMessage, post, remove } from './posts.ts';
import { missing, Refusal } from './refusal.ts';
import { dmOf } from './world.ts';

const CHAT_WRITE = ['chat:write'];
/** chat.update refuses longer text; chat.postMessage cuts it far later. */
const MAX_UPDATE_TEXT = 4000;

/** Where a message is to go: a person's id means the DM with them. */
function destination({ world, installation, args }: BotCall): Channel {
  const user = world.users.get(String(args.channel));
  if (user && user.teamId === installation.workspace.id) {
    if (user.isBot) throw new Refusal('cannot_dm_bot');
    if (user.deleted) throw new Refusal('channel_not_found');
    return dmOf(world, installation, user.id);
  }
  return channelFor(world, installation, args, true);
}

function assertMayPost({ world, installation }: BotCall, channel: Channel, publicly: boolean): void {
  const isIn = channel.members.includes(installation.botUserId);
  const anywhere = publicly && channel.kind === 'public' && installation.scopes.includes('chat:write.public');
  if (!isIn && !anywhere) throw new Refusal('not_in_channel');
  if (channel.archived) throw new Refusal('is_archived');
  if (channel.postingRestricted) throw new Refusal('restricted_action');
  if (channel.kind === 'im' && !installation.app.messagesTab) throw new Refusal('messages_tab_disabled');
  if (channel.kind === 'im' && channel.members.some((id) => world.users.get(id)?.deleted))
    throw new Refusal('channel_not_found');
}

function threadOf({ world, args }: BotCall, channel: Channel): { threadTs?: string } {
  if (args.thread_ts === undefined) return {};
  const parent = world.messages.find(
    (message) => message.channelId === channel.id && message.ts === args.thread_ts && !message.onlyFor,
  );
  if (!parent || parent.deleted) throw new Refusal('cannot_reply_to_message');
  return { threadTs: parent.threadTs ?? parent.ts };
}

function assertNotTooFast({ limits }: BotCall, channel: Channel): void {
  const wait = limits.post(channel.id);
  if (wait > 0) throw new TooFast(wait);
}

export const chatMethods: Record<string, BotMethod> = {
  'chat.postMessage': {
    scopes: CHAT_WRITE,
    tier: 'special',
    run(call) {
      const channel = destination(call);
      assertMayPost(call, channel, true);
      const content = contentOf(call.args);
      assertNotTooFast(call, channel);
      const message = post(call.world, call.installation, channel, content, threadOf(call, channel));
      const cut = content.text.length < String(call.args.text ?? '').length;
      return {
        channel: channel.id,
        ts: message.ts,
        message: messageOutput(message),
        ...(cut ? { response_metadata: { warnings: ['message_truncated'] } } : {}),
      };
    },
  },

  'chat.postEphemeral': {
    scopes: CHAT_WRITE,
    tier: 4,
    run(call) {
      const { world, installation, args } = call;
      const channel = channelFor(world, installation, args, true);
      if (!args.user) throw missing('user');
      const user = world.users.get(String(args.user));
      assertMayPost(call, channel, false);
      if (!user || user.deleted || !channel.members.includes(user.id)) throw new Refusal('user_not_in_channel');
      const message = post(world, installation, channel, contentOf(args), {
        onlyFor: user.id,
        ...threadOf(call, channel),
      });
      return { message_ts: message.ts };
    },
  },

  'chat.update': {
    scopes: CHAT_WRITE,
    tier: 3,
    run({ world, installation, args }) {
      const channel = channelFor(world, installation, args);
      if (!args.ts) throw missing('ts');
      const message = ownMessage(world, installation, channel, args.ts, 'cant_update_message');
      if (channel.archived) throw new Refusal('is_archived');
      const content = contentOf(args);
      if (content.text.length > MAX_UPDATE_TEXT) throw new Refusal('msg_too_long');
      // Blocks that are not sent are gone once there is text; attachments stay until they are replaced.
      if (args.attachments === undefined) content.attachments = message.attachments;
      edit(world, message, content);
      return { channel: channel.id, ts: message.ts, text: message.text, message: messageOutput(message) };
    },
  },

  'chat.delete': {
    scopes: CHAT_WRITE,
    tier: 3,
    run({ world, installation, args }) {
      const channel = channelFor(world, installation, args);
      if (!args.ts) throw missing('ts');
      const message = ownMessage(world, installation, channel, args.ts, 'cant_delete_message');
      remove(world, message);
      return { channel: channel.id, ts: message.ts };
    },
  },

  'chat.getPermalink': {
    scopes: [],
    tier: 'special',
    run({ world, installation, args }) {
      const channel = channelFor(world, installation, args);
      const found = world.messages.find(
        (message) =>
          message.channelId === channel.id && message.ts === args.message_ts && !message.deleted && !message.onlyFor,
      );
      if (!found) throw new Refusal('message_not_found');
      const { domain } = installation.workspace;
      return {
        channel: channel.id,
        permalink: `https://${domain}.slack.com/archives/${channel.id}/p${found.ts.replace('.', '')}`,
      };
    },
  },
};
