import { deadlines } from './limits.ts';

export const late = Symbol('late');

/**
 * The result of work that an answer waits for which cannot be deferred, or `late` when it takes too long (milliseconds). Late work goes on;
 * whether it fails then matters to nobody, because the person is asked to start again.
 */
export async function withinBudget<T>(
  work: Promise<T>,
  budget: number = deadlines.firstAnswer,
): Promise<T | typeof late> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<typeof late>((resolve) => {
    timer = setTimeout(() => resolve(late), budget);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
    work.catch(() => undefined);
  }
}
