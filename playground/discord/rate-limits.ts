import { createHash } from 'node:crypto';
import type { JsonObject } from './json.ts';
import type { Limits } from './platform.ts';

interface Window {
  /** Monotonic milliseconds at which it empties. */
  endsAt: number;
  used: number;
}

export interface RateVerdict {
  headers: Record<string, string>;
  /** The 429 body when the request is one too many. */
  refused?: JsonObject;
}

export interface RateLimits {
  /** Counts a request. `owner` is the bot's token, or empty for routes opened by a token of their own, which have no global limit. */
  count(owner: string, template: string, params: Record<string, string>): RateVerdict;
}

/** A bucket is a route with its major parameter: Discord's documentation, "Rate Limits". */
const majorParameters = ['channel_id', 'guild_id', 'webhook_id', 'webhook_token', 'interaction_id'];

/** Fixed windows, as Discord's headers describe them. `wallClock` (shifted) is only told, never measured with. */
export function createRateLimits(limits: Limits, wallClock: () => number): RateLimits {
  const windows = new Map<string, Window>();

  const open = (key: string, length: number): Window => {
    const now = performance.now();
    const known = windows.get(key);
    if (known !== undefined && known.endsAt > now) return known;
    const fresh = { endsAt: now + length, used: 0 };
    windows.set(key, fresh);
    return fresh;
  };
  const secondsLeft = (window: Window) => Math.max(0.001, Math.round(window.endsAt - performance.now()) / 1000);
  const refused = (window: Window, headers: Record<string, string>, global: boolean): RateVerdict => {
    const retryAfter = secondsLeft(window);
    return {
      headers: {
        ...headers,
        // The header is whole seconds, the body is exact.
        'retry-after': String(Math.ceil(retryAfter)),
        'x-ratelimit-scope': global ? 'global' : 'user',
        ...(global ? { 'x-ratelimit-global': 'true' } : {}),
      },
      refused: { message: 'You are being rate limited.', retry_after: retryAfter, global },
    };
  };

  return {
    count(owner, template, params) {
      const rate = limits.rates[template] ?? limits.rates['*'];
      if (rate === undefined) return { headers: {} };
      const major = majorParameters.map((name) => params[name] ?? '').join(':');
      if (owner !== '') {
        const global = open(`global ${owner}`, 1000);
        if (global.used >= limits.globalRequestsASecond) return refused(global, {}, true);
        global.used += 1;
      }
      const window = open(`${owner} ${template} ${major}`, rate.windowMs);
      const headers = () => ({
        'x-ratelimit-limit': String(rate.requests),
        'x-ratelimit-remaining': String(Math.max(0, rate.requests - window.used)),
        'x-ratelimit-reset': ((wallClock() + secondsLeft(window) * 1000) / 1000).toFixed(3),
        'x-ratelimit-reset-after': secondsLeft(window).toFixed(3),
        'x-ratelimit-bucket': createHash('sha1').update(template).digest('hex').slice(0, 32),
      });
      if (window.used >= rate.requests) return refused(window, headers(), false);
      window.used += 1;
      return { headers: headers() };
    },
  };
}
