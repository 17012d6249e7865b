/** `GET /api/meetings` for people with 50 sessions each among a million, against a bare Express handler that answers the same bytes. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createStage } from '../playground/stage.ts';
import { atLeast, type Report } from './harness/figure.ts';
import { createKeepAliveGets } from './harness/keep-alive-gets.ts';
import { processorTime } from './harness/processor-time.ts';
import { type Program, startProgram } from './harness/program.ts';
import { mostRounds, takeTurns } from './harness/rounds.ts';
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
const each = 2_000;
const rounds = 7;
const warmUps = 2;
/** Nobody may ask more than 300 times a minute, as in any installation, so the same people take turns. */
const regulars = Math.ceil((each * (mostRounds(rounds) + warmUps)) / 250);
/** Rounds of people who ask for the first time, and how many those are in each. */
const firsts = 5;
const newcomers = 40;

interface Turn extends Timing {
  /** Milliseconds of the server's processor time for one request. */
  processor: number;
}

export async function run(): Promise<Report> {
  const folder = createScratchFolder();
  const databasePath = join(folder.path, 'confab.db');
  const cookies = await fill(databasePath);
  const stage = await createStage({ google: false, slackOver: 'none', env: { PUBLIC_URL: 'http://127.0.0.1' } });
  const product = await startProduct(stage, databasePath);
  const example = await exampleAnswer(portOf(product), cookies[0] ?? '');
  const answer = join(folder.path, 'answer.json');
  writeFileSync(answer, example);
  const bare = await startProgram([fileURLToPath(new URL('./peers/bare-express.ts', import.meta.url))], {
    env: { ANSWER: answer, NODE_ENV: 'production' },
    ...{ folder: folder.path, ready: 'ready' },
  });
  /** Connections of its own, which end with it: servers hang up on those that nobody uses for some seconds. */
  const timed = async (
    program: Program,
    asked: { path: string; count: number; atOnce: number; as: readonly string[] },
  ) => {
    const gets = createKeepAliveGets(portOf(program), asked.path);
    let next = 0;
    const ask = async () => {
      const cookie = asked.as[next % asked.as.length] ?? '';
      next += 1;
      const { status, length } = await gets.get({ cookie });
      if (status !== 200 || length < example.length / 2) throw new Error(`A request was answered with ${status}.`);
    };
    try {
      return await timeWork(asked.count, asked.atOnce, ask);
    } finally {
      gets.close();
    }
  };
  const turn = async (program: Program, at: string): Promise<Turn> => {
    const before = processorTime(program.pid);
    const times = await timed(program, { path: at, count: each, atOnce: connections, as: cookies.slice(0, regulars) });
    return { ...times, processor: ((processorTime(program.pid) - before) * 1_000) / each };
  };
  const once = (program: Program, round: number) => {
    const from = regulars + round * newcomers;
    return timed(program, { path, count: newcomers, atOnce: 1, as: cookies.slice(from, from + newcomers) });
  };
  try {
    const { confab, express, plain } = await takeTurns(
      { confab: () => turn(product, path), express: () => turn(bare, path), plain: () => turn(bare, '/plain') },
      { rounds, warmUps },
    );
    let round = 0;
    const first = await takeTurns(
      { confab: () => once(product, round++), express: () => once(bare, 0) },
      { rounds: firsts, warmUps: 0 },
    );
    const of = <Key extends keyof Turn>(key: Key, turns: Pick<Turn, Key>[]) => turns.map((one) => one[key]);
    return {
      figures: [
        {
          what: `over ${connections} connections, of ${regulars} people in turn`,
          ours: timing(confab),
          peer: `${timing(express)} (Express)`,
          ratio: medianRatio(of('rate', confab), of('rate', express)),
          goal: atLeast(0.5),
        },
        {
          what: 'the same against one without an ETag',
          ours: timing(confab),
          peer: `${timing(plain)} (Express)`,
          ratio: medianRatio(of('rate', confab), of('rate', plain)),
          goal: null,
        },
        {
          what: 'processor time for one answer',
          ours: milliseconds(median(of('processor', confab))),
          peer: `${milliseconds(median(of('processor', express)))} (Express)`,
          ratio: medianRatio(of('processor', confab), of('processor', express)),
          goal: null,
        },
        {
          what: "somebody's first request",
          ours: timing(first.confab),
          peer: `${timing(first.express)} (Express)`,
          ratio: medianRatio(of('p50', first.express), of('p50', first.confab)),
          goal: null,
        },
      ],
      remarks: [`each answer has ${example.length.toLocaleString('en-GB')} characters.`],
    };
  } finally {
    await bare.end();
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
    fillHistory(databasePath, stored, { effects: false });
    return (await createReaders(stores, { databasePath, count: regulars + newcomers * mostRounds(firsts) })).cookies;
  } finally {
    await stores.close();
  }
}

/** Throws where it is not all of the person's sessions. */
async function exampleAnswer(port: number, cookie: string): Promise<string> {
  const gets = createKeepAliveGets(port, path);
  try {
    const answer = (await gets.get({ cookie })).body();
    const { meetings } = JSON.parse(answer) as { meetings: object[] };
    if (meetings.length !== sessionsEach) throw new Error(`${meetings.length} sessions were answered.`);
    return answer;
  } finally {
    gets.close();
  }
}
