import { afterEach, describe, expect, it } from 'vitest';
import { checkDiscord } from '#bots/discord/check-discord.ts';
import { discordCommands } from '#bots/discord/commands.ts';
import { registerDiscordCommands } from '#bots/discord/register-commands.ts';
import { StartProblem } from '#core/start-problem.ts';
import { createDiscordPlace, createLogLines } from './bot-world.ts';

let place: Awaited<ReturnType<typeof createDiscordPlace>>;
afterEach(() => place.discord.close());

const { log } = createLogLines();
const names = discordCommands.map(({ data }) => data.name).toSorted();
const named = (commands: readonly Record<string, unknown>[]) => commands.map(({ name }) => name).toSorted();

describe('registering the commands', () => {
  it('makes them known everywhere, as often as one likes', async () => {
    place = await createDiscordPlace();
    const { discord, settings, guild } = place;
    await registerDiscordCommands(settings, log);
    expect(await registerDiscordCommands(settings, log)).toBe(
      'Discord knows /book, /meetings, /mentors, /mentor, /timezone, /link, /dashboard, /confab, /help in every server.',
    );
    expect(named(discord.commands())).toEqual(names);
    expect(discord.commands(guild)).toEqual([]);
  });

  it('makes them known in one server, and leaves the others alone', async () => {
    place = await createDiscordPlace();
    const { discord, settings, guild } = place;
    await registerDiscordCommands({ ...settings, guildId: guild.id }, log);
    expect(named(discord.commands(guild))).toEqual(names);
    expect(discord.commands()).toEqual([]);
  });

  it('says what is wrong with the token', async () => {
    place = await createDiscordPlace();
    const failed = registerDiscordCommands({ ...place.settings, token: 'wrong' }, log);
    await expect(failed).rejects.toThrow(StartProblem);
    await expect(failed).rejects.toThrow(/DISCORD_TOKEN/);
  });

  it('says that the bot is missing in the server it was told', async () => {
    place = await createDiscordPlace();
    const { discord, settings, guild } = place;
    discord.removeBot(guild);
    const failed = registerDiscordCommands({ ...settings, guildId: guild.id }, log);
    await expect(failed).rejects.toThrow(StartProblem);
    await expect(failed).rejects.toThrow(
      /not in the server that DISCORD_GUILD_ID names.*scope applications\.commands.*docs\/setup-discord\.md/,
    );
  });

  it('repeats on one line what Discord says to anything else', async () => {
    place = await createDiscordPlace();
    const body = { code: 50035, message: 'Invalid Form Body\n0.name' };
    place.discord.fail(/^PUT \/applications\//, { status: 400, body });
    const failed = registerDiscordCommands(place.settings, log);
    await expect(failed).rejects.toThrow(StartProblem);
    await expect(failed).rejects.toThrow(
      /^Discord refused: "Invalid Form Body 0\.name" \(code 50035\)\..*setup-discord\.md/,
    );
  });

  it("tells Discord's own trouble from a lost way to it", async () => {
    place = await createDiscordPlace();
    place.discord.fail('GET /applications/@me', { status: 503 }, 2);
    const failed = registerDiscordCommands(place.settings, log);
    await expect(failed).rejects.toThrow(/trouble of its own.*503.*discordstatus\.com/);
  });
});

describe('the doctor', () => {
  it('is content when all is well', async () => {
    place = await createDiscordPlace();
    await registerDiscordCommands(place.settings, log);
    expect(await checkDiscord(place.settings)).toEqual([
      { name: 'Discord token', ok: true, detail: 'accepted; the application is "Confab"' },
      { name: 'Discord servers', ok: true, detail: '"Garden"' },
      { name: 'Discord commands', ok: true, detail: '9 registered everywhere' },
    ]);
  });

  it('says how to mend a refused token', async () => {
    place = await createDiscordPlace();
    expect(await checkDiscord({ ...place.settings, token: 'wrong' })).toEqual([
      {
        name: 'Discord token',
        ok: false,
        detail: 'refused by Discord',
        mend: expect.stringContaining('DISCORD_TOKEN'),
      },
    ]);
  });

  it('misses servers and commands', async () => {
    place = await createDiscordPlace();
    place.discord.removeBot(place.guild);
    const [, servers, commands] = await checkDiscord(place.settings);
    expect(servers).toMatchObject({
      ok: 'warn',
      mend: expect.stringContaining(`client_id=${place.app.id}&scope=bot+applications.commands`),
    });
    expect(commands).toMatchObject({
      ok: false,
      detail: expect.stringContaining('/book'),
      mend: 'Run: npm run release',
    });
  });

  it('misses the bot in the server that commands are for', async () => {
    place = await createDiscordPlace();
    place.discord.removeBot(place.guild);
    const [, , commands] = await checkDiscord({ ...place.settings, guildId: place.guild.id });
    expect(commands).toMatchObject({
      ok: false,
      detail: expect.stringContaining('not in the server that DISCORD_GUILD_ID names'),
      mend: expect.stringContaining(`client_id=${place.app.id}`),
    });
  });

  it('sees commands that are shown twice', async () => {
    place = await createDiscordPlace();
    const here = { ...place.settings, guildId: place.guild.id };
    await registerDiscordCommands(place.settings, log);
    await registerDiscordCommands(here, log);
    const [, , commands] = await checkDiscord(here);
    expect(commands).toMatchObject({ ok: 'warn', detail: expect.stringContaining('shown twice') });
  });

  it('warns when Discord answers only in part', async () => {
    place = await createDiscordPlace();
    await registerDiscordCommands(place.settings, log);
    place.discord.fail('GET /users/@me/guilds', { status: 500 }, 2);
    const [, servers, commands] = await checkDiscord(place.settings);
    expect(servers).toMatchObject({ ok: 'warn', detail: expect.stringContaining('could not be checked') });
    expect(commands).toMatchObject({ ok: true });
  });
});
