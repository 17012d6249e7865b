import type { Logger } from 'pino';
import { StartProblem } from '#core/start-problem.ts';
import type { Role } from './compose.ts';
import { loadDotEnv, readEnv, readGoogleClient, readStorage } from './env.ts';
import { createLog } from './log.ts';

/** What this process is told to be. The Procfile names only this file. */
const roles = {
  all: () => runPart('all'),
  web: () => runPart('web'),
  bot: () => runPart('bot'),
  worker: () => runPart('worker'),
  release: runRelease,
  doctor: runDoctor,
  backup: runBackup,
  migrate: runMigrate,
  'google-connect': runGoogleConnect,
  'rotate-keys': runRotateKeys,
} as const;

/** A stop that takes longer than this is cut short: what was under way is taken up again at the next start. Milliseconds. */
const stopWithin = 4_500;

const terminal = process.stdout.isTTY === true;

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function runPart(role: Role): Promise<void> {
  const env = readEnv();
  const log = await createLog(env.logLevel, terminal);
  const { compose } = await import('./compose.ts');
  let stopping = false;
  const confab = await compose(env, role, {
    log,
    onFatal(problem) {
      log.fatal(problem.message);
      void stop(1);
    },
  });

  async function stop(code: number): Promise<void> {
    if (stopping) return;
    stopping = true;
    log.info('Stopping: what is under way finishes first.');
    setTimeout(() => process.exit(code), stopWithin).unref();
    await confab.stop().catch((error: unknown) => log.error({ err: error }, 'Stopping did not go smoothly.'));
    process.exit(code);
  }

  process.on('SIGINT', () => void stop(0));
  process.on('SIGTERM', () => void stop(0));
  dieLoudly(log);
  const port = await confab.start();
  log.info(
    { role, ...(port === null ? {} : { port }) },
    `Confab is ready${env.google ? '' : ', without Google Calendar'}.${port === null ? '' : ` Health checks are on port ${port}.`}`,
  );
}

/** An error that nobody handled leaves the process in a state that nobody knows: better to end, and be started again. */
function dieLoudly(log: Logger): void {
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error: unknown) => {
      log.fatal(
        { err: error },
        'Confab stops because of an error that nothing handled. Start it again; nothing is lost.',
      );
      process.exit(1);
    });
  }
}

async function runRelease(): Promise<void> {
  const env = readEnv();
  const log = await createLog(env.logLevel, terminal);
  if (env.mongodbUri) {
    // What every start does as well: here it is done before any process needs it.
    const { openStorage } = await import('./storage.ts');
    await (await openStorage(env, log)).close();
    print('The database is ready.');
  }
  if (!env.discord)
    return print(
      'Discord is not set up, so there are no commands to register. Slack takes its commands from the app manifest.',
    );
  const { registerDiscordCommands } = await import('./bots/discord/register-commands.ts');
  print(await registerDiscordCommands(env.discord, log));
}

async function runDoctor(): Promise<void> {
  const env = readEnv();
  const { examine } = await import('./doctor.ts');
  process.exitCode = (await examine(env, print)) ? 0 : 1;
}

const backupOfMongo =
  'back it up with mongodump, or stop Confab and copy it into a file with "npm run migrate" (docs/setup-mongodb.md).';

async function runBackup(target: string | undefined): Promise<void> {
  if (!target) throw new StartProblem('Say where the copy goes: npm run backup -- backups/confab-2026-12-03.db');
  const { mongodbUri, databasePath } = readStorage();
  if (mongodbUri) throw new StartProblem(`Confab keeps everything in MongoDB here: ${backupOfMongo}`);
  const { backupDatabase } = await import('./adapters/sqlite/backup.ts');
  const result = await backupDatabase(databasePath, target);
  if (!result.ok) throw new StartProblem(`${result.message}. Nothing was copied.`);
  print(`Copied to ${target} (${result.bytes} bytes) and checked. docs/running.md says how to bring it back.`);
}

async function runMigrate(...args: string[]): Promise<void> {
  const { migrate } = await import('./migrate.ts');
  process.exitCode = (await migrate(args, { print, terminal: terminal ? process.stdout : null })) ? 0 : 1;
}

async function runGoogleConnect(): Promise<void> {
  const { connectGoogle } = await import('./adapters/google/connect-google.ts');
  const outcome = await connectGoogle(readGoogleClient(), { print });
  process.exitCode = outcome.ok ? 0 : 1;
}

/** Seals everything anew with the first of ENCRYPTION_KEYS, so that the others can go. */
async function runRotateKeys(): Promise<void> {
  const { encryptionKeys, ...settings } = readStorage();
  const { openSealer } = await import('./compose-google.ts');
  const sealer = await openSealer({ encryptionKeys });
  if (!sealer) throw new StartProblem('ENCRYPTION_KEYS is not set, so nothing is sealed.');
  const { openStorage } = await import('./storage.ts');
  const { rotateKeys } = await import('#core/connections/rotate-keys.ts');
  const storage = await openStorage(settings, await createLog(settings.logLevel, terminal));
  const { checked, resealed, unreadable } = await rotateKeys({ connections: storage.connections, sealer });
  await storage.close();
  print(`${checked} Google accounts looked at, ${resealed} sealed anew.`);
  for (const { email, why } of unreadable) print(`- ${email} could not be opened: ${why}`);
  if (unreadable.length > 0) process.exitCode = 1;
  else print('The keys behind the first one are no longer needed.');
}

function isRole(name: string): name is keyof typeof roles {
  return Object.hasOwn(roles, name);
}

async function main([role = 'all', ...args]: string[]): Promise<void> {
  try {
    if (!isRole(role))
      throw new StartProblem(`"${role}" is not something Confab can be started as: ${Object.keys(roles).join(', ')}.`);
    loadDotEnv();
    const run: (...args: string[]) => Promise<void> = roles[role];
    await run(...args);
  } catch (error) {
    process.stderr.write(
      `${error instanceof StartProblem ? error.message : String(error instanceof Error ? error.stack : error)}\n`,
    );
    process.exit(1);
  }
}

await main(process.argv.slice(2));
