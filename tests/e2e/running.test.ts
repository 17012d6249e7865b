import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { bookOnDiscord, bookOnSlack, joinPlatforms, offerOnDiscord, offerOnSlack } from './acts.ts';
import { type Run, runMain } from './run-main.ts';
import { createWorld, patience, type World } from './world.ts';

const discordOnly = { DISCORD_TOKEN: 'token' };
const google = {
  GOOGLE_CLIENT_ID: 'id',
  GOOGLE_CLIENT_SECRET: 'shh',
  GOOGLE_REDIRECT_URI: 'http://127.0.0.1:8917/callback',
  GOOGLE_REFRESH_TOKEN: 'shh',
};

function without<Key extends string>(all: Record<Key, string>, name: Key): Record<string, string> {
  return Object.fromEntries(Object.entries<string>(all).filter(([key]) => key !== name));
}

describe('settings that cannot be used', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'confab-running-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const start = (env: Record<string, string>, ...role: string[]): Promise<Run> =>
    runMain(role.length > 0 ? role : ['all'], { cwd: folder, env });

  it('says what to fill in, and points to the demo, where nothing is set', async () => {
    const { code, output } = await start({});
    expect(code).toBe(1);
    for (const word of ['.env.example', 'DISCORD_TOKEN', 'SLACK_BOT_TOKEN', 'npm run demo'])
      expect(output).toContain(word);
    expect(output).not.toMatch(/^\s+at /m);
  });

  it.each([
    [
      'a Google client id without its secret',
      { ...discordOnly, ...without(google, 'GOOGLE_CLIENT_SECRET') },
      /GOOGLE_CLIENT_SECRET is missing/,
    ],
    ['a Slack bot token alone', { SLACK_BOT_TOKEN: 'xoxb-shh' }, /SLACK_APP_TOKEN .*SLACK_SIGNING_SECRET/],
    ['a Slack app token alone', { ...discordOnly, SLACK_APP_TOKEN: 'xapp-shh' }, /SLACK_BOT_TOKEN is missing/],
    [
      'an address that is not of a MongoDB',
      { ...discordOnly, MONGODB_URI: 'postgres://shh@db/confab' },
      /MONGODB_URI must be the address of a MongoDB server/,
    ],
    [
      'a MongoDB without the name of a database',
      { ...discordOnly, MONGODB_URI: 'mongodb://shh@db' },
      /MONGODB_URI must .* name a database/,
    ],
    [
      'a stand-in that is not on this machine',
      { ...discordOnly, DISCORD_API_URL: 'https://shh.example/api' },
      /DISCORD_API_URL must be an address on this machine/,
    ],
  ])('refuses %s by name, without a value', async (_name, env, words) => {
    const { code, output } = await start(env);
    expect(code).toBe(1);
    expect(output).toMatch(words);
    expect(output).not.toMatch(/shh|^\s+at /m);
  });

  it('reports everything that is wrong at once', async () => {
    const { output } = await start({
      SLACK_APP_TOKEN: 'nonsense',
      PORT: 'many',
      LOG_LEVEL: 'loud',
      MEETING_LINK: 'here',
    });
    for (const name of ['SLACK_APP_TOKEN', 'PORT', 'LOG_LEVEL', 'MEETING_LINK', 'SLACK_BOT_TOKEN'])
      expect(output).toContain(name);
  });

  it.each(['web', 'bot', 'worker', 'everything'])('refuses the role %s on SQLite in a sentence', async (role) => {
    const { code, output } = await start(discordOnly, role);
    expect(code).toBe(1);
    expect(output.trim().split('\n')).toHaveLength(1);
    expect(output).toContain(`"${role}"`);
    expect(output).toContain('all');
  });

  it.each(['all', 'web', 'worker'])(
    'says in a sentence that no MongoDB is there, and leaves the password out (%s)',
    async (role) => {
      const { code, output } = await start(
        { ...discordOnly, MONGODB_URI: 'mongodb://ana:shh@127.0.0.1:9/confab' },
        role,
      );
      expect(code).toBe(1);
      expect(output.trim().split('\n')).toHaveLength(1);
      expect(output).toContain('MONGODB_URI');
      expect(output).not.toMatch(/shh|^\s+at /m);
    },
  );
});

