import { useEffect, useState } from 'react';
import type { Snapshot } from '../contract.ts';

interface Hint {
  title: string;
  text: string;
  /** The newcomer has done it; null where only they can tell. */
  isDone: ((snapshot: Snapshot, first: Snapshot) => boolean) | null;
}

const seenBy = ({ personas }: Snapshot, is: string): number =>
  personas.filter((persona) => persona.is === is).reduce((sum, { seen }) => sum + seen, 0);

const hints: readonly Hint[] = [
  {
    title: 'Ask for a session',
    text: 'You are Ana, a student. In the Discord pane type /book, press Enter, choose a mentor and press Enter again. It asks once where you are.',
    isDone: ({ discord, nextSession }) => discord.modal !== null || nextSession !== null,
  },
  {
    title: 'Fill in the window',
    text: 'Choose one of the free times, say what it is about, and submit. The mentor is asked at once.',
    isDone: (now, first) => seenBy(now, 'mentor') > seenBy(first, 'mentor'),
  },
  {
    title: 'Be the mentor',
    text: 'The mentor you chose now shows a number beside the name. Press it, open the direct messages with Confab, and press Accept.',
    isDone: ({ nextSession }) => nextSession !== null,
  },
  {
    title: 'See it everywhere',
    text: 'The event with its Meet room is in Google Calendar, among the tools; #sessions announces it, without the subject; Ana has it too.',
    isDone: null,
  },
  {
    title: 'Let time pass',
    text: 'Among the tools, take the clock to 10 minutes before: both are reminded, and Ana can press Join.',
    isDone: null,
  },
];

const skippedKey = 'confab.playground.hints-skipped';

/** The guided first minute. */
export function Hints({ snapshot }: { snapshot: Snapshot }) {
  const [at, setAt] = useState(() => (localStorage.getItem(skippedKey) ? hints.length : 0));
  const [first] = useState(snapshot);
  const hint = hints[at];
  const done = hint?.isDone?.(snapshot, first) ?? false;
  useEffect(() => {
    if (done) setAt((before) => before + 1);
  }, [done]);

  const end = () => {
    localStorage.setItem(skippedKey, 'yes');
    setAt(hints.length);
  };
  if (!hint)
    return (
      <button
        type="button"
        className="pg-again"
        onClick={() => {
          localStorage.removeItem(skippedKey);
          setAt(0);
        }}
      >
        Show the first steps
      </button>
    );
  return (
    <aside className="pg-hints" aria-label="First steps">
      <p aria-live="polite">
        <strong>
          {at + 1} of {hints.length}. {hint.title}.
        </strong>{' '}
        {hint.text}
      </p>
      <div className="pg-row">
        <button type="button" onClick={() => (at + 1 < hints.length ? setAt(at + 1) : end())}>
          {at + 1 < hints.length ? 'Next' : 'Done'}
        </button>
        <button type="button" onClick={end}>
          Skip
        </button>
      </div>
    </aside>
  );
}
