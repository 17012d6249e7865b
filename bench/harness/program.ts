import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface Program {
  pid: number;
  /** Milliseconds from starting it to the line that said it is ready. */
  readyAfter: number;
  /** What that line said. */
  line: string;
  /** Kills it, unless another signal is named, and resolves when it is gone. */
  end(signal?: NodeJS.Signals): Promise<void>;
}

/** Starts a Node program with this environment and nothing inherited, and waits until it prints a line with these words. */
export async function startProgram(
  args: readonly string[],
  { env, folder, ready }: { env: Readonly<Record<string, string>>; folder: string; ready: string },
): Promise<Program> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, args, {
    cwd: folder,
    env: { PATH: process.env.PATH ?? '', TZ: 'UTC', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  // Should the bench break off, nothing of it stays behind.
  const kill = () => void child.kill('SIGKILL');
  process.once('exit', kill);
  const gone = new Promise<void>((resolve) => child.once('close', () => resolve()));
  child.once('close', () => process.off('exit', kill));
  const said: string[] = [];
  const line = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (text) => {
      said.push(text);
      if (text.includes(ready)) resolve(text);
    });
    child.once('close', (code) =>
      reject(new Error(`${args.join(' ')} ended with ${code} before it was ready:\n${said.join('\n')}`)),
    );
  });
  const readyAfter = performance.now() - startedAt;
  return {
    ...{ pid: child.pid ?? 0, readyAfter, line },
    async end(signal = 'SIGKILL') {
      child.kill(signal);
      await gone;
    },
  };
}
