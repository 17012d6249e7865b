/** `npm run build`, where the dashboard is not built yet or was changed since. */
import { execFile } from 'node:child_process';
import { globSync, statSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const root = join(import.meta.dirname, '..');
const built = join(root, 'dist/web');

function isUpToDate(): boolean {
  const page = statSync(join(built, 'index.html'), { throwIfNoEntry: false });
  const sources = globSync('src/web/**/*.*', { cwd: root });
  return page !== undefined && sources.every((file) => statSync(join(root, file)).mtimeMs <= page.mtimeMs);
}

/** True when it had to be built. */
export async function buildDashboard(): Promise<boolean> {
  if (isUpToDate()) return false;
  // Beside it and then moved, so that nobody who serves it meanwhile sees half of it.
  const beside = `${built}-${process.pid}`;
  await mkdir(join(root, 'dist'), { recursive: true });
  await promisify(execFile)(
    process.execPath,
    ['node_modules/vite/bin/vite.js', 'build', '--outDir', beside, '--logLevel', 'warn'],
    // As it is delivered, also where tests ask for it.
    { cwd: root, env: { ...process.env, NODE_ENV: 'production' } },
  );
  await rm(built, { recursive: true, force: true });
  await rename(beside, built).catch(() => rm(beside, { recursive: true, force: true }));
  return true;
}
