/** How much Slack lets an app do. Measured in real time, whatever the playground's clock shows. */
export interface RateLimitSettings {
  /** Posts each conversation takes per second on average. */
  postsPerSecond: number;
  /** Posts a conversation takes at once before that average counts. */
  postBurst: number;
  /** Calls per minute, per method, workspace and app, by tier (docs.slack.dev/apis/web-api/rate-limits). */
  callsPerMinute: Record<Tier, number>;
}

export type Tier = 1 | 2 | 3 | 4 | 'special';

export const SLACK_RATE_LIMITS: RateLimitSettings = {
  postsPerSecond: 1,
  postBurst: 5,
  callsPerMinute: { 1: 1, 2: 20, 3: 50, 4: 100, special: 600 },
};

export interface RateLimits {
  settings: RateLimitSettings;
  /** Counts a call; returns the whole seconds to wait where it is one too many, else 0. */
  call(key: string, tier: Tier): number;
  /** Counts a post into a conversation, likewise. */
  post(channelId: string): number;
}

export function createRateLimits(settings: RateLimitSettings): RateLimits {
  const calls = new Map<string, number[]>();
  const buckets = new Map<string, { tokens: number; at: number }>();
  return {
    settings,
    call(key, tier) {
      const now = performance.now();
      const recent = (calls.get(key) ?? []).filter((at) => now - at < 60_000);
      calls.set(key, recent);
      const oldest = recent[0];
      if (oldest !== undefined && recent.length >= this.settings.callsPerMinute[tier]) {
        return Math.max(1, Math.ceil((oldest + 60_000 - now) / 1000));
      }
      recent.push(now);
      return 0;
    },
    post(channelId) {
      const now = performance.now();
      const { postsPerSecond, postBurst } = this.settings;
      const bucket = buckets.get(channelId) ?? { tokens: postBurst, at: now };
      const tokens = Math.min(postBurst, bucket.tokens + ((now - bucket.at) / 1000) * postsPerSecond);
      buckets.set(channelId, { tokens: tokens >= 1 ? tokens - 1 : tokens, at: now });
      return tokens >= 1 ? 0 : Math.max(1, Math.ceil((1 - tokens) / postsPerSecond));
    },
  };
}
