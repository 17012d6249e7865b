import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';
import { readDemoOptions } from '../../playground/demo-options.ts';

const demo = new URL('../../playground/demo.ts', import.meta.url).pathname;

it('prints one address, serves the page there, and ends with Ctrl-C', { timeout: 120_000 }, async () => {
  const child = spawn(process.execPath, [demo], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const said: string[] = [];
  let address = '';
  for await (const line of createInterface({ input: child.stdout })) {
    said.push(line);
    address = /^Open (\S+)/.exec(line)?.[1] ?? '';
    if (address !== '') break;
  }
  expect(said.join('\n').match(/http:/g)).toHaveLength(1);
  const page = await fetch(address);
  expect(page.status).toBe(200);
  const [, script] = /<script[^>]+src="(\/assets\/[^"]+)"/.exec(await page.text()) ?? [];
  expect((await fetch(new URL(script!, address))).headers.get('content-type')).toContain('javascript');
  child.kill('SIGINT');
  expect(await ended).toBe(0);
  await expect(fetch(address)).rejects.toThrow();
});

it.each(['-1', '65536', 'http'])('takes no port called %s', (port) => {
  expect(() => readDemoOptions([`--port=${port}`])).toThrow(`"${port}" is no port`);
});

it('takes any free port unless told', () => {
  expect(readDemoOptions([])).toMatchObject({ once: false, port: 0 });
  expect(readDemoOptions(['--port', '4600'])).toMatchObject({ port: 4600 });
});
