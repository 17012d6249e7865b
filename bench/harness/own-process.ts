/** Work in a process of its own: what was measured before leaves neither heap nor compiled code behind. */
import { fork } from 'node:child_process';

/** Runs the file, which calls {@link answer} once, and waits until it has ended. What it prints goes where ours goes. */
export async function inOwnProcess<Answer>(file: string, args: readonly string[] = []): Promise<Answer> {
  const child = fork(file, args, { serialization: 'advanced' });
  const answers: Answer[] = [];
  child.on('message', (message) => answers.push(message as Answer));
  const code = await new Promise<number | NodeJS.Signals | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode, signal) => resolve(exitCode ?? signal));
  });
  const [only] = answers;
  if (code !== 0 || only === undefined) throw new Error(`${file} ${args.join(' ')} ended with ${code}.`);
  return only;
}

/** Tells whoever started this process what it measured. Plain data only. */
export async function answer(value: object): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    if (!process.send) throw new Error('Nobody asked: start this with "npm run bench".');
    process.send(value, (error) => (error ? reject(error) : resolve()));
  });
  process.disconnect();
}
