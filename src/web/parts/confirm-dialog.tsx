import type { ReactNode } from 'react';
import type { Answer } from '#web/data/api.ts';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { Problem } from './problem.tsx';
import { usePress } from './use-press.ts';

/** Asks before something that cannot be undone. The harmless answer comes first and has the focus. */
export function ConfirmDialog<T>({
  title,
  children,
  keep,
  confirm,
  work,
  onDone,
  onClose,
}: {
  title: string;
  children: ReactNode;
  /** The harmless answer. */
  keep: string;
  confirm: string;
  work: () => Promise<Answer<T>>;
  onDone: (value: T) => void;
  onClose: () => void;
}) {
  const press = usePress();
  const doIt = async (): Promise<void> => {
    const answer = await press.run(work);
    if (answer?.ok) onDone(answer.value);
  };
  return (
    <Dialog title={title} onClose={onClose}>
      {children}
      {press.problem && <Problem problem={press.problem} />}
      <div className="buttons buttons-end">
        <Button onClick={onClose}>{keep}</Button>
        <Button look="careful" busy={press.busy} onClick={() => void doIt()}>
          {confirm}
        </Button>
      </div>
    </Dialog>
  );
}
