import type { Journal } from '../journal.ts';
import type { SpecChecker } from '../spec-checker.ts';
import type { JsonObject } from './json.ts';
import type { Application, World } from './world.ts';

/** A gateway event for every application that may have it. */
export interface Dispatch {
  event: string;
  data: JsonObject | ((application: Application) => JsonObject);
  /** The intent that a session needs for it; none for interactions. */
  intent?: number;
  to: (application: Application) => boolean;
}

/** Gateway intents: Discord's documentation, "Gateway". */
export const Intent = {
  Guilds: 1 << 0,
  GuildMembers: 1 << 1,
  GuildPresences: 1 << 8,
  GuildMessages: 1 << 9,
  DirectMessages: 1 << 12,
  MessageContent: 1 << 15,
} as const;

export interface Limits {
  /** Milliseconds until the first answer to an interaction (monotonic). Discord: 3,000. */
  firstAnswerMs: number;
  /** Milliseconds for which an interaction's token lives (shifted clock). Discord: 15 minutes. */
  tokenMs: number;
  /** Milliseconds for which a nonce is remembered (shifted clock). Discord says "the past few minutes". */
  nonceMs: number;
  /** Edits of a message older than an hour, each hour. Discord does not publish the number. */
  lateEditsAnHour: number;
  /** Requests and window by route template (`POST /channels/{channel_id}/messages`), or `*` for all others; where neither is named there is no limit. */
  rates: Record<string, { requests: number; windowMs: number }>;
  /** All requests of a bot in one second, interaction answers excepted. Discord: 50. */
  globalRequestsASecond: number;
  /** Milliseconds between two IDENTIFYs of one bot; 0 allows any pace. Discord: 5,000. */
  identifyGapMs: number;
  /** Milliseconds for which a dropped gateway session can be resumed (monotonic). Discord: "a few minutes". */
  resumeMs: number;
}

/** What all parts of the stand-in share. */
export interface Platform {
  readonly world: World;
  readonly journal: Journal;
  readonly limits: Limits;
  readonly specs: SpecChecker | undefined;
  /** `http://127.0.0.1:PORT` */
  origin(): string;
  dispatch(dispatch: Dispatch): void;
  /** Whether any gateway session of the application could receive an event, now or after a resume. */
  reachable(application: Application): boolean;
}

export const standardLimits: Limits = {
  firstAnswerMs: 3000,
  tokenMs: 15 * 60_000,
  nonceMs: 5 * 60_000,
  lateEditsAnHour: 3,
  rates: {
    'POST /channels/{channel_id}/messages': { requests: 5, windowMs: 5000 },
    'PATCH /channels/{channel_id}/messages/{message_id}': { requests: 5, windowMs: 5000 },
    'POST /webhooks/{webhook_id}/{webhook_token}': { requests: 5, windowMs: 2000 },
    '*': { requests: 20, windowMs: 1000 },
  },
  globalRequestsASecond: 50,
  identifyGapMs: 0,
  resumeMs: 3 * 60_000,
};
