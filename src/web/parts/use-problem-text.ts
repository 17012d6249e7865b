import type { Problem } from '#web/data/api.ts';
import { useZone } from '#web/shell/who.tsx';
import { wordsText } from '#web/time/format.ts';
import { useNow } from '#web/time/use-now.ts';

/** What went wrong, in the server's words, with moments as this reader reads them. */
export function useProblemText(problem: Problem | null): string {
  const zone = useZone();
  const now = useNow(60_000);
  if (!problem) return '';
  return problem.words ? wordsText(problem.words, zone, now) : problem.detail;
}
