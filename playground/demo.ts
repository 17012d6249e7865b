/**
 * `npm run demo`: Confab at work, with no account anywhere. `-- --once` plays it without pauses and ends with what held;
 * `-- --mongodb URI --processes web,bot,worker,worker` plays it on a MongoDB that runs already, in several processes.
 */
import { buildDashboard } from './build-dashboard.ts';
import { type DemoOptions, describePlace, readDemoOptions, usage } from './demo-options.ts';
import { servePersonas } from './personas.ts';
import { createStage } from './stage.ts';
import { type People, tellStory } from './story/story.ts';
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

/** Until Ctrl-C: Confab goes on, and the dashboard can be looked at as anybody of the story. */
async function stayOpen({ olu, maya, dan, ana, ben, rhea, priya, sam }: People): Promise<void> {
  await stage.product.start();
  await Promise.all([
    stage.discord.waitForApp(20_000),
    stage.slack.waitFor(() => stage.slack.isConnected(stage.workspace.installation), 20_000),
  ]);
  const personas = await servePersonas([
    ...[maya, dan].map((person) => ({ ...person, is: 'a mentor on Discord' })),
    { ...priya, is: 'a mentor on Slack' },
    ...[ana, ben].map((person) => ({ ...person, is: 'a student on Discord' })),
    { ...sam, is: 'a student on Slack' },
    { ...olu, is: 'runs the programme on Discord' },
    { ...rhea, is: 'runs the programme on Slack' },
  ]);
  print('');
  print(`${telling.passed()} passed, ${telling.failed()} failed`);
  print('');
  print(`Confab goes on running. Open ${personas.url} to see the dashboard as anybody of the story. Ctrl-C ends it.`);
  await new Promise<void>((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
  await personas.close();
}

const options = readOptions();
const { once, mongodb, processes } = options;
const database = mongodb === undefined ? undefined : (await import('./own-database.ts')).createOwnDatabase(mongodb);
print(
  'A day with Confab. The real discord.js, Bolt and Google clients talk to stand-ins on this machine; nobody has an account anywhere.',
);
print(describePlace(options, database?.title));
if (await buildDashboard()) print('The dashboard was built (npm run build).');
const stage = await createStage({ dashboard: true, processes, ...(database ? { mongodb: database.uri } : {}) });
const telling = createTelling({ print, now: stage.clock.now, pause: once ? 0 : 1_500 });
let broken = false;
try {
  const people = await tellStory(stage, telling);
  if (!once) await stayOpen(people);
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
