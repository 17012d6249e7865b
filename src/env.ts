/** The only reader of the environment. Every problem is reported at once, in sentences, and never with a value: values may be secrets. */
import { existsSync } from 'node:fs';
import { loadEnvFile } from 'node:process';
import { z } from 'zod';
import { readEncryptionKeys } from '#core/connections/encryption-keys.ts';
import { readMailAddress } from '#core/mail/mail-address.ts';
import type { MailSettings } from '#core/mail/mailer.ts';
import { StartProblem } from '#core/start-problem.ts';

/** What each variable is for; `.env.example` says the same, and a test holds the two together. */
const text = z
  .string()
  .trim()
  .transform((value) => (value === '' ? undefined : value))
  .optional();

const defaultHost = '127.0.0.1';
const defaultPort = '3000';
const loopbackHosts = ['127.0.0.1', 'localhost', '[::1]'];

/** Stand-ins only: a mistyped address must never receive a live token. */
const loopbackUrl = text.refine((value) => value === undefined || isLoopback(value), {
  error:
    'must be an address on this machine (127.0.0.1 or localhost): it is meant for stand-ins, and would be sent your tokens',
});

const schema = z.object({
  DISCORD_TOKEN: text,
  DISCORD_GUILD_ID: text.refine((value) => value === undefined || /^\d{15,21}$/.test(value), {
    error: 'must be the number of a server',
  }),
  SLACK_BOT_TOKEN: text.refine((value) => value === undefined || value.startsWith('xoxb-'), {
    error: 'must begin with xoxb-',
  }),
  SLACK_APP_TOKEN: text.refine((value) => value === undefined || value.startsWith('xapp-'), {
    error: 'must begin with xapp-',
  }),
  SLACK_SIGNING_SECRET: text,
  GOOGLE_CLIENT_ID: text,
  GOOGLE_CLIENT_SECRET: text,
  GOOGLE_REDIRECT_URI: text.refine((value) => value === undefined || URL.canParse(value), {
    error: 'must be a web address',
  }),
  GOOGLE_REFRESH_TOKEN: text,
  GOOGLE_CALENDAR_ID: text,
  MEETING_LINK: text.refine((value) => value === undefined || isWeb(value), {
    error: 'must be a web address that begins with https://',
  }),
  JITSI_BASE_URL: text.refine((value) => value === undefined || isWeb(value), {
    error: 'must be a web address that begins with https://',
  }),
  PUBLIC_URL: text.refine((value) => value === undefined || isOrigin(value), {
    error: 'must be the address that people open, as in https://confab.example.org, without a path',
  }),
  ENCRYPTION_KEYS: text.superRefine((value, { addIssue }) => {
    const read = value === undefined ? null : readEncryptionKeys(value);
    if (read?.ok === false) addIssue(read.problem);
  }),
  SMTP_URL: text.refine((value) => value === undefined || isSmtp(value), {
    error: 'must be the address of a mail server, as in smtps://USER:PASSWORD@smtp.example.org',
  }),
  MAIL_FROM: text.refine((value) => value === undefined || readMailAddress(value) !== null, {
    error: 'must be a mail address, as in Confab <confab@example.org>',
  }),
  MONGODB_URI: text.refine((value) => value === undefined || namesDatabase.test(value), {
    error: 'must be the address of a MongoDB server and name a database on it, as in mongodb://127.0.0.1:27017/confab',
  }),
  DATABASE_PATH: text,
  HOST: text,
  PORT: text.refine((value) => value === undefined || isPort(value), { error: 'must be a number from 0 to 65535' }),
  LOG_LEVEL: text.refine(
    (value) => value === undefined || ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'].includes(value),
    {
      error: 'must be one of silent, fatal, error, warn, info, debug, trace',
    },
  ),
  REQUEST_EXPIRY_HOURS: text.refine(
    (value) => value === undefined || /^([1-9]\d?|[12]\d\d|3[0-2]\d|33[0-6])$/.test(value),
    {
      error: 'must be a whole number of hours from 1 to 336',
    },
  ),
  DISCORD_API_URL: loopbackUrl,
  SLACK_API_URL: loopbackUrl,
  GOOGLE_API_URL: loopbackUrl,
  GOOGLE_OAUTH_URL: loopbackUrl,
});

