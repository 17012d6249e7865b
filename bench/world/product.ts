import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import packageJson from '../../package.json' with { type: 'json' };
import type { Stage } from '../../playground/stage.ts';
import { type Program, startProgram } from '../harness/program.ts';

const repository = join(import.meta.dirname, '..', '..');

type Staged = Pick<Stage, 'env'>;

function environment({ env }: Staged, databasePath: string): Record<string, string> {
  return { ...env, LOG_LEVEL: 'info', DATABASE_PATH: databasePath, HOST: '127.0.0.1', PORT: '0' };
}

/** The product by a script of its package.json, flags and all: on the real clock, with the log that ships, beside its database. */
function commandOf(script: 'start' | 'release'): string[] {
  const [, ...args] = packageJson.scripts[script].split(' ');
  return args.map((arg) => (existsSync(join(repository, arg)) ? join(repository, arg) : arg));
}

/** What `npm start` tells Node, for the variable NODE_OPTIONS. */
export const startFlags = packageJson.scripts.start
  .split(' ')
  .filter((arg) => arg.startsWith('--'))
  .join(' ');

export function startProduct(stage: Staged, databasePath: string): Promise<Program> {
  const env = environment(stage, databasePath);
  return startProgram(commandOf('start'), { env, folder: dirname(databasePath), ready: 'Confab is ready' });
}

/** Registers the commands on Discord. */
export async function registerCommands(stage: Staged, databasePath: string): Promise<void> {
  const env = environment(stage, databasePath);
  await (
    await startProgram(commandOf('release'), { env, folder: dirname(databasePath), ready: 'Discord knows' })
  ).end();
}

/** The port in the line with which it says that it is ready. */
export function portOf({ line }: Program): number {
  return (JSON.parse(line) as { port: number }).port;
}
