import { DiscordAPIError, HTTPError, REST } from 'discord.js';
import { afterEach, describe, expect, it } from 'vitest';
import { deliveryProblem } from '#bots/discord/delivery-problem.ts';
import { createDiscordMessenger } from '#bots/discord/messenger.ts';
import { restOptions } from '#bots/discord/rest.ts';
import type { CommunityId, ProgramId } from '#core/ids.ts';
import { plainMessage } from '#core/messages/message.ts';
import { DeliveryError } from '#core/messages/messenger.ts';
import type { Account } from '#core/people/person.ts';
import type { Community } from '#core/programs/program.ts';
import { anAccount } from '../../builders.ts';
import { createDiscordPlace, TOKEN } from './bot-world.ts';

type Place = Awaited<ReturnType<typeof createDiscordPlace>>;

let place: Place;
afterEach(() => place.discord.close());

const post = 'POST /channels/{channel_id}/messages';
const options = (key = 'effect 1') => ({ key, zone: null });
const secret = plainMessage(
  ['Leo asks: *secret*.'],
  [],
  [{ action: { do: 'meetings', cursor: '' }, label: 'Your sessions' }],
);

async function arrange(limits = {}) {
  place = await createDiscordPlace({ limits });
  const messenger = createDiscordMessenger(place.settings);
  const leo = anAccount({ userId: place.leo.id, name: 'Leo' });
  const community: Community = {
    id: 'discord:garden' as CommunityId,
    programId: 'p' as ProgramId,
    platform: 'discord',
    externalId: place.guild.id,
    name: 'Garden',
    announcementChannelId: place.channel.id,
  };
  const tell = (account: Account = leo, key?: string, communities = [community]) =>
    messenger.tell(account, secret, communities, options(key));
  return { ...place, messenger, account: leo, community, tell };
}

