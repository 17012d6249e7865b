import { InteractionType } from './interactions.ts';
import type { Message, ShownMessage } from './message.ts';
import { bitsOf } from './permissions.ts';
import { shown } from './shown-message.ts';
import type { Channel, World } from './world.ts';

/** A place in which a person reads, as their client lists it. */
export interface ShownRoom {
  /** The channel's id. */
  id: string;
  kind: 'channel' | 'thread' | 'dm';
  name: string;
  /** Whether not everybody of the server sees it. */
  private: boolean;
  /** Of a thread: the channel that it hangs under. */
  parent?: string;
  /** What this person sees, oldest first; also what nobody else sees. */
  messages: RoomMessage[];
}

export interface RoomMessage extends ShownMessage {
  /** The command that it answers, without the slash, and the id of who used it. */
  used?: { name: string; user: string };
}

/** Text and announcement channels; the types of a world's channels say the rest. */
const texts = [0, 5];
const threads = [10, 11, 12];
const viewChannel = bitsOf(['ViewChannel']);

/** Channels of servers, threads the person is in, and direct messages, in this order. */
export function roomsOf(world: World, userId: string): ShownRoom[] {
  return channelsOf(world, userId).map((channel) => ({
    id: channel.id,
    kind: channel.type === 1 ? 'dm' : channel.thread === null ? 'channel' : 'thread',
    name: channel.name,
    private: isPrivate(channel),
    ...(channel.thread === null || channel.parentId === null ? {} : { parent: channel.parentId }),
    messages: visibleIn(world, channel, userId).map(inRoom),
  }));
}

/** How many messages this person can see, in all rooms. */
export function seenBy(world: World, userId: string): number {
  return channelsOf(world, userId).reduce((sum, channel) => sum + visibleIn(world, channel, userId).length, 0);
}

function channelsOf(world: World, userId: string): Channel[] {
  const mine = [...world.channels.values()].filter((channel) => {
    if (channel.deleted) return false;
    if (channel.guildId === null) return channel.memberIds.includes(userId);
    if (!world.may(channel, userId, 'ViewChannel')) return false;
    // A thread leaves the list when it is archived; who is not in it finds it elsewhere.
    return channel.thread === null || (!channel.thread.archived && channel.memberIds.includes(userId));
  });
  const ofType = (types: number[]) => mine.filter(({ type }) => types.includes(type));
  return [...ofType(texts), ...ofType(threads), ...ofType([1])];
}

function inRoom(message: Message): RoomMessage {
  const { interaction } = message;
  // Above the answer to a button there is no such line.
  const isOfCommand = interaction?.type === InteractionType.Command;
  return { ...shown(message), ...(isOfCommand ? { used: { name: interaction.name, user: interaction.userId } } : {}) };
}

function visibleIn(world: World, channel: Channel, userId: string): Message[] {
  return world
    .messagesIn(channel.id)
    .filter(({ visibleTo, forgotten }) => visibleTo === null || (visibleTo === userId && !forgotten));
}

function isPrivate(channel: Channel): boolean {
  if (channel.guildId === null || channel.type === 12) return true;
  return channel.overwrites.some(({ id, deny }) => id === channel.guildId && (deny & viewChannel) !== 0n);
}
