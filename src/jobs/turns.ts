/** Lets a few work at a time, and some wait for it: not more than others can do without. */
export interface Turns {
  /** The work's own outcome; `full` when too many wait already, `sent-away` when `sendAway` was called while it waited. */
  take<Value>(work: () => Promise<Value>): Promise<Value | 'full' | 'sent-away'>;
  /** Nobody waits any longer; who works goes on. */
  sendAway(): void;
}

export function createTurns({ atOnce, waiting }: { atOnce: number; waiting: number }): Turns {
  let working = 0;
  const queue: ((turn: 'yours' | 'sent-away') => void)[] = [];

  return {
    async take(work) {
      if (working >= atOnce) {
        if (queue.length >= waiting) return 'full';
        const turn = await new Promise<'yours' | 'sent-away'>((resolve) => queue.push(resolve));
        if (turn === 'sent-away') return turn;
      } else working += 1;
      try {
        return await work();
      } finally {
        // The place goes straight to whoever waited longest.
        const next = queue.shift();
        if (next) next('yours');
        else working -= 1;
      }
    },

    sendAway() {
      for (const leave of queue.splice(0)) leave('sent-away');
    },
  };
}
