/** How late what becomes due goes out, and what waiting for it costs, against BullMQ with as many delayed jobs. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { atMost, type Report } from './harness/figure.ts';
import { inOwnProcess } from './harness/own-process.ts';
import { whyNoBullmq, withRedis } from './harness/redis-server.ts';
import { takeTurns } from './harness/rounds.ts';
import { createScratchFolder } from './harness/scratch-folder.ts';
import { median, medianRatio, quantile } from './harness/statistics.ts';
import { milliseconds } from './harness/words.ts';

export const name = 'lateness';
export const what = '1,000 notices due over 10 s, and the first of 10,000 that are due at once (2 min)';

const [count, over, backlog] = [1_000, 10_000, 10_000];
const file = (path: string) => fileURLToPath(new URL(path, import.meta.url));

interface Turn {
  /** Milliseconds, of each. */
  late: number[];
  /** Of the process, and for BullMQ of the Redis that does the queue's part of the work. */
  cpuSeconds: number;
  /** Milliseconds; of ours only. */
  first?: number;
}

export async function run(): Promise<Report> {
  const folder = createScratchFolder();
  const missing = whyNoBullmq();
  let databases = 0;
  const byClockwork = async () => {
    databases += 1;
    const args = [join(folder.path, `${databases}.db`), ...[count, over, backlog].map(String)];
    return inOwnProcess<Turn>(file('./world/lateness-by-clockwork.ts'), args);
  };
  const byBullmq = async () => {
    if (missing) return { late: [], cpuSeconds: Number.NaN };
    return withRedis(({ socket, pid }) => {
      const args = [socket, ...[pid, count, over].map(String)];
      return inOwnProcess<Turn>(file('./peers/lateness-by-bullmq.ts'), args);
    });
  };
  try {
    const { ours, bullmq } = await takeTurns({ ours: byClockwork, bullmq: byBullmq }, { rounds: 5, warmUps: 0 });
    const cpu = (turns: Turn[]) => turns.map(({ cpuSeconds }) => cpuSeconds);
    const p99 = median(ours.map(({ late }) => quantile(late, 0.99)));
    const first = median(ours.map((turn) => turn.first ?? Number.NaN));
    const written = (turns: Turn[]) => {
      const of = (share: number) => milliseconds(median(turns.map(({ late }) => quantile(late, share))));
      return `p50 ${of(0.5)}, p99 ${of(0.99)}, last ${of(1)}`;
    };
    const seconds = (values: number[]) => `${median(values).toFixed(2)} s`;
    return {
      figures: [
        {
          what: 'lateness of 1,000 notices due over 10 s',
          ours: written(ours),
          peer: missing ?? `${written(bullmq)} (BullMQ)`,
          ...{ ratio: null, goal: atMost(50, ' ms (p99)'), measured: p99 },
        },
        {
          what: 'processor time for them',
          ours: seconds(cpu(ours)),
          peer: missing ?? `${seconds(cpu(bullmq))} (BullMQ and Redis)`,
          ...{ ratio: medianRatio(cpu(ours), cpu(bullmq)), goal: atMost(1) },
        },
        {
          what: 'first out of 10,000 due at once',
          ours: milliseconds(first),
          ...{ peer: '-', ratio: null, goal: atMost(100, ' ms'), measured: first },
        },
      ],
      remarks: [],
    };
  } finally {
    folder.remove();
  }
}