async function failureOf(work: Promise<unknown>): Promise<DeliveryError> {
  const error = await work.then(
    () => new Error('it did not fail'),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(DeliveryError);
  return error as DeliveryError;
}

describe('saying something again under the same key', () => {
  const [before, since] = [plainMessage(['The link will follow.']), plainMessage(['It is at noon.'])];

  it('shows nothing twice, and the first message says what is true now', async () => {
    const { discord, messenger, account, leo, community } = await arrange();
    const told = await messenger.tell(account, before, [community], options());
    expect(await messenger.tell(account, since, [community], options())).toEqual(told);
    expect(discord.dms(leo).map(({ content }) => content)).toEqual(['It is at noon.']);

    const posted = await messenger.post(community, place.channel.id, before, options('announcement'));
    expect(await messenger.post(community, place.channel.id, since, options('announcement'))).toEqual(posted);
    expect(discord.messages(place.channel.id).map(({ content }) => content)).toEqual(['It is at noon.']);
  });

  it('asks Discord for nothing more where the first message says it already', async () => {
    const { discord, tell } = await arrange();
    discord.fail('PATCH /channels/{channel_id}/messages/{message_id}', { status: 500 }, 9);
    expect(await tell()).toEqual(await tell());
  });
});

describe('telling somebody', () => {
  it('writes a direct message with its buttons', async () => {
    const { discord, tell, leo } = await arrange();
    const told = await tell();
    const [message] = discord.dms(leo);
    expect(message).toMatchObject({ content: 'Leo asks: \\*secret\\*.', pings: { users: [], everyone: false } });
    expect(message?.components).toMatchObject([{ components: [{ label: 'Your sessions' }] }]);
    expect(told).toEqual({
      ref: { platform: 'discord', channelId: message?.channelId, messageId: message?.id },
      by: 'direct',
      roomId: null,
    });
  });

  it('shows a repeat once, and another message as another', async () => {
    const { discord, tell, account, leo } = await arrange();
    const first = await tell();
    expect(await tell()).toEqual(first);
    await tell(account, 'effect 2');
    expect(discord.dms(leo)).toHaveLength(2);
  });

  it('shows it once when the answer of Discord was lost', async () => {
    const { discord, tell, leo } = await arrange();
    discord.fail(post, 'lost-answer');
    const told = await tell().catch(() => tell());
    expect(discord.dms(leo).map(({ id }) => id)).toEqual([told.ref.messageId]);
  });

  it('works again after a refused token was mended', async () => {
    const { discord, tell, leo } = await arrange();
    discord.fail('POST /users/@me/channels', { status: 401, body: { code: 0, message: '401: Unauthorized' } });
    expect(await failureOf(tell())).toMatchObject({ code: 'unavailable' });
    await tell();
    expect(discord.dms(leo)).toHaveLength(1);
  });
});

describe('somebody whose direct messages are closed', () => {
  it('gets a private thread of their own, and hears how to open them', async () => {
    const { discord, tell, leo, channel, app } = await arrange();
    discord.closeDms(leo);
    const told = await tell();
    const [thread] = discord.threads(channel);
    expect(thread).toMatchObject({ name: 'Confab', type: 12 });
    expect(thread?.memberIds.toSorted()).toEqual([app.botUserId, leo.id].toSorted());
    expect(told).toMatchObject({ by: 'room', roomId: thread?.id, ref: { channelId: thread?.id } });
    const [message] = discord.messages(thread!.id);
    expect(message?.content).toMatch(
      /^Leo asks: \\\*secret\\\*\.\n\nTo get direct messages from Confab instead: .*Privacy Settings/,
    );
  });

  it('gets everything later in the same thread, asleep or not', async () => {
    const { discord, tell, account, leo, channel, clock } = await arrange();
    discord.closeDms(leo);
    const { roomId } = await tell();
    await archive(roomId!);
    clock.advance(10 * 60_000);
    const later = await tell({ ...account, roomId }, 'effect 2');
    expect(later).toMatchObject({ by: 'room', roomId });
    expect(discord.threads(channel)).toHaveLength(1);
    expect(discord.messages(roomId!)).toHaveLength(2);
  });

  it('gets a new thread when the old one is gone', async () => {
    const { discord, tell, account, leo } = await arrange();
    discord.closeDms(leo);
    const { roomId } = await tell();
    discord.deleteChannel(roomId!);
    const later = await tell({ ...account, roomId }, 'effect 2');
    expect(later.by).toBe('room');
    expect(later.roomId).not.toBe(roomId);
  });

  it('gets direct messages again once they are open', async () => {
    const { discord, tell, account, leo } = await arrange();
    discord.closeDms(leo);
    const { roomId } = await tell();
    discord.openDms(leo);
    expect(await tell({ ...account, roomId }, 'effect 2')).toMatchObject({ by: 'direct', roomId: null });
  });

  it('gets one thread for several messages at once, and after a crash', async () => {
    const { discord, settings, leo, account, community, channel } = await arrange();
    discord.closeDms(leo);
    const rest = new REST(restOptions(settings));
    const messenger = createDiscordMessenger(settings, rest);
    const tell = (key: string) => messenger.tell(account, secret, [community], options(key));
    const [one, two] = await Promise.all([tell('effect 1'), tell('effect 2')]);
    expect(one.roomId).toBe(two.roomId);
    expect(
      await createDiscordMessenger(settings, rest).tell(account, secret, [community], options('effect 1')),
    ).toEqual(one);
    expect(discord.threads(channel)).toHaveLength(1);
    expect(discord.messages(one.roomId!)).toHaveLength(2);
  });

  it('is told in another channel when the bot may open no thread in the first', async () => {
    const { discord, tell, leo, channel, guild } = await arrange();
    discord.closeDms(leo);
    discord.setBotPermissions(channel, { CreatePrivateThreads: false });
    expect((await tell()).by).toBe('room');
    expect(discord.threads(guild.generalId)).toHaveLength(1);
    expect(discord.threads(channel)).toHaveLength(0);
  });

  it('is not led to a channel they cannot see', async () => {
    const { discord, tell, leo, account, community, guild } = await arrange();
    const hidden = discord.addChannel(guild, { name: 'staff', hidden: true });
    discord.setBotPermissions(hidden, { ViewChannel: true });
    discord.closeDms(leo);
    expect((await tell(account, 'effect 1', [{ ...community, announcementChannelId: hidden.id }])).by).toBe('room');
    expect(discord.threads(hidden)).toHaveLength(0);
    expect(discord.threads(guild.generalId)).toHaveLength(1);
  });

  it('is mentioned, without a word about the session, where threads are not allowed', async () => {
    const { discord, tell, leo, channel, guild } = await arrange();
    discord.closeDms(leo);
    for (const one of [channel.id, guild.generalId]) discord.setBotPermissions(one, { CreatePrivateThreads: false });
    expect(await tell()).toMatchObject({ by: 'mention', roomId: null, ref: { channelId: channel.id } });
    const [message] = discord.messages(channel);
    expect(message?.pings).toEqual({ users: [leo.id], roles: [], everyone: false });
    expect(message?.content).toMatch(new RegExp(`^<@${leo.id}>, there is something for you .*\`/meetings\``));
    expect(message?.content).not.toMatch(/Leo|secret/);
    expect(message?.components).toEqual([]);
  });

  it('cannot be told when nothing is left', async () => {
    const { discord, tell, account, leo, channel, guild } = await arrange();
    discord.closeDms(leo);
    expect(await failureOf(tell(account, 'effect 1', []))).toMatchObject({ code: 'closed' });
    for (const one of [channel.id, guild.generalId])
      discord.setBotPermissions(one, { CreatePrivateThreads: false, SendMessages: false });
    expect(await failureOf(tell())).toMatchObject({ code: 'closed' });
  });

  it('cannot be told after leaving the server', async () => {
    const { discord, tell, leo, guild, channel } = await arrange();
    discord.leaveGuild(leo, guild);
    expect(await failureOf(tell())).toMatchObject({ code: 'closed' });
    expect(discord.threads(channel)).toEqual([]);
  });
});

describe('a channel', () => {
  it('shows a post once, and its edits', async () => {
    const { discord, messenger, community, channel } = await arrange();
    const ref = await messenger.post(community, channel.id, secret, options());
    expect(await messenger.post(community, channel.id, secret, options())).toEqual(ref);
    await messenger.edit(ref, plainMessage(['Moved.']), { zone: null });
    expect(discord.messages(channel)).toMatchObject([{ id: ref.messageId, content: 'Moved.', components: [] }]);
  });

  it('pings nobody, whatever it says', async () => {
    const { discord, messenger, community, channel, leo } = await arrange();
    const message = plainMessage([
      { person: { name: 'Leo', accounts: [{ platform: 'discord', userId: leo.id, workspaceId: null }] } },
    ]);
    const ref = await messenger.post(community, channel.id, message, options());
    await messenger.edit(ref, message, { zone: null });
    expect(discord.messages(channel)[0]).toMatchObject({
      content: `<@${leo.id}>`,
      pings: { users: [], roles: [], everyone: false },
    });
  });

  it('is gone, or refused, in words that the queue understands', async () => {
    const { discord, messenger, community, channel } = await arrange();
    const ref = await messenger.post(community, channel.id, secret, options());
    discord.setBotPermissions(channel, { SendMessages: false });
    expect(await failureOf(messenger.post(community, channel.id, secret, options('2')))).toMatchObject({
      code: 'refused',
    });
    discord.deleteMessage(ref.messageId);
    expect(await failureOf(messenger.edit(ref, secret, { zone: null }))).toMatchObject({ code: 'gone' });
    discord.deleteChannel(channel);
    expect(await failureOf(messenger.post(community, channel.id, secret, options('3')))).toMatchObject({
      code: 'gone',
    });
  });

  it('takes only so many edits of an old message', async () => {
    const { messenger, community, channel, clock } = await arrange({ lateEditsAnHour: 0 });
    const ref = await messenger.post(community, channel.id, secret, options());
    clock.advance(2 * 60 * 60_000);
    expect(await failureOf(messenger.edit(ref, secret, { zone: null }))).toMatchObject({ code: 'busy' });
  });
});

describe('failures of Discord', () => {
  it('say when to come back', async () => {
    const { discord, messenger, community, channel } = await arrange();
    const body = { message: 'You are being rate limited.', retry_after: 30, global: false };
    discord.fail(post, { status: 429, body, headers: { 'retry-after': '30' } });
    const failure = await failureOf(messenger.post(community, channel.id, secret, options()));
    expect(failure.code).toBe('busy');
    expect(failure.retryAfter).toBeGreaterThanOrEqual(30_000);
    expect(failure.retryAfter).toBeLessThan(31_000);
  });

  it.each([
    [500, 'unknown'],
    [503, 'unavailable'],
  ])('with status %i are %s', async (status, code) => {
    const { discord, messenger, community, channel } = await arrange();
    discord.fail(post, { status }, 2);
    expect(await failureOf(messenger.post(community, channel.id, secret, options()))).toMatchObject({ code });
  });

  it('are certain when nobody was there', async () => {
    const { discord, messenger, community, channel } = await arrange();
    await discord.close();
    expect(await failureOf(messenger.post(community, channel.id, secret, options()))).toMatchObject({
      code: 'unavailable',
    });
  });

  it.each([
    [50007, 403, 'closed'],
    [50278, 403, 'closed'],
    [10013, 404, 'closed'],
    [10003, 404, 'gone'],
    [10008, 404, 'gone'],
    [30046, 400, 'refused'],
    [50001, 403, 'refused'],
    [50013, 403, 'refused'],
    [50035, 400, 'refused'],
    [40003, 403, 'busy'],
    [0, 401, 'unavailable'],
  ])('with code %i (%i) are %s', async (code, status, expected) => {
    place = await createDiscordPlace();
    const error = new DiscordAPIError({ code, message: 'x' }, code, status, 'POST', 'http://x', {});
    expect(deliveryProblem(error)).toMatchObject({ code: expected });
  });

  it('are doubtful when no answer came, and our own mistakes stay what they are', async () => {
    place = await createDiscordPlace();
    expect(deliveryProblem(Object.assign(new Error('x'), { name: 'AbortError' }))).toMatchObject({ code: 'unknown' });
    expect(deliveryProblem(Object.assign(new Error('x'), { code: 'ECONNRESET' }))).toMatchObject({ code: 'unknown' });
    expect(deliveryProblem(new HTTPError(502, 'x', 'POST', 'http://x', {}))).toMatchObject({ code: 'unknown' });
    const mistake = new TypeError('x');
    expect(deliveryProblem(mistake)).toBe(mistake);
  });
});

async function archive(threadId: string): Promise<void> {
  await fetch(`${place.discord.apiUrl}/v10/channels/${threadId}`, {
    method: 'PATCH',
    headers: { authorization: `Bot ${TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify({ archived: true }),
  });
}
