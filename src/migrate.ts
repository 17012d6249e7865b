/** Moves everything from one database to another: from a file to MongoDB, and back. */
import { parseArgs } from 'node:util';
import type { Archive } from '#core/archive/archive.ts';
import { type CopyProgress, type CopyResult, copyArchive } from '#core/archive/copy-archive.ts';
import { StartProblem } from '#core/start-problem.ts';

export interface MigrateOutput {
  /** One line. */
  print(line: string): void;
  /** Where a line can be written over and over; null where the output is read later. */
  terminal: { write(text: string): unknown } | null;
}

const usage =
  'Say what is copied where: npm run migrate -- --from sqlite:data/confab.db --to mongodb://127.0.0.1:27017/confab';

/** Milliseconds. Nobody waits for one call here, so a busy server may take its time. */
const answerWithin = 60_000;

/** Characters. */
const barLength = 30;

/**
 * Copies, and verifies by counts and checksums. Confab must not be running on either database. A copy that was broken off is started again by the
 * same command, and goes on where it was. False when the two differ in the end, or the target belongs to somebody.
 * @throws StartProblem for arguments that say nothing to copy, a database that somebody is using, or one that does not answer.
 */
export async function migrate(args: readonly string[], output: MigrateOutput): Promise<boolean> {
  const { from, to } = readArguments(args);
  try {
    return await migrateBetween(from, to, output);
  } catch (error) {
    if (!(error instanceof Error && error.name === 'StorageError')) throw error;
    throw new StartProblem(
      `${error.message}. What was copied so far is kept: run the same command again when that is mended.`,
    );
  }
}

async function migrateBetween(from: string, to: string, output: MigrateOutput): Promise<boolean> {
  const source = await openArchive(from, { mustExist: true });
  try {
    const target = await openArchive(to, { mustExist: false });
    try {
      const result = await copyArchive(source, target, createBar(output));
      output.terminal?.write('\r\x1b[K');
      for (const line of sayResult(result, from, to)) output.print(line);
      return result.ok;
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

function readArguments(args: readonly string[]): { from: string; to: string } {
  let values: { from?: string; to?: string };
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: { from: { type: 'string' }, to: { type: 'string' } },
    }));
  } catch {
    throw new StartProblem(usage);
  }
  const { from, to } = values;
  if (!from || !to) throw new StartProblem(usage);
  if (from === to) throw new StartProblem('The two databases are the same one. Nothing was copied.');
  return { from, to };
}

async function openArchive(address: string, { mustExist }: { mustExist: boolean }): Promise<Archive> {
  if (/^mongodb(\+srv)?:\/\//.test(address)) {
    const { connectMongo } = await import('./adapters/mongo/connect-mongo.ts');
    const { createMongoArchive } = await import('./adapters/mongo/archive.ts');
    const db = await connectMongo(address, { answerWithin });
    const archive = createMongoArchive(db);
    try {
      await db.createIndexes();
    } catch (error) {
      await archive.close();
      throw error;
    }
    return archive;
  }
  if (!address.startsWith('sqlite:'))
    throw new StartProblem(`A database is written sqlite:PATH or mongodb://... ${usage}`);
  const path = address.slice('sqlite:'.length);
  const { existsSync } = await import('node:fs');
  if (mustExist && !existsSync(path)) throw new StartProblem(`There is no database at ${path}. Nothing was copied.`);
  const { acquireOwnership } = await import('./adapters/sqlite/ownership.ts');
  const { openDatabase } = await import('./adapters/sqlite/database.ts');
  const { createSqliteArchive } = await import('./adapters/sqlite/archive.ts');
  const ownership = acquireOwnership(path);
  if (!ownership.ok) throw new StartProblem(`${ownership.message}. Stop it first. Nothing was copied.`);
  const db = openDatabase(path);
  return createSqliteArchive(db, () => {
    db.close();
    ownership.release();
  });
}

function createBar({ print, terminal }: MigrateOutput): (progress: CopyProgress) => void {
  let said = '';
  return ({ kind, phase, done, total }) => {
    const part = total === 0 ? 1 : done / total;
    const doing = `${phase === 'copy' ? 'copying' : 'verifying'} ${kind}`;
    if (terminal) {
      const bar = '#'.repeat(Math.round(part * barLength)).padEnd(barLength, '.');
      terminal.write(`\r\x1b[K[${bar}] ${Math.floor(part * 100)} % ${doing}`);
    } else if (doing !== said) print(`${Math.floor(part * 100)} % ${doing}`);
    said = doing;
  };
}

function sayResult(result: CopyResult, from: string, to: string): string[] {
  if (!result.ok && result.reason === 'not-empty') {
    return [
      `${hidden(to)} already holds ${result.count} ${result.kind} that ${hidden(from)} does not have. Choose an empty database. Nothing was copied.`,
    ];
  }
  if (!result.ok) {
    return [
      `The ${result.kind} of the two databases differ after copying: something was working on one of them. Stop Confab everywhere, and run the same command again.`,
    ];
  }
  const kinds = Object.entries(result.digests).map(
    ([kind, { count, sha256 }]) => `${kind.padEnd(11)} ${String(count).padStart(8)}   sha256 ${sha256.slice(0, 16)}`,
  );
  const there = result.there > 0 ? ` (${result.there} were there already)` : '';
  return [
    ...kinds,
    `Copied ${result.copied}${there} from ${hidden(from)} to ${hidden(to)}. Counts and checksums agree.`,
    'Reminders and other waits are taken up again when Confab starts on the new database.',
  ];
}

/** Without user and password. */
function hidden(address: string): string {
  return address.replace(/\/\/[^@/]*@/, '//');
}
