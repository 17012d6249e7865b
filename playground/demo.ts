/**
 * `npm run demo`: Confab at work, with no account anywhere, to try on a page. `-- --once` plays a scripted day in the terminal instead, and ends with
 * what held; `-- --mongodb URI --processes web,bot,worker,worker` runs it on a MongoDB that runs already, in several processes.
 */
import { buildDashboard, buildPage } from './build-dashboard.ts';
import { type DemoOptions, describePlace, readDemoOptions, usage } from './demo-options.ts';
import { createDemoStage } from './demo-stage.ts';
import { openPlayground } from './page-server/open-playground.ts';
import type { StageOptions } from './stage.ts';
import { tellStory } from './story/story.ts';
import { createTelling } from './story/telling.ts';

const print = (line: string): void => void process.stdout.write(`${line}\n`);

function readOptions(): DemoOptions {
  try {
    return readDemoOptions(process.argv.slice(2));
  } catch (error) {
    print(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
    process.exit(1);
  }
}

/** The page, until Ctrl-C. The result is the exit code. */
async function playOnThePage(place: Pick<StageOptions, 'mongodb' | 'processes'>, port: number): Promise<number> {
  const asked = new Promise<void>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  print('Two communities are being set up ...');
  const playground = await openPlayground({ root: await buildPage(), port, stage: place });
  print('');
  print(`Open ${playground.url} and be a student, a mentor or an organiser. Ctrl-C ends it.`);
  await asked;
  await playground.close();
  return 0;
}

/** The story, without pauses. The result is the exit code. */
async function playOnce(place: Pick<StageOptions, 'mongodb' | 'processes'>): Promise<number> {
  const stage = await createDemoStage({ dashboard: true, ...place });
  const telling = createTelling({ print, now: stage.clock.now, pause: 0 });
  let broken = false;
  try {
    await tellStory(stage, telling);
  } catch (error) {
    broken = true;
    print(`The story broke off: ${error instanceof Error ? error.stack : String(error)}`);
  } finally {
    await stage.close().catch((error: unknown) => print(error instanceof Error ? error.message : String(error)));
  }
  if (telling.failed() > 0 || broken) {
    print('');
    print('What Confab logged that may explain it:');
    for (const line of stage.product.log.filter((one) => one.level >= 40)) print(`  ${JSON.stringify(line)}`);
  }
  print('');
  print(`${telling.passed()} passed, ${telling.failed() + (broken ? 1 : 0)} failed`);
  return telling.failed() > 0 || broken ? 1 : 0;
}

const options = readOptions();
const { once, mongodb, processes, port } = options;
const what = once ? 'A day with Confab' : "Confab's playground";
print(
  `${what}. The real discord.js, Bolt and Google clients talk to stand-ins on this machine; nobody has an account anywhere.`,
);
print(describePlace(options));
if (await buildDashboard()) print('The dashboard was built (npm run build).');
const place = { processes, ...(mongodb === undefined ? {} : { mongodb }) };
let code = 1;
try {
  code = await (once ? playOnce(place) : playOnThePage(place, port));
} catch (error) {
  print(error instanceof Error ? error.message : String(error));
}
process.exit(code);
