/**
 * Does the same with many, a few at a time; what is added again before its turn is done once.
 * @param work Must not reject.
 */
export function createFewAtOnce<Item>(
  limit: number,
  work: (item: Item) => Promise<void>,
): (items: Iterable<Item>) => void {
  const waiting = new Set<Item>();
  let busy = 0;

  async function workThrough(): Promise<void> {
    busy += 1;
    for (const item of waiting) {
      waiting.delete(item);
      await work(item);
    }
    busy -= 1;
  }

  return (items) => {
    for (const item of items) waiting.add(item);
    for (let free = Math.min(limit - busy, waiting.size); free > 0; free -= 1) void workThrough();
  };
}
