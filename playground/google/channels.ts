import type { Journal } from '../journal.ts';
import type { ShiftedClock } from '../shifted-clock.ts';
import { type Caller, openCalendar } from './calendar-access.ts';
import type { Calendars } from './calendars.ts';
import { calendarError, invalid, required } from './google-error.ts';
import { isJsonObject, type JsonObject } from './google-request.ts';

const LONGEST_TTL_SECONDS = 7 * 86_400;
const ID = /^[A-Za-z0-9\-_+/=]{1,64}$/;

interface Channel {
  id: string;
  email: string;
  calendarId: string;
  resourceId: string;
  resourceUri: string;
  address: string;
  token?: string;
  /** Shifted milliseconds. */
  expiresAt: number;
  messages: number;
}

export type Channels = ReturnType<typeof createChannels>;

/** Push notifications: a POST without a body to the app's address whenever a watched calendar changes. */
export function createChannels(options: {
  clock: ShiftedClock;
  journal: Journal;
  calendars: Calendars;
  apiUrl: () => string;
}) {
  const { clock, journal, calendars } = options;
  const channels = new Map<string, Channel>();
  const inFlight = new Set<Promise<void>>();
  const stopping = new AbortController();
  /** By origin. There is neither a name service nor TLS here, so servers on this machine stand behind https addresses. */
  const servers = new Map<string, string>();
  let toDrop = 0;

  function notify(channel: Channel, state: 'sync' | 'exists'): void {
    channel.messages += 1;
    const headers: Record<string, string> = {
      'content-length': '0',
      'x-goog-channel-id': channel.id,
      'x-goog-channel-expiration': new Date(channel.expiresAt).toUTCString(),
      'x-goog-resource-id': channel.resourceId,
      'x-goog-resource-uri': channel.resourceUri,
      'x-goog-resource-state': state,
      'x-goog-message-number': String(channel.messages),
      ...(channel.token === undefined ? {} : { 'x-goog-channel-token': channel.token }),
    };
    if (state === 'exists' && toDrop > 0) {
      toDrop -= 1;
      record(channel, state, headers, 'dropped');
      return;
    }
    const sent = send(channel, state, headers);
    inFlight.add(sent);
    void sent.finally(() => inFlight.delete(sent));
  }

  async function send(channel: Channel, state: string, headers: Record<string, string>): Promise<void> {
    const { origin, pathname, search } = new URL(channel.address);
    const found = servers.get(origin);
    if (found === undefined) {
      record(channel, state, headers, 'not sent: nobody is found at this address');
      return;
    }
    try {
      const answer = await fetch(`${found}${pathname}${search}`, { method: 'POST', headers, signal: stopping.signal });
      await answer.arrayBuffer();
      record(channel, state, headers, undefined, answer.status);
    } catch (error) {
      record(channel, state, headers, `not delivered: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  function record(channel: Channel, state: string, headers: unknown, answer?: string, status?: number): void {
    journal.add({
      at: clock.now(),
      realm: 'google',
      direction: 'to-app',
      what: `channel.${state}`,
      body: { address: channel.address, headers },
      ...(status === undefined ? {} : { status }),
      ...(answer === undefined ? {} : { answer }),
    });
  }

  calendars.onChange((calendarId) => {
    for (const channel of channels.values()) {
      if (channel.calendarId !== calendarId) continue;
      if (channel.expiresAt <= clock.now()) channels.delete(channel.id);
      else notify(channel, 'exists');
    }
  });

  return {
    watch(caller: Caller, calendarId: string, body: unknown): JsonObject {
      const { calendar } = openCalendar(calendars, caller, calendarId, 'read');
      const wanted = isJsonObject(body) ? body : {};
      const { id, type, address, token, params } = wanted;
      if (typeof id !== 'string') throw required('Missing channel id.');
      if (!ID.test(id)) throw calendarError(400, 'channelIdInvalid', 'Invalid channel id.', { domain: 'push' });
      if (type !== 'web_hook' && type !== 'webhook') throw invalid('Unknown channel type');
      if (typeof address !== 'string') throw required('Missing channel address.');
      if (!URL.canParse(address) || new URL(address).protocol !== 'https:') {
        throw calendarError(400, 'push.webhookUrlNotHttps', `WebHook callback must be HTTPS: ${address}`);
      }
      if (token !== undefined && (typeof token !== 'string' || token.length > 256)) throw invalid('Invalid Value');
      if (channels.has(id)) throw calendarError(400, 'channelIdNotUnique', `Channel id ${id} not unique`);
      const ttl = Math.min(
        Number((isJsonObject(params) ? params.ttl : undefined) ?? LONGEST_TTL_SECONDS),
        LONGEST_TTL_SECONDS,
      );
      if (!(ttl > 0)) throw invalid('Invalid Value');
      const channel: Channel = {
        id,
        email: caller.account.email,
        calendarId: calendar.id,
        resourceId: Buffer.from(`events ${calendar.id}`).toString('base64url'),
        resourceUri: `${options.apiUrl()}calendar/v3/calendars/${encodeURIComponent(calendar.id)}/events?alt=json`,
        address,
        ...(token === undefined ? {} : { token }),
        expiresAt: Math.floor((clock.now() + ttl * 1000) / 1000) * 1000,
        messages: 0,
      };
      channels.set(id, channel);
      notify(channel, 'sync');
      return {
        kind: 'api#channel',
        id,
        resourceId: channel.resourceId,
        resourceUri: channel.resourceUri,
        ...(channel.token === undefined ? {} : { token: channel.token }),
        expiration: String(channel.expiresAt),
      };
    },

    /** Only for the person who opened it. */
    stop(caller: Caller, body: unknown): void {
      const wanted = isJsonObject(body) ? body : {};
      const channel = typeof wanted.id === 'string' ? channels.get(wanted.id) : undefined;
      const known = channel?.resourceId === wanted.resourceId && channel?.email === caller.account.email;
      if (channel === undefined || !known || channel.expiresAt <= clock.now()) {
        throw calendarError(404, 'notFound', `Channel '${String(wanted.id)}' not found for project`);
      }
      channels.delete(channel.id);
    },

    /** What is posted to `https://confab.example` goes to the server on this port of this machine. */
    serve(origin: string, port: number): void {
      servers.set(origin, `http://127.0.0.1:${port}`);
    },

    /** The next `count` notifications of changes get lost, as a small share of Google's do. */
    drop(count: number): void {
      toDrop += count;
    },

    async close(): Promise<void> {
      channels.clear();
      stopping.abort();
      await Promise.all(inFlight);
    },
  };
}
