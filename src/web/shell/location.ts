/** Where the reader is: the address is the only state that survives a reload or is sent to somebody. */
import { useSyncExternalStore } from 'react';

export interface Place {
  path: string;
  query: URLSearchParams;
}

const listeners = new Set<() => void>();
let address = '';
let place: Place = { path: '/', query: new URLSearchParams() };
/** False until the reader has gone anywhere: the first page keeps the focus where the browser put it. */
let moved = false;

function read(): Place {
  const { pathname, search } = window.location;
  if (address !== pathname + search) {
    address = pathname + search;
    place = { path: pathname.length > 1 ? pathname.replace(/\/+$/, '') : pathname, query: new URLSearchParams(search) };
  }
  return place;
}

function tell(): void {
  moved = true;
  for (const listener of listeners) listener();
}

window.addEventListener('popstate', tell);

export function usePlace(): Place {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, read);
}

/** `replace`: the place before is not one to go back to. */
export function go(to: string, how: 'push' | 'replace' = 'push'): void {
  if (how === 'push') {
    window.history.pushState(null, '', to);
    window.scrollTo(0, 0);
  } else window.history.replaceState(null, '', to);
  tell();
}

export const hasMoved = (): boolean => moved;
