import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { MessageRef } from '#core/effects/effect.ts';
import type { Message } from '#core/messages/message.ts';
import { DeliveryError, type Messenger } from '#core/messages/messenger.ts';
import type { FindIdentity } from './identity.ts';
import { renderMessage } from './render.ts';
import { channelClosed, deliveryError, directDeliveryError, slackErrorCode } from './slack-error.ts';

/**
 * Tells and posts as the bot. Slack recognises no repeats, so `key` goes nowhere: a post whose answer was lost may be shown twice.
 * `client` must not retry by itself.
 */
export function createSlackMessenger(client: WebClient, findIdentity: FindIdentity, log: Logger): Messenger {
  async function send(
    channel: string,
    message: Message,
    options: { zone: string | null; handles: boolean },
  ): Promise<MessageRef> {
    const { teamId } = await identity();
    const payload = renderMessage(message, { workspaceId: teamId, ...options });
    const answer = await client.chat.postMessage({ channel, ...payload });
    if (!answer.channel || !answer.ts) throw new DeliveryError('unknown', 'Slack did not say where the message is.');
    return { platform: 'slack', channelId: answer.channel, messageId: answer.ts };
  }

  /** Nothing was shown yet when this fails, whatever the failure is. */
  async function identity() {
    try {
      return await findIdentity();
    } catch (error) {
      const failure = deliveryError(error);
      throw failure.code === 'unknown' ? new DeliveryError('unavailable', failure.message, { cause: error }) : failure;
    }
  }

  /** Our own mistakes are not the reader's business, so they go to the log; so do channels that an organiser has to mend. */
  function reported(failure: DeliveryError, what: string): DeliveryError {
    if (failure.code === 'refused') {
      const level = channelClosed(failure) ? 'warn' : 'error';
      log[level](
        { what, slackError: slackErrorCode(failure.cause), reason: failure.message },
        'Slack refused a message',
      );
    }
    return failure;
  }

  return {
    platform: 'slack',

    async tell(account, message, _communities, { zone }) {
      try {
        const { teamId } = await identity();
        if (account.platform !== 'slack' || account.workspaceId !== teamId) {
          throw new DeliveryError('closed', 'This account is not in the workspace that Confab is connected to.');
        }
        // A person's id as the channel is their direct message with the bot; the answer names it.
        const ref = await send(account.userId, message, { zone, handles: true });
        return { ref, by: 'direct', roomId: null };
      } catch (error) {
        throw reported(directDeliveryError(error), 'tell');
      }
    },

    async post(community, channelId, message, { zone }) {
      try {
        const { teamId } = await identity();
        if (community.externalId !== teamId) {
          throw new DeliveryError('gone', 'Confab is connected to another workspace.');
        }
        return await send(channelId, message, { zone, handles: false });
      } catch (error) {
        throw reported(deliveryError(error), 'post');
      }
    },

    async edit({ channelId, messageId }, message, { zone }) {
      try {
        const { teamId } = await identity();
        // Ids of direct messages begin with a D; only there a handle notifies nobody.
        const handles = channelId.startsWith('D');
        const { text, blocks } = renderMessage(message, { workspaceId: teamId, zone, handles });
        await client.chat.update({ channel: channelId, ts: messageId, text, blocks });
      } catch (error) {
        throw reported(deliveryError(error), 'edit');
      }
    },
  };
}
