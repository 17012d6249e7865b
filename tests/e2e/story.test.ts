import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { repository, runNode } from './run-main.ts';
import { fourProcesses, mongoServer } from './world.ts';

const demo = `${repository}playground/demo.ts`;

/** Settings that would send the demo's people to the wrong place, or keep the product from starting, if anything read them. */
const poison = {
  DISCORD_TOKEN: 'a-live-token',
  DISCORD_GUILD_ID: 'no number',
  SLACK_BOT_TOKEN: 'a-live-token',
  SLACK_APP_TOKEN: 'a-live-token',
  SLACK_SIGNING_SECRET: 'a live secret',
  GOOGLE_CLIENT_ID: 'somebody',
  GOOGLE_REFRESH_TOKEN: 'a live token',
  MONGODB_URI: 'mongodb://127.0.0.1:9/live',
  DATABASE_PATH: '/nowhere/live.db',
  PORT: 'none',
  DISCORD_API_URL: 'http://127.0.0.1:9/',
  SLACK_API_URL: 'http://127.0.0.1:9/',
  GOOGLE_API_URL: 'http://127.0.0.1:9/',
  REQUEST_EXPIRY_HOURS: 'never',
  LOG_LEVEL: 'loud',
};

/** Not a setting of the product's: where it is set, the stand-ins compare with the platforms' specs, and the story fails where something does not fit. */
const specs = process.env.CONFAB_SPECS_DIR ? { CONFAB_SPECS_DIR: process.env.CONFAB_SPECS_DIR } : {};

describe('the demo', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'confab-demo-'));
    writeFileSync(
      join(folder, '.env'),
      Object.entries(poison)
        .map(([name, value]) => `${name}="${value}"\n`)
        .join(''),
    );
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function plays(options: readonly string[], place: RegExp): Promise<void> {
    const { code, output, elapsedMs } = await runNode([demo, '--once', ...options], {
      cwd: folder,
      env: { ...poison, HOME: folder, ...specs },
      timeoutMs: 95_000,
    });
    expect(output.split('\n').filter((line) => /^ +FAILED|broke off|could not be dropped/.test(line))).toEqual([]);
    expect(output.trimEnd().split('\n').at(-1)).toMatch(/^\d+ passed, 0 failed$/);
    expect(code).toBe(0);
    expect(elapsedMs).toBeLessThan(90_000);
    expect(Number(/(\d+) passed/.exec(output)?.[1])).toBeGreaterThan(25);
    for (const value of ['a-live-token', '/nowhere', '127.0.0.1:9/']) expect(output).not.toContain(value);
    expect(output.split('\n')[1]).toMatch(place);
  }

  it('plays the whole story within 90 s and inherits nothing from the environment or a .env', {
    timeout: 100_000,
  }, async () => {
    await plays([], /one process \(all\), on SQLite/);
  });

  describe.skipIf(!mongoServer)('on MongoDB (needs MONGODB_TEST_URI)', () => {
    const server = mongoServer ?? '';

    it('plays the same story in one process', { timeout: 100_000 }, async () => {
      await plays(['--mongodb', server], /one process \(all\), on MongoDB/);
    });

    it('plays the same story in four processes', { timeout: 100_000 }, async () => {
      const processes = fourProcesses.join();
      await plays(
        ['--mongodb', server, '--processes', processes],
        /4 processes \(web, bot, worker, worker\), on MongoDB/,
      );
    });
  });

  it.each([
    [['--processes', 'web,bot'], 'need --mongodb'],
    [['--mongodb', 'nowhere'], 'the address of a server'],
    [['--mongodb', 'mongodb://127.0.0.1:9', '--processes', 'web,cook'], '"cook" is no process'],
    [['--twice'], '--twice'],
  ])('refuses %j in a sentence', async (options, words) => {
    const { code, output } = await runNode([demo, ...options], { cwd: folder });
    expect(code).toBe(1);
    expect(output).toContain(words);
    expect(output).toContain('npm run demo -- ');
    expect(output).not.toMatch(/^\s+at /m);
  });
});
