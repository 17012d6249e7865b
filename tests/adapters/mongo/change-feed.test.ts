import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Change } from '#core/changes/change-feed.ts';
import type { ProgramId } from '#core/ids.ts';
import { createMongoChangeFeed } from '../../../src/adapters/mongo/change-feed.ts';
import { connectMongo, type MongoDatabase } from '../../../src/adapters/mongo/connect-mongo.ts';
import { leo, maya } from '../../builders.ts';
import { createDatabase, serverUri } from './mongo-world.ts';

const aMeetingChange = (id: string): Change => ({
  about: 'meeting',
  id,
  personIds: [maya, leo],
  programId: 'discord:guild' as ProgramId,
});

/** A change of its own each time, with which to see that everything before it has been delivered. */
const mark = (id: string): Change => ({ about: 'program', id: id as ProgramId });

describe.skipIf(!serverUri)('news of changes on MongoDB (needs MONGODB_TEST_URI)', () => {
  let world: { db: MongoDatabase; uri: string; close(): Promise<void> };
  const closing: (() => Promise<unknown>)[] = [];
  const log: { level: number; msg: string }[] = [];
  const logger = pino({ base: null }, { write: (line: string) => log.push(JSON.parse(line)) });

  beforeEach(async () => {
    log.length = 0;
    world = await createDatabase({ monitorCommands: true });
  });
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
    await world.close();
  });

  /** The feed of another process, so to say. */
  function aFeed(db = world.db) {
    const feed = createMongoChangeFeed(db.changes, logger);
    closing.push(() => feed.close());
    const heard: Change[] = [];
    return { feed, heard, listen: () => feed.subscribe((change) => heard.push(change)) };
  }

  const commandsOn = (name: string) => {
    const seen: string[] = [];
    world.db.connection.getClient().on('commandStarted', ({ commandName, command }) => {
      if (command[commandName] === name) seen.push(commandName);
    });
    return seen;
  };

  it('passes between processes within a second, as it was told', async () => {
    const [one, other] = [aFeed(), aFeed()];
    other.listen();
    const changes: Change[] = [
      aMeetingChange('m1'),
      { about: 'person', id: maya, personIds: [maya, leo] },
      { about: 'program', id: 'discord:guild' as ProgramId },
    ];
    for (const change of changes) one.feed.publish(change);
    const began = performance.now();
    // A second is promised; a machine that does a dozen other things meanwhile may take longer, so it is printed.
    await vi.waitFor(() => expect(other.heard).toHaveLength(3), { timeout: 3_000, interval: 10 });
    process.stdout.write(`Changes came to another process after ${Math.round(performance.now() - began)} ms.\n`);
    expect(other.heard).toEqual(expect.arrayContaining(changes));
  });

  it('is told at once where it was made, and everywhere once', async () => {
    const [one, other] = [aFeed(), aFeed()];
    one.listen();
    other.listen();
    one.feed.publish(aMeetingChange('m1'));
    expect(one.heard).toEqual([aMeetingChange('m1')]);
    // Each waits for the other's last word, and so has looked again at all that was said before.
    for (const id of ['a', 'b', 'c']) {
      other.feed.publish(mark(id));
      await vi.waitFor(() => expect(one.heard).toContainEqual(mark(id)), { timeout: 5_000, interval: 10 });
      one.feed.publish(mark(`${id}!`));
      await vi.waitFor(() => expect(other.heard).toContainEqual(mark(`${id}!`)), { timeout: 5_000, interval: 10 });
    }
    for (const { heard } of [one, other]) {
      expect(heard).toHaveLength(7);
      expect(heard.filter(({ about }) => about === 'meeting')).toHaveLength(1);
    }
  });

  it('loses nothing in a crowd', async () => {
    const [one, other, third] = [aFeed(), aFeed(), aFeed()];
    third.listen();
    for (let index = 0; index < 700; index += 1) {
      one.feed.publish(aMeetingChange(`one-${index}`));
      other.feed.publish(aMeetingChange(`other-${index}`));
    }
    await vi.waitFor(() => expect(third.heard.length).toBe(1_400), { timeout: 20_000, interval: 20 });
    expect(new Set(third.heard.map(({ id }) => id)).size).toBe(1_400);
  });

  it('is heard, and once, though it is seen after what was stamped later', async () => {
    const [one, other] = [aFeed(), aFeed()];
    other.listen();
    one.feed.publish(mark('later'));
    await vi.waitFor(() => expect(other.heard).toEqual([mark('later')]), { interval: 10 });
    const at = (await world.db.changes.findOne().lean())!.at.getTime();
    await world.db.changes.insertOne({ _id: 'x', by: 'y', change: mark('sooner'), at: new Date(at - 2_000) });
    await vi.waitFor(() => expect(other.heard).toContainEqual(mark('sooner')), { timeout: 5_000 });
    one.feed.publish(mark('last'));
    await vi.waitFor(() => expect(other.heard).toContainEqual(mark('last')), { timeout: 5_000 });
    expect(other.heard).toHaveLength(3);
  });

  it('includes what changed just before somebody began to listen', async () => {
    const [one, other] = [aFeed(), aFeed()];
    one.feed.publish(aMeetingChange('m1'));
    await vi.waitFor(async () => expect(await world.db.changes.countDocuments()).toBe(1));
    other.listen();
    await vi.waitFor(() => expect(other.heard).toEqual([aMeetingChange('m1')]), { timeout: 1_000, interval: 10 });
  });

  it('is not looked for while nobody listens', async () => {
    const seen = commandsOn('changes');
    const { feed, listen } = aFeed();
    feed.publish(aMeetingChange('m1'));
    await vi.waitFor(async () => expect(await world.db.changes.countDocuments()).toBe(1));
    expect(seen).not.toContain('find');

    const unsubscribe = [listen(), listen()];
    await vi.waitFor(() => expect(seen.filter((name) => name === 'find').length).toBeGreaterThan(2));
    unsubscribe[0]?.();
    unsubscribe[0]?.();
    const before = seen.length;
    await vi.waitFor(() => expect(seen.length).toBeGreaterThan(before));

    unsubscribe[1]?.();
    // The time of several looks, measured by a process that goes on looking, over a connection of its own.
    const clockwork = await connectMongo(world.uri, { answerWithin: 20_000 });
    closing.push(() => clockwork.close());
    const looks = vi.spyOn(clockwork.changes, 'find');
    aFeed(clockwork).listen();
    await vi.waitFor(() => expect(looks.mock.calls.length).toBeGreaterThan(1), { timeout: 5_000 });
    seen.length = 0;
    const begun = looks.mock.calls.length;
    await vi.waitFor(() => expect(looks.mock.calls.length).toBeGreaterThan(begun + 2), { timeout: 5_000 });
    expect(seen).toEqual([]);
  });

  it('is found by an index, by which the server also forgets it', async () => {
    const indexes = await world.db.changes.listIndexes();
    expect(indexes).toContainEqual(expect.objectContaining({ key: { at: 1 }, expireAfterSeconds: 60 }));
  });

  it('goes on by itself after the database was away, which is said once', async () => {
    const db = await connectMongo(world.uri, { answerWithin: 20_000 });
    const { feed, heard, listen } = aFeed(db);
    const other = aFeed();
    listen();
    feed.publish(mark('before'));
    await vi.waitFor(async () => expect(await world.db.changes.countDocuments()).toBe(1));
    const works = vi.spyOn(db.changes, 'find').mockImplementation(() => {
      throw Object.assign(new Error('gone'), { name: 'MongoNetworkError' });
    });
    await vi.waitFor(() => expect(works.mock.calls.length).toBeGreaterThan(2), { timeout: 5_000 });
    other.feed.publish(mark('meanwhile'));
    works.mockRestore();
    await vi.waitFor(() => expect(heard).toContainEqual(mark('meanwhile')), { timeout: 5_000 });
    expect(log.map(({ level }) => level)).toEqual([40, 30]);

    await db.close();
    // Nobody is there to write to any more, and whoever publishes does not notice.
    feed.publish(mark('after'));
    await vi.waitFor(() => expect(log.length).toBe(3), { timeout: 10_000 });
    expect(heard.at(-1)).toEqual(mark('after'));
  });

  it('does not keep one listener from hearing because another threw', async () => {
    const { feed, heard, listen } = aFeed();
    feed.subscribe(() => {
      throw new Error('not my day');
    });
    listen();
    feed.publish(mark('a'));
    expect(heard).toEqual([mark('a')]);
    expect(log).toHaveLength(1);
  });
});
