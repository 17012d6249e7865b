/** What a stage's database holds, read behind the product's back. */
import type { Effect, Place } from '#core/effects/effect.ts';
import type { Meeting } from '#core/meetings/meeting.ts';

export interface StoredEffect {
  id: string;
  state: 'waiting' | 'claimed' | 'done' | 'dropped' | 'failed';
  reason: string | null;
  /** When it may be claimed: milliseconds since the epoch, null once it is settled. */
  readyAt: number | null;
  effect: Effect;
}

/** Every look is a fresh one, and is over when it returns. */
export interface Stored {
  meetings(): Meeting[];
  /** Of one meeting in the order of writing. */
  effects(): StoredEffect[];
  places(): Place[];
  /** Every record as JSON, by table or collection; without what the processes keep for themselves (Agenda's jobs, leases). */
  everything(): Record<string, string[]>;
  /** Removes the database too, where it is not a file in the product's folder. */
  close(): Promise<void>;
}
