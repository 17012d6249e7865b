/** The dashboard as it is delivered, served by the real product between the stand-ins: what somebody does in chat shows in a browser, and back. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { day, hour } from '#core/time/clock.ts';
import { buildDashboard } from '../../playground/build-dashboard.ts';
import type { DiscordPerson } from '../../playground/story/cast.ts';
import { offerOnDiscord } from '../e2e/acts.ts';
import { createWorld, type World } from '../e2e/world.ts';
import { browserPath, expectAccessible, launch, type Visit, visit } from './browser.ts';

describe.skipIf(browserPath === null)('the dashboard of a running Confab (needs Chromium)', { timeout: 90_000 }, () => {
  let world: World;
  let browser: Browser;
  let url = '';
  let maya: DiscordPerson;
  let ana: DiscordPerson;
  let mayas: Visit;
  let anas: Visit;

  beforeAll(async () => {
    await buildDashboard();
    // A morning, so that the first free times are on one day, wherever the people are.
    const morning = (Math.floor(Date.now() / day) + 1) * day + 6 * hour;
    world = await createWorld({ dashboard: true, slackOver: 'none', startAt: morning });
    url = world.publicUrl!;
    await world.begin();
    world.google.addAccount({ email: 'ana@gmail.com', timeZone: 'Europe/Berlin' });
    browser = await launch();
    maya = world.cast.discord('Maya', { zone: 'Europe/Lisbon', organiser: true });
    ana = world.cast.discord('Ana', { zone: 'Europe/Berlin' });
    await offerOnDiscord(maya, { topics: 'SQL' });
    await ana.answer(await ana.run('timezone', { zone: ana.zone }));
    mayas = await signedIn(maya);
    anas = await signedIn(ana);
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    await world?.close();
  });

  async function signedIn(person: DiscordPerson): Promise<Visit> {
    const visited = await visit(browser, url, null);
    await visited.page.goto(await person.dashboardLink());
    await visited.page.getByRole('button', { name: 'Sign in' }).click();
    await visited.page.getByRole('heading', { name: 'Your sessions' }).waitFor();
    return visited;
  }

  it('books in the browser, is accepted in chat, and both pages follow within a second', async () => {
    const { page } = anas;
    await page.getByRole('link', { name: 'Book', exact: true }).click();
    await page.getByLabel('What would you like to talk about?').fill('sql');
    await page.getByRole('link', { name: 'Maya' }).click();
    await page.getByRole('radio').first().check();
    await page.getByLabel('What is it about?').fill('Slow joins');
    await page.getByRole('button', { name: 'Review' }).click();
    await page.getByRole('button', { name: 'Ask Maya' }).click();
    await page.getByText('Maya is asked').waitFor();
    await mayas.page.getByText('Slow joins').waitFor();
    const request = await maya.hears('asks you for a session');
    await page.getByRole('link', { name: 'Home' }).click();
    await page.getByText('Waiting for an answer').waitFor();
    await maya.press(request, 'Accept');
    await world.until(() => world.meetings()[0]?.status === 'scheduled', 'the session to be booked');
    const before = performance.now();
    await page.getByText('Booked', { exact: true }).waitFor();
    await mayas.page.getByText('Booked', { exact: true }).waitFor();
    expect(performance.now() - before).toBeLessThan(2_000);
  });

  it('moves by drag in the calendar, after a question, and chat hears of it', async () => {
    const { page } = anas;
    const { id, mentorId, scheduledAt: before } = world.meetings()[0]!;
    const answer = await page.request.get(`/api/mentors/${mentorId}/slots?except=${id}`);
    const { slots } = (await answer.json()) as { slots: string[] };
    const to = slots.map((slot) => Date.parse(slot)).find((at) => at > before && at - before <= 3 * hour);
    expect(to, 'another free time on the same evening').toBeDefined();
    // Tall enough to have both times in sight.
    await page.setViewportSize({ width: 1_280, height: 1_400 });
    await page.goto(`/calendar?view=week&date=${new Date(before).toISOString().slice(0, 10)}`);
    const event = page.locator('.event', { hasText: 'Slow joins' });
    await event.waitFor();
    const box = (await event.boundingBox())!;
    const [seven, nine] = await Promise.all(
      ['07:00', '09:00'].map(async (label) => (await page.getByText(label, { exact: true }).first().boundingBox())!.y),
    );
    const [x, y] = [box.x + box.width / 2, box.y + 6];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x, y + 10, { steps: 4 });
    await page.mouse.move(x, y + ((to! - before) / hour) * ((nine! - seven!) / 2), { steps: 12 });
    await page.mouse.up();
    await page.getByRole('dialog').getByRole('button', { name: /^Move/ }).click();
    await world.until(() => world.meetings()[0]?.scheduledAt !== before, 'the session to move');
    expect(world.meetings()[0]!.scheduledAt).toBe(to);
    await maya.hears('moved');
  });

  it('connects a Google account, and from then on signs in with it', async () => {
    const visited = await signedIn(ana);
    const { page } = visited;
    await page.goto('/account');
    await page.getByRole('link', { name: /Sign in with Google from now on/ }).click();
    await page.getByLabel('ana@gmail.com').check();
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.waitForURL(`${url}/**`);
    await page.goto('/account');
    await page.getByText('ana@gmail.com').first().waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    // Whoever was on the way to a page when they had to sign in goes on to it.
    await page.goto('/calendar?view=list');
    await page.getByRole('link', { name: 'Sign in with Google' }).click();
    await page.getByLabel('ana@gmail.com').check();
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('heading', { name: 'Calendar' }).waitFor();
    expect(page.url()).toBe(`${url}/calendar?view=list`);
    expect(((await (await page.request.get('/api/me')).json()) as { name: string }).name).toBe('Ana');
    await visited.context.close();
  });

  it.each(['/', '/book', '/calendar', '/mentoring', '/account'])(
    'shows %s to everybody, whatever they see with',
    async (path) => {
      await mayas.page.goto(path);
      await mayas.page.getByRole('heading', { level: 1 }).waitFor();
      await expectAccessible(mayas.page);
    },
  );

  it('shows the organiser how the programme goes, with real figures', async () => {
    await mayas.page.getByRole('link', { name: 'Programme' }).click();
    await mayas.page.getByText('Week by week').waitFor();
    await expectAccessible(mayas.page);
  });

  it('cancels after a question, and chat hears of it', async () => {
    await anas.page.goto('/');
    await anas.page.getByRole('button', { name: /^Cancel/ }).click();
    await anas.page.getByRole('dialog').getByRole('button', { name: 'Cancel the session' }).click();
    await anas.page.getByText('No session is booked').waitFor();
    await maya.hears('cancelled your session');
  });

  it('asks nobody else for anything, and runs into no error', () => {
    expect([...mayas.complaints, ...anas.complaints]).toEqual([]);
  });
});
