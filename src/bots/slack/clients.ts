import { WebClient, type WebClientOptions } from '@slack/web-api';
import type { Logger } from 'pino';
import { sdkLogger } from './sdk-logger.ts';

export interface SlackSettings {
  /** xoxb-... */
  botToken: string;
  /** xapp-...: Socket Mode. Without it Slack has to reach us over HTTP. */
  appToken?: string;
  /** Needed over HTTP. */
  signingSecret?: string;
  /** Another Slack than the real one, ending in /api/. */
  apiUrl?: string;
}

type Kind = 'interactive' | 'delivery' | 'patient';

/**
 * - `interactive`: somebody waits, and a trigger lives for 3 s. One more try, and nothing that waits for a rate limit.
 * - `delivery`: the effect queue repeats, so one try; a repeat of ours could show a message twice.
 * - `patient`: while starting.
 */
const options: Record<Kind, WebClientOptions> = {
  interactive: {
    timeout: 2_000,
    retryConfig: { retries: 1, minTimeout: 50, maxTimeout: 100 },
    rejectRateLimitedCalls: true,
  },
  delivery: { timeout: 10_000, retryConfig: { retries: 0 }, rejectRateLimitedCalls: true },
  patient: { timeout: 10_000, retryConfig: { retries: 3, minTimeout: 500, maxTimeout: 4_000 } },
};

export function clientOptions(
  settings: Pick<SlackSettings, 'apiUrl'>,
  kind: Kind,
  log: Logger | null,
): WebClientOptions {
  return { ...options[kind], logger: sdkLogger(log), ...(settings.apiUrl ? { slackApiUrl: settings.apiUrl } : {}) };
}

export function createClient(settings: SlackSettings, kind: Kind, log: Logger | null): WebClient {
  return new WebClient(settings.botToken, clientOptions(settings, kind, log));
}
