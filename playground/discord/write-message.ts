import { ApiError, refusal } from './api-error.ts';
import { checkMessage, MessageFlag } from './check-message.ts';
import { asReturned } from './components.ts';
import { type JsonObject, numberAt, objectsOf, textAt } from './json.ts';
import { nobody, pingsOf } from './mentions.ts';
import type { Attachment, Message } from './message.ts';
import { Intent, type Platform } from './platform.ts';
import type { UploadedFile } from './request-body.ts';
import { channelWire, memberWire, messageWire } from './wire.ts';
import type { Channel } from './world.ts';

interface NewMessage {
  channel: Channel;
  authorId: string;
  applicationId: string;
  body: JsonObject;
  files: readonly UploadedFile[];
  type?: number;
  visibleTo?: string | null;
  referenceId?: string | null;
  interaction?: Message['interaction'];
  /** Flags an app may set here, and those that are set for it. */
  settable?: number;
  flags?: number;
}

const settableFlags = MessageFlag.SuppressEmbeds | MessageFlag.SuppressNotifications | MessageFlag.ComponentsV2;
const hour = 3_600_000;

/** @throws {ApiError} where a limit is broken or nothing would be shown */
export function createMessage(platform: Platform, fields: NewMessage): Message {
  const { world } = platform;
  const { body, channel, files } = fields;
  const flags = ((numberAt(body, 'flags') ?? 0) & settableFlags) | (fields.flags ?? 0);
  const components = objectsOf(body.components);
  const attachments = newAttachments(platform, body, files);
  const content = textAt(body, 'content').trim();
  const embeds = objectsOf(body.embeds);
  checkMessage(body, { content, embeds, components, attachmentCount: attachments.length, flags });

  const referenceId = fields.referenceId ?? null;
  const repliedUserId = referenceId === null ? null : (world.messages.get(referenceId)?.authorId ?? null);
  const mentioning = { content, components, authorId: fields.authorId, repliedUserId };
  const nonce = body.nonce;
  const message: Message = {
    id: world.newId(),
    channelId: channel.id,
    guildId: channel.guildId,
    authorId: fields.authorId,
    applicationId: fields.applicationId,
    type: fields.type ?? (referenceId === null ? 0 : 19),
    content,
    embeds: structuredClone(embeds),
    components: asReturned(components),
    attachments,
    flags,
    visibleTo: fields.visibleTo ?? null,
    forgotten: false,
    mentions: pingsOf(world, channel, { ...mentioning, allowedMentions: body.allowed_mentions }),
    pings: pingsOf(world, channel, { ...mentioning, allowedMentions: body.allowed_mentions }),
    nonce: typeof nonce === 'string' || typeof nonce === 'number' ? nonce : null,
    createdAt: world.clock.now(),
    editedAt: null,
    versions: [],
    deleted: false,
    referenceId,
    interaction: fields.interaction ?? null,
    lateEdits: [],
  };
  addMessage(platform, message);
  return message;
}

/** Puts a finished message into the world and tells the gateway. */
export function addMessage(platform: Platform, message: Message): void {
  platform.world.messages.set(message.id, message);
  announce(platform, 'MESSAGE_CREATE', message);
}

/**
 * Changes the fields that the body names and leaves the others. A deferred answer that is filled this way notifies like a new message; any
 * other edit notifies nobody.
 */
export function editMessage(
  platform: Platform,
  message: Message,
  body: JsonObject,
  files: readonly UploadedFile[],
): void {
  const { world } = platform;
  const wasLoading = (message.flags & MessageFlag.Loading) !== 0;
  const flags = editedFlags(message, body);
  const content = body.content === undefined ? message.content : textAt(body, 'content').trim();
  const embeds = body.embeds === undefined ? message.embeds : objectsOf(body.embeds);
  const components = body.components === undefined ? message.components : objectsOf(body.components);
  const kept = Array.isArray(body.attachments) ? objectsOf(body.attachments).map((one) => String(one.id)) : null;
  const attachments = [
    ...message.attachments.filter((attachment) => kept === null || kept.includes(attachment.id)),
    ...newAttachments(
      platform,
      body,
      files,
      message.attachments.map((attachment) => attachment.id),
    ),
  ];
  checkMessage(body, { content, embeds, components, attachmentCount: attachments.length, flags });

  const now = world.clock.now();
  if (!wasLoading)
    message.versions.push({
      until: now,
      content: message.content,
      embeds: message.embeds,
      components: message.components,
    });
  const channel = world.channel(message.channelId);
  const mentioning = { content, components, authorId: message.authorId, allowedMentions: body.allowed_mentions };
  const mentions = pingsOf(world, channel, mentioning);
  Object.assign(message, {
    content,
    embeds: structuredClone(embeds),
    components: asReturned(components),
    attachments,
    flags: flags & ~MessageFlag.Loading,
    mentions,
    ...(wasLoading ? { pings: mentions } : {}),
    editedAt: wasLoading ? message.editedAt : now,
  } satisfies Partial<Message>);
  announce(platform, 'MESSAGE_UPDATE', message);
}

