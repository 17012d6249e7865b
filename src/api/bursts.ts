import type { Announcement } from '#core/changes/news.ts';

export interface Bursts {
  announce(announcement: Announcement): void;
  /** Drops what waits. */
  stop(): void;
}

/**
 * Says the first news of a thing at once, and what follows within the pause together at its end: nobody is late, and nobody is flooded.
 * @param pause Milliseconds between two announcements of one thing.
 */
export function createBursts(pause: number, say: (announcement: Announcement) => void): Bursts {
  /** Things of which something was said just now, with what has come up since. */
  const resting = new Map<string, { timer: NodeJS.Timeout; next: Announcement | null }>();

  function sayAndRest(announcement: Announcement): void {
    const { thing } = announcement;
    const timer = setTimeout(() => {
      const next = resting.get(thing)?.next;
      resting.delete(thing);
      if (next) sayAndRest(next);
    }, pause);
    resting.set(thing, { timer, next: null });
    say(announcement);
  }

  return {
    announce(announcement) {
      const rest = resting.get(announcement.thing);
      if (rest) rest.next = rest.next ? both(rest.next, announcement) : announcement;
      else sayAndRest(announcement);
    },
    stop() {
      for (const { timer } of resting.values()) clearTimeout(timer);
      resting.clear();
    },
  };
}

function both(one: Announcement, other: Announcement): Announcement {
  return { ...other, audiences: [...new Set([...one.audiences, ...other.audiences])] };
}
