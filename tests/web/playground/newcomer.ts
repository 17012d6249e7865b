/** Somebody who opens the playground in a browser, with the real bot behind it. */
import type { Browser, Locator } from 'playwright-core';
import { buildDashboard, buildPage } from '../../../playground/build-dashboard.ts';
import { openPlayground, type Playground } from '../../../playground/page-server/open-playground.ts';
import { launch, type Visit, visit } from '../browser.ts';

export interface Newcomer extends Visit {
  playground: Playground;
  browser: Browser;
  discord: Locator;
  slack: Locator;
  tools: Locator;
  close(): Promise<void>;
}

export async function welcomeNewcomer(): Promise<Newcomer> {
  await buildDashboard();
  const playground = await openPlayground({ root: await buildPage(), pauseMs: 0 });
  const browser = await launch();
  const here = await visit(browser, playground.url, null, { viewport: { width: 1_500, height: 950 } });
  await here.page.goto('/');
  return {
    ...{ ...here, playground, browser },
    discord: here.page.locator('[data-pane="discord"]'),
    slack: here.page.locator('[data-pane="slack"]'),
    tools: here.page.getByRole('complementary', { name: 'Tools' }),
    async close() {
      await browser.close();
      await playground.close();
    },
  };
}
