import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { browserPath, desktop, expectAccessible, launch, phone, type Visit, visit } from './browser.ts';
import { builtPages } from './built-pages.ts';
import { type FakeApi, startFakeApi } from './fake-api.ts';

/** Each page, who looks at it, and what is there once it is all there. */
const pages: [string, string | null, string, string][] = [
  ['sign-in', null, '/sign-in', 'text=Sign in with Google'],
  ['sign-in by a link', null, '/sign-in#sam', 'button:has-text("Sign in")'],
  ['home', 'sam', '/', 'text=Choosing between two state libraries'],
  ['home of a mentor', 'maya', '/', 'text=Waiting for your answer'],
  ['home of somebody new', 'noor', '/', 'text=No session is booked'],
  ['book', 'sam', '/book', 'text=2 mentors to choose from'],
  ['book a time', 'sam', '/book?mentor=maya&name=Maya', 'text=Wednesday 25 November'],
  ['calendar by month', 'sam', '/calendar?view=month', '.event >> nth=3'],
  ['calendar by week', 'sam', '/calendar?view=week', '.event >> nth=1'],
  ['calendar as a list', 'sam', '/calendar?view=list', '.event >> nth=3'],
  ['session', 'sam', '/sessions/m2', 'text=Calendar file'],
  ['session of somebody else', 'noor', '/sessions/m2', 'text=not among yours'],
  ['mentoring', 'maya', '/mentoring', 'text=Connect it again'],
  ['mentoring of somebody new', 'noor', '/mentoring', 'text=Offer sessions'],
  ['programme', 'maya', '/program/p1', 'text=could not be reached'],
  ['account', 'maya', '/account', 'text=Notes in my editor'],
  ['no page', 'sam', '/nowhere', 'text=There is no such page'],
];

describe.skipIf(browserPath === null)('the pages, in Chromium', () => {
  let browser: Browser;
  let api: FakeApi;
  let open: Visit | null = null;

  beforeAll(async () => {
    browser = await launch();
    api = await startFakeApi(await builtPages());
  }, 60_000);
  afterEach(async () => {
    await open?.context.close();
    open = null;
  });
  afterAll(async () => {
    await browser?.close();
    await api?.stop();
  });

  const show = async (who: string | null, path: string, there: string, options = {}): Promise<Visit> => {
    open = await visit(browser, api.url, who, options);
    await open.page.goto(path);
    await open.page.locator(there).first().waitFor();
    return open;
  };

  it.each(pages)('%s: fits a phone, has its headings in order, and axe finds nothing serious', async (...row) => {
    const [, who, path, there] = row;
    const { page, complaints } = await show(who, path, there, { viewport: phone });
    expect(
      await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'),
    ).toBeLessThanOrEqual(0);
    const levels = (await page.evaluate(
      '[...document.querySelectorAll("h1, h2, h3, h4")].map((heading) => Number(heading.tagName[1]))',
    )) as number[];
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    expect(levels[0]).toBe(1);
    for (const [index, level] of levels.entries()) expect(level - (levels[index - 1] ?? 0)).toBeLessThanOrEqual(1);
    await expectAccessible(page);
    await page.setViewportSize(desktop);
    await page.emulateMedia({ colorScheme: 'dark' });
    await expectAccessible(page);
    expect(complaints).toEqual([]);
  });

  it.each([
    ['decline', 'maya', 'Decline'],
    ['cancel', 'sam', 'Cancel'],
    ['reschedule', 'sam', 'Reschedule'],
  ])('the question before %s can be used with a screen reader', async (_name, who, button) => {
    const { page } = await show(who, '/', 'article');
    await page.getByRole('button', { name: button }).first().click();
    await page.getByRole('dialog').waitFor();
    if (button === 'Reschedule') await page.getByRole('dialog').getByRole('radio').first().waitFor();
    await expectAccessible(page);
  });

  it('shows the clock in twelve hours and the week from Sunday to an American', async () => {
    const { page } = await show('sam', '/', 'article', { locale: 'en-US', viewport: desktop });
    expect(await page.locator('article').nth(1).locator('time').textContent()).toMatch(/5:00\sPM–5:30\sPM/);
    // The news, too, whose words come from the server.
    expect(await page.locator('.notification', { hasText: 'cannot take' }).textContent()).toMatch(
      /asked for on Wed, November 25, 4:46\sPM\./,
    );
    await page.goto('/book?mentor=maya&name=Maya');
    await page.getByRole('radio', { name: '4:30 PM' }).waitFor();
    expect(await page.getByRole('columnheader').first().textContent()).toBe('Sun');
  });

  it('speaks English by the clock and week of another country', async () => {
    const { page } = await show('sam', '/book?mentor=maya&name=Maya', 'text=Wednesday 25 November', {
      locale: 'ar-EG',
    });
    expect(await page.getByRole('columnheader').first().textContent()).toBe('Sat');
    expect(await page.getByRole('radio', { name: /^4:30\spm$/i }).count()).toBe(1);
  });

  it('shows the times of the zone that was said, wherever the browser is', async () => {
    const { page } = await show('sam', '/', 'article', { timezoneId: 'Asia/Tokyo' });
    const card = page.locator('article').nth(1);
    expect(await card.locator('time').textContent()).toBe('Wed 25 November, 17:00–17:30');
    expect(await card.locator('.there').textContent()).toBe('18:00 in Berlin for Maya Okafor');
  });

  it('has the way in on a card when it is time, and before that on the session’s own page', async () => {
    const { page } = await show('sam', '/', 'article');
    const join = /^Join the session with Maya Okafor/;
    await page.locator('article').nth(0).getByRole('link', { name: join }).waitFor();
    expect(await page.locator('article').nth(1).getByRole('button').allTextContents()).toContain(
      'Reschedule the session with Maya Okafor',
    );
    expect(await page.locator('article').nth(1).getByRole('link', { name: join }).count()).toBe(0);
    await page.goto('/sessions/m2');
    await page.getByRole('link', { name: join }).waitFor();
  });

  it('says to a mentor where they set their hours how their calendar stands, and leads to connecting it', async () => {
    const { page } = await show('maya', '/mentoring', 'text=Your Google Calendar');
    await page.getByText('into the calendar of maya@example.org no more').waitFor();
    const again = page.getByRole('link', { name: 'Connect it again' });
    expect(await again.getAttribute('href')).toBe('/api/auth/google?for=calendar');
  });

  it('counts down by the server’s clock', async () => {
    // The browser's own clock is months away from the story's, which goes on while the other pages are looked at.
    api.change('m1', { scheduledAt: new Date(api.now() + 9 * 60_000).toISOString() });
    const { page } = await show('sam', '/', 'article');
    const countdown = page.locator('article').first().locator('.countdown');
    const shown = async () => Number(/^Starts in (\d+) min$/.exec((await countdown.textContent()) ?? '')?.[1]);
    const left = () => (Date.parse(api.meetings.get('m1')!.scheduledAt) - api.now()) / 60_000;
    // Whole minutes, rounded up, and counted anew four times a minute.
    await expect.poll(async () => Math.abs((await shown()) - left()), { timeout: 20_000 }).toBeLessThan(1.5);
  });
});
