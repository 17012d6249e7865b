import type { StateNumber } from '#core/queries/state-number.ts';
import type { Instant } from '#core/time/clock.ts';

/** An answer, and until when (exclusive) it stands if nobody writes anything. */
export interface MadeAnswer {
  json: string;
  until: Instant;
}

export interface KeptAnswers {
  /** The answer that was made for the same asker and question, if nothing was written since and the clock changed nothing; else one made now. */
  answer(
    asked: { askerId: string; question: object; now: Instant },
    make: () => Promise<MadeAnswer>,
  ): Promise<string | Buffer>;
}

interface Kept {
  state: number;
  from: Instant;
  until: Instant;
  bytes: Buffer;
}

/** Remembers answers that are asked for again and again as they are, in up to so many bytes; where nobody knows what others write, none. */
export function createKeptAnswers(stateNumber: StateNumber, mostBytes = 8_000_000): KeptAnswers {
  const kept = new Map<string, Kept>();
  let keptBytes = 0;

  return {
    async answer({ askerId, question, now }, make) {
      // Before the reading: what is written meanwhile makes it another number, and so this answer one that is given once.
      const state = stateNumber();
      if (state === null) return (await make()).json;
      const key = JSON.stringify([askerId, question]);
      const known = kept.get(key);
      if (known?.state === state && known.from <= now && now < known.until) return known.bytes;
      const { json, until } = await make();
      const bytes = Buffer.from(json);
      keptBytes += bytes.length - (known?.bytes.length ?? 0);
      if (keptBytes > mostBytes) {
        kept.clear();
        keptBytes = bytes.length;
      }
      kept.set(key, { state, from: now, until, bytes });
      return bytes;
    },
  };
}
