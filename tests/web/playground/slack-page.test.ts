/** Slack's face in a browser, used as people use it: by keys, by pointing, by listening. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Action } from '../../../playground/page/contract.ts';
import { browserPath, desktop, expectAccessible, launch, phone, type Visit, visit } from '../browser.ts';
import { type ServedPage, servePage } from './serve-page.ts';
import type { Scene } from './slack-page/main.tsx';
import { actions, button, card, input, message, mrkdwn, plain, scene, screen, view } from './slack-scene.ts';

const mentor = input(
  'mentor',
  'Mentor',
  { type: 'external_select', min_query_length: 0, placeholder: plain('Who should help you?') },
  { dispatch_action: true, hint: plain('Type a name or a topic') },
);
const subject = input('subject', 'Subject', { type: 'plain_text_input', max_length: 80 });
const slot = (name: string, ...labels: string[]) =>
  input(
    `slot:${name}`,
    'Free times',
    {
      type: 'static_select',
      option_groups: [
        { label: plain('Tuesday'), options: labels.map((label) => ({ text: plain(label), value: label })) },
      ],
    },
    { optional: true },
  );
const choices = [
  { name: 'Priya: Rust', value: 'p', description: 'Soonest: Tue 17:00' },
  { name: 'Dan: Go', value: 'd' },
];

describe.skipIf(browserPath === null)("Slack's face, in Chromium", () => {
  let browser: Browser;
  let served: ServedPage;
  let open: Visit | null = null;

  beforeAll(async () => {
    [browser, served] = await Promise.all([launch(), servePage('slack-page')]);
  }, 60_000);
  afterEach(async () => {
    await open?.context.close();
    open = null;
  });
  afterAll(async () => {
    await browser?.close();
    await served?.close();
  });

  async function show(change: Partial<Scene> = {}, options = {}): Promise<Page> {
    open = await visit(browser, served.url, null, options);
    const { page } = open;
    await page.goto('/');
    await page.locator('[data-ready=true]').waitFor();
    await alter(page, scene(change));
    await page.locator('.slack').waitFor();
    return page;
  }
  const alter = (page: Page, change: Partial<Scene>) =>
    page.evaluate((change) => window.stub.change(change), change as never);
  const answer = (page: Page, to: Action['do'], seen: object) =>
    page.evaluate(([to, seen]) => Object.assign(window.stub.answers, { [to]: seen }), [to, seen] as const);
  const hold = (page: Page, held: boolean) => page.evaluate((held) => Object.assign(window.stub, { held }), held);
  const asked = (page: Page): Promise<Action[]> => page.evaluate(() => window.stub.asked);
  const asks = (page: Page, action: object) => expect.poll(() => asked(page)).toContainEqual(action);
  const focused = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute('aria-label'));

  const everything = [
    subject,
    mentor,
    slot('p', '17:00'),
    input('open', 'Requests', {
      type: 'checkboxes',
      options: [{ text: plain('Take new requests'), value: 'open' }],
    }),
  ];
  const scenes: [string, Partial<Scene>][] = [
    ['a channel', { unread: { dm: 2 } }],
    [
      'what is only for its reader',
      {
        screen: screen({
          rooms: [
            { ...screen().rooms[0]!, messages: [message([mrkdwn('*hi*'), { type: 'video' }], { onlyFor: 'U1' })] },
          ],
        }),
      },
    ],
    ['direct messages', { shown: 'dm' }],
    [
      'the Home tab',
      {
        shown: 'home',
        screen: screen({
          home: view([mrkdwn('*Your sessions*'), actions(button('b', 'Book a session'))], { type: 'home' }),
        }),
      },
    ],
    [
      'a modal with errors',
      { screen: screen({ views: [view(everything, { errors: { subject: 'Say what it is about.' } })] }) },
    ],
  ];
  it.each(scenes)('%s: fits a phone, and axe finds nothing serious', async (_name, change) => {
    const page = await show(change, { viewport: phone });
    expect(
      await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'),
    ).toBeLessThanOrEqual(0);
    await expectAccessible(page);
    await page.setViewportSize(desktop);
    await page.emulateMedia({ colorScheme: 'dark' });
    await expectAccessible(page);
    expect(open?.complaints).toEqual([]);
  });

  it('lists commands as one types, and sends the one that was picked with what follows', async () => {
    const page = await show();
    const box = page.getByRole('combobox', { name: 'Message sessions' });
    await box.press('/');
    expect(await page.getByRole('option').count()).toBe(3);
    await expectAccessible(page);
    await box.press('ArrowUp');
    await box.press('ArrowUp');
    await box.press('Tab');
    expect(await box.inputValue()).toBe('/meetings ');
    await box.fill('/b');
    await box.press('Enter');
    await page.getByText('/book [mentor or topic]: Book a session with a mentor').waitFor();
    await box.pressSequentially('rust <3');
    await box.press('Enter');
    await asks(page, { do: 'slack.command', user: 'U1', room: 'C1', command: '/book', text: 'rust <3' });
    expect(await box.inputValue()).toBe('');
    await box.fill('/meetings');
    await box.press('Enter');
    await asks(page, { do: 'slack.command', user: 'U1', room: 'C1', command: '/meetings', text: '' });
    expect(await asked(page)).toHaveLength(2);
  });

  it('closes the list of commands on Escape, sends no plain text, and says so', async () => {
    const page = await show();
    const box = page.getByRole('combobox', { name: 'Message sessions' });
    await box.press('/');
    await box.press('Escape');
    expect(await page.getByRole('listbox').count()).toBe(0);
    await box.fill('hello');
    await box.press('Enter');
    await page.getByRole('alert').getByText('slash commands only').waitFor();
    expect(await box.inputValue()).toBe('hello');
    expect(await asked(page)).toEqual([]);
  });

  it('shows what Slack says of a command that failed', async () => {
    const page = await show();
    await answer(page, 'slack.command', { ok: false, notice: '/book failed with the error "dispatch_failed"' });
    await page.getByRole('combobox').fill('/book');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByRole('alert').getByText('dispatch_failed').waitFor();
    await page.getByRole('button', { name: 'Dismiss this' }).click();
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  it('offers the shortcut in a menu', async () => {
    const page = await show();
    await page.getByRole('button', { name: 'Shortcuts' }).press('Enter');
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    expect(await focused(page)).toBe('Shortcuts');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await asks(page, { do: 'slack.shortcut', user: 'U1', callbackId: 'confab_book' });
  });

  it('presses a button once while it is under way, and says what went wrong beside it', async () => {
    const page = await show();
    await answer(page, 'slack.press', { ok: false, notice: 'This app responded with an error.' });
    await hold(page, true);
    const join = page.getByRole('button', { name: 'Join' });
    await join.click();
    await join.click({ force: true });
    await page.locator('[aria-busy=true]').waitFor();
    await hold(page, false);
    await page.getByRole('article').getByRole('alert').getByText('responded with an error').waitFor();
    expect(await asked(page)).toEqual([
      { do: 'slack.press', user: 'U1', place: { message: card.ts }, blockId: 'actions', actionId: 'join' },
    ]);
  });

  it('asks first where a button says so', async () => {
    const confirm = { title: plain('Cancel it?'), text: plain('For good.'), confirm: plain('Yes'), deny: plain('No') };
    const sure = message([actions(button('cancel', 'Cancel it', { confirm }))]);
    const page = await show({ screen: screen({ rooms: [{ ...screen().rooms[0]!, messages: [sure] }] }) });
    await page.getByRole('button', { name: 'Cancel it' }).click();
    await page.getByRole('dialog', { name: 'Cancel it?' }).getByRole('button', { name: 'No' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await asked(page)).toEqual([]);
    await page.getByRole('button', { name: 'Cancel it' }).click();
    await expectAccessible(page);
    await page.getByRole('dialog').getByRole('button', { name: 'Yes' }).click();
    await asks(page, {
      ...{ do: 'slack.press', user: 'U1', place: { message: sure.ts } },
      ...{ blockId: 'actions', actionId: 'cancel' },
    });
  });

  it('leads to the Meet room of the playground, as this person', async () => {
    const page = await show();
    const link = page.getByRole('link');
    expect(await link.getAttribute('href')).toBe('/meet/abc-defg-hij?who=Sam');
    expect(await link.getAttribute('rel')).toBe('noopener noreferrer');
  });

  it('tells the app each time the Home tab is opened, and for whom', async () => {
    const page = await show({ shown: 'dm' });
    await page.getByRole('button', { name: 'Home' }).click();
    await asks(page, { do: 'slack.home', user: 'U1' });
    await alter(page, { now: 1 });
    expect(await asked(page)).toHaveLength(1);
    await alter(page, { persona: { ...scene().persona, id: 'U2' } });
    await asks(page, { do: 'slack.home', user: 'U2' });
  });

  it('counts what is unread in words, too', async () => {
    const page = await show({ unread: { dm: 2 } });
    await page.getByRole('navigation').getByRole('button', { name: 'Confab APP 2 unread' }).waitFor();
  });

  describe('a modal', () => {
    const booking = (...more: object[]) => screen({ views: [view([mentor, subject, ...more])] });

    it('takes the focus, keeps what is behind it out of reach, and gives the focus back', async () => {
      const page = await show();
      const box = page.getByRole('combobox', { name: 'Message sessions' });
      await box.focus();
      await alter(page, { screen: screen({ views: [view([mrkdwn('One moment…')], { submit: null })] }) });
      await page.getByRole('dialog', { name: 'Book a session' }).waitFor();
      expect(await page.locator('dialog').evaluate((dialog) => dialog === document.activeElement)).toBe(true);
      expect(await page.locator('.slack-body').evaluate((body) => (body as HTMLElement).inert)).toBe(true);
      await alter(page, { screen: screen({ views: [view([subject], { hash: '2' })] }) });
      await expect.poll(() => page.getByLabel('Subject').evaluate((it) => it === document.activeElement)).toBe(true);
      await page.keyboard.press('Escape');
      await asks(page, { do: 'slack.close', user: 'U1', all: false });
      await alter(page, { screen: screen() });
      await expect.poll(() => focused(page)).toBe('Message sessions');
    });

    it('keeps Tab inside, both ways round, also in a question on top of it', async () => {
      const confirm = {
        title: plain('Sure?'),
        text: plain('It cannot be undone.'),
        confirm: plain('Yes'),
        deny: plain('No'),
      };
      const page = await show({ screen: booking(actions({ ...button('gone', 'Give it up'), confirm })) });
      await page.getByLabel('Subject').focus();
      const text = () => page.evaluate(() => document.activeElement?.textContent);
      const goesRound = async (keys: string, from: string, to: string): Promise<void> => {
        await page.getByRole('dialog').last().getByRole('button', { name: from }).focus();
        await page.keyboard.press(keys);
        await expect.poll(text).toBe(to);
      };
      await goesRound('Tab', 'Send request', '×');
      await goesRound('Shift+Tab', 'Close all', 'Send request');
      await page.getByRole('button', { name: 'Give it up' }).press('Enter');
      await page.getByRole('dialog', { name: 'Sure?' }).waitFor();
      await goesRound('Tab', 'Yes', 'No');
      await goesRound('Shift+Tab', 'No', 'Yes');
      await page.keyboard.press('Escape');
      await expect.poll(text).toBe('Give it up');
    });

    it('takes no focus from somebody at work elsewhere', async () => {
      const page = await show();
      await page.locator('#elsewhere').focus();
      await alter(page, { screen: booking() });
      await page.getByRole('dialog').waitFor();
      expect(await page.locator('#elsewhere').evaluate((it) => it === document.activeElement)).toBe(true);
    });

    it('suggests as one types, tells the choice at once, and keeps what was typed when the app draws it anew', async () => {
      const page = await show({ screen: booking() });
      await answer(page, 'slack.typeahead', { ok: true, notice: null, choices });
      await page.getByLabel('Subject').fill('Borrowing');
      const select = page.getByRole('combobox', { name: 'Mentor' });
      await select.click();
      await page.getByRole('option', { name: 'Priya: Rust Soonest: Tue 17:00' }).waitFor();
      await expectAccessible(page);
      await select.pressSequentially('go');
      await select.press('ArrowDown');
      await select.press('Enter');
      const of = { user: 'U1', place: { view: 'V1' }, blockId: 'mentor', actionId: 'mentor' };
      await asks(page, { do: 'slack.typeahead', ...of, value: 'go' });
      await asks(page, { do: 'slack.choose', ...of, values: 'd' });
      await alter(page, {
        screen: screen({ views: [view([mentor, slot('d', '17:00', '17:30'), subject], { hash: '2' })] }),
      });
      expect(await page.getByLabel('Subject').inputValue()).toBe('Borrowing');
      expect(await select.inputValue()).toBe('Dan: Go');
      await page.getByRole('combobox', { name: 'Free times' }).fill('30');
      await page.getByRole('option', { name: '17:30' }).click();
      await page.getByRole('button', { name: 'Send request' }).click();
      const values = { subject: { subject: 'Borrowing' }, 'slot:d': { 'slot:d': '17:30' } };
      await asks(page, { do: 'slack.submit', user: 'U1', values });
    });

    it('keeps what was typed while one is somebody else', async () => {
      const page = await show({ screen: booking() });
      await page.getByLabel('Subject').fill('Borrowing');
      await alter(page, { screen: screen({ persona: 'U2' }), persona: { ...scene().persona, id: 'U2' } });
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await alter(page, { screen: booking(), persona: scene().persona });
      expect(await page.getByLabel('Subject').inputValue()).toBe('Borrowing');
    });

    it('says at the field what is wrong, and goes there', async () => {
      const page = await show({ screen: booking() });
      await answer(page, 'slack.submit', { ok: false, notice: null, errors: { subject: 'Say what it is about.' } });
      await page.getByRole('button', { name: 'Send request' }).click();
      await page.getByText('Say what it is about.').waitFor();
      const field = page.getByLabel('Subject');
      await expect.poll(() => field.evaluate((it) => it === document.activeElement)).toBe(true);
      expect(await field.getAttribute('aria-invalid')).toBe('true');
      await expectAccessible(page);
    });

    it('says so when Slack has trouble, and sends once at a time', async () => {
      const page = await show({ screen: booking() });
      await answer(page, 'slack.submit', { ok: false, notice: 'We had some trouble connecting. Try again?' });
      await hold(page, true);
      await page.getByRole('button', { name: 'Send request' }).click();
      await page.getByRole('button', { name: 'Send request' }).click({ force: true });
      await hold(page, false);
      await page.getByRole('dialog').getByRole('alert').getByText('some trouble connecting').waitFor();
      expect(await asked(page)).toHaveLength(1);
    });

    it('says so when suggestions cannot be had', async () => {
      const page = await show({ screen: booking() });
      await answer(page, 'slack.typeahead', { ok: false, notice: 'Error loading options.' });
      await page.getByRole('combobox', { name: 'Mentor' }).click();
      await page.getByText('Error loading options.').waitFor();
    });

    it('on top of another gives way to it with what was typed', async () => {
      const page = await show({ screen: booking() });
      await page.getByLabel('Subject').fill('Borrowing');
      const top = view([mrkdwn('Not now.')], { id: 'V2', title: 'Confab', submit: null, rootViewId: 'V1' });
      await alter(page, { screen: screen({ views: [...booking().views, top] }) });
      await page.getByRole('dialog', { name: 'Confab' }).waitFor();
      await page.getByRole('button', { name: 'Close all' }).click();
      await asks(page, { do: 'slack.close', user: 'U1', all: true });
      await alter(page, { screen: booking() });
      expect(await page.getByLabel('Subject').inputValue()).toBe('Borrowing');
    });

    it('lets several people be chosen and taken out', async () => {
      const people = input('people', 'Who may mentor', { type: 'multi_users_select' }, { optional: true });
      const page = await show({ screen: screen({ views: [view([people])] }) });
      const select = page.getByRole('combobox', { name: 'Who may mentor' });
      await select.click();
      await page.getByRole('option', { name: 'Sam' }).click();
      await page.getByRole('option', { name: 'Priya' }).click();
      await select.press('Escape');
      await page.getByRole('button', { name: 'Remove Sam' }).click();
      await page.getByRole('button', { name: 'Send request' }).click();
      await asks(page, { do: 'slack.submit', user: 'U1', values: { people: { people: ['U2'] } } });
    });
  });
});
