/** A backlog of due effects, against BullMQ with as many jobs. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { atLeast, type Figure, type Report } from './harness/figure.ts';
import { inOwnProcess } from './harness/own-process.ts';
import { whyNoBullmq, withRedis } from './harness/redis-server.ts';
import { takeTurns } from './harness/rounds.ts';
import { createScratchFolder } from './harness/scratch-folder.ts';
import { median, medianRatio } from './harness/statistics.ts';
import { perSecond } from './harness/words.ts';
import type { Errand } from './world/due-effects.ts';

export const name = 'drain';
export const what = 'carrying out 10,000 effects that are due';

const count = 10_000;
const file = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export async function run(): Promise<Report> {
  const folder = createScratchFolder();
  const missing = whyNoBullmq();
  let databases = 0;
  const carryOut = async (errand: Errand) => {
    databases += 1;
    const path = join(folder.path, `${databases}.db`);
    const args = [path, String(count), errand];
    return (await inOwnProcess<{ rate: number }>(file('./world/drain-by-carry-out.ts'), args)).rate;
  };
  const byBullmq = async () => {
    if (missing) return Number.NaN;
    const drain = (socket: string) =>
      inOwnProcess<{ rate: number }>(file('./peers/drain-by-bullmq.ts'), [socket, String(count)]);
    return (await withRedis(({ socket }) => drain(socket))).rate;
  };
  try {
    const rates = await takeTurns(
      { nothing: () => carryOut('nothing'), notice: () => carryOut('notice'), bullmq: byBullmq },
      { rounds: 5, warmUps: 0 },
    );
    const peer = missing ?? `${perSecond(median(rates.bullmq))} (BullMQ)`;
    const figure = (what: string, ours: number[]): Figure => ({
      ...{ what, ours: perSecond(median(ours)), peer, ratio: medianRatio(ours, rates.bullmq) },
      goal: null,
    });
    return {
      figures: [
        { ...figure('10,000 due effects with nothing to do', rates.nothing), goal: atLeast(2) },
        figure('10,000 due notices, each made and kept', rates.notice),
      ],
      remarks: [],
    };
  } finally {
    folder.remove();
  }
}
