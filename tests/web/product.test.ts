/**
 * The dashboard as it is delivered, served by the real product between the stand-ins: what somebody does in chat shows in a browser, and back. On
 * MongoDB with the processes apart, whatever is done in chat is done in another process than the one that serves the pages.
 */
import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { day, hour } from '#core/time/clock.ts';
import { buildDashboard } from '../../playground/build-dashboard.ts';
import type { DiscordPerson } from '../../playground/story/cast.ts';
import { bookOnDiscord, offerOnDiscord } from '../e2e/acts.ts';
import { createWay, type Way } from '../e2e/way.ts';
import { createWorld, fourProcesses, mongoServer, type World, type WorldOptions } from '../e2e/world.ts';
import { browserPath, expectAccessible, launch, type Visit, visit } from './browser.ts';

/** Milliseconds. A second is promised; a machine that does a dozen other things meanwhile may take longer, so the times are printed. */
const soon = 3_000;

const layouts: { layout: string; there: boolean; options: WorldOptions }[] = [
  { layout: 'one process on SQLite (needs Chromium)', there: browserPath !== null, options: {} },
  {
    layout: 'four processes on MongoDB (needs Chromium and MONGODB_TEST_URI)',
    there: browserPath !== null && mongoServer !== undefined,
    options: { mongodb: mongoServer, processes: fourProcesses },
  },
];

for (const { layout, there, options } of layouts) {
  describe.skipIf(!there)(`the dashboard of a running Confab, ${layout}`, { timeout: 90_000 }, () => suite(options));
}

function suite(options: WorldOptions): void {
  let world: World;
  /** From the browsers to the product. */
  let way: Way;
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
    const dashboard = async (served: string) => {
      way = await createWay(served);
      return new URL(way.through(served)).origin;
    };
    world = await createWorld({ ...options, dashboard, slackOver: 'none', startAt: morning });
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
    await way?.close();
  });

  /** Does it, and waits until every one of these shows; that takes a second at most, from the click. */
  async function showsSoon(what: string, act: () => Promise<unknown>, ...shown: Locator[]): Promise<void> {
    const began = performance.now();
    await act();
    await Promise.all(shown.map((one) => one.waitFor()));
    const took = Math.round(performance.now() - began);
    process.stdout.write(`${what}: seen after ${took} ms.\n`);
    expect(took).toBeLessThan(soon);
  }

  async function signedIn(person: DiscordPerson): Promise<Visit> {
    const visited = await visit(browser, url, null);
    visited.page.setDefaultTimeout(20_000);
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
    await showsSoon(
      'asked in the browser',
      () => page.getByRole('button', { name: 'Ask Maya' }).click(),
      page.getByText('Maya is asked'),
      mayas.page.getByRole('heading', { name: 'Slow joins' }),
    );
    const request = await maya.hears('asks you for a session');
    await page.getByRole('link', { name: 'Home' }).click();
    await page.getByText('Waiting for an answer').waitFor();
    await showsSoon(
      'accepted in chat',
      () => maya.press(request, 'Accept'),
      ...[page, mayas.page].map((one) => one.getByText('Booked', { exact: true })),
    );
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
    await showsSoon(
      'moved in the browser',
      () => page.getByRole('dialog').getByRole('button', { name: /^Move/ }).click(),
      mayas.page.locator(`article time[datetime="${new Date(to!).toISOString()}"]`),
    );
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
    for (const { page } of [mayas, anas]) {
      await page.goto('/');
      await page.getByText('Booked', { exact: true }).waitFor();
    }
    await anas.page.getByRole('button', { name: /^Cancel/ }).click();
    await showsSoon(
      'cancelled in the browser',
      () => anas.page.getByRole('dialog').getByRole('button', { name: 'Cancel the session' }).click(),
      ...[anas, mayas].map(({ page }) => page.getByText('No session is booked')),
    );
    await maya.hears('cancelled your session');
  });

  it('asks nobody else for anything, and runs into no error', () => {
    expect([...mayas.complaints, ...anas.complaints]).toEqual([]);
  });

  it('says that the connection is lost, and catches up with what happened in chat meanwhile', async () => {
    await way.cut();
    const pages = [anas.page, mayas.page];
    await Promise.all(pages.map((page) => page.getByText('No connection. What you see may be out of date').waitFor()));
    await bookOnDiscord(ana, 'sql', { subject: 'Slow views' });
    await maya.hears('Slow views');
    for (const page of pages) expect(await page.getByText('Slow views').count()).toBe(0);
    await way.mend();
    for (const page of pages) {
      await page.getByRole('heading', { name: 'Slow views' }).waitFor({ timeout: 15_000 });
      await page.getByText('No connection.').waitFor({ state: 'detached' });
    }
  });
}
