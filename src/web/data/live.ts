/** The live connection: the server says that there is news, and the page asks again for what it shows. */
import { useSyncExternalStore } from 'react';
import type { Socket } from 'socket.io-client';
import { createGatherer } from './gather.ts';
import { refresh } from './queries.ts';
import { concerns, type News } from './what-changed.ts';

/** `late`: it was lost a moment ago, or has not come about; what is shown may be old. */
export type Liveness = 'starting' | 'live' | 'late';

/** Milliseconds. A connection lost for less is nobody's business. */
const patience = 2_500;
/** Milliseconds. Too many pages may be open, or the session may have been renewed: neither is worth asking for all the time. */
const retryRefused = 15_000;

let liveness: Liveness = 'starting';
let socket: Socket | null = null;
let starting = false;
const listeners = new Set<() => void>();
let lateTimer: ReturnType<typeof setTimeout> | undefined;

function become(next: Liveness): void {
  clearTimeout(lateTimer);
  if (next === liveness) return;
  liveness = next;
  for (const listener of listeners) listener();
}

function becomeLateSoon(): void {
  clearTimeout(lateTimer);
  lateTimer = setTimeout(() => become('late'), patience);
}

const askAgain = (news: News[]): void => {
  const all = news.map(concerns);
  void refresh((path) => all.some((concerned) => concerned(path)));
};
// What happens in a programme all day must not hold up what happens to the reader.
const hearOfProgramme = createGatherer(askAgain);
const hearOfMine = createGatherer(askAgain);

function hear(news: News): void {
  if (news.about === 'program') hearOfProgramme(news);
  else hearOfMine(news);
}

/** Loads the client, then connects and stays connected. What was asked before it stood may be older than the last news, so all is asked again. */
export async function goLive(): Promise<void> {
  if (starting) return;
  starting = true;
  becomeLateSoon();
  let client: typeof import('socket.io-client');
  try {
    client = await import('socket.io-client');
  } catch {
    // The page works without; it says that it may be late, and the next try is when the browser says it is online.
    starting = false;
    window.addEventListener('online', () => void goLive(), { once: true });
    return;
  }
  socket = client.io({
    path: '/api/live',
    transports: ['websocket'],
    reconnectionDelay: 500,
    reconnectionDelayMax: 5_000,
  });
  socket.on('connect', () => {
    become('live');
    void refresh(() => true);
  });
  socket.on('changed', hear);
  socket.on('disconnect', () => {
    becomeLateSoon();
    reviveIfRefused();
  });
  socket.on('connect_error', () => {
    if (liveness === 'live') becomeLateSoon();
    reviveIfRefused();
  });
  // A browser that was asleep or offline waits for its next try: these know sooner.
  window.addEventListener('online', connectNow);
  document.addEventListener('visibilitychange', connectIfSeen);
}

function connectNow(): void {
  if (socket && !socket.connected) socket.disconnect().connect();
}

function connectIfSeen(): void {
  if (document.visibilityState === 'visible') connectNow();
}

/** The server closed the door itself. If the session has ended, asking anything shows it and leads to the sign-in page. */
function reviveIfRefused(): void {
  if (!socket || socket.active) return;
  void refresh((path) => path === '/api/me');
  setTimeout(connectNow, retryRefused);
}

export function stopLive(): void {
  window.removeEventListener('online', connectNow);
  document.removeEventListener('visibilitychange', connectIfSeen);
  socket?.disconnect();
  socket = null;
  starting = false;
  become('starting');
}

export function useLiveness(): Liveness {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => liveness,
  );
}
