import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { DiscordPerson, SlackPerson } from '../../playground/story/cast.ts';
import {
  bookOnDiscord,
  fillBookingOnSlack,
  joinPlatforms,
  offerOnDiscord,
  offerOnSlack,
  openBookingOnSlack,
} from './acts.ts';
import { loadedModules, recordModules } from './loaded-modules.ts';
import { createWorld, mongoServer, patientDiscord, type World } from './world.ts';

describe.skipIf(!mongoServer)('two of each at once (needs MONGODB_TEST_URI)', { timeout: 90_000 }, () => {
  let world: World;
  let maya: DiscordPerson;
  let ana: DiscordPerson;
  let priya: SlackPerson;
  let sam: SlackPerson;

  beforeAll(async () => {
    world = await createWorld({
      mongodb: mongoServer,
      processes: ['web', 'web', 'bot', 'bot', 'worker', 'worker'],
      slackOver: 'http',
      preloads: [recordModules],
      discordLimits: patientDiscord,
    });
    await world.begin();
    const { cast } = world;
    const olu = cast.discord('Olu', { zone: 'Europe/London', organiser: true });
    const rhea = cast.slack('Rhea', { zone: 'Asia/Kolkata', admin: true });
    maya = cast.discord('Maya', { zone: 'Europe/Lisbon' });
    ana = cast.discord('Ana', { zone: 'Europe/Berlin', locale: 'de' });
    priya = cast.slack('Priya', { zone: 'Asia/Kolkata' });
    sam = cast.slack('Sam', { zone: 'America/Los_Angeles' });
    await joinPlatforms(world, olu, rhea);
    await offerOnDiscord(maya, { topics: 'SQL' });
    await offerOnSlack(priya, { topics: 'Careers' });
  }, 90_000);

  afterAll(async () => {
    await world?.close();
  });

  /** From now on Slack asks this one. */
  function slackAsks(web: 'web' | 'web-2'): void {
    const { slack, product, workspace } = world;
    slack.setRequestUrl(workspace.installation, `http://127.0.0.1:${product.port(web)}/slack/events`);
  }

  const said = (process: string, words: string): boolean =>
    world.product.log.some((line) => line.process === process && line.msg.includes(words));

  const stored = (subject: string) => world.meetings().find((meeting) => meeting.subject === subject);

  it('serves HTTP where it is asked to, and nowhere else', async () => {
    const { product } = world;
    for (const web of ['web', 'web-2']) {
      const response = await fetch(`http://127.0.0.1:${product.port(web)}/readyz`);
      expect([response.status, await response.json()], web).toEqual([200, { ok: true, waitingFor: [] }]);
    }
    expect(product.port('web')).not.toBe(product.port('web-2'));
    const ready = product.log.filter(({ msg }) => msg.startsWith('Confab is ready'));
    expect(ready.map(({ role, process, port }) => `${process} ${role} ${port === undefined}`).sort()).toEqual([
      'bot bot true',
      'bot-2 bot true',
      'web web false',
      'web-2 web false',
      'worker worker true',
      'worker-2 worker true',
    ]);
  });

  it('takes a form that one web opened and the other was sent, typed words and all', async () => {
    slackAsks('web');
    const view = await openBookingOnSlack(world, sam, 'careers');
    slackAsks('web-2');
    fillBookingOnSlack(sam, view, { when: 'in the past', subject: 'Changing jobs' });
    const refused = await sam.submit();
    expect(Object.keys(refused.errors ?? {})).toHaveLength(1);
    slackAsks('web');
    fillBookingOnSlack(sam, view, { subject: 'Changing jobs' });
    sam.fill({ 'another time': '' });
    const sent = await sam.submit();
    expect([sent.outcome, sent.errors]).toEqual(['ok', undefined]);
    expect(stored('Changing jobs')?.status).toBe('requested');
  });

  it('shows what changed in one web in the next answer of the other', async () => {
    const request = await priya.hears('Changing jobs');
    slackAsks('web');
    await priya.press(request, 'Accept');
    await world.until(() => stored('Changing jobs')?.status === 'scheduled', 'the session to be accepted');
    slackAsks('web-2');
    await sam.run('/meetings');
    const listed = await sam.reads('Changing jobs');
    expect(JSON.stringify(listed.blocks)).not.toMatch(/waiting for|has not answered/i);
    expect(JSON.stringify((await sam.home()).blocks)).toContain('Changing jobs');

    // Slack, then Discord, then the other web: nobody answers from memory.
    await offerOnSlack(priya, { topics: 'Careers, Sailing' });
    slackAsks('web');
    await sam.run('/confab', 'mentors');
    await sam.reads('Sailing');
    const { text } = await ana.answer(await ana.run('mentors'));
    expect(text).toContain('Sailing');
  });

  it('lets one bot connect to Discord, and the other stand by', async () => {
    const waiting = ['bot', 'bot-2'].filter((bot) => said(bot, 'stands by'));
    expect(waiting).toHaveLength(1);
    expect(world.discord.gateway.connected()).toBe(1);
    expect(world.product.running()).toBe(true);
  });

  it('answers a click within 30 s after the bot that was connected is killed, and sooner after it was stopped', async () => {
    const { product, discord } = world;
    const [standby = ''] = ['bot', 'bot-2'].filter((bot) => said(bot, 'stands by'));
    const leader = standby === 'bot' ? 'bot-2' : 'bot';
    const killed = performance.now();
    await product.kill(leader);
    await answered();
    const afterKill = performance.now() - killed;
    expect(afterKill).toBeLessThan(30_000);
    expect(said(standby, 'takes over')).toBe(true);

    const before = product.log.length;
    await product.start(leader);
    await world.until(
      () => product.log.slice(before).some(({ process, msg }) => process === leader && msg.includes('stands by')),
      'the one that was killed to stand by',
    );
    expect(discord.gateway.connected()).toBe(1);

    const stopped = performance.now();
    expect(await product.stop(standby)).toBe(0);
    await answered();
    const afterStop = performance.now() - stopped;
    expect(afterStop).toBeLessThan(15_000);
    expect(discord.gateway.connected()).toBe(1);
    await product.start(standby);
    process.stdout.write(
      `A click was answered ${Math.round(afterKill)} ms after kill -9, ${Math.round(afterStop)} ms after a stop.\n`,
    );
  });

  /** Clicks until there is an answer, as people would. */
  async function answered(): Promise<void> {
    for (;;) {
      const result = await ana.run('meetings');
      if (result.outcome === 'answered') {
        await ana.answer(result, 'session');
        return;
      }
      expect(result.failure).toBe('The application did not respond');
    }
  }

  it('carries each effect out once with two workers, and with either alone', async () => {
    for (const [slot, subject] of ['One', 'Two', 'Three'].entries()) await agreeOn(subject, slot);
    await world.quiet();
    // Reminders, starts and ends, some at a time.
    const due = world.effects().flatMap(({ readyAt, effect }) => (readyAt === null ? [] : effect.dueAt));
    const moments = [...new Set(due)].sort();
    expect(moments.length).toBeGreaterThan(5);
    for (const at of moments.filter((_, index) => (moments.length - index) % 3 === 1)) {
      await world.moveTo(at);
      await world.quiet();
    }
    const [idler = '', busier = ''] = ['worker', 'worker-2'].sort((a, b) => workOf(a).length - workOf(b).length);
    const before = workOf(idler).length;
    expect(await world.product.stop(busier)).toBe(0);
    await agreeOn('Four', 3);
    await world.quiet();
    expect(workOf(idler).length).toBeGreaterThan(before + 3);
    await world.product.start(busier);

    const done = world.effects().filter(({ state }) => state === 'done');
    expect(done.length).toBeGreaterThan(40);
    const carried = () => [...workOf(idler), ...workOf(busier)];
    await world.until(() => carried().length >= done.length, 'the log to say so');
    expect(carried().sort()).toEqual(done.map(({ id }) => id).sort());
    // As the platforms saw it: no notice was sent twice, not even one that Discord would have recognised.
    const posts = world.journal.entries.filter(
      ({ what, status = 200 }) => /^POST .*\/messages$|^chat\.postMessage$/.test(what) && status < 300,
    );
    const keys = posts.map(({ what, body }) => {
      const { nonce, channel, text } = body as { nonce?: string; channel?: string; text?: string };
      return `${what} ${nonce ?? `${channel} ${text}`}`;
    });
    expect(keys.length).toBeGreaterThan(20);
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  });

  async function agreeOn(subject: string, slot: number): Promise<void> {
    await bookOnDiscord(ana, 'sql', { slot, subject });
    await maya.press(await maya.hears(subject), 'Accept');
    await world.until(() => stored(subject)?.status === 'scheduled', `${subject} to be accepted`);
  }

  /** Ids of the effects that this process carried out. */
  function workOf(process: string): string[] {
    return world.product.log.flatMap((line) =>
      line.process === process && line.msg.includes('was carried out') ? String(line.effect) : [],
    );
  }
  it('loads into each process only what it is there for', () => {
    const loaded = Object.fromEntries(
      world.product.processes.map((process) => [process, loadedModules(world.product, process)]),
    );
    for (const web of ['web', 'web-2']) {
      expect(loaded[web], web).not.toContain('discord.js');
      expect(loaded[web], web).toContain('@slack/bolt');
      expect([...loaded[web]!].filter((name) => name.startsWith('src/bots/discord/'))).toEqual([]);
    }
    for (const bot of ['bot', 'bot-2']) {
      expect(loaded[bot], bot).toContain('discord.js');
    }
    for (const [process, names] of Object.entries(loaded)) {
      expect(names, process).toContain('mongoose');
      expect(
        [...names].filter((name) => /sqlite/.test(name)),
        process,
      ).toEqual([]);
    }
  });

  it('sends nothing that does not fit the specs', () => {
    expect(world.violations()).toEqual([]);
  });
});

