import { createDiscordStandIn, type DiscordStandIn } from './discord/discord-stand-in.ts';
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
const googleScopes = ['openid', 'email', 'calendar.events.owned', 'calendar.freebusy', 'meetings.space.settings'];

/** A Discord server, a Slack workspace and a Google account, with people in them, and the product between. */
export interface Stage {
  clock: ShiftedClock;
  journal: Journal;
  discord: DiscordStandIn;
  slack: SlackStandIn;
  google: GoogleStandIn;
  googleAccount: string;
  product: Product;
  server: { id: string; sessions: string };
  workspace: { id: string; sessions: string; installation: { id: string } };
  /** Moves everybody's clock ahead to this moment (milliseconds since the epoch). */
  moveTo(at: number): Promise<void>;
  close(): Promise<void>;
}

export interface StageOptions {
  /** The product's settings, changed: `{ GOOGLE_REFRESH_TOKEN: '' }`. */
  env?: Record<string, string>;
  /** Slack over Socket Mode, or over HTTP to the port that the product listens on. */
  slackOver?: 'socket' | 'none';
  discord?: boolean;
  folder?: string;
}

export async function createStage(options: StageOptions = {}): Promise<Stage> {
  const clock = createShiftedClock();
  const journal = createJournal();
  const specsDirectory = process.env.CONFAB_SPECS_DIR;
  const specs = specsDirectory ? createSpecChecker(specsDirectory) : undefined;
  const common = { clock, journal, ...(specs ? { specs } : {}) };
  const [discord, slack, googleStandIn] = await Promise.all([
    createDiscordStandIn(common),
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
    ...(options.slackOver === 'none' ? {} : { appToken }),
    signingSecret,
    slashCommands: ['/book', '/meetings', '/confab'].map((command) => ({ command, shouldEscape: true })),
    shortcuts: ['confab_book'],
    scopes: ['chat:write', 'commands', 'files:write', 'im:write', 'users:read'],
    events: ['app_home_opened'],
  });

  googleStandIn.addAccount({ email: google.account, timeZone: 'Europe/Lisbon' });
  googleStandIn.addClient({
    clientId: google.clientId,
    clientSecret: google.clientSecret,
    redirectUris: [google.redirectUri],
  });
  const refreshToken = googleStandIn.grant(google.account, google.clientId, googleScopes);

  const product = createProduct({
    clock,
    ...(options.folder ? { folder: options.folder } : {}),
    env: {
      ...(options.discord === false ? {} : { DISCORD_TOKEN: discordToken, DISCORD_API_URL: discord.apiUrl }),
      ...(options.slackOver === 'none'
        ? {}
        : { SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken, SLACK_API_URL: slack.apiUrl }),
      GOOGLE_CLIENT_ID: google.clientId,
      GOOGLE_CLIENT_SECRET: google.clientSecret,
      GOOGLE_REDIRECT_URI: google.redirectUri,
      GOOGLE_REFRESH_TOKEN: refreshToken,
      GOOGLE_API_URL: googleStandIn.apiUrl,
      GOOGLE_OAUTH_URL: googleStandIn.oauthUrl,
      LOG_LEVEL: 'debug',
      ...options.env,
    },
  });

  return {
    ...{ clock, journal, discord, slack, product },
    google: googleStandIn,
    googleAccount: google.account,
    server: { id: guild.id, sessions: sessionsOnDiscord.id },
    workspace: { id: team.id, sessions: sessionsOnSlack.id, installation },
    async moveTo(at) {
      clock.advance(Math.max(0, at - clock.now()));
      await product.syncClock();
    },
    async close() {
      await product.dispose();
      await Promise.all([discord.close(), slack.close(), googleStandIn.close()]);
    },
  };
}
