import {
  type REST,
  RESTJSONErrorCodes,
  type RESTPatchAPIChannelMessageJSONBody,
  type RESTPostAPIChannelMessageJSONBody,
  type RESTPostAPIChannelMessageResult,
  Routes,
} from 'discord.js';
import type { MessageRef } from '#core/effects/effect.ts';
import { hasCode } from './delivery-problem.ts';

/** Milliseconds. The library repeats a request for as long as Discord asks it to slow down; the queue of effects does that better. */
const longestCall = 10_000;

function inTime(): AbortSignal {
  return AbortSignal.timeout(longestCall);
}

/**
 * Posts as the bot. With the same nonce Discord gives back the first message, as it was, instead of showing a second; then that one is made to say
 * what this one says. Discord remembers for some minutes, by author, so the nonce has to name the recipient. Nobody is pinged unless the body says so.
 */
export async function postMessage(
  rest: REST,
  channelId: string,
  nonce: string,
  body: RESTPostAPIChannelMessageJSONBody,
): Promise<MessageRef> {
  const full = {
    allowed_mentions: { parse: [] },
    ...body,
    nonce,
    enforce_nonce: true,
  } satisfies RESTPostAPIChannelMessageJSONBody;
  const message = await evenIfArchived(
    rest,
    channelId,
    () =>
      rest.post(Routes.channelMessages(channelId), {
        body: full,
        signal: inTime(),
      }) as Promise<RESTPostAPIChannelMessageResult>,
  );
  const ref: MessageRef = { platform: 'discord', channelId: message.channel_id, messageId: message.id };
  if (message.content.trim() !== (body.content ?? '').trim()) await editMessage(rest, ref, body);
  return ref;
}

export async function editMessage(
  rest: REST,
  ref: MessageRef,
  body: RESTPatchAPIChannelMessageJSONBody,
): Promise<void> {
  const full = { allowed_mentions: { parse: [] }, ...body } satisfies RESTPatchAPIChannelMessageJSONBody;
  await evenIfArchived(rest, ref.channelId, () =>
    rest.patch(Routes.channelMessage(ref.channelId, ref.messageId), { body: full, signal: inTime() }),
  );
}

/** Threads fall asleep after a week without a message. */
export async function evenIfArchived<T>(rest: REST, threadId: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!hasCode(error, RESTJSONErrorCodes.InvalidActionOnArchivedThread)) throw error;
    await rest.patch(Routes.channel(threadId), { body: { archived: false } });
    return act();
  }
}
