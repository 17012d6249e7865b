import { parseArgs } from 'node:util';

export interface DemoOptions {
  /** The story in the terminal, without pauses, and then the end. */
  once: boolean;
  /** The address of a server; SQLite where there is none. */
  mongodb: string | undefined;
  processes: string[];
  /** Of the page; 0 is any free one. */
  port: number;
}

export const usage = 'npm run demo -- [--once] [--port PORT] [--mongodb URI [--processes web,bot,worker,worker]]';

/** @throws Error in a sentence, for what cannot be. */
export function readDemoOptions(args: string[]): DemoOptions {
  const { values } = parseArgs({
    args,
    options: {
      once: { type: 'boolean' },
      mongodb: { type: 'string' },
      processes: { type: 'string' },
      port: { type: 'string' },
    },
  });
  const { once = false, mongodb } = values;
  if (mongodb !== undefined && !/^mongodb(\+srv)?:\/\/[^/?]/.test(mongodb))
    throw new Error('What follows --mongodb is the address of a server: mongodb://127.0.0.1:27017');
  const processes = (values.processes ?? 'all').split(',').map((role) => role.trim());
  const unknown = processes.find((role) => !['all', 'web', 'bot', 'worker'].includes(role));
  if (unknown !== undefined) throw new Error(`"${unknown}" is no process of Confab: all, web, bot or worker.`);
  if (mongodb === undefined && processes.join() !== 'all')
    throw new Error('Several processes need --mongodb: SQLite serves one.');
  const port = values.port ?? '0';
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
    throw new Error(`"${port}" is no port: a number from 0 (any free one) to 65535.`);
  return { once, mongodb, processes, port: Number(port) };
}

/** What a person needs to know of where it runs. */
export function describePlace({ processes, mongodb }: Pick<DemoOptions, 'processes' | 'mongodb'>): string {
  const count = processes.length === 1 ? 'one process' : `${processes.length} processes`;
  return `Confab runs in ${count} (${processes.join(', ')}), on ${mongodb === undefined ? 'SQLite in a folder that is removed afterwards' : 'MongoDB, in a database of its own (confab-playground-...) that is dropped afterwards'}.`;
}
