import { useId, useRef } from 'react';
import { keepTabInside } from '../parts/keep-tab-inside.ts';
import { type Fields, fieldsOf, textOf } from './fields.ts';
import { TextObject } from './mrkdwn-text.tsx';
import { useFocusInside } from './use-focus-inside.ts';

/** The question of a `confirm` object, asked before anything is sent. */
export function ConfirmDialog({ question, onAnswer }: { question: Fields; onAnswer: (yes: boolean) => void }) {
  const box = useRef<HTMLDialogElement>(null);
  const id = useId();
  useFocusInside(box, 'once');
  return (
    <dialog
      ref={box}
      open
      tabIndex={-1}
      className="slack-dialog"
      aria-labelledby={id}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onAnswer(false);
        else keepTabInside(event);
      }}
    >
      <div className="slack-dialog-head">
        <h3 id={id}>{textOf(question.title)}</h3>
      </div>
      <div className="slack-dialog-body">
        <TextObject of={fieldsOf(question.text)} />
      </div>
      <div className="slack-dialog-foot">
        <button type="button" className="slack-button" onClick={() => onAnswer(false)}>
          {textOf(question.deny) || 'Cancel'}
        </button>
        <button
          type="button"
          className={question.style === 'danger' ? 'slack-button slack-danger' : 'slack-button slack-primary'}
          onClick={() => onAnswer(true)}
        >
          {textOf(question.confirm) || 'OK'}
        </button>
      </div>
    </dialog>
  );
}
