import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Message } from '#core/messages/message.ts';
import { DeliveryError, type Messenger } from '#core/messages/messenger.ts';
import type { Account } from '#core/people/person.ts';
import type { Community } from '#core/programs/program.ts';
import type { FailureAnswer } from '../../../playground/slack/failures.ts';
import { createSlackBot } from '../../../src/bots/slack/slack-bot.ts';
import { anAccount, NOW } from '../../builders.ts';
import { said } from '../../fakes/fake-desk.ts';
import { createSlackWorld, type SlackWorld } from './bot-world.ts';

let world: SlackWorld;
let messenger: Messenger;
let ana: Account;
let community: Community;
const options = { key: 'k', zone: 'Europe/Berlin' };

beforeEach(async () => {
  world = await createSlackWorld();
  // Not started: a worker that only delivers starts no listeners.
  messenger = createSlackBot(world.settings, world.deps).messenger;
  ana = anAccount({ platform: 'slack', userId: world.ana.id, workspaceId: world.workspace.id });
  community = { externalId: world.workspace.id } as Community;
});
afterEach(() => world.close());

async function failureOf(delivery: Promise<unknown>): Promise<DeliveryError> {
  const error = await delivery.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(DeliveryError);
  return error as DeliveryError;
}

describe('the messenger', () => {
  it('tells a person in their direct message, and edits it there', async () => {
    const message: Message = { headline: [{ person: { name: 'Maya', accounts: [ana] } }, ' accepted'], sections: [] };
    const told = await messenger.tell(ana, message, [], options);
    const [dm] = world.slack.dms(world.ana);
    expect(told).toEqual({
      ref: { platform: 'slack', channelId: dm?.channelId, messageId: dm?.ts },
      by: 'direct',
      roomId: null,
    });
    expect(JSON.stringify(dm?.blocks)).toContain(`*<@${world.ana.id}> accepted*`);
    await messenger.edit(told.ref, said('Cancelled.'), { zone: null });
    expect(world.slack.dms(world.ana)).toMatchObject([{ text: 'Cancelled.' }]);
  });

  it('posts into a channel without notifying anybody', async () => {
    const message: Message = {
      headline: [{ person: { name: 'Maya', accounts: [ana] } }, ' helps <!channel> at ', { at: NOW, as: 'time' }],
      sections: [],
    };
    const ref = await messenger.post(community, world.channel.id, message, options);
    const [posted] = world.slack.messages(world.channel);
    expect(posted?.pings).toEqual([]);
    expect(posted).toMatchObject({ ts: ref.messageId, text: 'Maya helps &lt;!channel&gt; at 10:00 (Europe/Berlin)' });
    const sent = world.journal.entries.find(({ what }) => what === 'chat.postMessage')?.body;
    expect(sent).toMatchObject({ unfurl_links: expect.anything(), unfurl_media: expect.anything() });
    expect(String((sent as Record<string, unknown>).unfurl_links)).toBe('false');
    await messenger.edit(ref, message, { zone: null });
    expect(world.slack.messages(world.channel)[0]?.pings).toEqual([]);
  });

  it.each<[string, FailureAnswer, DeliveryError['code']]>([
    [
      'rate limited',
      { status: 429, headers: { 'retry-after': '7' }, body: { ok: false, error: 'ratelimited' } },
      'busy',
    ],
    ['a server that is down', { status: 503, body: 'down' }, 'unavailable'],
    ['a server that failed', { status: 500, body: 'oops' }, 'unknown'],
    ['a lost answer', 'lost-answer', 'unknown'],
    ['an answer that is no JSON', { status: 200, body: '<html>' }, 'unknown'],
    ['an inner error', { body: { ok: false, error: 'internal_error' } }, 'unknown'],
    ['a server that is down', { body: { ok: false, error: 'service_unavailable' } }, 'unavailable'],
    ['a person who left', { body: { ok: false, error: 'user_not_found' } }, 'closed'],
    ['a bot', { body: { ok: false, error: 'cannot_dm_bot' } }, 'closed'],
    ['no such direct message', { body: { ok: false, error: 'channel_not_found' } }, 'closed'],
    ['a token that is gone', { body: { ok: false, error: 'account_inactive' } }, 'refused'],
    ['blocks that are wrong', { body: { ok: false, error: 'invalid_blocks' } }, 'refused'],
    ['a missing scope', { body: { ok: false, error: 'missing_scope' } }, 'refused'],
  ])('calls %s by its name, after one try', async (_what, answer, code) => {
    world.slack.fail('chat.postMessage', answer, 10);
    const failure = await failureOf(messenger.tell(ana, said('hello'), [], options));
    expect(failure.code).toBe(code);
    expect(failure.retryAfter).toBe(code === 'busy' ? 7_000 : undefined);
    expect(world.journal.entries.filter(({ what }) => what === 'chat.postMessage').length).toBeLessThanOrEqual(1);
  });

  it('knows that nothing was shown when Slack cannot be reached', async () => {
    await messenger.tell(ana, said('hello'), [], options);
    await world.slack.close();
    // The first request may go into a connection that was left open, and nobody knows what became of it.
    await failureOf(messenger.tell(ana, said('hello'), [], options));
    expect(await failureOf(messenger.tell(ana, said('hello'), [], options))).toMatchObject({ code: 'unavailable' });
    const fresh = createSlackBot(world.settings, world.deps).messenger;
    expect(await failureOf(fresh.tell(ana, said('hello'), [], options))).toMatchObject({ code: 'unavailable' });
    world = await createSlackWorld();
  });

  it('says how to mend a channel that it may not write to', async () => {
    const outside = world.slack.addChannel(world.workspace, { name: 'outside' });
    expect(await failureOf(messenger.post(community, outside.id, said('x'), options))).toMatchObject({
      code: 'refused',
      message: 'Confab is not in the channel: type /invite @confab there.',
    });
    expect(await failureOf(messenger.post(community, 'C000', said('x'), options))).toMatchObject({ code: 'gone' });
    const archived = world.slack.addChannel(world.workspace, { name: 'old', botIsMember: true, archived: true });
    expect(await failureOf(messenger.post(community, archived.id, said('x'), options))).toMatchObject({ code: 'gone' });
    const ref = { platform: 'slack' as const, channelId: world.channel.id, messageId: '1.1' };
    expect(await failureOf(messenger.edit(ref, said('x'), { zone: null }))).toMatchObject({ code: 'gone' });
  });

  it('reaches nobody in another workspace', async () => {
    const other = anAccount({ platform: 'slack', userId: 'U1', workspaceId: 'T0' });
    expect(await failureOf(messenger.tell(other, said('x'), [], options))).toMatchObject({ code: 'closed' });
    expect(await failureOf(messenger.post({ externalId: 'T0' } as Community, 'C1', said('x'), options))).toMatchObject({
      code: 'gone',
    });
    const { homePages } = createSlackBot(world.settings, world.deps);
    expect(await failureOf(homePages.show(other, async () => said('x'), { zone: null }))).toMatchObject({
      code: 'closed',
    });
  });

  it('maps failures of the Home tab as well', async () => {
    const { homePages } = createSlackBot(world.settings, world.deps);
    world.slack.fail('views.publish', { body: { ok: false, error: 'user_not_found' } });
    expect(await failureOf(homePages.show(ana, async () => said('x'), { zone: null }))).toMatchObject({
      code: 'closed',
    });
    world.slack.fail('views.publish', { status: 429, headers: { 'retry-after': '3' }, body: {} });
    expect(await failureOf(homePages.show(ana, async () => said('x'), { zone: null }))).toMatchObject({
      code: 'busy',
      retryAfter: 3_000,
    });
  });
});
