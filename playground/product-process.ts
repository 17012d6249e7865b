import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const preload = new URL('./clock.ts', import.meta.url).href;

export interface LogLine {
  level: number;
  msg: string;
  /** Which of the product's processes said it. */
  process: string;
  [field: string]: unknown;
}

/** One process of the product, over all its lives. */
export interface ProductProcess {
  /** Its role; `worker-2` for the second worker. */
  readonly name: string;
  readonly role: string;
  /** Starts it and resolves when it says that it is ready. */
  start(): Promise<void>;
  /** Resolves with the exit code when it is gone. */
  signal(name: 'SIGINT' | 'SIGKILL'): Promise<number | null>;
  running(): boolean;
  /** Of its present life, else of the last one. */
  pid(): number | undefined;
  /** The port it said it serves; NaN where it serves none. */
  port(): number;
  ended(): Promise<number | null>;
  /** Tells it by how many milliseconds its clock is shifted now. */
  setOffset(offset: number): Promise<void>;
}

export interface Surroundings {
  folder: string;
  environment(): Record<string, string>;
  /** Addresses of modules that are loaded before anything of the product. */
  preloads: readonly string[];
  /** Everything that is said, what is no JSON with level 0. */
  log: LogLine[];
}

const startWithin = 45_000;

/** `node --import ... src/main.ts ROLE`, with the shifted clock. */
export function spawnMain(args: readonly string[], { folder, environment, preloads }: Surroundings): ChildProcess {
  const imports = [preload, ...preloads].flatMap((address) => ['--import', address]);
  return spawn(process.execPath, [...imports, main, ...args], {
    cwd: folder,
    env: environment(),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
}

/** Resolves with the exit code; null where a signal ended it. */
function gone(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode);
  return new Promise((resolve) => child.once('exit', (code) => resolve(code)));
}

export function createProductProcess(name: string, role: string, surroundings: Surroundings): ProductProcess {
  const { log } = surroundings;
  let child: ChildProcess | null = null;

  function readLine(text: string): LogLine {
    try {
      return { ...JSON.parse(text), process: name } as LogLine;
    } catch {
      return { level: 0, msg: text, process: name };
    }
  }

  return {
    name,
    role,
    ended: () => (child ? gone(child) : Promise.resolve(null)),
    pid: () => child?.pid,
    port: () => Number(log.findLast((line) => line.process === name && isReady(line))?.port),
    running: () => child !== null && child.exitCode === null && child.signalCode === null,
    async start() {
      const started = spawnMain([role], surroundings);
      child = started;
      const complaints: string[] = [];
      createInterface({ input: started.stderr as NodeJS.ReadableStream }).on('line', (line) => {
        complaints.push(line);
        log.push(readLine(line));
      });
      await new Promise<void>((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`Confab (${name}) was not ready in time.`)), startWithin);
        createInterface({ input: started.stdout as NodeJS.ReadableStream }).on('line', (text) => {
          const line = readLine(text);
          log.push(line);
          if (isReady(line)) {
            clearTimeout(timer);
            resolve();
          }
        });
        started.once('exit', (code) => {
          clearTimeout(timer);
          reject(new Error(`Confab (${name}) ended with ${code} before it was ready:\n${complaints.join('\n')}`));
        });
      });
    },
    async signal(signal) {
      if (!child) return null;
      child.kill(signal);
      return gone(child);
    },
    async setOffset(offset) {
      const told = child;
      if (!told?.connected) return;
      await new Promise<void>((resolve) => {
        const settle = () => {
          told.off('message', settle);
          told.off('exit', settle);
          resolve();
        };
        told.on('message', settle);
        // Whoever dies has no clock to set.
        told.on('exit', settle);
        told.send({ offset }, (error) => error && settle());
      });
    },
  };
}

function isReady({ msg }: LogLine): boolean {
  return msg.startsWith('Confab is ready');
}
