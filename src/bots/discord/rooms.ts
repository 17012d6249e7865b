/** A private thread with one person alone: what stands in for direct messages while those are closed. */
import {
  type APIThreadChannel,
  ChannelType,
  RESTJSONErrorCodes as Code,
  DiscordAPIError,
  type REST,
  type RESTGetAPIGuildThreadsResult,
  Routes,
  SnowflakeUtil,
  ThreadAutoArchiveDuration,
} from 'discord.js';
import { hasCode } from './delivery-problem.ts';
import type { Place } from './fallback-places.ts';
import { evenIfArchived } from './posting.ts';

const roomName = 'Confab';

/** Milliseconds. A room is written down as soon as something is said in it; only one whose making was cut short has to be looked for. */
const unknownFor = 24 * 60 * 60_000;

/** Makes sure that the person is in the room. False when it cannot be used any more. */
export async function enterRoom(rest: REST, roomId: string, userId: string): Promise<boolean> {
  try {
    await evenIfArchived(rest, roomId, () => rest.put(Routes.threadMembers(roomId, userId)));
    return true;
  } catch (error) {
    if (isLocked(error)) return false;
    throw error;
  }
}

/** The room of this person in a place, found or made; null when the place takes none. */
export async function openRoom(rest: REST, botId: string, place: Place, userId: string): Promise<string | null> {
  const known = await findRoom(rest, botId, place, userId);
  if (known !== null) return known;
  try {
    const thread = (await rest.post(Routes.threads(place.channelId), {
      body: {
        name: roomName,
        type: ChannelType.PrivateThread,
        invitable: false,
        auto_archive_duration: ThreadAutoArchiveDuration.OneWeek,
      },
    })) as APIThreadChannel;
    return (await enterRoom(rest, thread.id, userId)) ? thread.id : null;
  } catch (error) {
    if (isLocked(error)) return null;
    throw error;
  }
}

async function findRoom(
  rest: REST,
  botId: string,
  { guildId, channelId }: Place,
  userId: string,
): Promise<string | null> {
  const active = await orMissing(rest.get(Routes.guildActiveThreads(guildId)) as Promise<RESTGetAPIGuildThreadsResult>);
  const rooms = (active?.threads ?? []).filter(
    (thread) =>
      thread.type === ChannelType.PrivateThread &&
      thread.parent_id === channelId &&
      thread.owner_id === botId &&
      Date.now() - SnowflakeUtil.timestampFrom(thread.id) < unknownFor,
  );
  for (const { id } of rooms) {
    if ((await orMissing(rest.get(Routes.threadMembers(id, userId)))) !== null) return id;
  }
  return null;
}

async function orMissing<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof DiscordAPIError && error.status === 404) return null;
    throw error;
  }
}

function isLocked(error: unknown): boolean {
  return hasCode(
    error,
    Code.UnknownChannel,
    Code.UnknownMember,
    Code.MissingAccess,
    Code.MissingPermissions,
    Code.ThreadLocked,
    Code.CannotSendMessagesToThisUserDueToHavingNoMutualGuilds,
  );
}
