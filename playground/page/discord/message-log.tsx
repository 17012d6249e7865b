import { Fragment, useEffect, useLayoutEffect, useRef } from 'react';
import type { DiscordMessage, Persona } from '../contract.ts';
import { dayOf, formatMoment } from '../time/format-moment.ts';
import type { Reading } from './markdown-text.tsx';
import { Message, type MessageActs } from './message.tsx';

/** A command that the app did not answer: Discord says so in place of an answer, to whoever used it. */
export interface Unanswered {
  key: string;
  command: string;
  notice: string;
}

/** Pixels from the end within which one counts as reading the newest. */
const nearEnd = 80;

export function MessageLog({
  label,
  messages,
  unanswered,
  reading,
  acts,
  onForget,
}: {
  label: string;
  messages: readonly DiscordMessage[];
  unanswered: readonly Unanswered[];
  reading: Reading;
  acts: MessageActs;
  onForget: (key: string) => void;
}) {
  const log = useRef<HTMLDivElement>(null);
  useFocusKept(log);
  useNewestInView(log);

  return (
    <div
      ref={log}
      className="dc-log"
      role="log"
      aria-live="polite"
      // Not changes of text: relative times change all the time.
      aria-relevant="additions"
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be in reach of the arrow keys
      tabIndex={0}
    >
      <div className="dc-log-inside">
        {messages.length + unanswered.length === 0 ? (
          <p className="dc-hint dc-empty">Nothing has been said here yet. Type / to see what Confab can do.</p>
        ) : null}
        {messages.map((message, index) => (
          <Fragment key={message.id}>
            <NewDay at={message.createdAt} before={messages[index - 1]?.createdAt} persona={reading.persona} />
            <Message
              message={message}
              repliesTo={messages.find(({ id }) => id === message.referenceId)}
              reading={reading}
              acts={acts}
            />
          </Fragment>
        ))}
        {unanswered.map(({ key, command, notice }) => (
          <div key={key} className="dc-message dc-ephemeral dc-unanswered">
            <p className="dc-above">
              <strong>{reading.persona.name}</strong> used <span className="dc-mention">/{command}</span>
            </p>
            <p className="dc-failure" role="alert">
              {notice}
            </p>
            <p className="dc-only-you">
              Only you can see this ·{' '}
              <button type="button" className="dc-link" onClick={() => onForget(key)}>
                Dismiss message
              </button>
            </p>
          </div>
        ))}
      </div>
    </div>
  );
}

function NewDay({ at, before, persona }: { at: number; before: number | undefined; persona: Persona }) {
  if (before !== undefined && dayOf(at, persona.zone) === dayOf(before, persona.zone)) return null;
  return <p className="dc-day">{formatMoment(at, persona, { dateStyle: 'long' })}</p>;
}

/** The newest stays in view for whoever was looking at it; also where a message grows by an edit, or the window changes. */
function useNewestInView(log: { current: HTMLElement | null }): void {
  useLayoutEffect(() => {
    const element = log.current;
    if (!element) return;
    let atEnd = true;
    let size = '';
    const sizeNow = (): string => `${element.scrollHeight} ${element.clientHeight}`;
    const toEnd = (): void => {
      size = sizeNow();
      // A list that opens stays where it was asked for.
      if (atEnd && !element.querySelector('[aria-expanded="true"]')) element.scrollTop = element.scrollHeight;
    };
    const look = (): void => {
      // The browser scrolls too, where something changed its size: that says nothing of the reader.
      if (sizeNow() !== size) return;
      atEnd = element.scrollHeight - element.scrollTop - element.clientHeight < nearEnd;
    };
    toEnd();
    const grown = new ResizeObserver(toEnd);
    grown.observe(element);
    if (element.firstElementChild) grown.observe(element.firstElementChild);
    element.addEventListener('scroll', look);
    return () => {
      grown.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, [log]);
}

/** A button often goes away by being pressed; the focus then stays with its message, or with the log. */
function useFocusKept(log: { current: HTMLDivElement | null }): void {
  const last = useRef<Element | null>(null);
  const message = useRef<HTMLElement | null>(null);
  useEffect(() => {
    const element = log.current;
    if (!element) return;
    const note = ({ target }: FocusEvent): void => {
      last.current = target instanceof Element ? target : null;
      message.current = last.current?.closest<HTMLElement>('[data-message]') ?? null;
    };
    const leave = ({ relatedTarget }: FocusEvent): void => {
      if (relatedTarget !== null) last.current = null;
    };
    element.addEventListener('focusin', note);
    element.addEventListener('focusout', leave);
    return () => {
      element.removeEventListener('focusin', note);
      element.removeEventListener('focusout', leave);
    };
  }, [log]);
  useEffect(() => {
    if (!last.current || last.current.isConnected) return;
    last.current = null;
    if (document.activeElement && document.activeElement !== document.body) return;
    (message.current?.isConnected ? message.current : log.current)?.focus({ preventScroll: true });
  });
}
