/** From nothing to ready, with both bots on SQLite, and what the process then holds of memory. */
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createStage } from '../playground/stage.ts';
import { atMost, type Report } from './harness/figure.ts';
import { type Program, startProgram } from './harness/program.ts';
import { residentMegabytes } from './harness/resident-memory.ts';
import { takeTurns } from './harness/rounds.ts';
import { createScratchFolder } from './harness/scratch-folder.ts';
import { median, medianRatio } from './harness/statistics.ts';
import { milliseconds } from './harness/words.ts';
import { startProduct } from './world/product.ts';

export const name = 'start';
export const what = 'start to ready, with both bots on SQLite';

/** Milliseconds after it said it is ready. */
const settles = 1_000;

interface Turn {
  /** Milliseconds. */
  readyAfter: number;
  /** Megabytes, resident. */
  memory: number;
}

export async function run(): Promise<Report> {
  const folder = createScratchFolder();
  const stage = await createStage({ google: false, discordLimits: { identifyGapMs: 0 } });
  const bare = fileURLToPath(new URL('./peers/bare-imports.ts', import.meta.url));
  try {
    const { ours, imports } = await takeTurns({
      ours: async () => measured(await startProduct(stage, join(folder.path, 'confab.db'))),
      imports: async () => measured(await startProgram([bare], { env: {}, folder: folder.path, ready: 'loaded' })),
    });
    const times = (turns: Turn[]) => turns.map(({ readyAfter }) => readyAfter);
    const megabytes = (turns: Turn[]) => median(turns.map(({ memory }) => memory));
    return {
      figures: [
        {
          what: 'start to ready',
          ours: milliseconds(median(times(ours))),
          peer: `${milliseconds(median(times(imports)))} (loading the same packages)`,
          ...{ ratio: medianRatio(times(ours), times(imports)), goal: atMost(1.3) },
        },
        {
          what: 'resident memory, a second later',
          ours: `${Math.round(megabytes(ours))} MB`,
          peer: `${Math.round(megabytes(imports))} MB (the packages alone)`,
          ...{ ratio: megabytes(ours) / megabytes(imports), goal: atMost(160, ' MB'), measured: megabytes(ours) },
        },
      ],
      remarks: [],
    };
  } finally {
    await stage.close();
    folder.remove();
  }
}

async function measured(program: Program): Promise<Turn> {
  await wait(settles);
  const memory = residentMegabytes(program.pid);
  await program.end('SIGTERM');
  return { readyAfter: program.readyAfter, memory };
}
