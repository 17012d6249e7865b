/** A Slack slash command over signed HTTP until it is acknowledged, against a bare Bolt app that answers it as well. */
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createStage } from '../playground/stage.ts';
import { atLeast, atMost, type Report } from './harness/figure.ts';
import { startProgram } from './harness/program.ts';
import { takeTurns } from './harness/rounds.ts';
import { createScratchFolder } from './harness/scratch-folder.ts';
import { createSlackCommands } from './harness/slack-commands.ts';
import { median, medianRatio, quantile } from './harness/statistics.ts';
import { steadyLoad } from './harness/steady-load.ts';
import { type Timing, timeWork } from './harness/time-work.ts';
import { milliseconds, timing } from './harness/words.ts';
import { portOf, startProduct } from './world/product.ts';

export const name = 'ack';
export const what = 'Slack slash commands over signed HTTP';

const connections = 32;
/** Commands in a turn as fast as they are acknowledged. */
const rush = 3_000;
const load = { perSecond: 200, seconds: 3 };

interface Turn {
  rush: Timing;
  /** Milliseconds of each at a steady pace. */
  steady: number[];
}

export async function run(): Promise<Report> {
  const folder = createScratchFolder();
  const stage = await createStage({ google: false, discord: false, slackOver: 'http' });
  const { env, slack, workspace } = stage;
  const secret = env.SLACK_SIGNING_SECRET ?? '';
  const user = slack.addUser(workspace.id, { name: 'kim', realName: 'Kim', tz: 'Europe/Berlin' });
  const product = await startProduct(stage, join(folder.path, 'confab.db'));
  const bare = await startProgram([fileURLToPath(new URL('./peers/bare-bolt.ts', import.meta.url))], {
    env: { SECRET: secret, TOKEN: env.SLACK_BOT_TOKEN ?? '', API: env.SLACK_API_URL ?? '' },
    ...{ folder: folder.path, ready: 'ready' },
  });
  const fields = {
    ...{ command: '/confab', text: 'help', team_id: workspace.id, user_id: user.id, user_name: 'kim' },
    ...{ channel_id: workspace.sessions, channel_name: 'sessions', trigger_id: '1.2.3', api_app_id: 'A1' },
  };
  const commands = await createSlackCommands(fields, { secret, connections });
  const turn = async (port: number): Promise<Turn> => {
    const before = commands.answered();
    const allAnswered = async (count: number) => {
      while (commands.answered() < before + count) await wait(10);
    };
    const rushed = await timeWork(rush, connections, () => commands.send(port));
    await allAnswered(rush);
    const steady = await steadyLoad(load, () => commands.send(port));
    await allAnswered(rush + steady.length);
    return { rush: rushed, steady };
  };
  try {
    const { ours, bolt } = await takeTurns({ ours: () => turn(portOf(product)), bolt: () => turn(portOf(bare)) });
    const rates = (turns: Turn[]) => turns.map(({ rush }) => rush.rate);
    const steady = (turns: Turn[], share: number) => median(turns.map((one) => quantile(one.steady, share)));
    const written = (turns: Turn[]) =>
      `p50 ${milliseconds(steady(turns, 0.5))}, p99 ${milliseconds(steady(turns, 0.99))}`;
    return {
      figures: [
        {
          what: `acknowledged over ${connections} connections`,
          ours: timing(ours.map(({ rush }) => rush)),
          peer: `${timing(bolt.map(({ rush }) => rush))} (Bolt)`,
          ...{ ratio: medianRatio(rates(ours), rates(bolt)), goal: atLeast(0.9) },
        },
        {
          what: 'acknowledged at 200 a second',
          ours: written(ours),
          peer: `${written(bolt)} (Bolt)`,
          ...{ ratio: null, goal: atMost(50, ' ms (p99)'), measured: steady(ours, 0.99) },
        },
      ],
      remarks: [],
    };
  } finally {
    await Promise.all([product.end('SIGTERM'), bare.end()]);
    await commands.close();
    await stage.close();
    folder.remove();
  }
}
