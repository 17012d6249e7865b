import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Action, DiscordMessage, Seen } from '../../../playground/page/contract.ts';
import { browserPath, desktop, expectAccessible, launch, phone, type Visit, visit } from '../browser.ts';
import { bookingModal, button, mentorSelect, message, now, row, type Shown, sam, screen } from './discord-screen.ts';
import { type ServedPage, servePage } from './serve-page.ts';

describe.skipIf(browserPath === null)('Discord’s face, in Chromium', () => {
  let served: ServedPage;
  let browser: Awaited<ReturnType<typeof launch>>;
  let open: Visit;
  let page: Page;

  beforeAll(async () => {
    [browser, served] = await Promise.all([launch(), servePage('discord-page')]);
  }, 60_000);
  beforeEach(async () => {
    open = await visit(browser, served.url, null, { viewport: { width: 640, height: 860 } });
    page = open.page;
    await page.goto('/');
    await line().waitFor();
  });
  afterEach(async () => {
    expect(open.complaints).toEqual([]);
    await open.context.close();
  });
  afterAll(async () => {
    await browser?.close();
    await served?.close();
  });

  const line = () => page.getByRole('combobox', { name: 'Message #general' });
  const log = () => page.getByRole('log');
  const acted = (): Promise<Action[]> => page.evaluate(() => window.playground.acted);
  const show = (change: Partial<Shown>): Promise<void> =>
    page.evaluate((given) => window.playground.show(given), change);
  const answersWith = (next: Seen | 'wait'): Promise<void> =>
    page.evaluate((given) => {
      window.playground.next = given;
    }, next);
  const answer = (seen: Seen): Promise<void> => page.evaluate((given) => window.playground.answer(given), seen);
  const says = (...messages: DiscordMessage[]): Partial<Shown> => ({
    screen: { ...screen, rooms: screen.rooms.map((room) => (room.id === '11' ? { ...room, messages } : room)) },
  });
  const ok: Seen = { ok: true, notice: null };
  const focused = (): Promise<string> =>
    page.evaluate(
      () => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '',
    );

  it.each(['light', 'dark'] as const)(
    'fits a phone and a desktop, and axe finds nothing serious: %s',
    async (colorScheme) => {
      await page.emulateMedia({ colorScheme });
      for (const viewport of [phone, desktop]) {
        await page.setViewportSize(viewport);
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(viewport.width);
        expect(await log().evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
        await expectAccessible(page);
        await line().fill('/');
        await expectAccessible(page);
        await line().fill('/confab settings ');
        await page.getByLabel('mentors optional').focus();
        await expectAccessible(page);
        await page.keyboard.press('Escape');
        await page.keyboard.press('Escape');
        await page.getByRole('combobox', { name: 'Choose a mentor' }).click();
        await expectAccessible(page);
        await page.keyboard.press('Escape');
        await show({ screen: { ...screen, modal: { ...bookingModal, interactionId: `${viewport.width}` } } });
        await page.getByRole('dialog', { name: 'Book Maya Okafor' }).getByRole('button', { name: 'Submit' }).click();
        await page.getByText('This field is required').waitFor();
        await expectAccessible(page);
        await page.keyboard.press('Escape');
      }
    },
  );

  it('lists channels, their threads and direct messages, and says how much is unread', async () => {
    const rooms = page.getByRole('navigation', { name: 'Study Hall on Discord' });
    expect(await rooms.getByRole('button').allInnerTexts()).toEqual([
      expect.stringMatching(/general/),
      expect.stringMatching(/Confab[\s\S]*private/),
      expect.stringMatching(/sessions/),
      expect.stringMatching(/Confab/),
    ]);
    expect(await rooms.getByRole('list', { name: 'Threads of general' }).getByRole('button').count()).toBe(1);
    await rooms.getByRole('button', { name: 'sessions 1 unread' }).click();
    await page.getByRole('log', { name: 'Messages in #sessions' }).waitFor();
    expect(await rooms.getByRole('button', { name: 'sessions' }).getAttribute('aria-current')).toBe('true');
  });

  it('opens the rooms over the room on a phone', async () => {
    await page.setViewportSize(phone);
    const rooms = page.getByRole('navigation');
    expect(await rooms.isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Rooms 3 unread elsewhere' }).click();
    await rooms.getByRole('button', { name: 'sessions' }).click();
    await page.getByRole('log', { name: 'Messages in #sessions' }).waitFor();
    expect(await rooms.isVisible()).toBe(false);
  });

  it('shows a message with its author, its time, its marks and who is meant', async () => {
    const card = log().getByRole('article').first();
    const text = (await card.innerText()).replaceAll(/\s+/g, ' ');
    expect(text).toContain('Confab APP Today, 15:55 mentions you Your session is booked. @Sam Reis');
    expect(text).toContain('When: Thursday, 26 November 2026 at 17:00 (in 1 day)');
    expect(text).toContain('(edited) I cannot choose between *two* state libraries.');
    expect(await card.locator('strong', { hasText: 'When:' }).count()).toBe(1);
    await card.getByRole('button', { name: '#sessions' }).click();
    await page.getByRole('log', { name: 'Messages in #sessions' }).waitFor();
    expect(await log().innerText()).not.toContain('mentions you');
  });

  it('writes moments in the zone and locale of the persona, and lets relative ones pass', async () => {
    await show({ persona: { ...sam, zone: 'America/New_York', locale: 'en-US' } });
    const card = log().getByRole('article').first();
    await expect.poll(() => card.innerText()).toMatch(/Thursday, November 26, 2026 at 12:00\sPM/);
    await show({ now: now + 25.5 * 3_600_000 - 2_000 });
    await expect.poll(() => card.innerText()).toContain('(30 minutes ago)');
  });

  it('leads to the page that stands for Meet, as this persona, in a tab of its own; other links as they are', async () => {
    const join = page.getByRole('link', { name: 'Join with Google Meet' });
    for (const link of [join, page.getByRole('link', { name: 'Open Meet' })]) {
      expect(await link.getAttribute('href')).toBe('/meet/abc-defg-hij?who=Sam%20Reis');
      expect(await link.getAttribute('target')).toBe('_blank');
      expect(await link.getAttribute('rel')).toContain('noopener');
    }
    const other = page.getByRole('link', { name: 'https://confab.example/help' });
    expect(await other.getAttribute('href')).toBe('https://confab.example/help');
  });

  it('shows a file with its text, which is never HTML', async () => {
    await page.getByText('Look into session.ics').click();
    expect(await page.locator('.dc-file pre').innerText()).toContain('SUMMARY:<b>Two</b> libraries');
    expect(await page.getByRole('link', { name: 'session.ics' }).getAttribute('download')).toBe('session.ics');
  });

  it('says of what only this person sees that it is so, and forgets it when dismissed', async () => {
    const card = log().getByRole('article').filter({ hasText: 'Who would you like' });
    expect(await card.innerText()).toMatch(/Sam Reis used \/book/);
    await card.getByRole('button', { name: 'Dismiss message' }).click();
    await card.waitFor({ state: 'detached' });
    expect(await acted()).toEqual([]);
    expect(await log().getByRole('article').last().innerText()).toContain('Confab is thinking…');
  });

  it('presses a button once, shows that it waits, and that it failed', async () => {
    await answersWith('wait');
    const reschedule = page.getByRole('button', { name: 'Reschedule' });
    await reschedule.click();
    await page.locator('button[aria-busy="true"]').click();
    expect(await acted()).toEqual([{ do: 'discord.press', user: '101', message: '60', customId: 'reschedule' }]);
    await answer({ ok: false, notice: 'This interaction failed' });
    await page.getByRole('alert').filter({ hasText: 'This interaction failed' }).waitFor();
    expect(await page.locator('button[aria-busy="true"]').count()).toBe(0);
    await reschedule.click();
    await expect.poll(() => page.getByRole('alert').count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Gone' }).isDisabled()).toBe(true);
  });

  it('keeps the newest in view for whoever looks at it, and nobody else', async () => {
    const below = () => log().evaluate((element) => element.scrollHeight - element.scrollTop - element.clientHeight);
    const many = Array.from({ length: 30 }, (_, index) => message(`${index}`, { content: `Line ${index}` }));
    await show(says(...many));
    await expect.poll(below).toBe(0);
    await page.setViewportSize(phone);
    await expect.poll(() => log().evaluate((element) => element.clientWidth)).toBe(phone.width);
    await expect.poll(below).toBe(0);
    await log().evaluate((element) => element.scrollTo(0, 200));
    await page.evaluate(() => new Promise(requestAnimationFrame));
    await show(says(...many, message('99', { content: 'The newest' })));
    await page.getByText('The newest').waitFor({ state: 'attached' });
    expect(await log().evaluate((element) => element.scrollTop)).toBe(200);
  });

  it('keeps the focus at a message whose button went away by being pressed', async () => {
    await page.getByRole('button', { name: 'Reschedule' }).press('Enter');
    await show(says(message('60', { content: 'Moved.' })));
    await expect.poll(focused).toContain('Moved.');
  });

  it('chooses in a select at once, with the keys too', async () => {
    const select = page.getByRole('combobox', { name: 'Choose a mentor' });
    await select.focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    const options = page.getByRole('option');
    expect(await options.allInnerTexts()).toHaveLength(3);
    expect(await options.nth(1).innerText()).toContain('Careers · soonest Fri 27 Nov, 09:30');
    await page.keyboard.press('Enter');
    expect(await acted()).toEqual([
      { do: 'discord.choose', user: '101', message: '61', customId: 'mentor', values: ['tomas'] },
    ]);
    await expect.poll(() => select.innerText()).toContain('Tomás Lima');
  });

  it('sends several choices when their list is closed, and no more than are allowed', async () => {
    await show(says(message('70', { components: [row({ ...mentorSelect, min_values: 2, max_values: 2 })] })));
    await page.getByRole('combobox', { name: 'Choose a mentor' }).click();
    await page.getByRole('option', { name: 'Maya' }).click();
    await page.getByRole('option', { name: 'Noor' }).click();
    await page.getByRole('option', { name: 'Tomás' }).click();
    expect(await acted()).toEqual([]);
    await page.keyboard.press('Escape');
    expect(await acted()).toMatchObject([{ do: 'discord.choose', values: ['maya', 'noor'] }]);
  });

  it('shows what it does not know as an error, each by its kind', async () => {
    await show(
      says(
        message('70', {
          embeds: [{ type: 'rich', title: 'Known', image: { url: 'https://a.example/x.png' } }],
          components: [{ type: 17, components: [] }, row({ type: 5, custom_id: 'who' }, button('Odd', { style: 6 }))],
        }),
      ),
    );
    const alerts = page.getByRole('alert');
    await expect
      .poll(() => alerts.allInnerTexts())
      .toEqual([
        "The playground cannot show: an embed's image",
        'The playground cannot show: a container (type 17)',
        'The playground cannot show: a user select (type 5)',
        'The playground cannot show: a button of style 6',
      ]);
    await show({
      screen: {
        ...screen,
        modal: { ...bookingModal, components: [{ type: 18, label: 'A', component: { type: 21 } }] },
      },
    });
    await page.getByText('The playground cannot show: in a modal, a radio group (type 21)').waitFor();
  });

  it('takes a command from the keys alone: found, picked, suggested, sent', async () => {
    await answersWith({
      ok: true,
      notice: null,
      choices: [
        { name: 'Maya Okafor: React', value: 'maya' },
        { name: 'Noor Haddad', value: 'noor' },
      ],
    });
    await line().focus();
    await page.keyboard.type('/bo');
    expect(await page.getByRole('option').allInnerTexts()).toEqual([
      expect.stringContaining('Book a session with a mentor'),
    ]);
    await page.keyboard.press('Enter');
    const mentor = page.getByRole('combobox', { name: 'mentor optional' });
    await expect.poll(() => mentor.evaluate((field) => field === document.activeElement)).toBe(true);
    await page.keyboard.type('ma');
    await page.getByRole('option', { name: 'Maya' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    expect(await mentor.inputValue()).toBe('Maya Okafor: React');
    await page.keyboard.press('Enter');
    await line().waitFor();
    const all = await acted();
    expect(all.filter((action) => action.do === 'discord.suggest').at(-1)).toEqual({
      do: 'discord.suggest',
      user: '101',
      room: '11',
      name: 'book',
      options: { mentor: 'ma' },
      focused: 'mentor',
    });
    expect(all.at(-1)).toEqual({
      do: 'discord.command',
      user: '101',
      room: '11',
      name: 'book',
      options: { mentor: 'maya' },
    });
    await expect.poll(focused).toBe('Message #general');
  });

  it('sends a command without what may be left out, although something is suggested for it', async () => {
    await answersWith({ ok: true, notice: null, choices: [{ name: 'Maya', value: 'maya' }] });
    await line().fill('/book ');
    await page.getByRole('option', { name: 'Maya' }).waitFor();
    await page.keyboard.press('Enter');
    expect((await acted()).at(-1)).toMatchObject({ do: 'discord.command', name: 'book', options: {} });
  });

  it('asks for suggestions one at a time, and shows those for what was typed last', async () => {
    await answersWith('wait');
    await line().fill('/timezone ');
    const zone = page.getByRole('combobox', { name: 'zone required' });
    await zone.fill('b');
    await zone.fill('be');
    await zone.fill('ber');
    const asked = async () =>
      (await acted()).map((action) => (action.do === 'discord.suggest' ? action.options.zone : action.do));
    expect(await asked()).toEqual(['']);
    await answer({ ...ok, choices: [{ name: 'Abidjan', value: 'Africa/Abidjan' }] });
    await expect.poll(asked).toEqual(['', 'ber']);
    expect(await page.getByRole('option').count()).toBe(0);
    await answer({ ...ok, choices: [{ name: 'Berlin', value: 'Europe/Berlin' }] });
    await page.getByRole('option', { name: 'Berlin' }).click();
    await page.getByRole('button', { name: 'Send' }).click();
    expect((await acted()).at(-1)).toMatchObject({ name: 'timezone', options: { zone: 'Europe/Berlin' } });
  });

  it('says that suggestions failed, and what a command still needs', async () => {
    await answersWith({ ok: false, notice: 'Loading options failed' });
    await line().fill('/timezone ');
    await page.getByText('Loading options failed').waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('This option is required. Specify a value.').waitFor();
    expect((await acted()).every((action) => action.do === 'discord.suggest')).toBe(true);
    await page.keyboard.press('Escape');
    await expect.poll(focused).toBe('Message #general');
  });

  it('fills in channels, true or false, numbers and listed choices', async () => {
    await line().fill('/confab settings ');
    await page.getByLabel('announce optional').fill('ses');
    await page.keyboard.press('Enter');
    await page.getByLabel('announce_off optional').click();
    await page.getByRole('option', { name: 'False' }).click();
    await page.getByLabel('limit optional').fill('2');
    await page.getByLabel('mentors optional').fill('only');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await acted()).toEqual([
      {
        do: 'discord.command',
        user: '101',
        room: '11',
        name: 'confab settings',
        options: { announce: '12', announce_off: false, limit: 2, mentors: 'named' },
      },
    ]);
  });

  it('says kindly that it takes commands only', async () => {
    await line().fill('hello');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').filter({ hasText: 'Messages cannot be sent in the playground' }).waitFor();
    await line().fill('/nothing');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').filter({ hasText: 'There is no such command' }).waitFor();
    expect(await acted()).toEqual([]);
  });

  it('shows that the application did not respond where its answer would be', async () => {
    await answersWith({ ok: false, notice: 'The application did not respond' });
    await line().fill('/help ');
    await page.getByRole('button', { name: 'Send' }).press('Enter');
    const failed = log().locator('.dc-unanswered');
    await expect.poll(() => failed.innerText()).toMatch(/Sam Reis used \/help\s+The application did not respond/);
    await failed.getByRole('button', { name: 'Dismiss message' }).click();
    await failed.waitFor({ state: 'detached' });
  });

  describe('a modal', () => {
    const dialog = () => page.getByRole('dialog', { name: 'Book Maya Okafor' });
    beforeEach(async () => {
      await page.getByRole('button', { name: 'Reschedule' }).press('Enter');
      await show({ screen: { ...screen, modal: bookingModal } });
      await dialog().waitFor();
    });

    it('takes the focus, keeps it from what lies behind, and gives it back when it is cancelled without a question', async () => {
      await expect.poll(focused).toBe('Free times');
      expect(await page.locator('.dc-window').getAttribute('inert')).not.toBeNull();
      await page.keyboard.press('Escape');
      await dialog().waitFor({ state: 'detached' });
      expect((await acted()).at(-1)).toEqual({ do: 'discord.dismiss', user: '101' });
      await expect.poll(focused).toBe('Reschedule');
    });

    it('keeps Tab inside, both ways round', async () => {
      await expect.poll(focused).toBe('Free times');
      await page.keyboard.press('Shift+Tab');
      await expect.poll(focused).toBe('Close');
      await page.keyboard.press('Shift+Tab');
      await expect.poll(focused).toBe('Submit');
      const round: string[] = [];
      for (let stop = 0; stop < 7; stop += 1) {
        await page.keyboard.press('Tab');
        round.push(await page.evaluate(() => document.activeElement?.id ?? ''));
        expect(await dialog().evaluate((box) => box.contains(document.activeElement))).toBe(true);
      }
      await expect.poll(focused).toBe('Submit');
      expect(new Set(round.filter((id) => id !== '')).size).toBe(4);
    });

    it('sends everything in it, also what was typed before and what was left out', async () => {
      await dialog().getByRole('combobox', { name: 'Free times' }).click();
      await page.getByRole('option', { name: '17:30' }).click();
      await dialog().getByLabel('Subject').fill('Two libraries');
      expect(await dialog().locator('[data-field="subject"]').innerText()).toContain('13/20');
      await dialog().getByRole('button', { name: 'Submit' }).click();
      expect((await acted()).at(-1)).toEqual({
        do: 'discord.submit',
        user: '101',
        fields: { slot: ['2'], when: '', subject: 'Two libraries', description: 'Typed before' },
      });
      await dialog().waitFor({ state: 'detached' });
    });

    it('takes a choice back where none is needed, without closing', async () => {
      const slot = dialog().getByRole('combobox', { name: 'Free times' });
      for (const shown of ['Thu 26 Nov, 17:30', 'Choose a free time']) {
        await slot.click();
        await page.getByRole('option', { name: '17:30' }).click();
        await expect.poll(() => slot.innerText()).toContain(shown);
      }
      await slot.click();
      await page.keyboard.press('Escape');
      expect(await page.getByRole('option').count()).toBe(0);
      expect(await dialog().count()).toBe(1);
    });

    it('is not sent before what is required is there and nothing is too long', async () => {
      const submit = dialog().getByRole('button', { name: 'Submit' });
      const subject = dialog().getByLabel('Subject');
      await submit.click();
      await page.getByText('This field is required').waitFor();
      expect(await subject.evaluate((field) => field === document.activeElement)).toBe(true);
      await subject.fill('x'.repeat(21));
      await submit.click();
      await page.getByText('Must be 20 or fewer in length.').waitFor();
      expect((await acted()).filter((action) => action.do === 'discord.submit')).toEqual([]);
    });

    it('stays open, with what was typed, when it fails', async () => {
      await answersWith({ ok: false, notice: 'Something went wrong. Try again.' });
      await dialog().getByLabel('Subject').fill('Two libraries');
      await dialog().getByRole('button', { name: 'Submit' }).click();
      await dialog().getByRole('alert').filter({ hasText: 'Something went wrong. Try again.' }).waitFor();
      expect(await dialog().getByLabel('Subject').inputValue()).toBe('Two libraries');
    });
  });
});
