import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiWorld, createApiWorld } from '../api/api-world.ts';
import { browserPath, launch, visit } from './browser.ts';
import { builtPages } from './built-pages.ts';
import { type FakeApi, startFakeApi } from './fake-api.ts';
import { createGate, type Gate } from './gate.ts';

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
});

/** Requests that wait for another's answer are counted; connecting is not, nor what a connection takes to come up to speed. */
describe.skipIf(browserPath === null)('the first useful paint (needs Chromium)', () => {
  let browser: Browser;
  let gate: Gate;
  let world: ApiWorld;
  beforeAll(async () => {
    browser = await launch();
    gate = await createGate();
    world = await createApiWorld({ staticRoot: await builtPages(), publicUrl: gate.url });
    await world.booked();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await gate?.close();
    await world?.close();
  });

  it('takes two round trips: the page, and then all that it needs side by side', async () => {
    const html = readFileSync(join(await builtPages(), 'index.html'), 'utf8');
    const named = [...html.matchAll(/<(?:script|link)\b[^>]*?\s(?:src|href)="([^"]+)"/g)].map(
      ([, address]) => address!,
    );
    const needs = named.filter((address) => !address.endsWith('.svg'));
    expect(needs).toEqual(expect.arrayContaining(['/api/me', expect.stringContaining('/api/meetings?')]));
    gate.open(world.base, '/', needs);
    const { page, complaints } = await visit(browser, gate.url, await world.session('leo'));
    await page.goto('/', { waitUntil: 'commit' });
    await page.locator('article').first().waitFor({ timeout: 25_000 });
    // What was asked for ahead was used.
    for (const address of ['/', ...needs]) expect(gate.asked.filter((one) => one === address)).toHaveLength(1);
    expect(complaints).toEqual([]);
  });
});
