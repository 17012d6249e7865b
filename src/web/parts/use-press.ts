import { useRef, useState } from 'react';
import type { Answer, Problem } from '#web/data/api.ts';

export interface Press {
  busy: boolean;
  /** Why the last attempt was refused. */
  problem: Problem | null;
  /** Once at a time: a second press while the first is under way does nothing and answers null. */
  run<T>(work: () => Promise<Answer<T>>): Promise<Answer<T> | null>;
  clear(): void;
}

/** Something that is done on the server, and how that goes. */
export function usePress(): Press {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const running = useRef(false);
  return {
    busy,
    problem,
    async run(work) {
      if (running.current) return null;
      running.current = true;
      setBusy(true);
      setProblem(null);
      try {
        const answer = await work();
        if (!answer.ok) setProblem(answer.problem);
        return answer;
      } finally {
        running.current = false;
        setBusy(false);
      }
    },
    clear: () => setProblem(null),
  };
}
