/** `GET /api/meetings` for people with 50 sessions each among a million, against a bare Express handler that answers the same bytes. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createStage } from '../playground/stage.ts';
import { atLeast, type Report } from './harness/figure.ts';
import { createKeepAliveGets, type KeepAliveGets } from './harness/keep-alive-gets.ts';
import { processorTime } from './harness/processor-time.ts';
import { type Program, startProgram } from './harness/program.ts';
import { takeTurns } from './harness/rounds.ts';
import { createScratchFolder } from './harness/scratch-folder.ts';
import { median, medianRatio } from './harness/statistics.ts';
import { type Timing, timeWork } from './harness/time-work.ts';
import { milliseconds, timing } from './harness/words.ts';
import { fillHistory } from './world/fill-history.ts';
import { openSqliteStores } from './world/open-stores.ts';
import { portOf, startProduct } from './world/product.ts';
import { createReaders, sessionsEach } from './world/readers.ts';
import { createStudyHall } from './world/study-hall.ts';

export const name = 'api';
export const what = 'GET /api/meetings for a person with 50 sessions among 1,000,000';

const stored = 1_000_000;
const path = `/api/meetings?limit=${sessionsEach}`;
const connections = 16;
/** Requests in a turn. */
const each = 1_000;
/** Nobody may ask more than 300 times a minute, and all rounds together are 9,000 requests. */
const regulars = 36;
/** Who ask only once. */
const newcomers = 200;

interface Turn extends Timing {
  /** Milliseconds of the server's processor time for one request. */
  processor: number;
}

export async function run(): Promise<Report> {
  const folder = createScratchFolder();
  const databasePath = join(folder.path, 'confab.db');
  const cookies = await fill(databasePath);
  const stage = await createStage({ google: false, slackOver: 'none', env: { PUBLIC_URL: 'http://127.0.0.1:80' } });
  const product = await startProduct(stage, databasePath);
  const ours = createKeepAliveGets(portOf(product), path);
  try {
    const example = (await ours.get({ cookie: cookies[0] ?? '' })).read();
    const found = (JSON.parse(example) as { meetings: object[] }).meetings.length;
    if (found !== sessionsEach) throw new Error(`${found} sessions were answered.`);
    const answer = join(folder.path, 'answer.json');
    writeFileSync(answer, example);
    const peer = fileURLToPath(new URL('./peers/bare-express.ts', import.meta.url));
    const bare = await startProgram([peer], {
      env: { ANSWER: answer, NODE_ENV: 'production' },
      folder: folder.path,
      ready: 'ready',
    });
    const theirs = createKeepAliveGets(portOf(bare), path);
    let asked = 0;
    const ask = async (gets: KeepAliveGets, from: number, among: number) => {
      const cookie = cookies[from + (asked % among)] ?? '';
      asked += 1;
      const { status } = await gets.get({ cookie });
      if (status !== 200) throw new Error(`A request was answered with ${status}.`);
    };
    const turn = async (program: Program, gets: KeepAliveGets): Promise<Turn> => {
      const before = processorTime(program.pid);
      const times = await timeWork(each, connections, () => ask(gets, 0, regulars));
      return { ...times, processor: ((processorTime(program.pid) - before) * 1_000) / each };
    };
    try {
      const { confab, express } = await takeTurns(
        { confab: () => turn(product, ours), express: () => turn(bare, theirs) },
        { warmUps: 2 },
      );
      const first = await takeTurns(
        {
          confab: () => timeWork(newcomers / 5, 1, () => ask(ours, regulars, newcomers)),
          express: () => timeWork(newcomers / 5, 1, () => ask(theirs, regulars, newcomers)),
        },
        { rounds: 5, warmUps: 0 },
      );
      return {
        figures: [
          {
            what: `of ${regulars} people in turn, over ${connections} connections`,
            ours: timing(confab),
            peer: `${timing(express)} (Express)`,
            ratio: medianRatio(
              confab.map(({ rate }) => rate),
              express.map(({ rate }) => rate),
            ),
            goal: atLeast(0.5),
          },
          {
            what: 'processor time for one of them',
            ours: milliseconds(median(confab.map(({ processor }) => processor))),
            peer: `${milliseconds(median(express.map(({ processor }) => processor)))} (Express)`,
            ratio: medianRatio(
              confab.map(({ processor }) => processor),
              express.map(({ processor }) => processor),
            ),
            goal: null,
          },
          {
            what: 'of somebody who asks for the first time',
            ours: timing(first.confab),
            peer: `${timing(first.express)} (Express)`,
            ratio: medianRatio(
              first.confab.map(({ p50 }) => p50),
              first.express.map(({ p50 }) => p50),
            ),
            goal: null,
          },
        ],
        remarks: [`each answer has ${example.length} characters.`],
      };
    } finally {
      theirs.close();
      await bare.end();
    }
  } finally {
    ours.close();
    await product.end('SIGTERM');
    await stage.close();
    folder.remove();
  }
}

/** Answers with the cookies of people who are signed in, the regulars first. */
async function fill(databasePath: string): Promise<string[]> {
  const stores = await openSqliteStores(databasePath);
  try {
    await createStudyHall(stores);
    fillHistory(databasePath, stored);
    const secrets = await createReaders(stores, { databasePath, count: regulars + newcomers });
    return secrets.map((secret) => `confab_session=${secret}`);
  } finally {
    await stores.close();
  }
}
