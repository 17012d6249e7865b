import { newId } from '#core/ids.ts';
import { type Inline, say } from '#core/messages/message.ts';
import { DeliveryError } from '#core/messages/messenger.ts';
import { who } from '#core/messages/people-words.ts';
import { announcementsOn } from '#core/messages/program-words.ts';
import type { Arrival, Front } from './front.ts';
import { channelClosed, slackErrorCode } from './slack-error.ts';
import { type RefusedAt, refusedAt } from './submit-view.ts';

const closed: Record<NonNullable<ReturnType<typeof channelClosed>>, readonly Inline[]> = {
  'not-in-channel': say`Type /invite @confab in the channel first, then save again.`,
  archived: say`That channel is archived. Please choose another one.`,
  restricted: say`Only some people may write in that channel. Let Confab write there too, or choose another one.`,
};

/** The words that are in the channel now. */
interface Told {
  ok: true;
  /** Takes them back, where what they say did not come true. Never rejects. */
  withdraw(): Promise<void>;
}

/**
 * Says in a channel that sessions are announced there, and who had it so (Slack's guidelines for apps ask for the name). Refused where Confab
 * cannot write there; null, and nothing said, where the visitor may not decide that. Throws `DeliveryError` for anything else.
 */
export async function tellChannel(
  { messenger, client, log }: Front,
  { visitor: { community, organizer, person } }: Arrival,
  channelId: string,
): Promise<Told | RefusedAt | null> {
  if (!community || !organizer) return null;
  try {
    const message = announcementsOn(who(person));
    const { messageId } = await messenger.post(community, channelId, message, { key: newId(), zone: null });
    return {
      ok: true,
      async withdraw() {
        await client.chat.delete({ channel: channelId, ts: messageId }).catch((error: unknown) => {
          log.warn(
            { slackError: slackErrorCode(error) ?? undefined },
            'A message in a channel could not be taken back',
          );
        });
      },
    };
  } catch (error) {
    const why = error instanceof DeliveryError ? channelClosed(error) : null;
    if (why === null) throw error;
    return refusedAt('channel', closed[why]);
  }
}
