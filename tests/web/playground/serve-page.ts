/** Builds one of the pages beside this file and serves it on 127.0.0.1. */
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { build, type InlineConfig, preview } from 'vite';

export interface ServedPage {
  url: string;
  close: () => Promise<void>;
}

export async function servePage(name: string): Promise<ServedPage> {
  const outDir = await mkdtemp(join(tmpdir(), 'confab-playground-'));
  const common: InlineConfig = {
    root: join(import.meta.dirname, name),
    configFile: false,
    logLevel: 'warn',
    plugins: [react()],
    build: { outDir, emptyOutDir: true, reportCompressedSize: false },
  };
  await build(common);
  const server = await preview({ ...common, preview: { host: '127.0.0.1', port: 0, strictPort: false } });
  const { port } = server.httpServer.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      await server.close();
      await rm(outDir, { recursive: true, force: true });
    },
  };
}
