import { useId, useRef, useState } from 'react';
import { keepTabInside } from '../parts/keep-tab-inside.ts';

/** Asks first: what was made on the page is lost. */
export function BeginAgain({ onBegin }: { onBegin: () => Promise<boolean> }) {
  const question = useRef<HTMLDialogElement>(null);
  const [under, setUnder] = useState(false);
  const id = useId();
  const begin = async (): Promise<void> => {
    question.current?.close();
    setUnder(true);
    await onBegin();
    setUnder(false);
  };
  return (
    <>
      <button type="button" aria-disabled={under} onClick={() => under || question.current?.showModal()}>
        {under ? 'Everything is being set up anew…' : 'Begin the story again'}
      </button>
      <dialog
        ref={question}
        className="pg-dialog pg-panel"
        aria-labelledby={`${id}-title`}
        aria-describedby={id}
        onKeyDown={keepTabInside}
      >
        <h2 id={`${id}-title`}>Begin again?</h2>
        <p id={id}>
          Both communities are set up anew, and the clock goes back to now. What was booked, said and changed here is
          lost. It takes a few seconds.
        </p>
        <div className="pg-row">
          <button type="button" onClick={() => question.current?.close()}>
            Keep what is here
          </button>
          <button type="button" className="pg-danger" onClick={() => void begin()}>
            Begin again
          </button>
        </div>
      </dialog>
    </>
  );
}
