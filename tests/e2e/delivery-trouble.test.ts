import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DiscordPerson, SlackPerson } from '../../playground/story/cast.ts';
import { bookOnDiscord, bookOnSlack, joinPlatforms, offerOnDiscord, offerOnSlack } from './acts.ts';
import { createWorld, patience, type World } from './world.ts';

const second = 1_000;
const directMessage = 'POST /channels/{channel_id}/messages';

describe('messages that do not get through', () => {
  let world: World;
  let olu: DiscordPerson;
  let priya: SlackPerson;
  let sam: SlackPerson;
  let mentors = 0;

  beforeAll(async () => {
    world = await createWorld({ google: false });
    await world.begin();
    const { cast } = world;
    olu = cast.discord('Olu', { zone: 'Europe/London', organiser: true });
    const rhea = cast.slack('Rhea', { zone: 'Asia/Kolkata', admin: true });
    priya = cast.slack('Priya', { zone: 'Asia/Kolkata' });
    sam = cast.slack('Sam', { zone: 'America/Los_Angeles' });
    await joinPlatforms(world, olu, rhea);
    await offerOnSlack(priya, { topics: 'Careers', notice: '4 hours' });
  });

  afterAll(async () => {
    const violations = world?.violations() ?? [];
    await world?.close();
    expect(violations).toEqual([]);
  });

  /** A mentor and a learner of this test alone. */
  async function pair(): Promise<{
    mentor: DiscordPerson;
    learner: DiscordPerson;
    ask(subject: string): Promise<void>;
  }> {
    mentors += 1;
    const topic = `topic${mentors}`;
    const mentor = world.cast.discord(`Mentor${mentors}`, { zone: 'Europe/Lisbon' });
    const learner = world.cast.discord(`Learner${mentors}`, { zone: 'Europe/Berlin', locale: 'de' });
    await offerOnDiscord(mentor, { topics: topic, notice: '4 hours' });
    return { mentor, learner, ask: (subject) => bookOnDiscord(learner, topic, { subject }) };
  }

  const requestsTo = (mentor: DiscordPerson) =>
    world.discord.dms(mentor).filter(({ text }) => text.includes('asks you for a session'));

  /** The clock moves on to each next try, as far as the nonce of a Discord message is remembered: some minutes. */
  async function heardOnce(mentor: DiscordPerson): Promise<void> {
    for (let tries = 0; tries < 4 && !isCalm(); tries += 1) {
      await world.until(() => isCalm() || isDelayed(), 'a try');
      if (isDelayed()) await world.moveTo(world.clock.now() + 30 * second);
    }
    await world.until(() => requestsTo(mentor).length > 0, `the request to reach ${mentor.name}`);
    await world.quiet();
    expect(requestsTo(mentor)).toHaveLength(1);
  }

  describe('on Discord', () => {
    it.each([
      [
        'a rate limit',
        {
          status: 429,
          headers: { 'retry-after': '1' },
          body: { message: 'You are being rate limited.', retry_after: 1, global: false },
        },
      ],
      ['a broken server', { status: 500 }],
      ['a server that is down', { status: 503 }],
    ])('brings a request to the mentor once, past %s', async (_name, failure) => {
      const { mentor, ask } = await pair();
      world.discord.fail(directMessage, failure, 3);
      await ask('Patience');
      await heardOnce(mentor);
    });

    it('shows one message when the answers to it are lost', async () => {
      const { mentor, ask } = await pair();
      world.discord.fail(directMessage, 'lost-answer', 2);
      await ask('Lost answers');
      await heardOnce(mentor);
    });

    it('opens a private thread with the mentor alone where direct messages are closed', async () => {
      const { mentor, ask } = await pair();
      world.discord.closeDms(mentor);
      await ask('Between us');
      const thread = await world.until(
        () => world.discord.threads(world.server.sessions).find(({ memberIds }) => memberIds.includes(mentor.id)),
        'a private thread',
      );
      const [card] = await world.until(() => {
        const said = world.discord.messages(thread.id).filter(({ text }) => text.includes('Between us'));
        return said.length > 0 && said;
      }, 'the request in it');
      expect(thread.type).toBe(12);
      expect(thread.memberIds).toHaveLength(2);
      expect(card?.text).toContain('allow direct messages');
      expect(world.discord.messages(world.server.sessions).filter(({ text }) => text.includes('Between us'))).toEqual(
        [],
      );
      await mentor.press(card!, 'Accept');
      await world.until(
        () => world.meetings().find(({ subject }) => subject === 'Between us')?.status === 'scheduled',
        'a yes',
      );
    });

    it('mentions them in a channel, with no other name and no subject, where threads are not allowed either', async () => {
      const { mentor, learner, ask } = await pair();
      world.discord.closeDms(mentor);
      await withoutPermissions({ CreatePrivateThreads: false }, async () => {
        await ask('Top secret');
        const mention = await world.until(
          () => world.discord.messages(world.server.sessions).find(({ text }) => text.includes(mentor.id)),
          'a mention',
        );
        expect(mention.pings).toEqual({ everyone: false, users: [mentor.id], roles: [] });
        expect(mention.text).toContain('/meetings');
        for (const secret of ['Top secret', learner.name, learner.id])
          expect(JSON.stringify(mention)).not.toContain(secret);
        const list = await mentor.answer(await mentor.run('meetings'));
        expect(list.text).toContain('Top secret');
      });
    });

    it('tells the other side where nobody could be reached anywhere', async () => {
      const { mentor, learner, ask } = await pair();
      world.discord.closeDms(mentor);
      await withoutPermissions({ CreatePrivateThreads: false, SendMessages: false }, async () => {
        await ask('Out of reach');
        await learner.hears('We could not reach');
        const list = await learner.answer(await learner.run('meetings'));
        expect(list.text).toContain('on Discord');
      });
    });

    it('goes on when the connection is cut, and when Discord forgets it', async () => {
      const { mentor, ask } = await pair();
      for (const forget of [false, true]) {
        world.discord.gateway.drop(forget ? 4000 : 0, { forget });
        await world.until(() => world.discord.gateway.connected() === 0, 'the connection to be cut');
        await world.discord.waitForApp(15_000);
      }
      await ask('After the cut');
      await heardOnce(mentor);
    });

    async function withoutPermissions(
      permissions: Parameters<World['discord']['setBotPermissions']>[1],
      act: () => Promise<void>,
    ): Promise<void> {
      const { general, sessions } = world.server;
      for (const channel of [general, sessions]) world.discord.setBotPermissions(channel, permissions);
      try {
        await act();
        await world.quiet();
      } finally {
        for (const channel of [general, sessions]) world.discord.setBotPermissions(channel, {});
      }
    }
  });

  describe('on Slack', () => {
    const requests = (subject: string) =>
      world.slack.dms(priya).filter(({ blocks }) => JSON.stringify(blocks).includes(subject));

    it('waits as long as Slack asks it to', async () => {
      const before = performance.now();
      world.slack.fail('chat.postMessage', {
        status: 429,
        headers: { 'retry-after': '2' },
        body: { ok: false, error: 'ratelimited' },
      });
      await bookOnSlack(world, sam, 'careers', { subject: 'No hurry' });
      await world.until(() => requests('No hurry').length > 0, 'the request');
      expect(performance.now() - before).toBeGreaterThan(2_000);
      await world.quiet();
      expect(requests('No hurry')).toHaveLength(1);
    });

    it('repeats a message whose answer was lost once, and gives up after that', async () => {
      world.slack.fail('chat.postMessage', 'lost-answer', 2);
      await bookOnSlack(world, sam, 'careers', { subject: 'Echo' });
      for (const times of [1, 2]) {
        await world.until(() => requests('Echo').length === times, `the request for the ${times}. time`);
        await world.until(() => !world.effects().some(({ state }) => state === 'claimed'), 'the outcome');
        await world.moveTo(world.clock.now() + 60 * second);
      }
      await world.quiet();
      expect(requests('Echo')).toHaveLength(2);
    });

    it('goes on when Slack refreshes the connection, and when it is cut', async () => {
      const { slack, workspace } = world;
      slack.refreshSockets(workspace.installation);
      await slack.waitFor(() => opened(2), patience);
      slack.dropSockets(workspace.installation);
      await slack.waitFor(() => opened(3) && slack.isConnected(workspace.installation), patience);
      await bookOnSlack(world, sam, 'careers', { subject: 'Reconnected', slot: 6 });
      await world.until(() => requests('Reconnected').length === 1, 'the request');
    });

    const opened = (times: number) =>
      world.journal.entries.filter(({ realm, what }) => realm === 'slack' && what === 'apps.connections.open').length >=
      times;
  });

  const due = () =>
    world
      .effects()
      .filter(({ state, effect }) => ['waiting', 'claimed'].includes(state) && effect.dueAt <= world.clock.now());
  const isCalm = () => due().length === 0;
  /** Something has to wait for another try. */
  const isDelayed = () => due().some(({ state, readyAt }) => state === 'waiting' && (readyAt ?? 0) > world.clock.now());
});
