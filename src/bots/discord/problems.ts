import { DiscordAPIError, DiscordjsError, DiscordjsErrorCodes, GatewayCloseCodes } from 'discord.js';
import { StartProblem } from '#core/start-problem.ts';

const tokenRefused =
  'Discord does not accept DISCORD_TOKEN. Copy the token again from https://discord.com/developers/applications: your application, Bot, Reset Token.';

/** Why the bot could not start. */
export function startProblem(error: unknown): StartProblem {
  if (error instanceof StartProblem) return error;
  if (isTokenRefused(error)) return new StartProblem(tokenRefused, { cause: error });
  const reason = error instanceof Error ? error.message : 'no answer';
  return new StartProblem(
    `Discord could not be reached (${reason}). Check this machine's way to discord.com, then start again.`,
    {
      cause: error,
    },
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
