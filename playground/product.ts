import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { ShiftedClock } from './shifted-clock.ts';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const preload = new URL('./clock.ts', import.meta.url).href;

export interface LogLine {
  level: number;
  msg: string;
  [field: string]: unknown;
}

export interface Product {
  /** The folder it runs in; nothing of the person's own is there. */
  readonly folder: string;
  readonly databasePath: string;
  /** Everything it logged and printed, over all its lives; what is no JSON has level 0. */
  readonly log: LogLine[];
  /** Starts it and resolves when it says that it is ready. */
  start(): Promise<void>;
  /** As Ctrl-C does; resolves with its exit code when it is gone. */
  stop(): Promise<number | null>;
  /** As a power cut does. */
  kill(): Promise<void>;
  running(): boolean;
  /** Resolves with its exit code when this life of it is over; null where a signal ended it. */
  ended(): Promise<number | null>;
  /** The port that its health checks are served on, which changes with every start. */
  port(): number;
  /** Tells it what time it is now. */
  syncClock(): Promise<void>;
  /** Runs another of its roles beside it (`release`, `doctor`, `backup`) and resolves with what it printed. */
  run(...role: string[]): Promise<{ code: number | null; output: string }>;
  /** Removes its folder. */
  dispose(): Promise<void>;
}

const startWithin = 20_000;

/** The real `src/main.ts` in a process of its own, with this environment and nothing inherited. */
export function createProduct(options: { clock: ShiftedClock; env: Record<string, string>; folder?: string }): Product {
  const { clock } = options;
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'confab-'));
  const databasePath = join(folder, 'confab.db');
  const log: LogLine[] = [];
  let child: ChildProcess | null = null;

  const environment = (): Record<string, string> => ({
    PATH: process.env.PATH ?? '',
    TZ: 'UTC',
    ...options.env,
    DATABASE_PATH: databasePath,
    HOST: '127.0.0.1',
    PORT: '0',
    CONFAB_CLOCK_OFFSET: String(clock.offset()),
  });

  function gone(process: ChildProcess): Promise<number | null> {
    if (process.exitCode !== null || process.signalCode !== null) return Promise.resolve(process.exitCode);
    return new Promise((resolve) => process.once('exit', (code) => resolve(code)));
  }

  async function start(): Promise<void> {
    const started = spawn(process.execPath, ['--import', preload, main, 'all'], {
      cwd: folder,
      env: environment(),
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    child = started;
    const complaints: string[] = [];
    createInterface({ input: started.stderr as NodeJS.ReadableStream }).on('line', (line) => {
      complaints.push(line);
      log.push(readLine(line));
    });
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('Confab was not ready in time.')), startWithin);
      createInterface({ input: started.stdout as NodeJS.ReadableStream }).on('line', (text) => {
        const line = readLine(text);
        log.push(line);
        if (line.msg.startsWith('Confab is ready')) {
          clearTimeout(timer);
          resolve();
        }
      });
      started.once('exit', (code) => {
        clearTimeout(timer);
        reject(new Error(`Confab ended with ${code} before it was ready:\n${complaints.join('\n')}`));
      });
    });
  }

  return {
    folder,
    databasePath,
    log,
    start,
    ended: () => (child ? gone(child) : Promise.resolve(null)),
    port: () => Number(log.findLast((line) => line.msg.startsWith('Confab is ready'))?.port),
    running: () => child !== null && child.exitCode === null && child.signalCode === null,
    async stop() {
      if (!child) return null;
      child.kill('SIGINT');
      return gone(child);
    },
    async kill() {
      if (!child) return;
      child.kill('SIGKILL');
      await gone(child);
    },
    async syncClock() {
      const told = child;
      if (!told?.connected) return;
      await new Promise<void>((resolve) => {
        told.once('message', () => resolve());
        told.send({ offset: clock.offset() });
      });
    },
    async run(...role) {
      const ran = spawn(process.execPath, ['--import', preload, main, ...role], { cwd: folder, env: environment() });
      let output = '';
      for (const stream of [ran.stdout, ran.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
      const code = await gone(ran);
      return { code, output };
    },
    async dispose() {
      if (child && child.exitCode === null && child.signalCode === null) {
        child.kill('SIGKILL');
        await gone(child);
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function readLine(text: string): LogLine {
  try {
    return JSON.parse(text) as LogLine;
  } catch {
    return { level: 0, msg: text };
  }
}
