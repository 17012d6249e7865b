import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { browserPath, expectAccessible, launch, type Visit, visit } from './browser.ts';
import { builtPages } from './built-pages.ts';
import { type FakeApi, startFakeApi } from './fake-api.ts';

describe.skipIf(browserPath === null)('what people do on the pages, in Chromium', () => {
  let browser: Browser;
  let api: FakeApi;
  let visits: Visit[] = [];

  beforeAll(async () => {
    browser = await launch();
  }, 60_000);
  afterAll(() => browser?.close());
  beforeEach(async () => {
    api = await startFakeApi(await builtPages());
  }, 60_000);
  afterEach(async () => {
    const complaints = visits.flatMap((one) => one.complaints);
    await Promise.all(visits.map(({ context }) => context.close()));
    visits = [];
    await api.stop();
    expect(complaints).toEqual([]);
  });

  const show = async (who: string | null, path: string, options = {}): Promise<Page> => {
    const one = await visit(browser, api.url, who, options);
    visits.push(one);
    await one.page.goto(path);
    return one.page;
  };
  const changes = () => api.asked.filter(({ method }) => method !== 'GET');
  const focused = (page: Page) => page.evaluate('document.activeElement.textContent') as Promise<string>;
  /** Walks by keyboard to what is named, as somebody without a mouse does. */
  const tabTo = async (page: Page, name: RegExp): Promise<void> => {
    for (let steps = 0; steps < 60; steps += 1) {
      await page.keyboard.press('Tab');
      const here = (await page.evaluate(
        '(() => { const e = document.activeElement; return (e.labels?.[0]?.textContent ?? "") + " " + (e.ariaLabel ?? "") + " " + e.textContent; })()',
      )) as string;
      if (name.test(here)) return;
    }
    throw new Error(`${name} was not reached with the Tab key.`);
  };
  const live = (page: Page) =>
    page.waitForEvent('websocket', { predicate: (socket) => socket.url().includes('/api/live') });

  it('somebody signs in by a link from chat, which is spent by pressing and stays in no address', async () => {
    const page = await show(null, '/sign-in#sam');
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    expect(changes()).toEqual([]);
    expect(page.url()).toBe(`${api.url}/sign-in`);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Your sessions' }).waitFor();
    expect(page.url()).toBe(`${api.url}/`);
  });

  it('a link that is spent says so, and how to get another', async () => {
    const page = await show(null, '/sign-in#nobody');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('This link has been used').waitFor();
    await page.getByText('/confab dashboard').waitFor();
  });

  it('whoever is signed out is led to the sign-in page', async () => {
    const page = await show(null, '/account');
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(page.url()).toBe(`${api.url}/sign-in`);
  });

  it('whoever signs in by a link, in another tab, lands on the page they wanted, once', async () => {
    const wanted = await show(null, '/calendar?view=week');
    await wanted.getByRole('heading', { name: 'Sign in' }).waitFor();
    const page = await wanted.context().newPage();
    for (const [address, heading] of [
      ['/calendar?view=week', 'Calendar'],
      ['/', 'Your sessions'],
    ]) {
      await page.goto('about:blank');
      await page.goto(`${api.url}/sign-in#sam`);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('heading', { name: heading! }).waitFor();
      expect(page.url()).toBe(api.url + address);
    }
  });

  it.each(['//example.org/', 'https://example.org/', '/\\example.org', 'javascript:alert(1)'])(
    'nobody is led elsewhere by signing in: %s',
    async (address) => {
      const page = await show(null, '/sign-in');
      const kept = `JSON.stringify({ address: ${JSON.stringify(address)}, at: Date.now() })`;
      await page.evaluate(`localStorage.setItem('confab:wanted', ${kept})`);
      await page.goto('about:blank');
      await page.goto('/sign-in#sam');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('heading', { name: 'Your sessions' }).waitFor();
      expect(page.url()).toBe(`${api.url}/`);
    },
  );

  it('a learner books with the keyboard alone', async () => {
    const page = await show('sam', '/book');
    await page.getByText('2 mentors to choose from').waitFor();
    await tabTo(page, /What would you like/);
    await page.keyboard.type('react');
    await page.getByText('1 mentor found for “react”').waitFor();
    await tabTo(page, /^ *Maya Okafor$/);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Book Maya Okafor' }).waitFor();
    await expect.poll(() => focused(page)).toBe('Book Maya Okafor');
    await page.getByRole('radio').first().waitFor();
    await tabTo(page, /Wednesday 25 November/);
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => page.evaluate('document.activeElement.ariaLabel')).toMatch(/^Thursday 26 November/);
    await page.getByRole('group', { name: 'Thursday 26 November' }).waitFor();
    await tabTo(page, /^\d\d:\d\d/);
    await page.keyboard.press('Space');
    const chosen = (await page.evaluate('document.activeElement.value')) as string;
    await tabTo(page, /What is it about/);
    await page.keyboard.type('Hooks');
    await page.keyboard.press('Enter');
    await expect.poll(() => focused(page)).toBe('Review');
    expect(changes()).toEqual([]);
    await tabTo(page, /Ask Maya Okafor/);
    await page.keyboard.press('Enter');
    await expect.poll(() => focused(page)).toBe('Maya Okafor is asked');
    const [create] = changes();
    expect(create).toMatchObject({
      method: 'POST',
      path: '/api/meetings/create',
      body: { mentorId: 'maya', subject: 'Hooks', duration: 30, scheduledAt: chosen },
    });
    expect(create?.headers['idempotency-key']).toMatch(/^[0-9a-f]{32}$/);
    expect(chosen.slice(0, 10)).toBe('2026-11-26');
  });

  it('a refused booking keeps what was typed and offers the next free times', async () => {
    const page = await show('sam', '/book?mentor=maya&name=Maya');
    await page.getByRole('radio').first().check();
    await page.getByLabel('What is it about?').fill('Hooks');
    await page.getByRole('button', { name: 'Review' }).click();
    const nextFree = ['2026-11-27T17:00:00Z'];
    api.refuse('/api/meetings/create', {
      kind: 'slot-taken',
      detail: 'That time is already taken.',
      words: ['That time is already taken. Free next: ', { at: nextFree[0]! }, '.'],
      nextFree,
    });
    await page.getByRole('button', { name: 'Ask Maya Okafor' }).click();
    await page.getByText('That time is already taken. Free next: Fri 27 November, 17:00.').waitFor();
    await page.getByRole('button', { name: 'Fri 27 November, 17:00' }).click();
    await page.getByRole('button', { name: 'Ask Maya Okafor' }).click();
    await page.getByRole('heading', { name: 'Maya Okafor is asked' }).waitFor();
    const [first, second] = changes();
    expect(second?.body).toMatchObject({ scheduledAt: nextFree[0], subject: 'Hooks' });
    // Another time is another request: the first one's key must not answer for it.
    expect(second?.headers['idempotency-key']).not.toBe(first?.headers['idempotency-key']);
  });

  it('a session is cancelled with the keyboard, after a question whose harmless answer has the focus', async () => {
    const page = await show('sam', '/');
    await page.locator('article').first().waitFor();
    await tabTo(page, /^ *Cancel the session/);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Cancel this session?' }).waitFor();
    await expect.poll(() => focused(page)).toBe('Keep the session');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await focused(page)).toMatch(/^Cancel the session/);
    expect(changes()).toEqual([]);

    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText('Cancelled. Maya Okafor is told.').waitFor();
    await expect.poll(() => page.locator('article').count()).toBe(3);
    expect(changes()).toMatchObject([{ method: 'DELETE', path: '/api/meetings/m1' }]);
    // The button is gone with its card; the keyboard goes on from the heading of what is left.
    await expect.poll(() => focused(page)).toBe('Coming up');
  });

  it('a session is moved with the keyboard', async () => {
    const page = await show('sam', '/sessions/m2');
    await page.getByRole('button', { name: 'Reschedule' }).focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('radio').first().waitFor();
    await tabTo(page, /^\d\d:\d\d/);
    await page.keyboard.press('Space');
    const chosen = (await page.evaluate('document.activeElement.value')) as string;
    await tabTo(page, /^ *Move to/);
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    const [put] = changes();
    expect(put).toMatchObject({ method: 'PUT', path: '/api/meetings/m2', body: { scheduledAt: chosen } });
    expect(put?.headers['if-match']).toBe('"3"');
    expect(api.meetings.get('m2')?.scheduledAt).toBe(chosen);
    expect(await focused(page)).toMatch(/^Reschedule/);
  });

  it('a session is dragged to another time, and put back when that is not confirmed', async () => {
    // Tall enough to have both times in sight.
    const page = await show('sam', '/calendar?view=week&date=2026-11-25', {
      timezoneId: 'America/New_York',
      viewport: { width: 1_280, height: 1_300 },
    });
    const event = page.locator('.event', { hasText: 'Code review' });
    await event.waitFor();
    const drag = async (): Promise<void> => {
      const box = (await event.boundingBox())!;
      const other = (await page.locator('.event', { hasText: 'Preparing' }).boundingBox())!;
      const hour = await page.evaluate(
        '(() => { const [a, b] = ["07:00", "09:00"].map((t) => [...document.querySelectorAll(".calendar *")].find((e) => e.children.length === 0 && e.textContent === t).getBoundingClientRect().top); return (b - a) / 2; })()',
      );
      const [x, y] = [box.x + box.width / 2, box.y + 6];
      await page.mouse.move(x, y);
      await page.mouse.down();
      await page.mouse.move(x + 20, y + 4, { steps: 4 });
      await page.mouse.move(x + (other.x - box.x), y + 2 * (hour as number), { steps: 12 });
      await page.mouse.up();
    };
    await drag();
    const dialog = page.getByRole('dialog');
    await dialog.locator('.chosen', { hasText: 'To Thu 26 November, 19:00' }).waitFor();
    await dialog.getByRole('button', { name: 'Leave it' }).click();
    expect(changes()).toEqual([]);
    await drag();
    await dialog.getByRole('button', { name: 'Move to Thu 26 November, 19:00' }).click();
    await dialog.waitFor({ state: 'detached' });
    // Sam's zone is Lisbon, wherever the browser is.
    expect(changes()).toMatchObject([{ path: '/api/meetings/m2', body: { scheduledAt: '2026-11-26T19:00:00.000Z' } }]);
  });

  it('a mentor accepts one request and declines another with a reason, and the learner sees both at once', async () => {
    api.meetings.set('m8', { ...api.meetings.get('m3')!, id: 'm8', subject: 'A look at my thesis' });
    const learner = await show('sam', '/');
    await learner.locator('article').first().waitFor();
    const mentor = await show('maya', '/');
    await mentor.getByRole('button', { name: 'Accept' }).first().click();
    await learner.getByText('Booked').nth(2).waitFor();
    await expect.poll(() => mentor.getByRole('button', { name: 'Decline' }).count()).toBe(1);
    await mentor.getByRole('button', { name: 'Decline' }).click();
    await mentor.getByLabel('Why it does not suit').fill('Lin knows this better.');
    await mentor.getByRole('dialog').getByRole('button', { name: 'Decline' }).click();
    await learner.getByText('A look at my thesis').waitFor({ state: 'detached' });
    await learner.goto('/sessions/m8');
    await learner.getByText('Lin knows this better.').waitFor();
  });

  it('words that were overtaken are not lost, and do not write over others by themselves', async () => {
    const page = await show('sam', '/sessions/m2');
    await page.getByRole('button', { name: 'Edit' }).click();
    await page.getByLabel('Subject').fill('My words');
    api.change('m2', { subject: 'Their words' });
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The session was changed meanwhile').waitFor();
    await page.getByRole('dialog').getByText('Their words').waitFor();
    expect(api.meetings.get('m2')?.subject).toBe('Their words');
    await page.getByRole('button', { name: 'Keep my words' }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'My words' }).waitFor();
    expect(api.meetings.get('m2')?.subject).toBe('My words');
  });

  it('news comes in by itself and is said aloud', async () => {
    const page = await show('sam', '/book');
    await live(page);
    await page.getByText('2 mentors').waitFor();
    await expect.poll(() => api.asked.filter(({ path }) => path === '/api/notifications').length).toBeGreaterThan(1);
    api.change('m3', { status: 'scheduled' }, 'Maya Okafor accepted. See you on Thursday.');
    await page.getByRole('log').getByText('See you on Thursday').waitFor();
  });

  it('a page that lost its connection says so, and catches up', async () => {
    const page = await show('sam', '/');
    await live(page);
    await page.locator('article').nth(3).waitFor();
    api.cutOff(true);
    await page.getByText('No connection. What you see may be out of date').waitFor();
    api.change('m2', { subject: 'Changed while nobody listened' });
    expect(await page.getByText('Changed while nobody listened').count()).toBe(0);
    api.cutOff(false);
    await page.getByText('Changed while nobody listened').waitFor({ timeout: 15_000 });
    await page.getByText('No connection.').waitFor({ state: 'detached' });
  });

  it('a mentor’s hours are typed, copied to the week and saved, nights included', async () => {
    const page = await show('noor', '/mentoring');
    await page.getByLabel('Topics').fill('Rust, Compilers');
    await page.getByRole('button', { name: 'Add a time on Monday' }).click();
    await page.getByLabel('Monday, from').fill('22:00');
    await page.getByLabel('Monday, to').fill('01:30');
    await page.getByText('next day').waitFor();
    await page.getByRole('button', { name: 'copy the times of Monday' }).click();
    await page.getByRole('button', { name: 'Offer sessions' }).click();
    await page.getByText('You are taking requests').waitFor();
    const [put] = changes();
    expect(put?.body).toMatchObject({ topics: ['Rust', 'Compilers'], hoursZone: 'Europe/Lisbon', open: true });
    const { hours } = put!.body as { hours: unknown[] };
    expect(hours).toHaveLength(10);
    expect(hours).toContainEqual({ weekday: 0, from: 1_320, to: 1_440 });
    expect(hours).toContainEqual({ weekday: 5, from: 0, to: 90 });
    expect(await page.getByLabel('Friday, to').inputValue()).toBe('01:30');
  });

  it('hours are shown by the reader’s clock, and understood by either', async () => {
    const page = await show('noor', '/mentoring', { locale: 'en-US' });
    const from = page.getByLabel('Monday, from');
    const to = page.getByLabel('Monday, to');
    await page.getByLabel('Topics').fill('Rust');
    await page.getByRole('button', { name: 'Add a time on Monday' }).click();
    await expect.poll(() => page.evaluate('document.activeElement.labels?.[0]?.textContent')).toBe('Monday, from');
    expect(await from.inputValue()).toMatch(/^5:00\sPM$/);
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type('17:35');
    await page.keyboard.press('Tab');
    expect(await from.inputValue()).toMatch(/^5:35\sPM$/);
    await to.fill('late');
    await page.keyboard.press('Tab');
    expect([await to.inputValue(), await to.getAttribute('aria-invalid')]).toEqual(['late', 'true']);
    const border = '(name) => getComputedStyle(document.querySelector(name)).borderColor';
    const colours = [`(${border})('[aria-invalid]')`, `(${border})('input.time-field:not([aria-invalid])')`];
    const [wrong, right] = await Promise.all(colours.map((colour) => page.evaluate(colour)));
    expect(wrong).not.toBe(right);
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Offer sessions' }).click();
    await page.getByText('Please fill in both times of each row, like 17:30 or 5:30 pm').waitFor();
    expect(changes()).toEqual([]);
    await to.fill('7p');
    await page.keyboard.press('Enter');
    await page.getByText('You are taking requests').waitFor();
    expect(changes()[0]?.body).toMatchObject({ hours: [{ weekday: 0, from: 1_055, to: 1_140 }] });
    await page.getByRole('button', { name: /^Remove Monday 5:35\sPM to 7:00\sPM$/ }).waitFor();
  });

  it('a mentor takes days off and says other hours by keyboard, and removes them', async () => {
    const page = await show('maya', '/mentoring');
    const exceptions = page.getByRole('group', { name: 'Exceptions' });
    const group = (name: string) => exceptions.getByRole('group', { name });
    await group('Thu, 24 December 2026 to Sat, 2 January 2027').getByLabel('Hours').waitFor();
    await page.getByRole('button', { name: 'Remove Sat, 5 December 2026' }).press('Enter');
    expect(await focused(page)).toBe('Add an exception');
    await page.keyboard.press('Enter');
    const added = group('New exception');
    await expect.poll(() => page.evaluate("'first' in document.activeElement.dataset")).toBe(true);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Please fill in the first day and all times').waitFor();
    expect(changes()).toEqual([]);
    await page.keyboard.press('Escape');
    await added.getByLabel('First day').fill('2026-12-12');
    const saturday = group('Sat, 12 December 2026');
    await saturday.getByLabel('Hours').selectOption('Other hours');
    await saturday.getByLabel('from').fill('10:00');
    await saturday.getByLabel('2026, to').fill('14:00');
    await saturday.getByRole('button', { name: 'Add a time on' }).click();
    await saturday.getByLabel('from').nth(1).fill('22:00');
    await saturday.getByLabel('2026, to').nth(1).fill('00:00');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved. Thank you for helping.').waitFor();
    expect(changes()).toMatchObject([
      {
        path: '/api/me/mentor',
        body: {
          exceptions: [
            { from: '2026-12-24', to: '2027-01-02', windows: [] },
            {
              from: '2026-12-12',
              to: '2026-12-12',
              windows: [
                { from: 600, to: 840 },
                { from: 1_320, to: 1_440 },
              ],
            },
          ],
        },
      },
    ]);
  });

  it('a mentor whose settings changed in chat meanwhile loses nothing that was typed, and chooses', async () => {
    const page = await show('maya', '/mentoring');
    const maya = api.people.get('maya')!;
    const inChat = (topics: string[]) => {
      maya.mentor = { ...maya.mentor!, topics };
      maya.mentorRevision += 1;
    };
    const topics = page.getByLabel('Topics');
    const save = page.getByRole('button', { name: 'Save' });

    await topics.fill('Mine');
    inChat(['Theirs']);
    await save.click();
    await page.getByText('was changed meanwhile').waitFor();
    expect(await save.isDisabled()).toBe(true);
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Keep mine' }).click();
    await save.click();
    await page.getByText('Saved. Thank you').waitFor();
    expect(maya.mentor?.topics).toEqual(['Mine']);

    await topics.fill('Mine again');
    inChat(['Theirs again']);
    await save.click();
    await page.getByRole('button', { name: 'Show the new settings' }).click();
    expect(await topics.inputValue()).toBe('Theirs again');
    expect(maya.mentor?.topics).toEqual(['Theirs again']);
    await topics.fill('Agreed');
    await save.click();
    await expect.poll(() => maya.mentor?.topics).toEqual(['Agreed']);
  });

  it('what the server says about exceptions stands below them', async () => {
    const page = await show('maya', '/mentoring');
    const detail = '2026-12-24 is in two exceptions. Please leave one of them out.';
    await page.route('**/api/me/mentor', (route) =>
      route.fulfill({
        status: 422,
        contentType: 'application/problem+json',
        body: JSON.stringify({ type: 'x', title: 'Not usable', status: 422, detail, field: 'exceptions' }),
      }),
    );
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('group', { name: 'Exceptions' }).getByRole('alert').getByText(detail).waitFor();
    expect(await page.getByText(detail).count()).toBe(1);
  });

  it('an organiser changes the reminders, from the revision that was shown', async () => {
    const page = await show('maya', '/program/p1');
    await page.getByRole('button', { name: 'Remove the reminder 1 day before' }).click();
    await page.getByLabel('Add').selectOption('60');
    await page.getByRole('button', { name: 'Save settings' }).click();
    await page.getByText('The settings are saved.').waitFor();
    const [put] = changes();
    expect(put).toMatchObject({ path: '/api/programs/p1', body: { reminders: [60, 10], mentors: 'anyone' } });
    expect(put?.headers['if-match']).toBe('"4"');
  });

  it('an organiser names mentors, and ends announcements after a question', async () => {
    const page = await show('maya', '/program/p1');
    await page.getByLabel('Only people an organiser has named').check();
    await page.getByLabel('Tomás').check();
    await page.getByLabel('Inês').uncheck();
    await page.getByRole('button', { name: 'Save settings' }).click();
    await page.getByText('The settings are saved.').waitFor();
    expect(changes().at(-1)?.body).toMatchObject({ mentors: 'named', named: ['maya', 'tomas'] });
    await page.getByRole('button', { name: 'Stop announcing in Women in Code' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Stop announcing' }).click();
    await page.getByText('no longer announced in Women in Code').waitFor();
    expect(await page.getByRole('button', { name: /^Stop announcing/ }).count()).toBe(0);
    expect(changes().at(-1)).toMatchObject({ method: 'DELETE', path: '/api/programs/p1/announcements/discord%3A1' });
  });

  it('a token is shown once, and revoked after a question', async () => {
    const page = await show('maya', '/account');
    await page.getByLabel('What it is for').fill('My script');
    await page.getByRole('button', { name: 'Create token' }).click();
    const secret = page.getByRole('dialog').getByLabel('Token');
    expect(await secret.inputValue()).toMatch(/^cft_/);
    await page.getByRole('button', { name: 'I have it' }).click();
    expect(await page.getByText('cft_').count()).toBe(0);
    await page.getByRole('button', { name: 'Revoke My script' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await page.getByText('“My script” is revoked.').waitFor();
    expect(changes()).toMatchObject([
      { method: 'POST', body: { label: 'My script', scope: 'read', days: 90 } },
      { method: 'DELETE', path: '/api/tokens/t2' },
    ]);
  });

  it('mail is switched off, and on again, where there is an address for it', async () => {
    const page = await show('maya', '/account');
    const mail = page.getByRole('checkbox', { name: 'Send invitations, changes and reminders to maya@example.org' });
    expect(await mail.isChecked()).toBe(true);
    await mail.click();
    await page.getByText('You get no more mail.').waitFor();
    await expect.poll(() => mail.isChecked()).toBe(false);
    await mail.click();
    await expect.poll(() => mail.isChecked()).toBe(true);
    expect(changes()).toMatchObject([
      { method: 'PUT', path: '/api/me/mail', body: { on: false } },
      { method: 'PUT', path: '/api/me/mail', body: { on: true } },
    ]);
    const other = await show('sam', '/account');
    await other.getByRole('heading', { name: 'Calendar feed' }).waitFor();
    expect(await other.getByRole('heading', { name: 'Mail' }).count()).toBe(0);
  });

  it('news is read', async () => {
    const page = await show('sam', '/');
    await page.getByText('2 unread').waitFor({ state: 'attached' });
    await page.getByRole('button', { name: 'Mark all as read' }).click();
    await page.getByText('2 unread').waitFor({ state: 'detached' });
  });

  it('back and forward lead through the pages, with their titles', async () => {
    const page = await show('sam', '/');
    await page.locator('article').first().waitFor();
    await page.getByRole('link', { name: 'Account' }).click();
    await expect.poll(() => page.title()).toBe('Account · Confab');
    await expect.poll(() => focused(page)).toBe('Account');
    await page.goBack();
    await page.locator('article').first().waitFor();
    expect(await page.title()).toBe('Your sessions · Confab');
  });

  it('signing out ends what is shown', async () => {
    const page = await show('sam', '/account');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.goBack();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  });

  it('a page whose file a new release has replaced offers to reload, and the others still work', async () => {
    const page = await show('sam', '/');
    await page.route('**/assets/account-*.js', (route) => route.abort());
    await page.getByRole('link', { name: 'Account' }).click();
    await page.getByText('This page could not be shown').waitFor();
    await page.getByRole('link', { name: 'Home' }).click();
    await page.locator('article').first().waitFor();
    await page.unroute('**/assets/account-*.js');
    await page.getByRole('link', { name: 'Account' }).click();
    await page.getByRole('button', { name: 'Reload' }).click();
    await page.getByRole('heading', { name: 'Calendar feed' }).waitFor();
    // What the browser said of the missing file was the point here.
    for (const one of visits) one.complaints.length = 0;
  });

  it('a calendar feed is made, shown once, and ended after a question', async () => {
    const page = await show('sam', '/account');
    await page.getByRole('button', { name: 'Make a feed' }).click();
    expect(await page.getByLabel('Address of your feed').inputValue()).toMatch(/\.ics$/);
    await page.reload();
    await page.getByText('You have a feed').waitFor();
    expect(await page.getByLabel('Address of your feed').count()).toBe(0);
    await page.getByRole('button', { name: 'End the feed' }).click();
    await page.getByRole('button', { name: 'End it' }).click();
    await page.getByRole('button', { name: 'Make a feed' }).waitFor();
  });
});
