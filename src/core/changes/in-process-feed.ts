import type { Change, ChangeFeed } from './change-feed.ts';

/**
 * News within one process, told before `publish` returns.
 * @param onProblem Hears what a listener threw: whoever published has no part in it, and the other listeners are told all the same.
 */
export function createInProcessFeed(onProblem: (error: unknown) => void): ChangeFeed {
  const listeners = new Set<{ tell(change: Change): void }>();

  return {
    publish(change) {
      for (const listener of [...listeners]) {
        try {
          listener.tell(change);
        } catch (error) {
          onProblem(error);
        }
      }
    },

    subscribe(tell) {
      const listener = { tell };
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
