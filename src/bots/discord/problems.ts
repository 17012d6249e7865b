import {
  DiscordAPIError,
  DiscordjsError,
  DiscordjsErrorCodes,
  GatewayCloseCodes,
  HTTPError,
  RateLimitError,
  RESTJSONErrorCodes,
} from 'discord.js';
import { StartProblem } from '#core/start-problem.ts';
import { hasCode } from './delivery-problem.ts';

const tokenRefused =
  'Discord does not accept DISCORD_TOKEN. Copy the token again from https://discord.com/developers/applications: your application, Bot, Reset Token.';

/** Why the bot could not start, or its commands could not be registered. */
export function startProblem(error: unknown): StartProblem {
  return error instanceof StartProblem ? error : new StartProblem(sentence(error), { cause: error });
}

function sentence(error: unknown): string {
  if (isTokenRefused(error)) return tokenRefused;
  if (error instanceof DiscordAPIError) {
    return `Discord refused: ${saidBy(error)}. Compare the application and the bot's place in the server with docs/setup-discord.md, and run npm run doctor.`;
  }
  if (error instanceof HTTPError) {
    return `Discord has trouble of its own (it answered ${error.status}). Look at https://discordstatus.com, and try again in a few minutes.`;
  }
  if (error instanceof RateLimitError) {
    const seconds = Math.ceil(Math.max(error.retryAfter, error.timeToReset) / 1_000);
    return `Discord was asked too often. Try again in ${seconds} seconds.`;
  }
  const reason = error instanceof Error ? error.message : 'no answer';
  return `Discord could not be reached (${reason}). Check this machine's way to discord.com, then start again.`;
}

/** A refused form comes with a list of its fields, on lines of their own. */
function saidBy({ message, code }: DiscordAPIError): string {
  return `"${message.replaceAll(/\s+/g, ' ')}" (code ${code})`;
}

/** Whether Discord does not let the application into a server: the bot is not in it, or was invited without its commands. */
export function isServerClosed(error: unknown): boolean {
  return hasCode(error, RESTJSONErrorCodes.MissingAccess, RESTJSONErrorCodes.UnknownGuild);
}

/** Why commands could not be registered in one server. */
export function serverProblem(error: unknown, guildId: string): StartProblem {
  if (!isServerClosed(error)) return startProblem(error);
  return new StartProblem(
    `The bot is not in the server that DISCORD_GUILD_ID names (${guildId}), or lacks the scope applications.commands there. Check the number; if it is right, invite the bot again with the link in docs/setup-discord.md. Then run npm run release again.`,
    { cause: error },
  );
}

export function isTokenRefused(error: unknown): boolean {
  if (error instanceof DiscordAPIError) return error.status === 401;
  return error instanceof DiscordjsError && error.code === DiscordjsErrorCodes.TokenInvalid;
}

/** Why Discord closed the connection for good. Codes: Discord's documentation, "Gateway Close Event Codes". */
export function closeProblem(code: number): StartProblem {
  if (code === GatewayCloseCodes.AuthenticationFailed) return new StartProblem(tokenRefused);
  if (code === GatewayCloseCodes.ShardingRequired) {
    return new StartProblem(
      'Discord asks for sharding: the bot is in more servers than one connection may serve (2,500).',
    );
  }
  return new StartProblem(
    `Discord closed the connection for good (code ${code}). This version of Confab is too old for it: update Confab.`,
  );
}
