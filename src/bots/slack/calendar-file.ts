import type { Front } from './front.ts';
import { slackErrorCode } from './slack-error.ts';

/**
 * Puts a file into the person's direct message with the bot. Where that fails (the permission is missing, the upload broke) there is only what
 * was said already.
 */
export async function sendCalendarFile(
  { client, log }: Front,
  { userId, channelId, file }: { userId: string; channelId: string | null; file: { name: string; content: string } },
): Promise<void> {
  try {
    const channel_id = channelId ?? (await client.conversations.open({ users: userId })).channel?.id;
    if (!channel_id) return;
    await client.filesUploadV2({ channel_id, filename: file.name, title: file.name, content: file.content });
  } catch (error) {
    log.warn({ slackError: slackErrorCode(error) ?? undefined }, 'A calendar file could not be sent');
  }
}
