import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { StartProblem } from '#core/start-problem.ts';
import { readEnv, readGoogleClient, readStorage, variableNames } from '../src/env.ts';

const sealing = `k1:${Buffer.alloc(32, 7).toString('base64')}`;
type Source = Record<string, string | undefined>;

const discord: Source = { DISCORD_TOKEN: 'discord-secret' };
const slack: Source = { SLACK_BOT_TOKEN: 'xoxb-secret', SLACK_APP_TOKEN: 'xapp-secret' };
const google: Source = {
  GOOGLE_CLIENT_ID: 'client-id-secret',
  GOOGLE_CLIENT_SECRET: 'client-secret-secret',
  GOOGLE_REDIRECT_URI: 'http://127.0.0.1:8085/callback',
  GOOGLE_REFRESH_TOKEN: 'refresh-secret',
};

const mail: Source = {
  SMTP_URL: 'smtps://confab%40example.org:secret@smtp.example.org',
  MAIL_FROM: 'Confab <confab@example.org>',
};

/** The lines that say what is wrong. */
function problemsOf(source: Source): string[] {
  return linesOf(source)
    .filter((line) => line.startsWith('- '))
    .map((line) => line.slice(2));
}

function linesOf(source: Source): string[] {
  try {
    readEnv(source);
  } catch (error) {
    if (error instanceof StartProblem) return error.message.split('\n');
    throw error;
  }
  return [];
}

describe('.env.example', () => {
  const lines = readFileSync('.env.example', 'utf8').split('\n');

  it('holds the names that are read, each once, and no others', () => {
    const named = lines.flatMap((line) => /^([A-Z_]+)=/.exec(line)?.[1] ?? []);
    expect(named.toSorted()).toEqual(variableNames.toSorted());
  });

  it('sets nothing, so that a copy of it is an empty start', () => {
    expect(lines.filter((line) => /^[A-Z_]+=./.test(line))).toEqual([]);
    const copied = Object.fromEntries(variableNames.map((name) => [name, '']));
    expect(linesOf(copied)).toEqual(linesOf({}));
  });

  it('says the defaults that hold', () => {
    const text = lines.join('\n');
    const env = readEnv(discord);
    for (const value of [env.databasePath, env.host, env.port, env.logLevel, env.requestExpiry / 60])
      expect(text).toContain(String(value));
  });
});

