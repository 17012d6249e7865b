/** What the demo serves, built where it is not built yet or was changed since. */
import { execFile } from 'node:child_process';
import { globSync, statSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const root = join(import.meta.dirname, '..');

interface Site {
  /** Where it is served from. */
  built: string;
  sources: string;
  /** Vite's settings; those of `npm run build` unless said. */
  config?: string;
}

const dashboard: Site = { built: join(root, 'dist/web'), sources: 'src/web/**/*.*' };
const page: Site = {
  built: join(root, 'dist/playground'),
  sources: 'playground/page/**/*.*',
  config: 'vite.playground.config.ts',
};

/** True when it had to be built. */
export const buildDashboard = (): Promise<boolean> => build(dashboard);

/** The playground's page. The result is the folder that it is in. */
export async function buildPage(): Promise<string> {
  await build(page);
  return page.built;
}

function isUpToDate({ built, sources }: Site): boolean {
  const index = statSync(join(built, 'index.html'), { throwIfNoEntry: false });
  const files = globSync(sources, { cwd: root });
  return index !== undefined && files.every((file) => statSync(join(root, file)).mtimeMs <= index.mtimeMs);
}

async function build(site: Site): Promise<boolean> {
  if (isUpToDate(site)) return false;
  const { built, config } = site;
  // Beside it and then moved, so that nobody who serves it meanwhile sees half of it.
  const beside = `${built}-${process.pid}`;
  await mkdir(join(root, 'dist'), { recursive: true });
  const settings = config === undefined ? [] : ['--config', config];
  await promisify(execFile)(
    process.execPath,
    ['node_modules/vite/bin/vite.js', 'build', ...settings, '--outDir', beside, '--emptyOutDir', '--logLevel', 'warn'],
    // As it is delivered, also where tests ask for it.
    { cwd: root, env: { ...process.env, NODE_ENV: 'production' } },
  );
  await rm(built, { recursive: true, force: true });
  await rename(beside, built).catch(() => rm(beside, { recursive: true, force: true }));
  return true;
}
