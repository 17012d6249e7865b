/** Milliseconds. News often comes in twos and threes (a session, then its link): one question serves all. */
const shortest = 40;
/** Milliseconds. Where news does not stop, as in a large programme, it is asked for ever less often. */
const longest = 4_000;

/** Puts together what is given within a moment, and hands it on at once. */
export function createGatherer<T>(handOn: (gathered: T[]) => void): (item: T) => void {
  let gathered: T[] = [];
  let pause = shortest;
  let lastAt = Number.NEGATIVE_INFINITY;
  return (item) => {
    gathered.push(item);
    if (gathered.length > 1) return;
    const quiet = performance.now() - lastAt > 4 * pause;
    pause = quiet ? shortest : Math.min(longest, pause * 2);
    setTimeout(() => {
      lastAt = performance.now();
      const all = gathered;
      gathered = [];
      handOn(all);
    }, pause);
  };
}
