/** The playground as a newcomer meets it: the main story on both platforms, done by hand on the page, with the real bot behind it. */
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserPath, expectAccessible, phone, visit } from '../browser.ts';
import { type Newcomer, welcomeNewcomer } from './newcomer.ts';
import { be, openDms } from './whereabouts.ts';

describe.skipIf(browserPath === null)('the playground in a browser (needs Chromium)', { timeout: 60_000 }, () => {
  let newcomer: Newcomer;
  let page: Page;
  let discord: Locator;
  let slack: Locator;
  let tools: Locator;

  beforeAll(async () => {
    newcomer = await welcomeNewcomer();
    ({ page, discord, slack, tools } = newcomer);
  }, 120_000);

  afterAll(() => newcomer?.close());

  const hints = () => page.getByRole('complementary', { name: 'First steps' });

  it('has a student ask on Discord: /book, a mentor from the suggestions, a zone, a free time', async () => {
    await hints().getByText('1 of 5').waitFor();
    await discord.getByRole('combobox').click();
    await page.keyboard.type('/book');
    await page.keyboard.press('Enter');
    await page.keyboard.type('sql');
    await discord.getByRole('option', { name: /^Maya/ }).click();
    await discord.getByRole('button', { name: 'Send' }).click();
    await discord.getByText('Where are you?').waitFor();
    await discord.getByRole('combobox', { name: /zone/ }).click();
    await discord.getByRole('option', { name: /Europe\/Berlin/ }).click();
    const window = page.getByRole('dialog');
    await hints().getByText('2 of 5').waitFor();
    await expectAccessible(page);
    await window.getByRole('combobox').first().click();
    await window.getByRole('option').first().click();
    await window.getByLabel('Subject').fill('Joins that are slow');
    await window.getByRole('button', { name: 'Submit' }).click();
    await discord.getByText('You asked').waitFor();
  });

  it('shows the mentor that something happened, and lets her accept', async () => {
    await discord.getByRole('button', { name: /^Maya mentor 1 new/ }).waitFor();
    await hints().getByText('3 of 5').waitFor();
    await be(discord, 'Maya');
    await discord.getByRole('button', { name: /Confab/ }).click();
    await discord.getByText('Joins that are slow').waitFor();
    await discord.getByRole('button', { name: 'Accept', exact: true }).click();
    await hints().getByText('4 of 5').waitFor();
  });

  it('shows it in the channel without its subject, in the calendar, and to the student', async () => {
    await discord.getByRole('button', { name: /sessions/ }).click();
    const log = discord.getByRole('log');
    await log.getByText(/Ana/).first().waitFor();
    expect(await log.innerText()).not.toContain('slow');
    await tools.getByRole('link', { name: 'Its Meet room' }).waitFor();
    await be(discord, 'Ana');
    await discord.getByRole('button', { name: /Confab/ }).click();
    await discord
      .getByText(/accepted/)
      .first()
      .waitFor();
  });

  it('takes the clock to ten minutes before, and lets the student in', async () => {
    await tools.getByRole('button', { name: '10 minutes before' }).click();
    await discord.getByRole('button', { name: 'Join' }).last().click();
    const link = discord.getByRole('link', { name: /meet\.google\.com/ }).last();
    await link.waitFor();
    const [room] = await Promise.all([newcomer.context.waitForEvent('page'), link.click()]);
    await room.getByText(/stands for a/i).waitFor();
    await room.close();
  });

  it('lets the session start and end by the clock, and says so', async () => {
    await tools.getByRole('button', { name: 'Its start' }).click();
    await tools.getByRole('button', { name: 'Its end' }).click();
    await discord
      .getByText(/is over/)
      .first()
      .waitFor();
  });

  it('goes the same way on Slack', async () => {
    await slack.getByRole('textbox').or(slack.getByRole('combobox')).last().click();
    await page.keyboard.type('/book careers');
    await page.keyboard.press('Enter');
    const window = slack.getByRole('dialog');
    await window.getByRole('combobox', { name: /^Free times/ }).click();
    await window.getByRole('option').first().click();
    await window.getByLabel('Subject').fill('Changing jobs');
    await window.getByRole('button', { name: 'Send request' }).click();
    await window.getByText(/You asked/).waitFor();
    await window.getByRole('button', { name: 'Close', exact: true }).click();
    await slack.getByRole('button', { name: /^Priya mentor \d new/ }).waitFor();
    await be(slack, 'Priya');
    await slack.getByRole('button', { name: /^Confab/ }).click();
    await slack.getByText('Changing jobs').waitFor();
    await slack.getByRole('button', { name: /^Accept/ }).click();
    await be(slack, 'Sam');
    await slack.getByRole('button', { name: /^Confab/ }).click();
    await slack
      .getByText(/accepted/)
      .first()
      .waitFor();
    await tools.getByText(/Next in the calendars: .*Sam/).waitFor();
    await tools.getByRole('button', { name: '10 minutes before' }).click();
    await slack.getByRole('button', { name: /^Join/ }).last().click();
    await slack
      .getByRole('link', { name: /meet\.google\.com/ })
      .last()
      .waitFor();
  });

  it('begins the story again, once one is sure', async () => {
    const again = tools.getByRole('button', { name: 'Begin the story again' });
    const question = page.getByRole('dialog', { name: 'Begin again?' });
    const sure = question.getByRole('button', { name: 'Begin again' });
    const keep = question.getByRole('button', { name: 'Keep what is here' });
    const hasFocus = (one: Locator) =>
      expect.poll(() => one.evaluate((element) => element === document.activeElement)).toBe(true);
    await again.click();
    await hasFocus(keep);
    await expectAccessible(page);
    await page.keyboard.press('Shift+Tab');
    await hasFocus(sure);
    await page.keyboard.press('Tab');
    await hasFocus(keep);
    await page.keyboard.press('Escape');
    await question.waitFor({ state: 'hidden' });
    await hasFocus(again);
    await tools.getByRole('link', { name: 'Its Meet room' }).first().waitFor();

    await again.click();
    await sure.click();
    await page.getByText('Everything begins again.').waitFor({ timeout: 30_000 });
    await hasFocus(page.getByRole('heading', { level: 1 }));
    expect(await tools.getByRole('link', { name: 'Its Meet room' }).count()).toBe(0);
    expect(await page.getByRole('button', { name: / new$/ }).count()).toBe(0);
    await discord.getByRole('button', { name: 'Ana student', pressed: true }).waitFor();
    await tools.getByRole('button', { name: 'Next step' }).click();
    await be(discord, 'Maya');
    await openDms(discord);
    await discord.getByText('Joins that are slow').waitFor();
  });

  it('is readable on a phone, in the dark', async () => {
    const small = await visit(newcomer.browser, newcomer.playground.url, null, {
      viewport: phone,
      colorScheme: 'dark',
    });
    await small.page.goto('/');
    for (const face of ['Discord', 'Slack', 'Tools']) {
      await small.page.getByRole('navigation', { name: 'What is shown' }).getByRole('button', { name: face }).click();
      await small.page.locator(`[data-pane="${face.toLowerCase()}"]`).waitFor();
      await expectAccessible(small.page);
      expect(await small.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(phone.width);
    }
    expect(small.complaints).toEqual([]);
    await small.context.close();
  });

  it('complains of nothing', () => {
    expect(newcomer.complaints).toEqual([]);
  });
});
