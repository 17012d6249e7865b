import { useSyncExternalStore } from 'react';
import { Link } from '#web/shell/link.tsx';
import { Icon } from './icon.tsx';

interface Toast {
  id: number;
  text: string;
  href?: string;
}

/** Milliseconds: long enough to read twice. */
const shownFor = 8_000;
const most = 3;

let toasts: readonly Toast[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

function set(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

const remove = (id: number): void => set(toasts.filter((toast) => toast.id !== id));

/** Says something for a while, aloud for screen readers. Nothing is said here only: it can also be seen on a page. */
export function toast(text: string, { href }: { href?: string } = {}): void {
  lastId += 1;
  const id = lastId;
  set([...toasts, { id, text, ...(href === undefined ? {} : { href }) }].slice(-most));
  setTimeout(() => remove(id), shownFor);
}

export function Toasts() {
  const shown = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => toasts,
  );
  return (
    <div className="toasts" role="log" aria-live="polite" aria-label="News">
      {shown.map(({ id, text, href }) => (
        <div className="toast" key={id}>
          <p>
            {text}
            {href && (
              <>
                {' '}
                <Link href={href} onClick={() => remove(id)}>
                  Show
                </Link>
              </>
            )}
          </p>
          <button type="button" className="plain-icon" onClick={() => remove(id)}>
            <Icon name="cross" />
            <span className="unseen">Dismiss</span>
          </button>
        </div>
      ))}
    </div>
  );
}
