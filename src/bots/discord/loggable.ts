import { DiscordAPIError, HTTPError, RateLimitError } from 'discord.js';

/** An error for the log. Discord's errors carry the request: its address holds an interaction's token, its body people's words. */
export function loggable(error: unknown): Record<string, unknown> {
  if (error instanceof DiscordAPIError) {
    return { type: error.name, code: error.code, status: error.status, method: error.method, message: error.message };
  }
  if (error instanceof HTTPError) return { type: error.name, status: error.status, method: error.method };
  if (error instanceof RateLimitError) return { type: error.name, method: error.method, retryAfter: error.retryAfter };
  if (error instanceof Error) return { type: error.name, message: error.message, stack: error.stack };
  return { type: typeof error };
}
