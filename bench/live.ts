/** How soon a thousand open pages hear of a change of their programme, and what telling them costs, against a bare Socket.IO with one room. */
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createStage } from '../playground/stage.ts';
import { aCommunity } from '../tests/builders.ts';
import { atMost, type Report } from './harness/figure.ts';
import { type OpenPages, openPages } from './harness/open-pages.ts';
import { processorTime } from './harness/processor-time.ts';
import { type Program, startProgram } from './harness/program.ts';
import { takeTurns } from './harness/rounds.ts';
import { createScratchFolder } from './harness/scratch-folder.ts';
import { median, medianRatio } from './harness/statistics.ts';
import { milliseconds } from './harness/words.ts';
import { openSqliteStores } from './world/open-stores.ts';
import { portOf, startProduct } from './world/product.ts';
import { createReaders } from './world/readers.ts';
import { createStudyHall } from './world/study-hall.ts';

export const name = 'live';
export const what = 'a change of a programme, until 1,000 open pages have heard of it';

const pages = 1_000;
/** Pages of one person. */
const each = 4;
/** Who change the settings in turn: nobody may change more than sixty things a minute. */
const organizers = 10;
/** Changes in a turn. */
const changes = 25;
/** Milliseconds between them: news of one thing that comes faster is put together, which would be less work. */
const pause = 150;
const origin = 'http://127.0.0.1';

interface Turn {
  /** Milliseconds of each change, until the last page has heard of it. */
  heard: number[];
  /** Milliseconds of the sender's processor time for one change. */
  processor: number;
}

export async function run(): Promise<Report> {
  const folder = createScratchFolder();
  const databasePath = join(folder.path, 'confab.db');
  const cookies = await fill(databasePath);
  const inCharge = cookies.slice(0, organizers);
  const readers = Array.from({ length: pages }, (_, index) => cookies[organizers + Math.floor(index / each)] ?? '');
  const stage = await createStage({ google: false, slackOver: 'none', env: { PUBLIC_URL: origin } });
  const product = await startProduct(stage, databasePath);
  const bare = await startProgram([fileURLToPath(new URL('./peers/bare-socket-io.ts', import.meta.url))], {
    ...{ env: {}, folder: folder.path, ready: 'ready' },
  });
  const ours = await openPages(portOf(product), { origin, cookies: readers });
  const theirs = await openPages(portOf(bare), { origin, cookies: readers });
  let changed = 0;
  const changeSettings = async () => {
    changed += 1;
    const response = await fetch(`http://127.0.0.1:${portOf(product)}/api/programs/${aCommunity().programId}`, {
      method: 'PUT',
      headers: {
        ...{ origin, 'content-type': 'application/json', 'if-match': '*' },
        cookie: inCharge[changed % organizers] ?? '',
      },
      body: JSON.stringify({ reminders: [60 + changed, 10], mentors: 'anyone' }),
    });
    if (!response.ok) throw new Error(`The settings were refused: ${response.status} ${await response.text()}`);
    await response.arrayBuffer();
  };
  const tell = async () => {
    await (await fetch(`http://127.0.0.1:${portOf(bare)}/`, { method: 'POST' })).arrayBuffer();
  };
  try {
    const { confab, socketIo } = await takeTurns({
      confab: () => turn(product, ours, changeSettings),
      socketIo: () => turn(bare, theirs, tell),
    });
    const times = (turns: Turn[]) => turns.flatMap(({ heard }) => heard);
    const costs = (turns: Turn[]) => turns.map(({ processor }) => processor);
    const slowest = Math.max(...times(confab));
    const written = (turns: Turn[]) =>
      `p50 ${milliseconds(median(times(turns)))}, at most ${milliseconds(Math.max(...times(turns)))}`;
    return {
      figures: [
        {
          what: `from asking for it until the last of ${pages.toLocaleString('en-GB')} has heard`,
          ours: written(confab),
          peer: `${written(socketIo)} (Socket.IO)`,
          ...{ ratio: null, goal: atMost(1_000, ' ms'), measured: slowest },
        },
        {
          what: "the sender's processor time for it",
          ours: milliseconds(median(costs(confab))),
          peer: `${milliseconds(median(costs(socketIo)))} (Socket.IO)`,
          ...{ ratio: medianRatio(costs(confab), costs(socketIo)), goal: atMost(2) },
        },
      ],
      remarks: [],
    };
  } finally {
    ours.close();
    theirs.close();
    await bare.end();
    await product.end('SIGTERM');
    await stage.close();
    folder.remove();
  }
}

async function turn(program: Program, open: OpenPages, change: () => Promise<void>): Promise<Turn> {
  const heard: number[] = [];
  const before = processorTime(program.pid);
  for (let count = 0; count < changes; count += 1) {
    heard.push(await open.untilAllHeard(change));
    await wait(pause);
  }
  return { heard, processor: ((processorTime(program.pid) - before) * 1_000) / changes };
}

/** The cookies of people who are signed in: first those who organise the programme. */
async function fill(databasePath: string): Promise<string[]> {
  const stores = await openSqliteStores(databasePath);
  try {
    await createStudyHall(stores);
    const { ids, cookies } = await createReaders(stores, { databasePath, count: organizers + pages / each });
    const program = await stores.programs.get(aCommunity().programId);
    if (!program) throw new Error('There is no programme.');
    await stores.programs.update({ ...program, organizerIds: ids.slice(0, organizers) });
    return cookies;
  } finally {
    await stores.close();
  }
}
