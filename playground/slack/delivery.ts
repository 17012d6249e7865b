import { createHmac, randomUUID } from 'node:crypto';
import { type Fields, isFields } from './fields.ts';
import type { SlackApp } from './people.ts';
import type { SocketMode } from './socket-mode.ts';
import type { World } from './world.ts';

/** Slack waits three seconds, network included (docs.slack.dev/interactivity/handling-user-interaction). */
const ACK_WITHIN_MS = 3000;

export type DeliveryKind = 'slash_commands' | 'interactive' | 'events_api';

/** What became of something sent to the app. */
export interface Delivered {
  outcome: 'ok' | 'operation_timeout' | 'dispatch_failed';
  /** The HTTP status, where there was one. */
  status?: number;
  /** What the app answered with, parsed if it is JSON; undefined for an empty answer. */
  body?: unknown;
  /** Whether the app asked for no retries. */
  noRetry?: boolean;
  ms: number;
}

export interface Shipment {
  kind: DeliveryKind;
  /** For the journal: `block_actions`, `/confab`, `app_home_opened`. */
  what: string;
  payload: Fields;
  retry?: { num: number; reason: string };
}

export interface Delivery {
  /** Over Socket Mode while the app has a connection, else as a signed request to its URL. */
  deliver(app: SlackApp, shipment: Shipment): Promise<Delivered>;
}

/** `v0=` and the HMAC of version, timestamp and body (docs.slack.dev/authentication/verifying-requests-from-slack). */
function signatureOf(secret: string, timestamp: string, body: string): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
}

function encoded({ kind, payload }: Shipment): { contentType: string; body: string } {
  if (kind === 'events_api') return { contentType: 'application/json', body: JSON.stringify(payload) };
  // Exactly this content type, without a charset: Bolt compares it as it stands.
  const contentType = 'application/x-www-form-urlencoded';
  if (kind === 'interactive')
    return { contentType, body: new URLSearchParams({ payload: JSON.stringify(payload) }).toString() };
  const form = Object.entries(payload).map(([name, value]): [string, string] => [name, String(value)]);
  return { contentType, body: new URLSearchParams(form).toString() };
}

function answerIn(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

export function createDelivery(world: World, sockets: SocketMode): Delivery {
  async function overSocket(app: SlackApp, { kind, payload, retry }: Shipment): Promise<Omit<Delivered, 'ms'>> {
    const envelope = {
      envelope_id: randomUUID(),
      type: kind,
      payload,
      accepts_response_payload: kind !== 'events_api',
      ...(kind === 'events_api' ? { retry_attempt: retry?.num ?? 0, retry_reason: retry?.reason ?? '' } : {}),
    };
    const answer = await sockets.send(app.id, envelope, ACK_WITHIN_MS);
    if (!answer) return { outcome: 'operation_timeout' };
    const isEmpty = !isFields(answer.payload) || Object.keys(answer.payload).length === 0;
    return { outcome: 'ok', status: 200, ...(isEmpty ? {} : { body: answer.payload }) };
  }

  async function overHttp(app: SlackApp, url: string, shipment: Shipment): Promise<Omit<Delivered, 'ms'>> {
    const { contentType, body } = encoded(shipment);
    const timestamp = String(Math.floor(world.clock.now() / 1000));
    const late = AbortSignal.timeout(ACK_WITHIN_MS);
    try {
      const response = await fetch(url, {
        method: 'POST',
        redirect: 'manual',
        signal: AbortSignal.any([late, world.closing.signal]),
        headers: {
          'content-type': contentType,
          'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
          'x-slack-request-timestamp': timestamp,
          'x-slack-signature': signatureOf(app.signingSecret, timestamp, body),
          ...(shipment.retry
            ? { 'x-slack-retry-num': String(shipment.retry.num), 'x-slack-retry-reason': shipment.retry.reason }
            : {}),
        },
        body,
      });
      const answer = answerIn(await response.text());
      return {
        outcome: response.ok ? 'ok' : 'dispatch_failed',
        status: response.status,
        noRetry: response.headers.get('x-slack-no-retry') === '1',
        ...(answer === undefined ? {} : { body: answer }),
      };
    } catch {
      return { outcome: late.aborted ? 'operation_timeout' : 'dispatch_failed' };
    }
  }

  return {
    async deliver(app, shipment) {
      const startedAt = performance.now();
      const note = { realm: 'slack', what: shipment.what } as const;
      world.journal.add({
        ...note,
        at: world.clock.now(),
        direction: 'to-app',
        body: structuredClone(shipment.payload),
      });
      let delivered: Omit<Delivered, 'ms'> = { outcome: 'dispatch_failed' };
      if (sockets.isConnected(app.id)) delivered = await overSocket(app, shipment);
      else if (app.requestUrl) delivered = await overHttp(app, app.requestUrl, shipment);
      world.journal.add({
        at: world.clock.now(),
        realm: 'slack',
        direction: 'from-app',
        what: `answer to ${shipment.what}`,
        body: delivered.body,
        ...(delivered.status ? { status: delivered.status } : {}),
        ...(delivered.outcome === 'ok' ? {} : { answer: delivered.outcome }),
        ...violationsIn(world, delivered.body),
      });
      return { ...delivered, ms: performance.now() - startedAt };
    },
  };
}

/** An acknowledgement may carry a view or blocks; they have to fit the machine-readable spec as well. */
function violationsIn(world: World, body: unknown): { violations?: string[] } {
  if (!world.specs || !isFields(body)) return {};
  return { violations: world.specs.check('slack', body.view ? 'views.update' : 'chat.postMessage', body) };
}
