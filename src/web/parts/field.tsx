import { type ReactNode, useId } from 'react';
import type { Problem } from '#web/data/api.ts';
import { useProblemText } from './use-problem-text.ts';

/** What a control needs to be understood: to be spread on it. */
export interface Described {
  id: string;
  'aria-describedby'?: string;
  'aria-invalid'?: true;
}

/** A labelled control, what helps to fill it, and what the server found wrong with it. */
export function Field({
  label,
  hint,
  problem,
  name,
  children,
}: {
  label: ReactNode;
  hint?: ReactNode;
  /** The answer to the form; shown here when it is about this field. */
  problem?: Problem | null;
  /** The field's name in the API. */
  name?: string;
  children: (described: Described) => ReactNode;
}) {
  const id = useId();
  const mine = problem && name !== undefined && isAbout(problem, name) ? problem : null;
  const words = useProblemText(mine);
  const described = [hint === undefined ? '' : `${id}-hint`, mine ? `${id}-problem` : ''].filter(Boolean).join(' ');
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {hint !== undefined && (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {children({
        id,
        ...(described === '' ? {} : { 'aria-describedby': described }),
        ...(mine ? { 'aria-invalid': true as const } : {}),
      })}
      {mine && (
        <p className="field-problem" id={`${id}-problem`} role="alert">
          {words}
        </p>
      )}
    </div>
  );
}

/** What is wrong with a group of fields: what the page sees itself, or the server's answer about `name`. */
export function GroupProblem({
  unfilled,
  problem,
  name,
}: {
  unfilled: string | null;
  problem: Problem | null;
  name: string;
}) {
  const words = useProblemText(problem && isAbout(problem, name) ? problem : null);
  const detail = unfilled ?? words;
  return detail ? (
    <p className="field-problem" role="alert">
      {detail}
    </p>
  ) : null;
}

/** Whether a problem is about this field or something in it: `hours` also for `hours.0.from`. */
export function isAbout(problem: Problem, name: string): boolean {
  return problem.field === name || problem.field?.startsWith(`${name}.`) === true;
}

/** The problem, unless one of the fields shows it. */
export function elsewhere(problem: Problem | null, fields: readonly string[]): Problem | null {
  return problem && fields.some((name) => isAbout(problem, name)) ? null : problem;
}
