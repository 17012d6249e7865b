import { type AddressInfo, createServer } from 'node:net';
import { createDiscordStandIn, type DiscordStandIn, type DiscordStandInOptions } from './discord/discord-stand-in.ts';
import { createGoogleStandIn, type GoogleStandIn } from './google/google-stand-in.ts';
import { createJournal, type Journal } from './journal.ts';
import { createProduct, type Product } from './product.ts';
import { createShiftedClock, type ShiftedClock } from './shifted-clock.ts';
import { createSlackStandIn, type SlackStandIn } from './slack/slack-stand-in.ts';
import { createSpecChecker } from './spec-checker.ts';

const discordToken = 'MTExMTExMTExMTExMTExMTEx.play.ground';
const botToken = 'xoxb-playground';
const appToken = 'xapp-playground';
const signingSecret = 'the playground signs with this';
const google = {
  account: 'sessions@study-hall.example',
  clientId: 'playground.apps.googleusercontent.com',
  clientSecret: 'the playground keeps no secrets',
  redirectUri: 'http://127.0.0.1:8917/api/auth/google/callback',
};
/** 32 bytes in base64, as `openssl rand -base64 32` gives them. */
const sealingKey = `playground:${Buffer.alloc(32, 'playground').toString('base64')}`;
const slackScopes = ['chat:write', 'commands', 'files:write', 'im:write', 'users:read'];
/** As the manifest has them. */
const slashCommands = [
  { command: '/book', description: 'Book a session with a mentor', usageHint: '[mentor or topic]' },
  { command: '/meetings', description: 'Your sessions: join, move or cancel them' },
  {
    command: '/confab',
    description: 'Mentors, your time zone, dashboard, settings and help',
    usageHint: 'mentor | mentors | timezone | link | dashboard | settings | help',
  },
];
const shortcuts = [{ callbackId: 'confab_book', name: 'Book a session' }];
const googleScopes = ['openid', 'email', 'calendar.events.owned', 'meetings.space.settings'];

/** A port that nobody has at this moment. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}

/** A Discord server, a Slack workspace and a Google account, with people in them, and the product between. */
export interface Stage {
  clock: ShiftedClock;
  journal: Journal;
  discord: DiscordStandIn;
  slack: SlackStandIn;
  google: GoogleStandIn;
  googleAccount: string;
  googleClient: string;
  /** The product's settings, secrets among them, as it is started with. */
  env: Readonly<Record<string, string>>;
  product: Product;
  /** Where the dashboard is; null where none was asked for. */
  publicUrl: string | null;
  server: { id: string; name: string; general: string; sessions: string };
  workspace: { id: string; name: string; sessions: string; installation: { id: string } };
  /** The Slack app's global shortcuts, as people see them. */
  shortcuts: readonly { callbackId: string; name: string }[];
  /** Resolves when both platforms see the product, which was started before. */
  connected(timeoutMs?: number): Promise<void>;
  /** Moves everybody's clock ahead to this moment (milliseconds since the epoch). */
  moveTo(at: number): Promise<void>;
  close(): Promise<void>;
}

export interface StageOptions {
  /** The product's settings, changed: `{ LOG_LEVEL: 'info' }`. */
  env?: Record<string, string>;
  /** Slack over Socket Mode (unless said), not at all, or over HTTP: without a dashboard, `setRequestUrl` has then to name the product's port after each start. */
  slackOver?: 'socket' | 'http' | 'none';
  discord?: boolean;
  google?: boolean;
  /** What Confab asked this Google account for; all that it wants unless said. */
  googleScopes?: readonly string[];
  /** What the Slack app was installed with; all that it wants unless said. */
  slackScopes?: readonly string[];
  /** The moment at which everybody's clock starts (milliseconds since the epoch), not before today. */
  startAt?: number;
  folder?: string;
  /**
   * Serves the dashboard and the API, on a port that stays the same over restarts. For one process that serves HTTP. A function is told its address and
   * answers with the one that people are given: that of a way to it which can be cut.
   */
  dashboard?: boolean | ((served: string) => Promise<string>);
  /** The https address that people open, with a proxy before the dashboard. There is none here: whoever stands for people asks the port in `env` themselves. */
  publicUrl?: string;
  /** The address of a MongoDB, with the name of a database that is the stage's own; SQLite unless said. */
  mongodb?: string;
  /** The role of each of the product's processes: `['web', 'bot', 'worker', 'worker']`; everything in one unless said. */
  processes?: readonly string[];
  /** Discord's own limits, some of them changed. */
  discordLimits?: NonNullable<DiscordStandInOptions['limits']>;
  /** Addresses of modules that are loaded in each process before anything of the product. */
  preloads?: readonly string[];
}

