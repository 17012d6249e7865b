import { ApiError, refusal } from './api-error.ts';
import { createForm } from './form.ts';
import { isObject, type JsonObject, numberAt, objectsOf } from './json.ts';
import type { Message } from './message.ts';
import type { Platform } from './platform.ts';
import { type AppRequest, param, type Route } from './router.ts';
import { channelWire, messageWire, userWire } from './wire.ts';
import { type Application, type Channel, mutualGuilds } from './world.ts';
import { announceChannel, countLateEdit, createMessage, deleteMessage, editMessage } from './write-message.ts';

/** Messages of channels and direct messages, as the bot itself sends them. */
export function channelRoutes(platform: Platform): Route[] {
  const { world } = platform;
  /** First message by bot and nonce: a repeat gives it back, whatever channel the repeat names. */
  const nonces = new Map<string, { id: string; at: number }>();
  const wire = (message: Message) => messageWire(world, message, platform.origin());

  const channelOf = (request: AppRequest, application: Application): Channel => {
    const channel = world.channel(param(request, 'channel_id'));
    if (!world.may(channel, application.botUserId, 'ViewChannel')) throw refusal('missingAccess');
    return channel;
  };
  const messageOf = (request: AppRequest, application: Application): Message => {
    const channel = channelOf(request, application);
    const message = world.messages.get(param(request, 'message_id'));
    // An ephemeral message is nowhere but in its reader's client: only the interaction's token reaches it.
    if (message === undefined || message.deleted || message.channelId !== channel.id || message.visibleTo !== null)
      throw refusal('unknownMessage');
    return message;
  };

  return [
    {
      template: 'POST /channels/{channel_id}/messages',
      handle(request, application) {
        const channel = channelOf(request, application);
        const { body, files } = request;
        const nonce = body.nonce;
        const key = `${application.botUserId} ${String(nonce)}`;
        const isEnforced =
          body.enforce_nonce === true && (typeof nonce === 'string' || typeof nonce === 'number') && nonce !== '';
        const first = isEnforced ? nonces.get(key) : undefined;
        if (first !== undefined && world.clock.now() - first.at < platform.limits.nonceMs) {
          const message = world.messages.get(first.id);
          if (message !== undefined && !message.deleted) return { status: 200, body: wire(message) };
        }
        checkMayPost(platform, channel, application, body, files.length);
        const message = createMessage(platform, {
          channel,
          authorId: application.botUserId,
          applicationId: application.id,
          body,
          files,
          referenceId: referenceOf(platform, channel, body.message_reference),
        });
        if (isEnforced) nonces.set(key, { id: message.id, at: world.clock.now() });
        return { status: 200, body: wire(message) };
      },
    },
    {
      template: 'GET /channels/{channel_id}/messages',
      handle(request, application) {
        const channel = channelOf(request, application);
        const limit = Number(request.query.get('limit') ?? 50);
        const readable = world.may(channel, application.botUserId, 'ReadMessageHistory');
        const messages = world.messagesIn(channel.id).filter((message) => message.visibleTo === null);
        return { status: 200, body: readable ? messages.slice(-limit).reverse().map(wire) : [] };
      },
    },
    {
      template: 'GET /channels/{channel_id}/messages/{message_id}',
      handle: (request, application) => ({ status: 200, body: wire(messageOf(request, application)) }),
    },
    {
      template: 'PATCH /channels/{channel_id}/messages/{message_id}',
      handle(request, application) {
        const message = messageOf(request, application);
        if (message.authorId !== application.botUserId) throw refusal('notYourMessage');
        if (world.channel(message.channelId).thread?.archived === true) throw refusal('threadArchived');
        countLateEdit(platform, message);
        editMessage(platform, message, request.body, request.files);
        return { status: 200, body: wire(message) };
      },
    },
    {
      template: 'DELETE /channels/{channel_id}/messages/{message_id}',
      handle(request, application) {
        const message = messageOf(request, application);
        const mayDelete =
          message.authorId === application.botUserId ||
          world.may(world.channel(message.channelId), application.botUserId, 'ManageMessages');
        if (!mayDelete) throw refusal('missingPermissions');
        deleteMessage(platform, message);
        return { status: 204 };
      },
    },
    {
      template: 'POST /channels/{channel_id}/typing',
      handle(request, application) {
        channelOf(request, application);
        return { status: 204 };
      },
    },
    {
      template: 'GET /channels/{channel_id}',
      handle: (request, application) => ({ status: 200, body: channelWire(world, channelOf(request, application)) }),
    },
    {
      template: 'POST /users/@me/channels',
      handle(request, application) {
        // Opening the channel works whatever the person's settings are; only a message into it is refused.
        const recipient = world.users.get(String(request.body.recipient_id));
        if (recipient === undefined || recipient.id === application.botUserId) throw refusal('invalidRecipients');
        return { status: 200, body: channelWire(world, world.directChannel(application.botUserId, recipient.id)) };
      },
    },
    {
      template: 'GET /users/@me',
      handle: (_request, application) => ({
        status: 200,
        body: {
          ...userWire(world.user(application.botUserId)),
          mfa_enabled: false,
          verified: true,
          email: null,
          locale: 'en-US',
          premium_type: 0,
        },
      }),
    },
    {
      template: 'GET /users/{user_id}',
      handle: (request) => ({ status: 200, body: userWire(world.user(param(request, 'user_id'))) }),
    },
  ];
}

function checkMayPost(
  platform: Platform,
  channel: Channel,
  application: Application,
  body: JsonObject,
  fileCount: number,
): void {
  const { world } = platform;
  const may = (name: Parameters<typeof world.may>[2]) => world.may(channel, application.botUserId, name);
  if (channel.guildId === null) {
    const person = channel.memberIds.map((id) => world.user(id)).find((user) => user.id !== application.botUserId);
    if (person === undefined || mutualGuilds(world, person.id, application.botUserId).length === 0)
      throw refusal('noMutualGuilds');
    if (!person.dmsOpen || person.bot) throw refusal('cannotMessageUser');
    return;
  }
  if (channel.type === 4) throw refusal('wrongChannelType');
  if (!may(channel.thread === null ? 'SendMessages' : 'SendMessagesInThreads')) throw refusal('missingPermissions');
  if (objectsOf(body.embeds).length > 0 && !may('EmbedLinks')) throw refusal('missingPermissions');
  if (fileCount > 0 && !may('AttachFiles')) throw refusal('missingPermissions');
  if (channel.thread?.locked === true && !may('ManageThreads')) throw refusal('threadArchived');
  if (channel.thread?.archived === true) {
    // A message wakes an archived thread that nobody locked.
    channel.thread.archived = false;
    channel.thread.archivedChangedAt = world.clock.now();
    announceChannel(platform, 'THREAD_UPDATE', channel);
  }
}

/** @throws {ApiError} 50035 for a reply to nothing, unless the app said that it may be */
function referenceOf(platform: Platform, channel: Channel, reference: unknown): string | null {
  if (!isObject(reference)) return null;
  const id = String(reference.message_id);
  const message = platform.world.messages.get(id);
  if (message !== undefined && !message.deleted && message.channelId === channel.id && message.visibleTo === null)
    return id;
  if (reference.fail_if_not_exists === false && (numberAt(reference, 'type') ?? 0) === 0) return null;
  const form = createForm();
  form.fail(['message_reference'], 'MESSAGE_REFERENCE_UNKNOWN_MESSAGE', 'Unknown message');
  form.refuseIfWrong();
  throw new ApiError(400, 50035, 'Invalid Form Body');
}
