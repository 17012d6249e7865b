import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const repository = fileURLToPath(new URL('../../', import.meta.url));

export interface Run {
  code: number | null;
  /** Both streams, as a terminal shows them. */
  output: string;
  elapsedMs: number;
}

/** A Node process with exactly this environment, in this folder; what is left of it after `timeoutMs` is killed. */
export function runNode(
  args: readonly string[],
  options: { cwd: string; env?: Record<string, string>; timeoutMs?: number },
): Promise<Run> {
  const startedAt = performance.now();
  const child: ChildProcess = spawn(process.execPath, args, {
    cwd: options.cwd,
    env: { PATH: process.env.PATH ?? '', ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  const timer = setTimeout(() => child.kill('SIGKILL'), options.timeoutMs ?? 20_000);
  return new Promise((resolve) => {
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve({ code, output, elapsedMs: performance.now() - startedAt });
    });
  });
}

/** `src/main.ts` with these arguments, as `npm start` would run it. */
export function runMain(
  args: readonly string[],
  options: { cwd: string; env?: Record<string, string>; timeoutMs?: number },
): Promise<Run> {
  return runNode([`${repository}check-node.cjs`, `${repository}src/main.ts`, ...args], options);
}
