/**
 * Runs a command with a MongoDB server for its tests, and stops the server behind it: node tools/with-mongo.ts java|download COMMAND [ARG ...]
 * - **java**: the stand-in of tools/mongo-test-server. Where there is no Java or Maven, the command runs all the same, without it.
 * - **download**: a real mongod, which mongodb-memory-server fetches at its first use. Needs the internet.
 * A MONGODB_TEST_URI that is set already wins over both.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

interface TestServer {
  uri: string;
  stop(): Promise<void>;
}

const folder = join(import.meta.dirname, 'mongo-test-server');
const jars = join(folder, 'target', 'jars');

function say(line: string): void {
  process.stdout.write(`> ${line}\n`);
}

function isThere(command: string): boolean {
  return spawnSync(command, ['-version'], { stdio: 'ignore' }).error === undefined;
}

/** Maven's own store first, then the network: a machine that has built it once needs no connection. False when it cannot be had. */
function fetchJars(): boolean {
  if (existsSync(jars)) return true;
  const build = (...options: string[]) =>
    spawnSync('mvn', ['-q', '-B', ...options, 'package'], { cwd: folder, encoding: 'utf8' });
  if (build('-o').status === 0) return true;
  const { status, stdout } = build();
  if (status !== 0) say(`Maven could not build the test server:\n${stdout}`);
  return status === 0;
}

async function startJava(): Promise<TestServer | null> {
  const missing = ['javac', 'mvn'].filter((command) => !isThere(command));
  if (missing.length > 0) {
    say(`No ${missing.join(' and no ')} here (Java 17 and Maven): the tests on MongoDB are skipped, the rest runs.`);
    return null;
  }
  if (!fetchJars()) {
    say('The tests on MongoDB are skipped, the rest runs.');
    return null;
  }
  const source = join(folder, 'MongoTestServer.java');
  // Its standard input is ours to close, also by dying: then it ends.
  const server = spawn('java', ['-Xmx512m', '-cp', join(jars, '*'), source], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise<void>((resolve) => server.once('close', () => resolve()));
  const port = await new Promise<string>((resolve, reject) => {
    createInterface({ input: server.stdout }).once('line', resolve);
    server.once('error', reject);
    server.once('close', (code) => reject(new Error(`The test server ended at once (${code}).`)));
  });
  return {
    uri: `mongodb://127.0.0.1:${port}`,
    stop: async () => {
      server.stdin.end();
      await ended;
    },
  };
}

async function startDownloaded(): Promise<TestServer> {
  const { MongoMemoryServer } = await import('mongodb-memory-server-core');
  const server = await MongoMemoryServer.create({ instance: { ip: '127.0.0.1' } });
  return {
    uri: server.getUri(),
    stop: async () => {
      await server.stop();
    },
  };
}

async function start(kind: string | undefined): Promise<TestServer | null> {
  if (process.env.MONGODB_TEST_URI) return null;
  if (kind === 'java') return startJava();
  if (kind === 'download') return startDownloaded();
  throw new Error('Say which server: java or download.');
}

const [kind, command, ...args] = process.argv.slice(2);
if (!command) throw new Error('Say what to run: node tools/with-mongo.ts java npm test');
const server = await start(kind);
if (server) say(`MongoDB for the tests at ${server.uri}`);
try {
  const env = { ...process.env, ...(server && { MONGODB_TEST_URI: server.uri }) };
  // An interrupt goes to the whole group: the command ends by itself, and then so do we.
  process.on('SIGINT', () => {});
  process.exitCode = await new Promise<number>((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit', env });
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
} finally {
  await server?.stop();
}
