import type { BlockAction, ButtonAction } from '@slack/bolt';
import type { Pressed } from '#core/desk/desk.ts';
import type { Message } from '#core/messages/message.ts';
import type { Front } from './front.ts';
import type { SlackReader } from './inlines.ts';
import { messageView } from './message-view.ts';
import { renderMessage } from './render.ts';
import { respond } from './respond.ts';
import { createScreen, type Screen } from './screen.ts';

export type ButtonBody = BlockAction<ButtonAction>;

/** Where a button was pressed, and so where the answer goes. */
export interface PressPlace {
  /**
   * - `private`: a message that only this person sees; answers replace it.
   * - `direct`: a card in the direct message with the bot.
   * - `channel`: seen by others, so it is never changed by a press.
   */
  kind: 'private' | 'direct' | 'channel' | 'modal' | 'home';
  /** The channel of the direct message, where that is known. */
  directChannel: string | null;
  /** Opens a modal over the message, or changes the one the button is in. */
  screen: Screen;
  show(pressed: Pressed, reader: SlackReader): Promise<void>;
  /** Says something to the person alone, and leaves what is there. */
  whisper(message: Message, reader: SlackReader): Promise<void>;
}

export function pressPlace({ client }: Front, body: ButtonBody): PressPlace {
  const kind = kindOf(body);
  const modal = kind === 'modal' && body.view ? { viewId: body.view.id } : { triggerId: body.trigger_id };
  const screen = createScreen(client, modal);

  const replace = async (message: Message, reader: SlackReader): Promise<void> => {
    await respond(body.response_url, { replace_original: true, ...renderMessage(message, reader) });
  };
  const whisper = async (message: Message, reader: SlackReader): Promise<void> => {
    if (kind === 'home' || kind === 'modal') await screen.show(messageView(message, reader));
    else {
      await respond(body.response_url, {
        response_type: 'ephemeral',
        replace_original: false,
        ...renderMessage(message, reader),
      });
    }
  };

  return {
    kind,
    directChannel: kind === 'direct' ? (body.channel?.id ?? null) : null,
    screen,
    whisper,
    async show({ card, reply }, reader) {
      const only = reply ?? card;
      if (kind === 'direct') {
        if (card) await replace(card, reader);
        if (reply) await whisper(reply, reader);
      } else if (only) {
        await (kind === 'private' ? replace : whisper)(only, reader);
      }
    },
  };
}

function kindOf({ view, container, channel }: ButtonBody): PressPlace['kind'] {
  if (view) return view.type === 'home' ? 'home' : 'modal';
  if (container.is_ephemeral === true) return 'private';
  return channel?.id.startsWith('D') ? 'direct' : 'channel';
}