/** The database has to be said: MongoDB's own default is called "test". */
const namesDatabase = /^mongodb(\+srv)?:\/\/[^/]+\/[^/?]+(\?.*)?$/;

type Variables = z.output<typeof schema>;

/** The names that `.env` may hold. */
export const variableNames = Object.keys(schema.shape);

export interface DiscordSettings {
  token: string;
  guildId?: string;
  apiUrl?: string;
}

export interface SlackSettings {
  botToken: string;
  appToken?: string;
  signingSecret?: string;
  apiUrl?: string;
}

export interface GoogleClientSettings {
  clientId: string;
  clientSecret: string;
  redirectUri: string;
  apiUrl?: string;
  oauthUrl?: string;
}

export interface StorageSettings {
  /** Holds a password, as a rule. Null: everything is in one file. */
  mongodbUri: string | null;
  databasePath: string;
}

export interface Env extends StorageSettings {
  discord: DiscordSettings | null;
  slack: SlackSettings | null;
  /** Who we are to Google: for signing in, and for mentors' own calendars. */
  googleClient: GoogleClientSettings | null;
  /** The calendar that sessions are put into. */
  google: (GoogleClientSettings & { refreshToken: string; calendarId: string }) | null;
  /** Where people open the dashboard, without a slash at the end: on this machine alone, unless it is said. Null: there is none. */
  publicUrl: string | null;
  /** Seals what is kept of Google accounts; null: nobody's calendar can be connected. */
  encryptionKeys: string | null;
  /** Null: no mail is sent. */
  mail: MailSettings | null;
  meetingLink: string | null;
  jitsiBaseUrl: string | null;
  host: string;
  port: number;
  logLevel: string;
  /** Minutes. */
  requestExpiry: number;
}

/** Reads `.env` of the working directory, if there is one. What the environment already says wins. */
export function loadDotEnv(): void {
  if (existsSync('.env')) loadEnvFile('.env');
}

/** Throws a StartProblem that names everything that is wrong. */
export function readEnv(source: Record<string, string | undefined> = process.env): Env {
  const { variables, problems } = parse(source);
  problems.push(...groupProblems(variables));
  const { DISCORD_TOKEN, SLACK_BOT_TOKEN } = variables;
  if (problems.length === 0 && !DISCORD_TOKEN && !SLACK_BOT_TOKEN) throw new StartProblem(nothingSet);
  if (problems.length > 0) throw new StartProblem(report(problems));
  return {
    discord: DISCORD_TOKEN
      ? present<DiscordSettings>({
          token: DISCORD_TOKEN,
          guildId: variables.DISCORD_GUILD_ID,
          apiUrl: variables.DISCORD_API_URL,
        })
      : null,
    slack: SLACK_BOT_TOKEN
      ? present<SlackSettings>({
          botToken: SLACK_BOT_TOKEN,
          appToken: variables.SLACK_APP_TOKEN,
          signingSecret: variables.SLACK_SIGNING_SECRET,
          apiUrl: variables.SLACK_API_URL,
        })
      : null,
    googleClient: googleClient(variables),
    google: googleSettings(variables),
    publicUrl: publicUrl(variables),
    mail: mailSettings(variables),
    meetingLink: variables.MEETING_LINK ?? null,
    jitsiBaseUrl: variables.JITSI_BASE_URL ?? null,
    ...readStorage(source),
    host: variables.HOST ?? defaultHost,
    port: Number(variables.PORT ?? defaultPort),
    requestExpiry: Number(variables.REQUEST_EXPIRY_HOURS ?? 48) * 60,
  };
}

