import { setTimeout as wait } from 'node:timers/promises';

/**
 * Begins `perSecond` pieces of work a second for so long, whether earlier ones have ended or not, and answers with how long each took (milliseconds).
 * Each is counted from when it should have begun, so that whoever holds up the queue is not forgiven.
 */
export async function steadyLoad(
  { perSecond, seconds }: { perSecond: number; seconds: number },
  work: (index: number) => Promise<void>,
): Promise<number[]> {
  const took: number[] = [];
  const underWay: Promise<void>[] = [];
  const beganAt = performance.now();
  for (let index = 0; index < perSecond * seconds; index += 1) {
    const dueAt = beganAt + (index * 1_000) / perSecond;
    const ahead = dueAt - performance.now();
    if (ahead > 0) await wait(ahead);
    underWay.push(work(index).then(() => void took.push(performance.now() - dueAt)));
  }
  await Promise.all(underWay);
  return took;
}
