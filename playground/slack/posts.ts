import { charactersIn, checkBlocks } from './block-rules.ts';
import { type Fields, isFields, objectsIn, stringOf } from './fields.ts';
import { brokenDates, pingsOf } from './mentions.ts';
import type { SlackMessage } from './messages.ts';
import type { Channel, Installation } from './people.ts';
import { withIds } from './placed-elements.ts';
import { missing, Refusal, refusalFor } from './refusal.ts';
import type { World } from './world.ts';

/** Characters of all block texts together; not documented, measured by others as about this (slackapi/bolt-js#2509). */
const MAX_BLOCK_CHARACTERS = 13_200;
/** Longer text is cut (docs.slack.dev, "Truncating content"). */
const MAX_TEXT = 40_000;
/** Shown by Slack for a message that has blocks and no text. */
const NO_FALLBACK = "This content can't be displayed.";

/** What a message is to show, checked against what Slack accepts. */
export interface Content {
  text: string;
  blocks: Fields[];
  attachments: Fields[];
}

function listArgument(args: Fields, name: string, malformed: string): Fields[] | undefined {
  const value = args[name];
  if (value === undefined || value === null || value === '') return undefined;
  if (!Array.isArray(value) || !value.every(isFields)) throw new Refusal(malformed);
  return value;
}

/** Reads text, blocks and attachments; throws a `Refusal` for what Slack refuses. */
export function contentOf(args: Fields): Content {
  const blocks = listArgument(args, 'blocks', 'invalid_blocks_format') ?? [];
  const attachments = listArgument(args, 'attachments', 'invalid_attachments') ?? [];
  const text = stringOf(args.text) ?? '';
  const findings = [
    ...checkBlocks(blocks, 'message'),
    ...attachments.flatMap((attachment, index) =>
      attachment.blocks === undefined ? [] : checkBlocks(attachment.blocks, 'message', `/attachments/${index}/blocks`),
    ),
  ];
  if (findings.length > 0) throw refusalFor('invalid_blocks', findings);
  if (charactersIn(blocks) > MAX_BLOCK_CHARACTERS) throw new Refusal('msg_blocks_too_long');
  if (attachments.length > 100) throw new Refusal('too_many_attachments');
  if (text === '' && blocks.length === 0 && attachments.length === 0) throw new Refusal('no_text');
  return { text: text.slice(0, MAX_TEXT), blocks, attachments };
}

function shown(world: World, content: Content): Pick<SlackMessage, 'text' | 'blocks' | 'attachments' | 'pings'> {
  for (const markup of brokenDates(content.text, content.blocks)) {
    const body = { shownAsTyped: markup, why: 'Slack does not understand this date markup.' };
    world.journal.add({
      at: world.clock.now(),
      realm: 'slack',
      direction: 'from-app',
      what: 'warning: date markup',
      body,
    });
  }
  return {
    text: content.text || (content.blocks.length > 0 ? NO_FALLBACK : ''),
    blocks: withIds(content.blocks, world.ids),
    attachments: structuredClone(content.attachments),
    pings: pingsOf(content.text, content.blocks),
  };
}

/** Puts a message of the app into a conversation. Nothing is checked here besides what `contentOf` checked. */
export function post(
  world: World,
  installation: Installation,
  channel: Channel,
  content: Content,
  extra: { onlyFor?: string; threadTs?: string; fileIds?: string[]; responseUrl?: string } = {},
): SlackMessage {
  const message: SlackMessage = {
    ts: world.ids.messageTs(),
    channelId: channel.id,
    teamId: installation.workspace.id,
    userId: installation.botUserId,
    appId: installation.app.id,
    botId: installation.botId,
    ...shown(world, content),
    ...(extra.threadTs ? { threadTs: extra.threadTs } : {}),
    ...(extra.onlyFor ? { onlyFor: extra.onlyFor } : {}),
    history: [],
    deleted: false,
    fileIds: extra.fileIds ?? [],
  };
  world.messages.push(message);
  const audience =
    extra.onlyFor ?? (channel.kind === 'im' ? channel.members.find((id) => id !== installation.botUserId) : undefined);
  world.show({
    change: 'posted',
    message,
    ...(audience ? { userId: audience } : {}),
    ...(extra.responseUrl ? { responseUrl: extra.responseUrl } : {}),
  });
  return message;
}

export function edit(world: World, message: SlackMessage, content: Content, responseUrl?: string): void {
  message.history.push({ text: message.text, blocks: message.blocks });
  Object.assign(message, shown(world, content));
  world.show({ change: 'edited', message, ...(responseUrl ? { responseUrl } : {}) });
}

export function remove(world: World, message: SlackMessage, responseUrl?: string): void {
  message.deleted = true;
  world.show({ change: 'deleted', message, ...(responseUrl ? { responseUrl } : {}) });
}

/** Whether the app can see that a conversation exists: public channels, and those its bot is in. */
export function canSee(installation: Installation, channel: Channel): boolean {
  return (
    channel.teamId === installation.workspace.id &&
    (channel.kind === 'public' || channel.members.includes(installation.botUserId))
  );
}

/** The conversation for an id or, where the method allows it, a `#name`. */
export function channelFor(world: World, installation: Installation, args: Fields, names = false): Channel {
  const wanted = stringOf(args.channel);
  if (!wanted) throw missing('channel');
  const name = wanted.replace(/^#/, '');
  const channel =
    world.channels.get(wanted) ??
    (names
      ? [...world.channels.values()].find((candidate) => candidate.kind !== 'im' && candidate.name === name)
      : undefined);
  if (!channel || !canSee(installation, channel)) throw new Refusal('channel_not_found');
  return channel;
}

/** The app's own message; throws `message_not_found`, or `notMine` where somebody else wrote it. */
export function ownMessage(
  world: World,
  installation: Installation,
  channel: Channel,
  ts: unknown,
  notMine: string,
): SlackMessage {
  const message = world.messages.find((candidate) => candidate.channelId === channel.id && candidate.ts === ts);
  if (!message || message.deleted || message.onlyFor) throw new Refusal('message_not_found');
  if (message.botId !== installation.botId) throw new Refusal(notMine);
  return message;
}

/** A message as payloads and answers show it. */
export function messageOutput(message: SlackMessage): Fields {
  return {
    type: 'message',
    user: message.userId,
    ts: message.ts,
    ...(message.botId ? { bot_id: message.botId, app_id: message.appId } : {}),
    text: message.text,
    team: message.teamId,
    ...(message.threadTs ? { thread_ts: message.threadTs } : {}),
    ...(message.blocks.length > 0 ? { blocks: structuredClone(message.blocks) } : {}),
    ...(message.attachments.length > 0 ? { attachments: structuredClone(objectsIn(message.attachments)) } : {}),
  };
}