/** What commands need that do not talk to any platform. */
export function readStorage(
  source: Record<string, string | undefined> = process.env,
): StorageSettings & Pick<Env, 'logLevel' | 'encryptionKeys'> {
  const { variables } = parse(source);
  return {
    mongodbUri: variables.MONGODB_URI ?? null,
    databasePath: variables.DATABASE_PATH ?? 'data/confab.db',
    logLevel: variables.LOG_LEVEL ?? 'info',
    encryptionKeys: variables.ENCRYPTION_KEYS ?? null,
  };
}

/** For `google:connect`, which comes before there is a refresh token. */
export function readGoogleClient(source: Record<string, string | undefined> = process.env): GoogleClientSettings {
  const { variables, problems } = parse(source);
  const missing = missingOf(variables, ['GOOGLE_CLIENT_ID', 'GOOGLE_CLIENT_SECRET', 'GOOGLE_REDIRECT_URI']);
  if (missing.length > 0)
    problems.push(
      `${names(missing)} ${missing.length > 1 ? 'are' : 'is'} needed to connect Google: see docs/setup-google.md.`,
    );
  const client = googleClient(variables);
  if (problems.length > 0 || !client) throw new StartProblem(report(problems));
  return client;
}

function parse(source: Record<string, string | undefined>): { variables: Variables; problems: string[] } {
  const known = Object.fromEntries(variableNames.map((name) => [name, source[name]]));
  const result = schema.safeParse(known);
  if (result.success) return { variables: result.data, problems: [] };
  const problems = result.error.issues.map((issue) => `${String(issue.path[0])} ${issue.message}.`);
  // What is wrong is left out, so that the rest can still be looked at in the same go.
  const wrong = new Set(result.error.issues.map((issue) => String(issue.path[0])));
  const rest = Object.fromEntries(Object.entries(known).filter(([name]) => !wrong.has(name)));
  const present = Object.fromEntries([...wrong].map((name) => [name, '(wrong)']));
  return { variables: { ...schema.parse(rest), ...present }, problems };
}

const googleNames = [
  'GOOGLE_CLIENT_ID',
  'GOOGLE_CLIENT_SECRET',
  'GOOGLE_REDIRECT_URI',
  'GOOGLE_REFRESH_TOKEN',
] as const;

function groupProblems(variables: Variables): string[] {
  const problems: string[] = [];
  const missing = missingOf(variables, googleNames);
  // Without a refresh token they serve signing in, and mentors' own calendars.
  const enough = missing.length === 1 && missing[0] === 'GOOGLE_REFRESH_TOKEN';
  if (!enough && missing.length > 0 && missing.length < googleNames.length) {
    problems.push(
      `${names(missing)} ${missing.length > 1 ? 'are' : 'is'} missing while other GOOGLE_ variables are set: fill in all four, or the first three for signing in alone, or none.`,
    );
  }
  if (missing.length === googleNames.length && variables.GOOGLE_CALENDAR_ID) {
    problems.push(`GOOGLE_CALENDAR_ID is set, but ${names(missing)} are missing: fill in all four, or leave it out.`);
  }
  const slack = [variables.SLACK_APP_TOKEN, variables.SLACK_SIGNING_SECRET];
  if (variables.SLACK_BOT_TOKEN && slack.every((value) => value === undefined)) {
    problems.push(
      'SLACK_BOT_TOKEN needs SLACK_APP_TOKEN (Socket Mode, the simplest) or SLACK_SIGNING_SECRET (HTTP) beside it.',
    );
  }
  if (!variables.SLACK_BOT_TOKEN && slack.some((value) => value !== undefined)) {
    problems.push('SLACK_BOT_TOKEN is missing while other SLACK_ variables are set.');
  }
  if (!variables.DISCORD_TOKEN && variables.DISCORD_GUILD_ID)
    problems.push('DISCORD_TOKEN is missing while DISCORD_GUILD_ID is set.');
  const noMail = missingOf(variables, ['SMTP_URL', 'MAIL_FROM']);
  if (noMail.length === 1) problems.push(`${names(noMail)} is missing: fill in SMTP_URL and MAIL_FROM, or neither.`);
  if (noMail.length === 0 && publicUrl(variables) === null)
    problems.push('PUBLIC_URL is missing while SMTP_URL is set: every mail has a link in it that ends them.');
  if (variables.MEETING_LINK && variables.JITSI_BASE_URL)
    problems.push('MEETING_LINK and JITSI_BASE_URL are both set: choose one.');
  return problems;
}

