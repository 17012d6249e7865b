/** `npm run demo`: Confab at work, with no account anywhere. `-- --once` plays it without pauses and ends with what held. */
import { createStage } from './stage.ts';
import { tellStory } from './story/story.ts';
import { createTelling } from './story/telling.ts';

const once = process.argv.includes('--once');
const print = (line: string): void => void process.stdout.write(`${line}\n`);

print(
  'A day with Confab. The real discord.js, Bolt and Google clients talk to stand-ins on this machine; nobody has an account anywhere.',
);
const stage = await createStage();
const telling = createTelling({ print, now: stage.clock.now, pause: once ? 0 : 1_500 });
let broken = false;
try {
  await tellStory(stage, telling);
} catch (error) {
  broken = true;
  print(`The story broke off: ${error instanceof Error ? error.stack : String(error)}`);
} finally {
  await stage.close();
}
if (telling.failed() > 0 || broken) {
  print('');
  print('What Confab logged that may explain it:');
  for (const line of stage.product.log.filter((one) => one.level >= 40)) print(`  ${JSON.stringify(line)}`);
}
print('');
print(`${telling.passed()} passed, ${telling.failed() + (broken ? 1 : 0)} failed`);
process.exit(telling.failed() > 0 || broken ? 1 : 0);
