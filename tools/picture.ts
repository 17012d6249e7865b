/**
 * `npm run picture`: makes the README's picture anew, `docs/playground.png`, of the playground as it is now. Needs Chromium. The clock starts at a set
 * moment, so that two pictures differ by little but what was changed.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { buildDashboard, buildPage } from '../playground/build-dashboard.ts';
import { openPlayground } from '../playground/page-server/open-playground.ts';
import { be, openDms } from '../tests/web/playground/whereabouts.ts';

const file = join(import.meta.dirname, '../docs/playground.png');
const browsers = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** A Monday on which nobody's clocks change, at 09:00 UTC. It has to be ahead, as the playground's clock does not go back. */
function aMonday(): number {
  const day = 86_400_000;
  const first = Date.parse('2027-01-11T09:00:00Z');
  const weeks = Math.ceil(Math.max(0, Date.now() - first) / (52 * 7 * day));
  return first + weeks * 52 * 7 * day;
}

/** Ben asks Maya on Discord, and Maya accepts; Sam asks Priya on Slack, who has not answered yet. */
async function play(page: Page): Promise<void> {
  const discord = page.locator('[data-pane="discord"]');
  const slack = page.locator('[data-pane="slack"]');

  await be(discord, 'Ben');
  await discord.getByRole('combobox').fill('/book');
  await page.keyboard.press('Enter');
  await discord.getByRole('option', { name: /^Maya/ }).click();
  await discord.getByRole('button', { name: 'Send' }).click();
  await discord.getByRole('combobox', { name: /zone/ }).click();
  await discord.getByRole('option', { name: /America\/New_York/ }).click();
  const modal = discord.getByRole('dialog');
  await modal.getByRole('combobox').first().click();
  await modal.getByRole('option').nth(8).click();
  await modal.getByLabel('Subject').fill('Why is my SQL join so slow?');
  await modal.getByRole('button', { name: 'Submit' }).click();
  await discord.getByText('You asked').waitFor();

  await slack.getByRole('combobox').fill('/book careers');
  await slack.getByRole('button', { name: 'Send' }).click();
  const view = slack.getByRole('dialog');
  await view.getByRole('combobox', { name: /^Free times/ }).click();
  await view.getByRole('option').nth(3).click();
  await view.getByLabel('Subject').fill('From support into engineering');
  await view.getByRole('button', { name: 'Send request' }).click();
  await view.getByText(/You asked/).waitFor();
  await view.getByRole('button', { name: 'Close', exact: true }).click();

  await be(discord, 'Maya');
  await openDms(discord);
  await discord.getByRole('button', { name: 'Accept', exact: true }).click();
  await be(discord, 'Ben');
  await openDms(discord);
  await discord
    .getByRole('link', { name: /meet\.google\.com/ })
    .first()
    .waitFor();
  await be(slack, 'Priya');
  await openDms(slack);
  await slack.getByText('From support into engineering').waitFor();
  await page.getByRole('button', { name: 'Skip' }).click();
  await page.getByRole('link', { name: 'Its Meet room' }).waitFor();
}

const executablePath = browsers.find((path) => existsSync(path));
if (executablePath === undefined) throw new Error(`There is no Chromium here. Looked for ${browsers.join(', ')}.`);
await buildDashboard();
const playground = await openPlayground({ root: await buildPage(), stage: { startAt: aMonday() } });
try {
  const browser = await chromium.launch({ executablePath, args: ['--headless', '--no-sandbox', '--disable-gpu'] });
  try {
    const page = await browser.newPage({
      viewport: { width: 1_400, height: 800 },
      colorScheme: 'light',
      reducedMotion: 'reduce',
      locale: 'en-GB',
    });
    page.setDefaultTimeout(10_000);
    await page.goto(playground.url);
    await play(page);
    await page.mouse.move(0, 0);
    await page.screenshot({ path: file });
  } finally {
    await browser.close();
  }
} finally {
  await playground.close();
}
process.stdout.write(`${file} was made. Look at it before you commit it.\n`);
