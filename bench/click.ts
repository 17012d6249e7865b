/** From an interaction on Discord's gateway to the first answer to it, against a bare discord.js bot. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createStage } from '../playground/stage.ts';
import { atMost, type Report } from './harness/figure.ts';
import { startProgram } from './harness/program.ts';
import { takeTurns } from './harness/rounds.ts';
import { createScratchFolder } from './harness/scratch-folder.ts';
import { median, medianRatio, quantile } from './harness/statistics.ts';
import { steadyLoad } from './harness/steady-load.ts';
import { milliseconds } from './harness/words.ts';
import { registerCommands, startProduct } from './world/product.ts';

export const name = 'click';
export const what = '100 Discord interactions a second, each until its first answer';

const load = { perSecond: 100, seconds: 5 };
const people = 50;
const bareToken = 'MTExMTExMTExMTExMTExMTEy.bare.bot';

export async function run(): Promise<Report> {
  const folder = createScratchFolder();
  const path = join(folder.path, 'confab.db');
  const unlimited = { rates: {}, globalRequestsASecond: 1e9 };
  const stage = await createStage({ google: false, slackOver: 'none', discordLimits: unlimited });
  const { discord, server } = stage;
  discord.addApplication({ token: bareToken, name: 'Bare' });
  const users = Array.from({ length: people }, (_, index) =>
    discord.addMember(server.id, { name: `Person ${index}`, username: `person${index}`, locale: 'en-GB' }),
  );
  await registerCommands(stage, path);
  const product = await startProduct(stage, path);
  const bare = await startProgram([fileURLToPath(new URL('./peers/bare-discord.ts', import.meta.url))], {
    env: { TOKEN: bareToken, API: discord.apiUrl },
    ...{ folder: folder.path, ready: 'ready' },
  });
  /** Milliseconds as the stand-in measures them: from sending to the first answer. */
  const click = async (command: string) => {
    const took: number[] = [];
    await steadyLoad(load, async (index) => {
      const user = users[index % people];
      if (!user) throw new Error('Nobody is there.');
      const result = await discord.runCommand({ user, channel: server.general, name: command });
      if (result.outcome !== 'answered') throw new Error(`/${command} was not answered.`);
      took.push(result.elapsedMs);
    });
    return took;
  };
  try {
    const { ours, peers } = await takeTurns({ ours: () => click('help'), peers: () => click('bare') });
    const of = (turns: number[][], share: number) => turns.map((turn) => quantile(turn, share));
    const written = (turns: number[][]) =>
      `p50 ${milliseconds(median(of(turns, 0.5)))}, p99 ${milliseconds(median(of(turns, 0.99)))}`;
    const p99 = median(of(ours, 0.99));
    return {
      figures: [
        {
          what: 'to the first answer, p99',
          ours: written(ours),
          ...{ peer: '-', ratio: null, goal: atMost(50, ' ms'), measured: p99 },
        },
        {
          what: 'the same against a bare bot',
          ours: written(ours),
          peer: `${written(peers)} (discord.js)`,
          ...{ ratio: medianRatio(of(ours, 0.99), of(peers, 0.99)), goal: atMost(2) },
        },
      ],
      remarks: [],
    };
  } finally {
    await Promise.all([product.end('SIGTERM'), bare.end()]);
    await stage.close();
    folder.remove();
  }
}
