import type { Problem } from '#web/data/api.ts';
import { useZone } from '#web/shell/who.tsx';
import { momentText } from '#web/time/format.ts';
import { useNow } from '#web/time/use-now.ts';
import { Button } from './button.tsx';

/** The times that a refusal offers instead, to be taken with one press. */
export function NextFree({ problem, onChoose }: { problem: Problem; onChoose: (instant: string) => void }) {
  const zone = useZone();
  const now = useNow(60_000);
  if (!problem.nextFree || problem.nextFree.length === 0) return null;
  return (
    <div className="next-free">
      <p className="unseen">Free next:</p>
      <div className="buttons">
        {problem.nextFree.map((instant) => (
          <Button key={instant} onClick={() => onChoose(instant)}>
            {momentText(instant, zone, now)}
          </Button>
        ))}
      </div>
    </div>
  );
}
