import type { Fields } from './fields.ts';
import type { Installation } from './people.ts';
import type { RateLimits, Tier } from './rate-limits.ts';
import type { Triggers } from './triggers.ts';
import type { World } from './world.ts';

/** A Web API call with a bot token, its arguments parsed. */
export interface BotCall {
  world: World;
  triggers: Triggers;
  limits: RateLimits;
  installation: Installation;
  args: Fields;
}

export interface BotMethod {
  /** The token needs one of these; none for an empty list. */
  scopes: string[];
  tier: Tier;
  /** The answer besides `ok: true`; throws a `Refusal`. */
  run(call: BotCall): Fields;
}

/** Thrown where a conversation takes no more posts for now. */
export class TooFast extends Error {
  readonly retryAfterSeconds: number;

  constructor(retryAfterSeconds: number) {
    super('ratelimited');
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

export interface Page<Item> {
  items: Item[];
  nextCursor: string;
}

/** One page of a list, by `cursor` and `limit` (100 unless told, at most 1,000). */
export function pageOf<Item>(all: Item[], args: Fields): Page<Item> {
  const limit = Math.min(Math.max(Number(args.limit) || 100, 1), 1000);
  const start = args.cursor
    ? Number(Buffer.from(String(args.cursor), 'base64').toString().replace('next:', '')) || 0
    : 0;
  const end = start + limit;
  return {
    items: all.slice(start, end),
    nextCursor: end < all.length ? Buffer.from(`next:${end}`).toString('base64') : '',
  };
}
