import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import { DeliveryError } from '#core/messages/messenger.ts';
import { StartProblem } from '#core/start-problem.ts';

type Code = DeliveryError['code'];

/** Slack's own word for what went wrong, such as `not_in_channel`; null where Slack did not answer. */
export function slackErrorCode(error: unknown): string | null {
  return error instanceof WebAPIPlatformError ? error.data.error : null;
}

/** The token is wrong or was taken away (docs.slack.dev/reference/methods/auth.test). */
const deadTokens = [
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'user_removed_from_team',
  'team_disabled',
  'not_allowed_token_type',
];

export function isDeadToken(error: unknown): boolean {
  return deadTokens.includes(slackErrorCode(error) ?? '');
}

/** Connections that failed before anything was sent. */
const unsent = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT'];

/** docs.slack.dev/reference/methods/chat.postMessage, chat.update and views.publish. What is not here is refused. */
const meanings: Record<string, [Code, string]> = {
  user_not_found: ['closed', 'Slack does not know this person any more.'],
  users_not_found: ['closed', 'Slack does not know this person any more.'],
  user_not_visible: ['closed', 'Confab may not see this person.'],
  user_disabled: ['closed', 'The account of this person is deactivated.'],
  cannot_dm_bot: ['closed', 'This account is a bot.'],
  im_disabled: ['closed', 'Direct messages are off in this workspace.'],
  messages_tab_disabled: [
    'refused',
    'The Messages tab of the Slack app is off: turn it on under "App Home", or install the app from its manifest again.',
  ],
  channel_not_found: ['gone', 'The channel does not exist any more, or is private: type /invite @confab there.'],
  is_archived: ['gone', 'The channel is archived.'],
  message_not_found: ['gone', 'The message does not exist any more.'],
  not_in_channel: ['refused', 'Confab is not in the channel: type /invite @confab there.'],
  restricted_action: ['refused', 'Only some people may post in the channel.'],
  missing_scope: ['refused', 'The Slack app lacks a permission: run the doctor, which names it.'],
  ratelimited: ['busy', 'Slack asks us to slow down.'],
  rate_limited: ['busy', 'Slack asks us to slow down.'],
  service_unavailable: ['unavailable', 'Slack is down.'],
  request_timeout: ['unavailable', 'The request did not reach Slack whole.'],
  // Slack says of these two that a part may have been done.
  internal_error: ['unknown', 'Slack failed inside.'],
  fatal_error: ['unknown', 'Slack failed inside.'],
};

/** What a failed delivery means for the queue. */
export function deliveryError(error: unknown): DeliveryError {
  if (error instanceof DeliveryError) return error;
  if (error instanceof WebAPIRateLimitedError) {
    return new DeliveryError('busy', 'Slack asks us to slow down.', {
      cause: error,
      retryAfter: error.retryAfter * 1_000,
    });
  }
  if (error instanceof WebAPIHTTPError) {
    // 502 and 503 come from in front of Slack's own servers; behind any other failure a part may have been done.
    const code = [502, 503].includes(error.statusCode)
      ? 'unavailable'
      : error.statusCode >= 500
        ? 'unknown'
        : 'refused';
    return new DeliveryError(code, `Slack answered with HTTP ${error.statusCode}.`, { cause: error });
  }
  if (error instanceof WebAPIRequestError) {
    const code = causes(error).some((one) => unsent.includes(String(one.code))) ? 'unavailable' : 'unknown';
    return new DeliveryError(code, 'Slack gave no answer.', { cause: error });
  }
  const code = slackErrorCode(error);
  // An answer that is no JSON is reported as an error named like the answer.
  if (code === null || !/^[a-z_]+$/.test(code)) {
    return new DeliveryError('unknown', 'Slack gave an answer that cannot be read.', { cause: error });
  }
  const [meaning, sentence] = meanings[code] ?? ['refused', `Slack refused it: ${code}.`];
  return new DeliveryError(meaning, sentence, { cause: error });
}

/** Why a channel takes nothing from Confab where an organiser can mend that, in Slack's words; null for anything else. */
export function channelClosed(failure: DeliveryError): 'not-in-channel' | 'archived' | 'restricted' | null {
  const code = slackErrorCode(failure.cause);
  // Without channels:read, a private channel that Confab is not in is one that does not exist.
  if (code === 'not_in_channel' || code === 'channel_not_found') return 'not-in-channel';
  if (code === 'is_archived') return 'archived';
  return code?.startsWith('restricted_action') ? 'restricted' : null;
}

/** `deliveryError` for a direct message, where a channel that is not there means that the person is not. */
export function directDeliveryError(error: unknown): DeliveryError {
  const failure = deliveryError(error);
  if (failure.code !== 'gone') return failure;
  return new DeliveryError('closed', 'This person cannot be reached on Slack any more.', { cause: error });
}

function causes(error: Error): { code?: unknown }[] {
  const chain: Error[] = [];
  for (let one: unknown = error.cause; one instanceof Error && chain.length < 5; one = one.cause) {
    chain.push(one);
    if (one instanceof AggregateError) chain.push(...one.errors);
  }
  return chain.map((one) => ({ code: 'code' in one ? one.code : null }));
}

/** Why Confab cannot work with Slack, and what to do: names the setting to mend. */
export function slackProblem(
  error: unknown,
  setting: 'SLACK_BOT_TOKEN' | 'SLACK_APP_TOKEN',
): { detail: string; mend: string } {
  const where =
    setting === 'SLACK_BOT_TOKEN'
      ? 'copy the "Bot User OAuth Token" (xoxb-...) from "OAuth & Permissions" of your Slack app'
      : 'create an app-level token (xapp-...) with the scope connections:write under "Basic Information" of your Slack app';
  const code = slackErrorCode(error);
  if (isDeadToken(error) || code === 'missing_scope') {
    return { detail: `Slack does not accept ${setting} (${code})`, mend: where };
  }
  const silence = error instanceof Error ? causes(error).find((one) => typeof one.code === 'string')?.code : undefined;
  const reason = code ?? (typeof silence === 'string' ? silence : 'no answer');
  return { detail: `Slack could not be reached (${reason})`, mend: 'check the connection and try again' };
}

/** The same as a sentence that ends the start. */
export function slackStartProblem(error: unknown, setting: 'SLACK_BOT_TOKEN' | 'SLACK_APP_TOKEN'): StartProblem {
  const { detail, mend } = slackProblem(error, setting);
  return new StartProblem(`${detail}: ${mend}.`, { cause: error });
}
