import type { Problem as ProblemDocument } from '#web/data/api.ts';
import { refresh } from '#web/data/queries.ts';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import { useProblemText } from './use-problem-text.ts';

/** What went wrong, in the server's words. `retries`: the path that is asked again on a press. */
export function Problem({ problem, retries }: { problem: ProblemDocument; retries?: string }) {
  const text = useProblemText(problem);
  return (
    <div className="problem" role="alert">
      <Icon name="alert" />
      <div>
        <p>{text}</p>
        {problem.reference && <p className="hint">Reference {problem.reference}</p>}
        {retries && <Button onClick={() => void refresh((path) => path === retries)}>Try again</Button>}
      </div>
    </div>
  );
}
