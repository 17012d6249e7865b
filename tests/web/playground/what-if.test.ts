/** What may go wrong around a session, done by hand on the playground's page: the calendar, the switches, and a Confab that is not there. */
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserPath } from '../browser.ts';
import { type Newcomer, welcomeNewcomer } from './newcomer.ts';
import { be, openDms } from './whereabouts.ts';

const day = 86_400_000;

describe.skipIf(browserPath === null)('on the playground (needs Chromium)', { timeout: 60_000 }, () => {
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

  /** As Ana, on Discord. */
  async function ask(mentor: string, subject: string): Promise<void> {
    await be(discord, 'Ana');
    await discord.getByRole('button', { name: 'general' }).click();
    await discord.getByRole('combobox', { name: 'Message #general' }).click();
    await page.keyboard.type('/book');
    await page.keyboard.press('Enter');
    await discord.getByRole('option', { name: new RegExp(`^${mentor}`) }).click();
    await discord.getByRole('button', { name: 'Send' }).click();
    const window = page.getByRole('dialog');
    const whereabouts = discord.getByRole('combobox', { name: /zone/ });
    await window.or(whereabouts).waitFor();
    if ((await window.count()) === 0) {
      await whereabouts.click();
      await discord.getByRole('option', { name: /Europe\/Berlin/ }).click();
    }
    await window.getByRole('combobox').first().click();
    await window.getByRole('option').first().click();
    await window.getByLabel('Subject').fill(subject);
    await window.getByRole('button', { name: 'Submit' }).click();
    await window.waitFor({ state: 'detached' });
  }

  const runsAgain = () =>
    expect.poll(() => page.getByText(/Confab is (stopped|starting)/).count(), { timeout: 30_000 }).toBe(0);

  it('an event that its mentor moves in Google Calendar moves the session of both', async () => {
    await ask('Dan', 'Channels or locks');
    await be(discord, 'Dan');
    await openDms(discord);
    await discord.getByRole('button', { name: 'Accept', exact: true }).click();
    const to = tools.getByLabel(/^Move .* to \(UTC\)$/);
    const before = Date.parse(`${await to.inputValue()}Z`);
    await to.fill(new Date(before + day).toISOString().slice(0, 16));
    await tools.getByRole('button', { name: 'Move', exact: true }).click();
    await tools.getByText('Done in Google.').waitFor();
    await tools.getByRole('button', { name: '10 minutes on' }).click();
    // Dan is told of nothing that he did himself, but what he has says the new time.
    const inDublin = { timeZone: 'Europe/Dublin', dateStyle: 'full', timeStyle: 'short' } as const;
    await discord
      .getByRole('log')
      .getByText(new Intl.DateTimeFormat('en-GB', inDublin).format(before + day))
      .first()
      .waitFor();
    await be(discord, 'Ana');
    await openDms(discord);
    await discord
      .getByText(/@Dan moved your session to/)
      .first()
      .waitFor();
  });

  it('a mentor whose direct messages are closed is asked in a private thread; without Google the link follows', async () => {
    await tools.getByLabel('Maya takes no direct messages').check();
    await tools.getByLabel('Google does not answer').check();
    await ask('Maya', 'Joins that are slow');
    await be(discord, 'Maya');
    await discord
      .getByRole('list', { name: 'Threads of sessions' })
      .getByRole('button', { name: /private/ })
      .click();
    await discord.getByText('Joins that are slow').waitFor();
    await discord.getByRole('button', { name: 'Accept', exact: true }).click();
    await discord.getByText('The link will follow here.').waitFor();
    await tools.getByLabel('Google does not answer').uncheck();
    await tools.getByRole('button', { name: '1 hour on' }).click();
    await discord.getByRole('link', { name: /meet\.google\.com/ }).waitFor();
  });

  it('without Confab the platforms say what they say; afterwards the same buttons work', async () => {
    const off = tools.getByLabel('Confab is switched off');
    await be(discord, 'Ana');
    await openDms(discord);
    await off.check();
    await page.getByText('Confab is stopped.').waitFor();
    const reschedule = discord.getByRole('button', { name: 'Reschedule' }).last();
    await reschedule.click();
    // Discord waits three seconds for an answer.
    await slack.getByRole('combobox').fill('/book');
    await slack.getByRole('button', { name: 'Send' }).click();
    await slack.getByRole('alert').getByText('/book failed with the error').waitFor();
    await discord.getByRole('alert').getByText('This interaction failed').waitFor();
    await off.uncheck();
    await runsAgain();
    await reschedule.click();
    await discord.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    expect(await discord.getByText('This interaction failed').count()).toBe(0);
  });

  it('a power cut loses nothing', async () => {
    await tools.getByRole('button', { name: /^Cut Confab/ }).click();
    await tools.getByText('Confab is starting').waitFor();
    await runsAgain();
    await discord.getByRole('combobox', { name: /^Message/ }).click();
    await page.keyboard.type('/meetings');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await discord.getByText('Channels or locks').last().waitFor();
    await discord.getByText('Joins that are slow').last().waitFor();
  });

  it('an event that its mentor deletes in Google Calendar is asked about: put it back, or cancel the session of both', async () => {
    const event = tools
      .getByRole('listitem')
      .filter({ hasText: 'Dan', has: page.getByRole('button', { name: 'Move' }) });
    const isDeleted = async (): Promise<void> => {
      await event.getByRole('button', { name: 'Delete' }).click();
      await event.waitFor({ state: 'detached' });
      await tools.getByRole('button', { name: '10 minutes on' }).click();
      await discord.getByText(/was deleted in Google Calendar/).waitFor();
    };
    await be(discord, 'Dan');
    await openDms(discord);
    await isDeleted();
    await discord.getByRole('button', { name: 'Put it back' }).click();
    await event.waitFor();
    await discord.getByText(/was deleted in Google Calendar/).waitFor({ state: 'detached' });
    // Of what was nothing in the end she is told nothing.
    const cancelled = discord.getByText(/cancelled/);
    await be(discord, 'Ana');
    await openDms(discord);
    expect(await cancelled.count()).toBe(0);

    await be(discord, 'Dan');
    await isDeleted();
    await discord.getByRole('button', { name: 'Cancel the session' }).click();
    await discord.getByRole('button', { name: 'Yes, cancel it' }).click();
    await cancelled.first().waitFor();
    await be(discord, 'Ana');
    await cancelled.first().waitFor();
  });

  it('complains of nothing', () => {
    expect(newcomer.complaints).toEqual([]);
  });
});