export async function createStage(options: StageOptions = {}): Promise<Stage> {
  const clock = createShiftedClock(options.startAt === undefined ? 0 : Math.max(0, options.startAt - Date.now()));
  const journal = createJournal();
  const specsDirectory = process.env.CONFAB_SPECS_DIR;
  const specs = specsDirectory ? createSpecChecker(specsDirectory) : undefined;
  const common = { clock, journal, ...(specs ? { specs } : {}) };
  const [discord, slack, googleStandIn] = await Promise.all([
    createDiscordStandIn({ ...common, ...(options.discordLimits ? { limits: options.discordLimits } : {}) }),
    createSlackStandIn(common),
    createGoogleStandIn(common),
  ]);

  discord.addApplication({ token: discordToken, name: 'Confab' });
  const guild = discord.addGuild({ name: 'Study Hall' });
  const sessionsOnDiscord = discord.addChannel(guild, { name: 'sessions' });

  const team = slack.addWorkspace({ name: 'Acme Mentors', domain: 'acme-mentors' });
  const sessionsOnSlack = slack.addChannel(team, { name: 'sessions', botIsMember: true });
  const installation = slack.addApp(team, {
    botToken,
    ...(options.slackOver === undefined || options.slackOver === 'socket' ? { appToken } : {}),
    signingSecret,
    slashCommands: slashCommands.map((command) => ({ ...command, shouldEscape: true })),
    shortcuts: shortcuts.map(({ callbackId }) => callbackId),
    scopes: [...(options.slackScopes ?? slackScopes)],
    events: ['app_home_opened'],
  });

  googleStandIn.addAccount({ email: google.account, timeZone: 'Europe/Lisbon' });
  const served = options.dashboard ? `http://127.0.0.1:${await freePort()}` : null;
  const found = served && typeof options.dashboard === 'function' ? await options.dashboard(served) : served;
  const publicUrl = found && (options.publicUrl ?? found);
  if (served && options.publicUrl) googleStandIn.serveNotifications(options.publicUrl, Number(new URL(served).port));
  if (served && options.slackOver === 'http') slack.setRequestUrl(installation, `${served}/slack/events`);
  const redirectUri = publicUrl ? `${publicUrl}/api/auth/google/callback` : google.redirectUri;
  googleStandIn.addClient({
    clientId: google.clientId,
    clientSecret: google.clientSecret,
    redirectUris: [redirectUri],
  });
  const refreshToken = googleStandIn.grant(google.account, google.clientId, options.googleScopes ?? googleScopes);

  const env = {
    ...(options.discord === false ? {} : { DISCORD_TOKEN: discordToken, DISCORD_API_URL: discord.apiUrl }),
    ...slackEnv(options.slackOver ?? 'socket', slack.apiUrl),
    ...(options.google === false ? {} : googleEnv(refreshToken, redirectUri, googleStandIn)),
    ...(served && publicUrl ? { PUBLIC_URL: publicUrl, PORT: new URL(served).port, ENCRYPTION_KEYS: sealingKey } : {}),
    LOG_LEVEL: 'debug',
    ...options.env,
  };
  const { folder, mongodb, processes, preloads } = options;
  const product = createProduct({
    ...{ clock, env },
    ...(folder === undefined ? {} : { folder }),
    ...(mongodb === undefined ? {} : { mongodb }),
    ...(processes === undefined ? {} : { processes }),
    ...(preloads === undefined ? {} : { preloads }),
  });

  return {
    ...{ clock, journal, discord, slack, env, product, publicUrl, shortcuts },
    google: googleStandIn,
    googleAccount: google.account,
    googleClient: google.clientId,
    server: { id: guild.id, name: guild.name, general: guild.generalId, sessions: sessionsOnDiscord.id },
    workspace: { id: team.id, name: team.name, sessions: sessionsOnSlack.id, installation },
    async connected(timeoutMs = 20_000) {
      if (options.discord !== false) await discord.waitForApp(timeoutMs);
      if ((options.slackOver ?? 'socket') === 'socket')
        await slack.waitFor(() => slack.isConnected(installation), timeoutMs);
    },
    async moveTo(at) {
      clock.advance(Math.max(0, at - clock.now()));
      await product.syncClock();
      slack.pong(installation);
    },
    async close() {
      await product.dispose();
      await Promise.all([discord.close(), slack.close(), googleStandIn.close()]);
    },
  };
}

function slackEnv(over: 'socket' | 'http' | 'none', apiUrl: string): Record<string, string> {
  if (over === 'none') return {};
  const door = over === 'socket' ? { SLACK_APP_TOKEN: appToken } : { SLACK_SIGNING_SECRET: signingSecret };
  return { SLACK_BOT_TOKEN: botToken, SLACK_API_URL: apiUrl, ...door };
}

function googleEnv(
  refreshToken: string,
  redirectUri: string,
  { apiUrl, oauthUrl }: GoogleStandIn,
): Record<string, string> {
  return {
    GOOGLE_CLIENT_ID: google.clientId,
    GOOGLE_CLIENT_SECRET: google.clientSecret,
    GOOGLE_REDIRECT_URI: redirectUri,
    GOOGLE_REFRESH_TOKEN: refreshToken,
    GOOGLE_API_URL: apiUrl,
    GOOGLE_OAUTH_URL: oauthUrl,
  };
}