describe('a running Confab', () => {
  let world: World | null = null;

  afterEach(async () => {
    await world?.close();
    world = null;
  });

  async function created(...options: Parameters<typeof createWorld>): Promise<World> {
    world = await createWorld(...options);
    return world;
  }

  it('says in a sentence that Discord does not accept the token', async () => {
    const here = await created({ slackOver: 'none', env: { DISCORD_TOKEN: 'MTExMTExMTExMTExMTExMTEx.not.it' } });
    const { code, output } = await here.product.run('all');
    expect(code).not.toBe(0);
    expect(output).toContain('Discord does not accept DISCORD_TOKEN.');
    expect(output).not.toMatch(/not\.it|^\s+at /m);
  });

  it.each([
    ['SLACK_BOT_TOKEN', 'xoxb-not-it'],
    ['SLACK_APP_TOKEN', 'xapp-not-it'],
  ])('says in a sentence that Slack does not accept %s', async (name, value) => {
    const here = await created({ discord: false, env: { [name]: value } });
    const { code, output } = await here.product.run('all');
    expect(code).not.toBe(0);
    expect(output).toContain(`Slack does not accept ${name}`);
    expect(output).not.toMatch(/not-it|^\s+at /m);
  });

  it('refuses a second process on the same database', async () => {
    const here = await created({ slackOver: 'none' });
    await here.begin();
    const { code, output } = await here.product.run('all');
    expect(code).toBe(1);
    expect(output).toContain('Another Confab is already running');
    expect(output).toContain('DATABASE_PATH');
    expect(here.product.running()).toBe(true);
  });

  it('stops within 5 s with work in flight, and takes it up at the next start', async () => {
    const here = await created({ slackOver: 'none' });
    await here.begin();
    const maya = here.cast.discord('Maya', { zone: 'Europe/Lisbon' });
    const ana = here.cast.discord('Ana', { zone: 'Europe/Berlin', locale: 'de' });
    await offerOnDiscord(maya, { topics: 'SQL' });
    // One message answers late but in time; the calendar does not answer at all.
    here.discord.fail('POST /channels/{channel_id}/messages', { delayMs: 1_500 });
    await bookOnDiscord(ana, 'sql', { subject: 'In flight' });
    await here.until(() => here.effects().some(({ state }) => state === 'claimed'), 'the work to begin');
    const before = performance.now();
    expect(await here.product.stop()).toBe(0);
    expect(performance.now() - before).toBeLessThan(5_000);
    expect(here.effects().find(({ id }) => id.includes(':request'))?.state).toBe('done');

    await here.restart();
    here.google.fail('events.insert', 'hang', 1);
    await maya.press(await maya.hears('In flight'), 'Accept');
    await here.until(
      () => here.journal.entries.some(({ what }) => what === 'events.insert'),
      'the calendar to be asked',
    );
    const again = performance.now();
    expect(await here.product.stop()).toBe(0);
    expect(performance.now() - again).toBeLessThan(5_000);

    await here.restart();
    await ana.hears('meet.google.com');
    await here.quiet();
    expect(here.google.events(here.googleAccount)).toHaveLength(1);
    expect(here.discord.dms(maya)).toHaveLength(1);
    expect(here.discord.dms(ana)).toHaveLength(1);
  });

  it('is backed up while it runs, and the copy holds its sessions', async () => {
    const here = await created({ slackOver: 'none' });
    await here.begin();
    const maya = here.cast.discord('Maya', { zone: 'Europe/Lisbon' });
    const ana = here.cast.discord('Ana', { zone: 'Europe/Berlin', locale: 'de' });
    await offerOnDiscord(maya, { topics: 'SQL' });
    await bookOnDiscord(ana, 'sql', { subject: 'To be kept' });
    const target = join(here.product.folder, 'copy.db');
    const { code, output } = await here.product.run('backup', target);
    expect(output).toContain('Copied to');
    expect(code).toBe(0);
    expect(statSync(target).mode & 0o777).toBe(0o600);
    const copy = new DatabaseSync(target, { readOnly: true });
    try {
      const documents = copy
        .prepare('SELECT document FROM meetings')
        .all()
        .map(({ document }) => String(document));
      expect(documents.map((document) => JSON.parse(document).subject)).toEqual(['To be kept']);
    } finally {
      copy.close();
    }
    const twice = await here.product.run('backup', target);
    expect(twice.code).toBe(1);
    expect(twice.output).toContain('exists already');
  });

  it('logs neither names nor subjects nor secrets', async () => {
    const here = await created();
    await here.begin();
    const olu = here.cast.discord('Oluwaseun', { zone: 'Europe/London', organiser: true });
    const rhea = here.cast.slack('Rheanna', { zone: 'Asia/Kolkata', admin: true });
    const maya = here.cast.discord('Mayarella', { zone: 'Europe/Lisbon' });
    const ana = here.cast.discord('Anastasia', { zone: 'Europe/Berlin', locale: 'de' });
    const priya = here.cast.slack('Priyanka', { zone: 'Asia/Kolkata' });
    const sam = here.cast.slack('Samwise', { zone: 'America/Los_Angeles' });
    await joinPlatforms(here, olu, rhea);
    await offerOnDiscord(maya, { topics: 'Sandcastles' });
    await offerOnSlack(priya, { topics: 'Lighthouses' });
    // Things that are logged because they go wrong.
    here.discord.fail('POST /channels/{channel_id}/messages', { status: 500 }, 2);
    here.slack.fail('chat.postMessage', 'lost-answer');
    here.google.fail('events.insert', { status: 400, body: { error: { code: 400, message: 'Invalid value.' } } });
    await bookOnDiscord(ana, 'sandcastles', { subject: 'Zanzibar', description: 'Timbuktu' });
    await bookOnSlack(here, sam, 'lighthouses', { subject: 'Zanzibar', description: 'Timbuktu' });
    await here.moveTo(here.clock.now() + 60_000);
    await maya.press(await maya.hears('Zanzibar'), 'Accept');
    await priya.press(await priya.hears('Zanzibar'), 'Accept');
    await here.until(() => here.meetings().every(({ status }) => status === 'scheduled'), 'both to be accepted');
    await here.until(
      () =>
        here.effects().every(({ id, state }) => !id.endsWith(':calendar') || !['waiting', 'claimed'].includes(state)),
      'the calendar',
    );
    await here.product.stop();

    const log = here.product.log.map((line) => JSON.stringify(line)).join('\n');
    const secrets = Object.entries(here.env).flatMap(([name, value]) => (/TOKEN|SECRET/.test(name) ? [value] : []));
    expect(secrets.length).toBeGreaterThan(4);
    const words = [
      'Oluwaseun',
      'Rheanna',
      'Mayarella',
      'Anastasia',
      'Priyanka',
      'Samwise',
      'Sandcastles',
      'Lighthouses',
      'Zanzibar',
      'Timbuktu',
      'ya29.',
    ];
    const lower = log.toLowerCase();
    expect([...words, ...secrets].filter((word) => lower.includes(word.toLowerCase()))).toEqual([]);
    expect(here.product.log.length).toBeGreaterThan(20);
    expect(here.violations()).toEqual([]);
  });
});

