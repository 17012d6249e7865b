import { REST, type RESTOptions } from 'discord.js';
import { Agent } from 'undici';
import type { DiscordSettings } from './settings.ts';

/** Milliseconds that a request may be held back for a rate limit; longer ones are reported as such. */
const longestWait = 2_000;

/**
 * Connections of our own: the ones that everybody in the process shares belong to whichever undici was loaded last, and that of Slack's library, a newer
 * one, refuses the files that Discord's sends. The version in package.json has to be the one that discord.js asks for.
 */
const agent = new Agent();

/**
 * A call ends within about 10 s: two attempts of 4 s and a short wait. Discord's library repeats after a lost answer by itself; `nonce` keeps a
 * message from being posted twice then.
 */
export function restOptions({ apiUrl }: DiscordSettings): Partial<RESTOptions> {
  return {
    version: '10',
    agent,
    timeout: 4_000,
    retries: 1,
    rejectOnRateLimit: ({ retryAfter, timeToReset }) => Math.max(retryAfter, timeToReset) > longestWait,
    // Discord locks an address out after 10,000 refused requests in 10 minutes.
    invalidRequestWarningInterval: 500,
    ...(apiUrl === undefined ? {} : { api: apiUrl }),
  };
}

/** Requests without a gateway connection: they work in every process. */
export function createRest(settings: DiscordSettings): REST {
  return new REST(restOptions(settings)).setToken(settings.token);
}
