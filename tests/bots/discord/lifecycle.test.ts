import { afterEach, describe, expect, it } from 'vitest';
import { createDiscordBot } from '#bots/discord/discord-bot.ts';
import { createHeartbeatWatch } from '#bots/discord/heartbeat.ts';
import { StartProblem } from '#core/start-problem.ts';
import { createFakeDesk } from '../../fakes/fake-desk.ts';
import { createBotWorld, createDiscordPlace, createLogLines } from './bot-world.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

function aBot(settings: { token: string; apiUrl: string }) {
  const bot = createDiscordBot(settings, { log: createLogLines().log, onFatal: () => undefined });
  closing.push(() => bot.stop());
  return bot;
}

describe('starting', () => {
  it('is refused in a sentence that names the token', async () => {
    const { discord, settings } = await createDiscordPlace();
    closing.push(() => discord.close());
    const bot = aBot({ ...settings, token: 'wrong' });
    const start = bot.start(createFakeDesk());
    await expect(start).rejects.toThrow(StartProblem);
    await expect(start).rejects.toThrow(/DISCORD_TOKEN.*Reset Token/);
    expect(bot.ready()).toBe(false);
  });

  it('is refused when Discord cannot be reached', async () => {
    const { discord, settings } = await createDiscordPlace();
    await discord.close();
    const start = aBot(settings).start(createFakeDesk());
    await expect(start).rejects.toThrow(StartProblem);
    await expect(start).rejects.toThrow(/could not be reached/);
  });

  it('repeats what Discord says when it refuses', async () => {
    const { discord, settings } = await createDiscordPlace();
    closing.push(() => discord.close());
    discord.fail('GET /gateway/bot', { status: 403, body: { code: 40001, message: 'Unauthorized' } });
    const start = aBot(settings).start(createFakeDesk());
    await expect(start).rejects.toThrow(StartProblem);
    await expect(start).rejects.toThrow(/^Discord refused: "Unauthorized" \(code 40001\)/);
  });

  it('makes it ready, also in no server at all', async () => {
    const { discord, guild, settings } = await createDiscordPlace();
    closing.push(() => discord.close());
    discord.removeBot(guild);
    const bot = aBot(settings);
    await bot.start(createFakeDesk());
    expect(bot.ready()).toBe(true);
    await bot.stop();
    expect(bot.ready()).toBe(false);
  });
});

describe('stopping', () => {
  it('is harmless before starting', async () => {
    const { discord, settings } = await createDiscordPlace();
    closing.push(() => discord.close());
    await aBot(settings).stop();
  });
});

describe('a lost connection', () => {
  it('comes back by itself', async () => {
    const world = await createBotWorld();
    closing.push(() => world.close());
    world.discord.dropGateway();
    await world.discord.waitFor(() => !world.bot.ready());
    await world.discord.waitFor(() => world.bot.ready(), 15_000);
    expect((await (await world.run('help')).settled()).content).toBe('Help.');
    expect(world.fatal).toEqual([]);
  });

  it('is reported when Discord closes it for good', async () => {
    const world = await createBotWorld();
    closing.push(() => world.close());
    world.discord.gateway.drop(4004);
    await world.discord.waitFor(() => world.fatal.length > 0);
    expect(world.fatal.map(({ message }) => message)).toEqual([expect.stringContaining('DISCORD_TOKEN')]);
    expect(world.bot.ready()).toBe(false);
  });
});

describe('a heartbeat', () => {
  it('counts as lost when it has not changed for two minutes', () => {
    let beat = -1;
    let now = 0;
    const watch = createHeartbeatWatch(
      () => beat,
      () => now,
    );
    expect(watch.alive()).toBe(true);
    now = 119_000;
    expect(watch.alive()).toBe(true);
    now = 121_000;
    expect(watch.alive()).toBe(false);
    beat = 1;
    expect(watch.alive()).toBe(true);
  });
});
