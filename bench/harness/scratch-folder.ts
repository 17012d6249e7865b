import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', 'data');

/** An empty folder on the disk that the repository is on: the system's folder for temporary files may be in memory, where nothing is ever synced. */
export function createScratchFolder(): { path: string; remove(): void } {
  mkdirSync(root, { recursive: true });
  const path = mkdtempSync(join(root, 'bench-'));
  const remove = () => rmSync(path, { recursive: true, force: true });
  // Also when the bench breaks off.
  process.once('exit', remove);
  return { path, remove };
}