/** @throws {ApiError} 30046 when a message older than an hour was edited too often in the last hour */
export function countLateEdit(platform: Platform, message: Message): void {
  const now = platform.world.clock.now();
  if (now - message.createdAt < hour) return;
  message.lateEdits = message.lateEdits.filter((at) => now - at < hour);
  if (message.lateEdits.length >= platform.limits.lateEditsAnHour) throw refusal('tooManyOldEdits');
  message.lateEdits.push(now);
}

export function deleteMessage(platform: Platform, message: Message): void {
  message.deleted = true;
  if (message.visibleTo === null) {
    const { guildId } = message;
    dispatchToChannel(platform, message, 'MESSAGE_DELETE', {
      id: message.id,
      channel_id: message.channelId,
      ...(guildId === null ? {} : { guild_id: guildId }),
    });
  }
  platform.world.changed();
}

/** What people see while a deferred answer is not there yet. */
export function loadingMessage(platform: Platform, fields: Omit<NewMessage, 'body' | 'files'>): Message {
  const { world } = platform;
  const message: Message = {
    id: world.newId(),
    channelId: fields.channel.id,
    guildId: fields.channel.guildId,
    authorId: fields.authorId,
    applicationId: fields.applicationId,
    type: fields.type ?? 0,
    content: '',
    embeds: [],
    components: [],
    attachments: [],
    flags: MessageFlag.Loading | (fields.flags ?? 0),
    visibleTo: fields.visibleTo ?? null,
    forgotten: false,
    mentions: nobody,
    pings: nobody,
    nonce: null,
    createdAt: world.clock.now(),
    editedAt: null,
    versions: [],
    deleted: false,
    referenceId: fields.referenceId ?? null,
    interaction: fields.interaction ?? null,
    lateEdits: [],
  };
  addMessage(platform, message);
  return message;
}

function editedFlags(message: Message, body: JsonObject): number {
  const asked = numberAt(body, 'flags');
  if (asked === undefined) return message.flags;
  const isV2 = (message.flags & MessageFlag.ComponentsV2) !== 0;
  if (isV2 && (asked & MessageFlag.ComponentsV2) === 0) {
    throw new ApiError(400, 50035, 'Invalid Form Body', {
      flags: {
        _errors: [
          {
            code: 'MESSAGE_CANNOT_REMOVE_COMPONENTS_V2_FLAG',
            message: 'IS_COMPONENTS_V2 cannot be removed from a message',
          },
        ],
      },
    });
  }
  return (message.flags & ~settableFlags) | (asked & settableFlags);
}

function newAttachments(
  platform: Platform,
  body: JsonObject,
  files: readonly UploadedFile[],
  known: readonly string[] = [],
): Attachment[] {
  const described = new Map(objectsOf(body.attachments).map((one) => [String(one.id), one]));
  for (const id of described.keys()) {
    if (!known.includes(id) && !files.some((file) => String(file.index) === id)) {
      throw new ApiError(400, 50035, 'Invalid Form Body', {
        attachments: { _errors: [{ code: 'ATTACHMENT_NOT_FOUND', message: `Attachment data not found for id ${id}` }] },
      });
    }
  }
  return files.map((file) => {
    const about = described.get(String(file.index)) ?? {};
    return {
      id: platform.world.newId(),
      filename: textAt(about, 'filename') || file.filename,
      contentType: file.contentType,
      description: textAt(about, 'description') || null,
      bytes: file.bytes,
    };
  });
}

function announce(platform: Platform, event: string, message: Message): void {
  const { world } = platform;
  // An ephemeral message is sent to the one client that shows it, never over the app's gateway.
  if (message.visibleTo === null) {
    const member = message.guildId === null ? undefined : world.guild(message.guildId).members.get(message.authorId);
    const place = message.guildId === null ? {} : { guild_id: message.guildId };
    dispatchToChannel(platform, message, event, {
      ...messageWire(world, message, platform.origin()),
      ...place,
      ...(member === undefined ? {} : { member: { ...memberWire(world, member), user: undefined } }),
    });
  }
  world.changed();
}

function dispatchToChannel(platform: Platform, message: Message, event: string, data: JsonObject): void {
  const channel = platform.world.channels.get(message.channelId);
  if (channel === undefined) return;
  platform.dispatch({
    event,
    data,
    intent: channel.guildId === null ? Intent.DirectMessages : Intent.GuildMessages,
    to: (application) => platform.world.may(channel, application.botUserId, 'ViewChannel'),
  });
}

/** THREAD_CREATE, CHANNEL_UPDATE and their like, to the bots that see the channel. */
export function announceChannel(platform: Platform, event: string, channel: Channel, extra: JsonObject = {}): void {
  platform.dispatch({
    event,
    data: { ...channelWire(platform.world, channel), ...extra },
    intent: Intent.Guilds,
    to: (application) => platform.world.may(channel, application.botUserId, 'ViewChannel'),
  });
  platform.world.changed();
}