/** Milliseconds. Starting Confab two or three times is only work, which takes longer than usual where others work beside it. */
const manyStarts = 5 * patience;

describe('doctor', () => {
  let world: World | null = null;
  afterEach(async () => {
    await world?.close();
    world = null;
  });

  async function examined(
    options: Parameters<typeof createWorld>[0],
    before: (here: World) => Promise<void> = register,
  ) {
    const here = await createWorld(options);
    world = here;
    await before(here);
    return here.product.run('doctor');
  }

  async function register(here: World): Promise<void> {
    const { code, output } = await here.product.run('release');
    expect(output).toMatch(/registered/i);
    expect(code).toBe(0);
  }

  it('finds nothing to mend where all is well', { timeout: manyStarts }, async () => {
    const { code, output } = await examined({ env: { PUBLIC_URL: 'https://confab.example.org' } });
    expect(output).toContain('All that is needed works');
    // Nothing here builds the dashboard, though whoever runs this may have.
    expect(output.replace(/^look at {2}Dashboard pages: not built.*\n|; 1 to look at/gm, '')).not.toMatch(
      /broken|look at/,
    );
    expect(code).toBe(0);
  });

  it('says how to register the commands', async () => {
    const { code, output } = await examined({}, async () => {});
    expect(output).toMatch(/broken {3}Discord commands|broken\s+Discord commands/);
    expect(output).toContain('npm run release');
    expect(code).toBe(1);
  });

  it('names the permission that the Slack app lacks', async () => {
    const { code, output } = await examined({ slackScopes: ['commands', 'chat:write'] });
    expect(output).toContain('users:read');
    expect(output).toContain('OAuth & Permissions');
    expect(code).toBe(1);
  });

  it('names the scope that Google was not granted', async () => {
    const { code, output } = await examined({ googleScopes: ['openid', 'email', 'meetings.space.settings'] });
    expect(output).toContain('calendar.events.owned');
    expect(output).toContain('npm run google:connect');
    expect(code).toBe(1);
  });

  it('says which redirect URI to register at Google, and what signing in lacks', async () => {
    const { code, output } = await examined({
      env: {
        PUBLIC_URL: 'https://confab.example.org',
        GOOGLE_REDIRECT_URI: 'https://confab.example.org/api/auth/google/callback',
        GOOGLE_REFRESH_TOKEN: '',
      },
    });
    expect(output).toContain('needs exactly this redirect URI: https://confab.example.org/api/auth/google/callback\n');
    expect(output).toMatch(/look at {2}Mentors' own calendars: cannot be connected, since ENCRYPTION_KEYS is not set/);
    expect(output).toContain('ok       Dashboard address: https://confab.example.org');
    expect(code).toBe(0);
  });

  it('says which tokens are refused', async () => {
    const { code, output } = await examined(
      { env: { DISCORD_TOKEN: 'MTEx.not.it', SLACK_BOT_TOKEN: 'xoxb-not-it', GOOGLE_REFRESH_TOKEN: 'not-it' } },
      async () => {},
    );
    for (const name of ['Discord token', 'Slack bot token', 'Google sign-in'])
      expect(output).toMatch(new RegExp(`broken\\s+${name}`));
    expect(output).not.toContain('not-it');
    expect(code).toBe(1);
  });

  it('notices a channel for announcements in which Confab may not write', { timeout: manyStarts }, async () => {
    const { code, output } = await examined({}, async (here) => {
      await here.begin();
      const olu = here.cast.discord('Olu', { zone: 'Europe/London', organiser: true });
      await olu.answer(await olu.run('confab settings', { announce: here.server.sessions }), 'Saved');
      here.discord.setBotPermissions(here.server.sessions, { SendMessages: false });
    });
    expect(output).toMatch(/broken\s+Discord announcements: .* does not allow Send Messages/);
    expect(code).toBe(1);
  });
});
