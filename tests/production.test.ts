/** What `npm ci --omit=dev` installs and the image contains: Confab, and nothing of the playground or of what builds and tests. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const read = (path: string) => readFileSync(join(import.meta.dirname, '..', path), 'utf8');

it.each(['react', 'react-dom', 'vite', '@vitejs/plugin-react', 'playwright-core', 'axe-core', 'vitest'])(
  'leaves %s out of a production install',
  (name) => {
    const { packages } = JSON.parse(read('package-lock.json')) as { packages: Record<string, { dev?: boolean }> };
    expect(packages[`node_modules/${name}`]).toMatchObject({ dev: true });
  },
);

it('starts nothing but src', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  expect(scripts.start).toMatch(/ src\/main\.ts /);
  expect(read('Dockerfile')).toMatch(/^CMD \["node", (?:"--[\w=-]+", )*"src\/main\.ts", "all"\]$/m);
});

it('lets nothing of the playground into the image', () => {
  const [everything, ...kept] = read('.dockerignore')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  expect(everything).toBe('*');
  expect(kept.filter((line) => !line.startsWith('!') || line.includes('playground'))).toEqual([]);
  expect(read('Dockerfile')).not.toContain('playground');
});