describe('a process by itself', () => {
  let world: World | null = null;
  afterEach(async () => {
    await world?.close();
    world = null;
  });

  it.skipIf(!mongoServer)(
    'says in a sentence that a bot has nothing to do where Slack speaks over HTTP alone (needs MONGODB_TEST_URI)',
    async () => {
      world = await createWorld({ mongodb: mongoServer, processes: ['bot'], discord: false, slackOver: 'http' });
      const { code, output } = await world.product.run('bot');
      expect(code).toBe(1);
      expect(output.trim().split('\n')).toHaveLength(1);
      expect(output).toContain('nothing for "bot" to do');
    },
  );

  it('loads nothing of MongoDB where it runs on SQLite', async () => {
    world = await createWorld({ preloads: [recordModules] });
    await world.begin();
    const maya = world.cast.discord('Maya', { zone: 'Europe/Lisbon' });
    const ana = world.cast.discord('Ana', { zone: 'Europe/Berlin', locale: 'de' });
    await offerOnDiscord(maya, { topics: 'SQL' });
    await bookOnDiscord(ana, 'sql', { subject: 'Joins' });
    await maya.hears('Joins');
    const names = loadedModules(world.product, 'all');
    for (const used of ['discord.js', '@slack/bolt', 'node:sqlite', 'src/adapters/sqlite/database.ts'])
      expect(names).toContain(used);
    expect([...names].filter((name) => /mongo/.test(name))).toEqual([]);
  });
});
