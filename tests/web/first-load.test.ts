import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserPath, launch, visit } from './browser.ts';
import { builtPages } from './built-pages.ts';
import { type FakeApi, startFakeApi } from './fake-api.ts';

/** Bytes, compressed. What the issue allows, and what we want to stay under. */
const allowed = 200_000;
const wanted = 110_000;

describe('what is delivered', () => {
  it('has no script and no style in the page itself, and asks nobody else for anything', async () => {
    const html = readFileSync(join(await builtPages(), 'index.html'), 'utf8');
    expect(html).not.toMatch(/<script(?![^>]*\bsrc=)/);
    expect(html).not.toMatch(/<style|\sstyle=|\son\w+=/);
    expect(html).not.toMatch(/(?:src|href)="(?!\/)/);
  }, 60_000);
});

describe.skipIf(browserPath === null)('the first load, in Chromium', () => {
  let browser: Browser;
  let api: FakeApi;
  beforeAll(async () => {
    browser = await launch();
    api = await startFakeApi(await builtPages());
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await api?.stop();
  });

  it('stays small, and leaves the calendar until it is opened', async () => {
    const { page, context } = await visit(browser, api.url, 'sam');
    const scripts: Promise<Buffer>[] = [];
    const names: string[] = [];
    page.on('response', (response) => {
      if (response.request().resourceType() !== 'script') return;
      names.push(response.url());
      scripts.push(response.body());
    });
    await page.goto('/');
    await page.locator('article').first().waitFor();
    // The live connection's script comes after the first paint; it counts too.
    await expect.poll(() => names.length).toBeGreaterThan(1);
    await page.waitForLoadState('networkidle');
    const bytes = (await Promise.all(scripts)).reduce((sum, body) => sum + gzipSync(body).length, 0);
    expect(names.filter((name) => name.includes('calendar'))).toEqual([]);
    // More than nothing, or it was not measured.
    expect(bytes).toBeGreaterThan(20_000);
    expect(bytes).toBeLessThan(allowed);
    expect(bytes).toBeLessThan(wanted);
    await context.close();
  });

  it('paints the sessions after two round trips: the page, and then everything it needs side by side', async () => {
    const { page, context } = await visit(browser, api.url, 'sam');
    api.asked.length = 0;
    // Whatever was asked for before the page had any answer but itself needs no third round trip.
    api.delay(400);
    const begun: string[] = [];
    let answered = 0;
    page.on('request', (request) => {
      if (answered === 0 && request.url().includes('/api/')) begun.push(new URL(request.url()).pathname);
    });
    page.on('response', (response) => {
      if (response.url().includes('/api/')) answered += 1;
    });
    api.cutOff(true);
    await page.goto('/', { waitUntil: 'commit' });
    await page.locator('article').first().waitFor();
    api.delay(0);
    expect(begun).toContain('/api/me');
    expect(begun).toContain('/api/meetings');
    // And what was asked ahead was used: nothing was asked twice. (Who is signed in is asked again because the live connection was refused.)
    expect(begun.filter((path) => path === '/api/me')).toHaveLength(1);
    expect(api.asked.filter(({ path }) => path === '/api/meetings')).toHaveLength(1);
    await context.close();
  });
});
