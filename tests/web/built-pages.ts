/** The dashboard as it is delivered: built once for each state of its source, however many tests and runs use it. */
import { execFile } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const root = join(import.meta.dirname, '../..');
const cache = join(root, 'node_modules/.cache/confab-web');

function stateOfSource(): string {
  const hash = createHash('sha256');
  const files = [
    'vite.config.ts',
    'package-lock.json',
    ...globSync('src/web/**/*.{ts,tsx,css,html,svg,json}', { cwd: root }).sort(),
  ];
  for (const file of files)
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(root, file)))
      .update('\0');
  return hash.digest('hex').slice(0, 16);
}

async function build(): Promise<string> {
  const directory = join(cache, stateOfSource());
  if (existsSync(directory)) return directory;
  await mkdir(cache, { recursive: true });
  // Another worker may build the same: whoever is ready first has it, and nobody sees half of it.
  const own = join(cache, `.${randomUUID()}`);
  await promisify(execFile)(
    process.execPath,
    ['node_modules/vite/bin/vite.js', 'build', '--outDir', own, '--logLevel', 'warn'],
    { cwd: root, env: { ...process.env, NODE_ENV: 'production' } },
  );
  try {
    await rename(own, directory);
  } catch {
    await rm(own, { recursive: true, force: true });
  }
  const old = (await readdir(cache)).filter((name) => !name.startsWith('.') && join(cache, name) !== directory);
  // The last but this are kept for whoever is going back and forth; names say nothing of age, so all but a few go.
  for (const name of old.slice(4)) await rm(join(cache, name), { recursive: true, force: true });
  return directory;
}

let built: Promise<string> | undefined;

/** The directory that holds index.html. */
export function builtPages(): Promise<string> {
  built ??= build();
  return built;
}
