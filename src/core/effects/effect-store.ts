import type { EffectId, MeetingId } from '#core/ids.ts';
import type { Meeting } from '#core/meetings/meeting.ts';
import type { Instant } from '#core/time/clock.ts';
import type { Effect, Place } from './effect.ts';

/** An effect that this process has the right to carry out until the lease ends. */
export interface Claim {
  effect: Effect;
  /** The meeting as stored at the claim; null for a notice that belongs to none. */
  meeting: Meeting | null;
  /** How often it was claimed, this time included. */
  attempt: number;
  /** How many requests announced by `sending` are without a known outcome: the process died while one was under way, or no answer came. */
  unanswered: number;
  /** Proves the claim on settling. */
  token: string;
}

/** What settling adds to the meeting, in the same write as the outcome. */
export interface Settlement {
  outcome:
    | { state: 'done' }
    /** It no longer applied, or no longer helped. */
    | { state: 'dropped'; reason: string }
    /** Given up. */
    | { state: 'failed'; reason: string }
    | {
        state: 'retry';
        reason: string;
        at: Instant /** No answer came to what `sending` announced, so what it did is not known. */;
        doubtful?: boolean;
      };
  now: Instant;
  /** Adds or replaces places of the meeting, by key. */
  places?: Place[];
  /** Facts from outside. Raises the revision, not the version. */
  meeting?: Partial<Pick<Meeting, 'meetingLink' | 'meetingId' | 'linkGivenUp'>>;
  /** Adds one to the meeting's list of people who could not be reached, once. */
  unreached?: Meeting['unreached'][number];
  /** Effects that follow; those already there stay as they are. */
  effects?: Effect[];
}

/** The queue that is committed together with the meetings. */
export interface EffectStore {
  /**
   * Claims up to `limit` due effects, in order of due time, for this caller alone. Left out: an effect whose lane has one that is claimed now,
   * and a notice whose lane has an earlier notice that is still to be done.
   */
  claim(options: { now: Instant; leaseUntil: Instant; limit: number }): Promise<Claim[]>;
  /**
   * Announces a request whose repeat the platform could not recognise, before it is sent. Counted in `unanswered` until the claim is settled with
   * an outcome that is known. False when the lease was lost in between: then nothing may be sent.
   */
  sending(claim: Claim): Promise<boolean>;
  /** Records what became of a claim. False when the lease was lost in between, and then nothing is written. */
  settle(claim: Claim, settlement: Settlement): Promise<boolean>;
  /** The first moment (after this one, where one is given) at which an effect becomes due or its lease ends; null when there is none. */
  nextDueAt(after?: Instant): Promise<Instant | null>;
  /** Puts effects without a meeting into the queue, once by id. */
  add(effects: readonly Effect[]): Promise<void>;
  placesOf(meetingId: MeetingId): Promise<Place[]>;
  /**
   * Frees every claim that no other process can have: all of them where one process owns the database (SQLite), and otherwise (MongoDB) those that this
   * store made and has not settled, which at a start is none. How many. The claims of others end with their leases.
   */
  releaseClaims(): Promise<number>;
  /** What was given up, latest first: for doctor and the organisers. */
  failures(limit: number): Promise<{ id: EffectId; reason: string; at: Instant }[]>;
  /** Forgets settled effects and places of meetings that ended before this; of many, some. How many: the next call goes on. */
  prune(before: Instant): Promise<number>;
}
