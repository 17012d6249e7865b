import { RESTJSONErrorCodes as Code, DiscordAPIError, HTTPError, RateLimitError } from 'discord.js';
import { DeliveryError } from '#core/messages/messenger.ts';

/** This person cannot be written to, whatever the message. */
const closedCodes: readonly (number | string)[] = [
  Code.CannotSendMessagesToThisUser,
  Code.CannotSendMessagesToThisUserDueToHavingNoMutualGuilds,
  Code.InvalidRecipients,
  Code.UnknownUser,
];

const goneCodes: readonly (number | string)[] = [Code.UnknownChannel, Code.UnknownMessage, Code.UnknownGuild];

/** Milliseconds. Discord does not say when direct messages may be opened again after too many at once. */
const openingTooFast = 10 * 60_000;

/** Failures after which the request was certainly never sent. */
const neverSent = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH', 'UND_ERR_CONNECT_TIMEOUT'];

export function isClosed(error: unknown): boolean {
  return error instanceof DiscordAPIError && closedCodes.includes(error.code);
}

export function hasCode(error: unknown, ...codes: number[]): boolean {
  return error instanceof DiscordAPIError && codes.some((code) => code === error.code);
}

/** Discord's failure in the messenger's words. What is no failure of Discord or the network is given back as it is. */
export function deliveryProblem(error: unknown): unknown {
  if (error instanceof DeliveryError) return error;
  if (error instanceof RateLimitError) {
    const retryAfter = Math.max(error.retryAfter, error.timeToReset);
    return new DeliveryError('busy', 'Discord limits the rate', { cause: error, retryAfter });
  }
  if (error instanceof DiscordAPIError) return refusal(error);
  // 503 is said before a request is looked at; after the others it may have been carried out.
  if (error instanceof HTTPError) {
    return new DeliveryError(error.status === 503 ? 'unavailable' : 'unknown', `Discord answered ${error.status}`, {
      cause: error,
    });
  }
  const code = networkCode(error);
  if (code === null) return error;
  return new DeliveryError(neverSent.includes(code) ? 'unavailable' : 'unknown', `No answer from Discord (${code})`, {
    cause: error,
  });
}

function refusal(error: DiscordAPIError): DeliveryError {
  const { code, status } = error;
  const described = `Discord refused: ${error.message} (${code})`;
  if (closedCodes.includes(code)) return new DeliveryError('closed', described, { cause: error });
  if (goneCodes.includes(code)) return new DeliveryError('gone', described, { cause: error });
  if (code === Code.OpeningDirectMessagesTooFast) {
    return new DeliveryError('busy', described, { cause: error, retryAfter: openingTooFast });
  }
  // The token: nothing gets through until somebody mends it, and then everything does.
  if (status === 401) return new DeliveryError('unavailable', described, { cause: error });
  return new DeliveryError('refused', described, { cause: error });
}

function networkCode(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  if (error.name === 'AbortError') return 'timeout';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error.cause === undefined ? null : networkCode(error.cause);
}