/** Whoever has not said where people find us can still find us on this machine. */
function publicUrl({ PUBLIC_URL: said, HOST: host = defaultHost, PORT: port = defaultPort }: Variables): string | null {
  if (said) return URL.canParse(said) ? new URL(said).origin : null;
  return loopbackHosts.includes(host) && port !== '0' ? `http://${host}:${port}` : null;
}

function mailSettings({ SMTP_URL: smtpUrl, MAIL_FROM: from }: Variables): MailSettings | null {
  const address = from && readMailAddress(from);
  return smtpUrl && address ? { smtpUrl, from: address } : null;
}

function missingOf(variables: Variables, group: readonly (keyof Variables)[]): string[] {
  return group.filter((name) => variables[name] === undefined);
}

function googleClient(variables: Variables): GoogleClientSettings | null {
  const {
    GOOGLE_CLIENT_ID: clientId,
    GOOGLE_CLIENT_SECRET: clientSecret,
    GOOGLE_REDIRECT_URI: redirectUri,
  } = variables;
  if (!clientId || !clientSecret || !redirectUri) return null;
  return present<GoogleClientSettings>({
    clientId,
    clientSecret,
    redirectUri,
    apiUrl: variables.GOOGLE_API_URL,
    oauthUrl: variables.GOOGLE_OAUTH_URL,
  });
}

function googleSettings(variables: Variables): Env['google'] {
  const client = googleClient(variables);
  const { GOOGLE_REFRESH_TOKEN: refreshToken, GOOGLE_CALENDAR_ID: calendarId = 'primary' } = variables;
  return client && refreshToken ? { ...client, refreshToken, calendarId } : null;
}

const nothingSet = [
  'Nothing to do yet: neither Discord nor Slack is set up.',
  'Copy .env.example to .env and fill in DISCORD_TOKEN (docs/setup-discord.md), or SLACK_BOT_TOKEN and SLACK_APP_TOKEN (docs/setup-slack.md); one platform is enough.',
  'To see Confab at work without any account: npm run demo',
].join('\n');

function report(problems: readonly string[]): string {
  return [
    'The settings cannot be used as they are:',
    ...problems.map((problem) => `- ${problem}`),
    'They come from .env and the environment; .env.example explains each.',
  ].join('\n');
}

function names(list: readonly string[]): string {
  return list.length < 2 ? list.join('') : `${list.slice(0, -1).join(', ')} and ${list.at(-1)}`;
}

/** Without the properties that are undefined. */
function present<Settings extends object>(object: { [Key in keyof Settings]-?: Settings[Key] | undefined }): Settings {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as Settings;
}

function isLoopback(value: string): boolean {
  return (
    URL.canParse(value) && loopbackHosts.includes(new URL(value).hostname) && /^https?:$/.test(new URL(value).protocol)
  );
}

function isWeb(value: string): boolean {
  return URL.canParse(value) && new URL(value).protocol === 'https:';
}

/** A server, and perhaps whom to say that we are. */
function isSmtp(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, hostname, username, password, pathname, search, hash } = new URL(value);
  const complete = hostname !== '' && (username === '') === (password === '');
  return (
    /^smtps?:$/.test(protocol) &&
    complete &&
    isEscaped(username + password) &&
    ['', '/'].includes(pathname) &&
    search + hash === ''
  );
}

function isEscaped(text: string): boolean {
  try {
    return decodeURIComponent(text) !== null;
  } catch {
    return false;
  }
}

/** https, or http on this machine. */
function isOrigin(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, pathname, search, hash, hostname } = new URL(value);
  const safe = protocol === 'https:' || (protocol === 'http:' && loopbackHosts.includes(hostname));
  return safe && pathname === '/' && search === '' && hash === '';
}

function isPort(value: string): boolean {
  return /^\d{1,5}$/.test(value) && Number(value) <= 65_535;
}
