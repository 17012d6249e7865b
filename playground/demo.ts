/**
 * `npm run demo`: Confab at work, with no account anywhere. `-- --once` plays it without pauses and ends with what held;
 * `-- --mongodb URI --processes web,bot,worker,worker` plays it on a MongoDB that runs already, in several processes.
 */
import { type DemoOptions, describePlace, readDemoOptions, usage } from './demo-options.ts';
import { createStage } from './stage.ts';
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

const options = readOptions();
const { once, mongodb, processes } = options;
const database = mongodb === undefined ? undefined : (await import('./own-database.ts')).createOwnDatabase(mongodb);
print(
  'A day with Confab. The real discord.js, Bolt and Google clients talk to stand-ins on this machine; nobody has an account anywhere.',
);
print(describePlace(options, database?.title));
const stage = await createStage({ processes, ...(database ? { mongodb: database.uri } : {}) });
const telling = createTelling({ print, now: stage.clock.now, pause: once ? 0 : 1_500 });
let broken = false;
try {
  await tellStory(stage, telling);
} catch (error) {
  broken = true;
  print(`The story broke off: ${error instanceof Error ? error.stack : String(error)}`);
} finally {
  await stage.close();
  await database?.drop().catch((error: unknown) => print(`The database could not be dropped: ${String(error)}`));
}
if (telling.failed() > 0 || broken) {
  print('');
  print('What Confab logged that may explain it:');
  for (const line of stage.product.log.filter((one) => one.level >= 40)) print(`  ${JSON.stringify(line)}`);
}
print('');
print(`${telling.passed()} passed, ${telling.failed() + (broken ? 1 : 0)} failed`);
process.exit(telling.failed() > 0 || broken ? 1 : 0);