describe('the environment', () => {
  it('points to the demo and to the set-up when nothing is set', () => {
    const text = linesOf({}).join('\n');
    expect(text).toContain('npm run demo');
    expect(text).toContain('DISCORD_TOKEN');
    expect(text).toContain('SLACK_BOT_TOKEN');
    expect(text).toContain('one platform is enough');
  });

  it('takes either platform alone, with sensible defaults for the rest', () => {
    expect(readEnv(discord)).toEqual({
      discord: { token: 'discord-secret' },
      slack: null,
      googleClient: null,
      google: null,
      publicUrl: 'http://127.0.0.1:3000',
      encryptionKeys: null,
      mail: null,
      meetingLink: null,
      jitsiBaseUrl: null,
      mongodbUri: null,
      databasePath: 'data/confab.db',
      host: '127.0.0.1',
      port: 3000,
      logLevel: 'info',
      requestExpiry: 48 * 60,
    });
    expect(readEnv(slack)).toMatchObject({
      discord: null,
      slack: { botToken: 'xoxb-secret', appToken: 'xapp-secret' },
    });
    expect(readEnv({ SLACK_BOT_TOKEN: 'xoxb-secret', SLACK_SIGNING_SECRET: 'signing' }).slack).toEqual({
      botToken: 'xoxb-secret',
      signingSecret: 'signing',
    });
  });

  it('takes everything at once', () => {
    const env = readEnv({
      ...discord,
      ...slack,
      ...google,
      DISCORD_GUILD_ID: '123456789012345678',
      GOOGLE_CALENDAR_ID: 'team@example.org',
      JITSI_BASE_URL: 'https://meet.example.org',
      PUBLIC_URL: 'https://confab.example.org/',
      ENCRYPTION_KEYS: sealing,
      ...mail,
      MONGODB_URI: 'mongodb+srv://somebody:secret@cluster.example/confab?w=majority',
      DATABASE_PATH: '/var/confab.db',
      HOST: '0.0.0.0',
      PORT: '0',
      LOG_LEVEL: 'debug',
      REQUEST_EXPIRY_HOURS: '24',
      DISCORD_API_URL: 'http://127.0.0.1:4001/api',
      SLACK_API_URL: 'http://localhost:4002/api/',
      GOOGLE_API_URL: 'http://[::1]:4003',
      GOOGLE_OAUTH_URL: 'http://127.0.0.1:4003',
    });
    expect(env).toEqual({
      discord: { token: 'discord-secret', guildId: '123456789012345678', apiUrl: 'http://127.0.0.1:4001/api' },
      slack: { botToken: 'xoxb-secret', appToken: 'xapp-secret', apiUrl: 'http://localhost:4002/api/' },
      googleClient: {
        clientId: 'client-id-secret',
        clientSecret: 'client-secret-secret',
        redirectUri: 'http://127.0.0.1:8085/callback',
        apiUrl: 'http://[::1]:4003',
        oauthUrl: 'http://127.0.0.1:4003',
      },
      publicUrl: 'https://confab.example.org',
      encryptionKeys: sealing,
      mail: {
        smtpUrl: 'smtps://confab%40example.org:secret@smtp.example.org',
        from: { name: 'Confab', address: 'confab@example.org' },
      },
      google: {
        clientId: 'client-id-secret',
        clientSecret: 'client-secret-secret',
        redirectUri: 'http://127.0.0.1:8085/callback',
        refreshToken: 'refresh-secret',
        calendarId: 'team@example.org',
        apiUrl: 'http://[::1]:4003',
        oauthUrl: 'http://127.0.0.1:4003',
      },
      meetingLink: null,
      jitsiBaseUrl: 'https://meet.example.org',
      mongodbUri: 'mongodb+srv://somebody:secret@cluster.example/confab?w=majority',
      databasePath: '/var/confab.db',
      host: '0.0.0.0',
      port: 0,
      logLevel: 'debug',
      requestExpiry: 24 * 60,
    });
  });

  it('sends mail only with a server, a sender, and an address for the link in every mail', () => {
    expect(problemsOf({ ...discord, SMTP_URL: mail.SMTP_URL })).toEqual([
      'MAIL_FROM is missing: fill in SMTP_URL and MAIL_FROM, or neither.',
    ]);
    expect(problemsOf({ ...discord, MAIL_FROM: mail.MAIL_FROM })).toHaveLength(1);
    expect(problemsOf({ ...discord, ...mail, HOST: '0.0.0.0' })).toEqual([expect.stringContaining('PUBLIC_URL')]);
    expect(problemsOf({ ...discord, ...mail, MAIL_FROM: 'confab@example.org' })).toEqual([]);
    expect(problemsOf({ ...discord, ...mail, SMTP_URL: 'smtp://localhost:2525/' })).toEqual([]);
  });

  it.each([
    'smtp.example.org',
    'https://smtp.example.org',
    'smtp://',
    'smtp://secret@smtp.example.org',
    'smtp://user:sec%ret@smtp.example.org',
    'smtp://smtp.example.org/?secret=1',
  ])('does not take %s for a mail server, and does not repeat it', (SMTP_URL) => {
    expect(problemsOf({ ...discord, ...mail, SMTP_URL })).toEqual([
      'SMTP_URL must be the address of a mail server, as in smtps://USER:PASSWORD@smtp.example.org.',
    ]);
  });

  it.each([
    'Confab',
    'Confab <confab>',
    'confab@example.org, eve@example.org',
    'Confab <confab@example.org>\r\nBcc: eve@example.org',
    'Con\nfab <confab@example.org>',
  ])('does not take %j for a sender', (MAIL_FROM) => {
    expect(problemsOf({ ...discord, ...mail, MAIL_FROM })).toHaveLength(1);
  });

  it('takes Google without a refresh token: for signing in, and without a calendar of its own', () => {
    const env = readEnv({ ...discord, ...google, GOOGLE_REFRESH_TOKEN: undefined });
    expect(env.google).toBeNull();
    expect(env.googleClient?.clientId).toBe('client-id-secret');
  });

  it('uses the primary calendar unless another is named', () => {
    expect(readEnv({ ...discord, ...google }).google?.calendarId).toBe('primary');
  });

  it('takes an empty or blank variable as not set, and trims the others', () => {
    const blank = Object.fromEntries(variableNames.map((name) => [name, name.length % 2 ? '' : '   ']));
    expect(readEnv({ ...blank, DISCORD_TOKEN: ' discord-secret\r' })).toEqual(readEnv(discord));
  });

  it('leaves alone what is not ours', () => {
    expect(readEnv({ ...discord, PATH: '/bin', DISCORD_COLOUR: 'blue' })).toEqual(readEnv(discord));
  });

  describe('a half-filled group is refused by name', () => {
    it.each<[string, Source, string[]]>([
      [
        'a Google client without its secret',
        { ...discord, ...google, GOOGLE_CLIENT_SECRET: '' },
        [
          'GOOGLE_CLIENT_SECRET is missing while other GOOGLE_ variables are set: fill in all four, or the first three for signing in alone, or none.',
        ],
      ],
      [
        'a Google client id alone',
        { ...discord, GOOGLE_CLIENT_ID: 'x' },
        [
          'GOOGLE_CLIENT_SECRET, GOOGLE_REDIRECT_URI and GOOGLE_REFRESH_TOKEN are missing while other GOOGLE_ variables are set: fill in all four, or the first three for signing in alone, or none.',
        ],
      ],
      ...['confab.example.org', 'http://confab.example.org', 'https://confab.example.org/dashboard'].map(
        (address): [string, Source, string[]] => [
          `${address} as the public address`,
          { ...discord, PUBLIC_URL: address },
          ['PUBLIC_URL must be the address that people open, as in https://confab.example.org, without a path.'],
        ],
      ),
      [
        'a calendar without Google',
        { ...discord, GOOGLE_CALENDAR_ID: 'team@example.org' },
        [
          'GOOGLE_CALENDAR_ID is set, but GOOGLE_CLIENT_ID, GOOGLE_CLIENT_SECRET, GOOGLE_REDIRECT_URI and GOOGLE_REFRESH_TOKEN are missing: fill in all four, or leave it out.',
        ],
      ],
      [
        'a Slack bot without a way to hear',
        { SLACK_BOT_TOKEN: 'xoxb-1' },
        ['SLACK_BOT_TOKEN needs SLACK_APP_TOKEN (Socket Mode, the simplest) or SLACK_SIGNING_SECRET (HTTP) beside it.'],
      ],
      [
        'Slack without its bot',
        { ...discord, SLACK_APP_TOKEN: 'xapp-1' },
        ['SLACK_BOT_TOKEN is missing while other SLACK_ variables are set.'],
      ],
      [
        'a Discord server without the bot',
        { ...slack, DISCORD_GUILD_ID: '123456789012345678' },
        ['DISCORD_TOKEN is missing while DISCORD_GUILD_ID is set.'],
      ],
      [
        'two places to meet',
        { ...discord, MEETING_LINK: 'https://a.example', JITSI_BASE_URL: 'https://b.example' },
        ['MEETING_LINK and JITSI_BASE_URL are both set: choose one.'],
      ],
      [
        'MongoDB, without a database',
        { ...discord, MONGODB_URI: 'mongodb://somebody:shh@localhost' },
        [
          'MONGODB_URI must be the address of a MongoDB server and name a database on it, as in mongodb://127.0.0.1:27017/confab.',
        ],
      ],
    ])('%s', (_, source, problems) => {
      expect(problemsOf(source)).toEqual(problems);
    });
  });

  it('reports all problems at once, in sentences, and never a value', () => {
    const source: Source = {
      DISCORD_GUILD_ID: 'S3cret-guild',
      SLACK_BOT_TOKEN: 'S3cret-bot',
      SLACK_APP_TOKEN: 'S3cret-app',
      GOOGLE_CLIENT_ID: 'S3cret-client',
      GOOGLE_REDIRECT_URI: 'S3cret redirect',
      MEETING_LINK: 'http://S3cret.example',
      JITSI_BASE_URL: 'S3cret.example',
      PORT: 'S3cret-port',
      LOG_LEVEL: 'S3cret-level',
      REQUEST_EXPIRY_HOURS: 'S3cret-hours',
      DISCORD_API_URL: 'https://S3cret.example/api',
      SLACK_API_URL: 'http://S3cret.example:80',
      GOOGLE_API_URL: 'ftp://127.0.0.1/S3cret',
      GOOGLE_OAUTH_URL: 'S3cret',
    };
    const problems = problemsOf(source);
    const named = (name: string) => problems.some((problem) => problem.includes(name));
    expect(Object.keys(source).filter((name) => name !== 'GOOGLE_CLIENT_ID' && !named(name))).toEqual([]);
    // What is missing beside them is said in the same go.
    expect(named('GOOGLE_CLIENT_SECRET')).toBe(true);
    expect(named('DISCORD_TOKEN')).toBe(true);
    for (const problem of problems) expect(problem).toMatch(/^[A-Z_]+\b.* .*\.$/);
    expect(linesOf(source).join('\n')).not.toMatch(/s3cret/i);
  });

  it('does not report a wrong variable as missing too', () => {
    expect(problemsOf({ SLACK_BOT_TOKEN: 'wrong', SLACK_APP_TOKEN: 'xapp-1' })).toEqual([
      'SLACK_BOT_TOKEN must begin with xoxb-.',
    ]);
  });

  it.each(['DISCORD_API_URL', 'SLACK_API_URL', 'GOOGLE_API_URL', 'GOOGLE_OAUTH_URL'])(
    'accepts %s for this machine only',
    (name) => {
      const elsewhere = [
        'https://discord.com/api',
        'http://127.0.0.1.example.org',
        'http://localhost.example.org',
        'http://localhost@example.org',
        'http://example.org/#127.0.0.1',
        'http://192.168.1.5:4000',
        'http://0.0.0.0:4000',
        'file:///localhost',
        '127.0.0.1:4000',
      ];
      for (const url of elsewhere) {
        const problems = problemsOf({ ...discord, ...slack, ...google, [name]: url });
        expect(problems, url).toHaveLength(1);
        expect(problems[0]).toContain(`${name} must be an address on this machine`);
      }
      for (const url of ['http://127.0.0.1:4000/api', 'http://localhost:1', 'http://[::1]:4000'])
        expect(problemsOf({ ...discord, ...slack, ...google, [name]: url }), url).toEqual([]);
    },
  );

  it.each([
    ['PORT', ['65536', '-1', '3.5', '1e3', 'http'], ['0', '80', '65535']],
    ['REQUEST_EXPIRY_HOURS', ['0', '337', '1.5', '-2', '999'], ['1', '99', '100', '299', '336']],
    ['DISCORD_GUILD_ID', ['12', 'my server', '1234567890123456789012'], ['123456789012345678']],
    ['MEETING_LINK', ['http://meet.example', 'meet.example', 'javascript:alert(1)'], ['https://meet.example/room']],
    ['LOG_LEVEL', ['INFO', 'verbose'], ['silent', 'trace']],
  ])('holds %s to what it can be', (name, wrong, right) => {
    for (const value of wrong) expect(problemsOf({ ...discord, [name]: value }), value).toHaveLength(1);
    for (const value of right) expect(problemsOf({ ...discord, [name]: value }), value).toEqual([]);
  });
});

describe('commands that need less', () => {
  it('back up without any platform set up', () => {
    expect(readStorage({})).toEqual({
      mongodbUri: null,
      databasePath: 'data/confab.db',
      logLevel: 'info',
      encryptionKeys: null,
    });
    expect(readStorage({ DATABASE_PATH: 'other.db' }).databasePath).toBe('other.db');
  });

  it('connect Google before there is a refresh token', () => {
    const { GOOGLE_REFRESH_TOKEN: _, ...client } = google;
    expect(readGoogleClient(client)).toMatchObject({
      clientId: 'client-id-secret',
      clientSecret: 'client-secret-secret',
      redirectUri: 'http://127.0.0.1:8085/callback',
    });
    expect(() => readGoogleClient({ ...client, GOOGLE_CLIENT_ID: '' })).toThrow(
      'GOOGLE_CLIENT_ID is needed to connect Google: see docs/setup-google.md.',
    );
    expect(() => readGoogleClient({})).toThrow(
      'GOOGLE_CLIENT_ID, GOOGLE_CLIENT_SECRET and GOOGLE_REDIRECT_URI are needed',
    );
  });
});
