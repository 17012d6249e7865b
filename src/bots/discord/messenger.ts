import { createHash } from 'node:crypto';
import { type APIUser, type REST, type RESTPostAPICurrentUserCreateDMChannelResult, Routes } from 'discord.js';
import type { MessageRef } from '#core/effects/effect.ts';
import type { Message } from '#core/messages/message.ts';
import { DeliveryError, type DeliveryOptions, type Messenger, type Told } from '#core/messages/messenger.ts';
import type { Account } from '#core/people/person.ts';
import type { Community } from '#core/programs/program.ts';
import { deliveryProblem, isClosed } from './delivery-problem.ts';
import { fallbackPlaces } from './fallback-places.ts';
import { inlinePieces } from './inlines.ts';
import { editMessage, postMessage } from './posting.ts';
import { render } from './render.ts';
import { createRest } from './rest.ts';
import { enterRoom, openRoom } from './rooms.ts';
import type { DiscordSettings } from './settings.ts';
import { howToOpenDirectMessages, somethingWaits } from './words.ts';

/** Says things outside of answers. It speaks to Discord by itself, without the gateway, so it works in every process. */
export function createDiscordMessenger(settings: DiscordSettings, rest: REST = createRest(settings)): Messenger {
  /** Who the bot is, and whoever is waiting for a room: two things said to one person at once must not open two. */
  let botId: Promise<string> | null = null;
  const queues = new Map<string, Promise<unknown>>();

  async function delivered<T>(work: () => Promise<T>): Promise<T> {
    try {
      // The library forgets a token that was refused once.
      rest.setToken(settings.token);
      return await work();
    } catch (error) {
      throw deliveryProblem(error);
    }
  }

  function myself(): Promise<string> {
    const asked = botId ?? (rest.get(Routes.user()) as Promise<APIUser>).then(({ id }) => id);
    botId = asked;
    asked.catch(() => {
      botId = null;
    });
    return asked;
  }

  async function direct(account: Account, message: Message, nonce: string): Promise<Told | null> {
    try {
      const body = { recipient_id: account.userId };
      const channel = (await rest.post(Routes.userChannels(), { body })) as RESTPostAPICurrentUserCreateDMChannelResult;
      const ref = await postMessage(rest, channel.id, nonce, render(message));
      return { ref, by: 'direct', roomId: null };
    } catch (error) {
      if (isClosed(error)) return null;
      throw error;
    }
  }

  async function inRoom(
    { userId, roomId }: Account,
    message: Message,
    communities: readonly Community[],
    key: string,
  ): Promise<Told> {
    const payload = render(message, { note: howToOpenDirectMessages });
    const say = async (room: string): Promise<Told> => ({
      ref: await postMessage(rest, room, nonceOf(`${key} in a room`), payload),
      by: 'room',
      roomId: room,
    });
    if (roomId !== null && (await enterRoom(rest, roomId, userId))) return say(roomId);

    const me = await myself();
    const places = await fallbackPlaces(rest, me, userId, communities);
    for (const place of places.filter(({ rooms }) => rooms)) {
      const room = await openRoom(rest, me, place, userId);
      if (room !== null) return say(room);
    }
    const open = places.find(({ messages }) => messages);
    if (!open)
      throw new DeliveryError('closed', 'Direct messages are closed, and no channel is left to reach this person in');
    return { ref: await mention(open.channelId, userId, nonceOf(`${key} as a mention`)), by: 'mention', roomId: null };
  }

  /** Everybody in the channel reads it, and this one person is pinged. */
  function mention(channelId: string, userId: string, nonce: string): Promise<MessageRef> {
    const words = inlinePieces([...somethingWaits, ' ', ...howToOpenDirectMessages]).join('');
    return postMessage(rest, channelId, nonce, {
      content: `<@${userId}>, ${words}`,
      allowed_mentions: { parse: [], users: [userId] },
    });
  }

  function inTurn<T>(userId: string, work: () => Promise<T>): Promise<T> {
    const turn = (queues.get(userId) ?? Promise.resolve()).then(work, work);
    queues.set(userId, turn);
    const leave = () => {
      if (queues.get(userId) === turn) queues.delete(userId);
    };
    turn.then(leave, leave);
    return turn;
  }

  return {
    platform: 'discord',
    tell(account, message, communities, { key }) {
      return delivered(
        async () =>
          (await direct(account, message, nonceOf(key))) ??
          (await inTurn(account.userId, () => inRoom(account, message, communities, key))),
      );
    },
    post: (_community, channelId, message, { key }) =>
      delivered(() => postMessage(rest, channelId, nonceOf(key), render(message))),
    edit: (ref, message) => delivered(() => editMessage(rest, ref, render(message))),
  };
}

/** Discord takes 25 characters, and gives back the first message with this nonce wherever it is: so each way of telling has its own. */
function nonceOf(key: DeliveryOptions['key']): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 24);
}
