/** A real browser, if this machine has one. */
import { existsSync } from 'node:fs';
import axe from 'axe-core';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { expect } from 'vitest';

/** Where Debian, and Chrome itself, put it. */
const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
export const browserPath = places.find((place) => existsSync(place)) ?? null;

export function launch(): Promise<Browser> {
  if (browserPath === null) throw new Error('There is no Chromium here.');
  return chromium.launch({
    executablePath: browserPath,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

export const desktop = { width: 1_280, height: 860 };
export const phone = { width: 360, height: 740 };

export interface Visit {
  context: BrowserContext;
  page: Page;
  /** What the page complained of: scripts that failed, and what its own policy forbade. */
  complaints: string[];
}

/** Opens pages as one person. Nothing but the server under test can be reached. */
export async function visit(
  browser: Browser,
  url: string,
  who: string | null,
  options: BrowserContextOptions = {},
): Promise<Visit> {
  const context = await browser.newContext({
    baseURL: url,
    viewport: desktop,
    locale: 'en-GB',
    timezoneId: 'Europe/Lisbon',
    reducedMotion: 'reduce',
    ...options,
  });
  if (who !== null)
    await context.addCookies([{ name: 'confab_session', value: who, url, httpOnly: true, sameSite: 'Lax' }]);
  const complaints: string[] = [];
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    // The browser itself says of each refusal that it was one; the page shows them.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      complaints.push(message.text());
  });
  page.on('request', (request) => {
    const to = request.url();
    if (!to.startsWith(url) && !to.startsWith(url.replace('http', 'ws')))
      complaints.push(`asked another server: ${to}`);
  });
  return { context, page, complaints };
}

interface AxeResult {
  violations: {
    id: string;
    impact: string | null;
    help: string;
    nodes: { target: string[]; failureSummary: string }[];
  }[];
}

/** Expects that axe finds nothing that is serious or critical. */
export async function expectAccessible(page: Page): Promise<void> {
  // Through the debugger, as the page's own policy rightly lets no script in.
  await page.evaluate(axe.source);
  const result = (await page.evaluate('axe.run(document, { resultTypes: ["violations"] })')) as AxeResult;
  const grave = result.violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(
    grave.map(
      ({ id, help, nodes }) =>
        `${id}: ${help}\n${nodes.map(({ target, failureSummary }) => `  ${target.join(' ')}\n  ${failureSummary}`).join('\n')}`,
    ),
  ).toEqual([]);
}
