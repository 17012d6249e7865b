import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createProductProcess, type LogLine, type ProductProcess, spawnMain } from './product-process.ts';
import type { ShiftedClock } from './shifted-clock.ts';

/** One of the product's processes: its name, or its place in the list. */
export type Which = string | number;

/** The real product in one process or several. What is not told which of them it concerns concerns all. */
export interface Product {
  /** The folder it runs in; nothing of the person's own is there. */
  readonly folder: string;
  /** Where its database is unless it runs on MongoDB. */
  readonly databasePath: string;
  /** What each process is called, in the order they were asked for: its role, and `worker-2` for the second worker. */
  readonly processes: readonly string[];
  /** Everything it logged and printed, over all its lives; what is no JSON has level 0. */
  readonly log: LogLine[];
  /** Starts what is not running and resolves when it says that it is ready. */
  start(which?: Which): Promise<void>;
  /** As Ctrl-C does; resolves with the exit code when it is gone: of several, the first that is not 0. */
  stop(which?: Which): Promise<number | null>;
  /** As a power cut does. */
  kill(which?: Which): Promise<void>;
  /** Of several: whether all are. */
  running(which?: Which): boolean;
  /** Resolves with the exit code when this life of it is over; null where a signal ended it. */
  ended(which?: Which): Promise<number | null>;
  /** The port that its health checks are served on, which changes with every start: of several, that of the first that serves any. */
  port(which?: Which): number;
  pid(which: Which): number | undefined;
  /** Tells it what time it is now. */
  syncClock(): Promise<void>;
  /** Runs another of its roles beside it (`release`, `doctor`, `backup`) and resolves with what it printed. */
  run(...role: string[]): Promise<{ code: number | null; output: string }>;
  /** Removes its folder. */
  dispose(): Promise<void>;
}

export interface ProductOptions {
  clock: ShiftedClock;
  env: Record<string, string>;
  folder?: string;
  /** The address of a MongoDB, with the name of a database; SQLite in its folder unless said. */
  mongodb?: string;
  /** The role of each process: `['web', 'bot', 'worker', 'worker']`; everything in one unless said. */
  processes?: readonly string[];
  /** Addresses of modules that are loaded before anything of the product. */
  preloads?: readonly string[];
}

/** The real `src/main.ts` in processes of its own, with this environment and nothing inherited. */
export function createProduct(options: ProductOptions): Product {
  const { clock, mongodb, preloads = [] } = options;
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'confab-'));
  const databasePath = join(folder, 'confab.db');
  const log: LogLine[] = [];

  const environment = (): Record<string, string> => ({
    PATH: process.env.PATH ?? '',
    TZ: 'UTC',
    ...options.env,
    ...(mongodb === undefined ? { DATABASE_PATH: databasePath } : { MONGODB_URI: mongodb }),
    HOST: '127.0.0.1',
    PORT: options.env.PORT ?? '0',
    CONFAB_CLOCK_OFFSET: String(clock.offset()),
  });
  const surroundings = { folder, environment, preloads, log };

  const roles = options.processes ?? ['all'];
  const all = roles.map((role, index): ProductProcess => {
    const before = roles.slice(0, index).filter((other) => other === role).length;
    return createProductProcess(before === 0 ? role : `${role}-${before + 1}`, role, surroundings);
  });

  function chosen(which: Which | undefined): ProductProcess[] {
    if (which === undefined) return all;
    const found = typeof which === 'number' ? all[which] : all.find(({ name }) => name === which);
    if (!found) throw new Error(`There is no process ${which}, only ${all.map(({ name }) => name).join(', ')}.`);
    return [found];
  }

  async function codeOf(codes: Promise<number | null>[]): Promise<number | null> {
    const bad = (await Promise.all(codes)).find((code) => code !== 0);
    return bad === undefined ? 0 : bad;
  }

  return {
    folder,
    databasePath,
    log,
    processes: all.map(({ name }) => name),
    async start(which) {
      const started = chosen(which).filter((one) => !one.running());
      await Promise.all(started.map((one) => one.start()));
    },
    stop: (which) => codeOf(chosen(which).map((one) => one.signal('SIGINT'))),
    async kill(which) {
      await Promise.all(chosen(which).map((one) => one.signal('SIGKILL')));
    },
    running: (which) => chosen(which).every((one) => one.running()),
    ended: (which) => codeOf(chosen(which).map((one) => one.ended())),
    port: (which) =>
      chosen(which)
        .map((one) => one.port())
        .find((port) => !Number.isNaN(port)) ?? Number.NaN,
    pid: (which) => chosen(which)[0]?.pid(),
    async syncClock() {
      await Promise.all(all.map((one) => one.setOffset(clock.offset())));
    },
    async run(...role) {
      const ran = spawnMain(role, surroundings);
      let output = '';
      for (const stream of [ran.stdout, ran.stderr]) {
        stream?.on('data', (chunk: Buffer) => {
          output += chunk.toString();
        });
      }
      const code = await new Promise<number | null>((resolve) => ran.once('close', resolve));
      return { code, output };
    },
    async dispose() {
      await Promise.all(all.filter((one) => one.running()).map((one) => one.signal('SIGKILL')));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
