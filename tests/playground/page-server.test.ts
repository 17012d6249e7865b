import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DiscordRoom, Snapshot } from '../../playground/page/contract.ts';
import { type OpenPage, openPage } from './page-fixture.ts';

const minute = 60_000;
const hour = 60 * minute;

/** Everything in it happens to one pair of communities, one test after the other. */
describe('the playground’s page server', () => {
  let root = '';
  let page: OpenPage;
  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'confab-page-'));
    writeFileSync(join(root, 'index.html'), '<!doctype html><title>The page</title>');
    page = await openPage(root);
  }, 60_000);
  afterAll(async () => {
    await page?.close();
    rmSync(root, { recursive: true, force: true });
  });

  const id = (name: string): string => page.ids[name]!;
  const room = ({ discord }: Snapshot, name: string): DiscordRoom => discord.rooms.find((one) => one.name === name)!;
  const texts = (snapshot: Snapshot, name: string) => room(snapshot, name).messages.map(({ text }) => text);

  it('shows two communities that are ready to be tried, to the first person on each side', async () => {
    const onlooker = await page.lookOn();
    const snapshot = await onlooker.until((one) => one, 'anything');
    expect(snapshot.personas.map(({ name, platform, is }) => `${name}, ${is} on ${platform}`)).toEqual([
      'Ana, student on discord',
      'Ben, student on discord',
      'Maya, mentor on discord',
      'Dan, mentor on discord',
      'Olu, organiser on discord',
      'Sam, student on slack',
      'Priya, mentor on slack',
      'Rhea, organiser on slack',
    ]);
    expect(snapshot).toMatchObject({ speed: 1, confab: 'running', nextSession: null });
    expect(snapshot.discord).toMatchObject({ persona: id('Ana'), server: 'Study Hall', modal: null });
    expect(snapshot.discord.rooms.map(({ name, kind }) => `${kind} ${name}`)).toEqual([
      'channel general',
      'channel sessions',
      'dm Confab',
    ]);
    expect(snapshot.discord.commands.map(({ name }) => name)).toContain('book');
    // Ana may not run the server, so its settings are not in her menu.
    expect(snapshot.discord.commands.map(({ name }) => name)).not.toContain('confab settings');
    expect(snapshot.slack).toMatchObject({ persona: id('Sam'), workspace: 'Acme Mentors', views: [] });
    expect(snapshot.slack.commands.map(({ command }) => command)).toEqual(['/book', '/meetings', '/confab']);
    const { choices } = await page.act({
      do: 'discord.suggest',
      ...{ user: id('Ana'), room: room(snapshot, 'general').id, name: 'book', options: { mentor: '' } },
      focused: 'mentor',
    });
    expect(choices?.map(({ name }) => name.split(/\W/)[0]).sort()).toEqual(['Dan', 'Maya', 'Priya']);
  });

  it('shows nobody what set-up answered to them alone', async () => {
    for (const discord of ['Olu', 'Maya', 'Dan']) {
      const onlooker = await page.lookOn({ discord: id(discord), slack: id(discord === 'Dan' ? 'Priya' : 'Rhea') });
      const shown = await onlooker.until((one) => one, 'anything');
      expect(shown.discord.rooms.flatMap(({ messages }) => messages).filter(({ ephemeral }) => ephemeral)).toEqual([]);
      expect(shown.slack.rooms.flatMap(({ messages }) => messages).filter(({ onlyFor }) => onlyFor)).toEqual([]);
      expect(shown.slack.views).toEqual([]);
    }
  });

  it('plays the story step by step, and both see what happens', async () => {
    const [ana, maya] = await Promise.all([page.lookOn({ discord: id('Ana') }), page.lookOn({ discord: id('Maya') })]);
    const states = ({ story }: Snapshot) => story.steps.map(({ state }) => state);
    const before = states(await ana.until((one) => one, 'the story'));
    expect(before.slice(0, 8)).toEqual([...Array<string>(7).fill('held'), 'to come']);

    await page.act({ do: 'story.next' });
    const request = await maya.until((one) => texts(one, 'Confab').find((text) => /asks you/.test(text)), 'a request');
    expect(request).toContain('Joins that are slow');
    // The next three accept it, and look at what Ana got.
    for (let left = 3; left > 0; left -= 1) expect(await page.act({ do: 'story.next' })).toMatchObject({ ok: true });
    const booked = await ana.until((one) => states(one).indexOf('to come') === 11 && one, 'how far the story is');
    expect(booked.story.steps.map(({ why }) => why).filter(Boolean)).toEqual([]);
    expect(texts(booked, 'Confab').some((text) => text.includes('https://meet.google.com/'))).toBe(true);
    expect(booked.calendars[0]?.events).toEqual([expect.objectContaining(booked.nextSession)]);
  });

  it('shows a person what they did, and nobody else', async () => {
    const [ben, ana] = await Promise.all([page.lookOn({ discord: id('Ben') }), page.lookOn({ discord: id('Ana') })]);
    const general = await ben.until((one) => room(one, 'general'), 'the channel');
    const action = { user: id('Ben'), room: general.id, name: 'help', options: {} };
    expect(await page.act({ do: 'discord.command', ...action })).toEqual({ ok: true, notice: null });
    const helped = await ben.until((one) => room(one, 'general').messages[0], 'the answer');
    expect(helped).toMatchObject({ ephemeral: true, used: { name: 'help', user: id('Ben') } });
    const seen = await ana.until(
      (one) => one.personas.find(({ name, seen }) => name === 'Ben' && seen > 0) && one,
      'it',
    );
    expect(texts(seen, 'general')).toEqual([]);
  });

  it('books on Discord as the page does, and a mentor with closed messages gets a thread of their own', async () => {
    const [ben, dan] = await Promise.all([page.lookOn({ discord: id('Ben') }), page.lookOn({ discord: id('Dan') })]);
    expect(await page.act({ do: 'switch.dms', user: id('Dan'), closed: true })).toEqual({ ok: true, notice: null });
    await dan.until(({ switches }) => switches.dmsClosed.includes(id('Dan')), 'the switch');
    const sessions = await ben.until((one) => room(one, 'sessions').id, 'the channel');
    const asked = { user: id('Ben'), room: sessions, name: 'book' };
    const { choices } = await page.act({
      do: 'discord.suggest',
      ...asked,
      options: { mentor: 'go' },
      focused: 'mentor',
    });
    await page.act({ do: 'discord.command', ...asked, options: { mentor: choices![0]!.value } });
    const question = await ben.until(
      (one) => room(one, 'sessions').messages.find(({ components }) => components[0]),
      'it',
    );
    const select = (question.components[0]!.components as { custom_id: string }[])[0]!;
    await page.act({
      do: 'discord.choose',
      ...{ user: id('Ben'), message: question.id, customId: select.custom_id, values: ['America/New_York'] },
    });
    const modal = await ben.until(({ discord }) => discord.modal, 'the window');
    const field = (label: RegExp) =>
      modal.components.find((one) => label.test(String(one.label)))!.component as {
        custom_id: string;
        options: { value: string }[];
      };
    const slot = field(/free times/i);

    const refused = await page.act({ do: 'discord.submit', user: id('Ben'), fields: { [slot.custom_id]: ['never'] } });
    expect(refused.ok).toBe(false);
    expect(refused.notice).toMatch(/has no option "never"|must be answered/);
    // The client names a field by its label.
    expect(refused.notice).not.toContain(slot.custom_id);

    const fields = { [slot.custom_id]: [slot.options[0]!.value], [field(/subject/i).custom_id]: 'Channels' };
    expect(await page.act({ do: 'discord.submit', user: id('Ben'), fields })).toEqual({ ok: true, notice: null });
    await ben.until(({ discord }) => discord.modal === null, 'the window closed');
    const thread = await dan.until(({ discord }) => discord.rooms.find(({ kind }) => kind === 'thread'), 'the thread');
    expect(thread).toMatchObject({ private: true, parent: sessions });
    const card = await dan.until(
      ({ discord }) =>
        discord.rooms.find(({ kind }) => kind === 'thread')?.messages.find(({ text }) => text.includes('Channels')),
      'the request in it',
    );
    const buttons = card.components.flatMap((row) => row.components as { label: string; custom_id: string }[]);
    const accept = buttons.find(({ label }) => label === 'Accept')!;
    const pressed = { user: id('Dan'), message: card.id, customId: accept.custom_id };
    expect(await page.act({ do: 'discord.press', ...pressed })).toEqual({ ok: true, notice: null });
    const toBen = await ben.until((one) => one, 'anything');
    expect(toBen.discord.rooms.map(({ kind }) => kind)).not.toContain('thread');
    expect(await page.act({ do: 'switch.dms', user: id('Sam'), closed: true })).toMatchObject({ ok: false });
  });

  it('shows the calendars, and what is moved there reaches the bot', async () => {
    const [ben, maya] = await Promise.all([page.lookOn({ discord: id('Ben') }), page.lookOn({ discord: id('Maya') })]);
    const { calendars } = await ben.until(
      (one) => one.calendars.every(({ events }) => events.length === 1) && one,
      'a session in each calendar',
    );
    expect(calendars.map(({ account }) => account)).toEqual(['sessions@study-hall.example', 'dan@mail.example']);
    const [ours, dans] = calendars.map(({ account, events: [event] }) => ({
      account,
      event: event!.id,
      event0: event!,
    }));
    const move = ({ account, event, event0 }: NonNullable<typeof ours>) =>
      page.act({ do: 'calendar.move', account, event, start: event0.start + 24 * hour });
    const passes = () => page.act({ do: 'clock.to', at: page.stage.clock.now() + 5 * minute });

    // Once Confab has seen them where it put them.
    await passes();
    expect(await move(ours!)).toEqual({ ok: true, notice: null });
    expect(await move(dans!)).toEqual({ ok: true, notice: null });
    await passes();
    const to = String((dans!.event0.start + 24 * hour) / 1000);
    await ben.until((one) => texts(one, 'Confab').some((text) => text.includes(to)), 'word of the move');
    // Nobody can know who moved it in the organisation's own.
    await maya.until((one) => texts(one, 'Confab').some((text) => text.includes('It goes back')), 'that it goes back');
    await maya.until(
      (one) => one.calendars[0]?.events[0]?.start === ours!.event0.start && one.nextSession?.start !== undefined,
      'the event back in its place',
    );

    await page.act({ do: 'switch.google', down: true });
    const { account, event } = dans!;
    expect(await page.act({ do: 'calendar.delete', account, event })).toEqual({
      ok: false,
      notice: 'Google Calendar does not answer.',
    });
    await ben.until(({ switches }) => switches.googleDown, 'the switch');
    await page.act({ do: 'switch.google', down: false });
    expect(await page.act({ do: 'calendar.delete', account, event })).toEqual({ ok: true, notice: null });
    await ben.until((one) => one.calendars[1]?.events.length === 0, 'the event gone');
    await passes();
    const dan = await page.lookOn({ discord: id('Dan') });
    await dan.until(({ discord }) => JSON.stringify(discord.rooms).includes('put the event back?'), 'the question');
  });

  it('closes a window that is not wanted', async () => {
    const maya = await page.lookOn({ discord: id('Maya') });
    const general = await maya.until((one) => room(one, 'general').id, 'the channel');
    await page.act({ do: 'discord.command', user: id('Maya'), room: general, name: 'mentor', options: {} });
    await maya.until(({ discord }) => discord.modal, 'the window');
    expect(await page.act({ do: 'discord.dismiss', user: id('Maya') })).toEqual({ ok: true, notice: null });
    await maya.until(({ discord }) => discord.modal === null, 'no window');
    const late = await page.act({ do: 'discord.submit', user: id('Maya'), fields: {} });
    expect(late).toEqual({ ok: false, notice: 'Something went wrong. Try again.' });
  });

  it('fills in a window on Slack, and tells at which field something is wrong', async () => {
    const sam = await page.lookOn({ slack: id('Sam') });
    const sessions = await sam.until(({ slack }) => slack.rooms.find(({ name }) => name === 'sessions')?.id, 'it');
    const asked = { user: id('Sam'), room: sessions, command: '/book', text: '' };
    expect(await page.act({ do: 'slack.command', ...asked })).toEqual({ ok: true, notice: null });
    const view = await sam.until(({ slack }) => slack.views.at(-1), 'the window');
    const place = { view: view.id };
    const mentor = { user: id('Sam'), place, blockId: 'mentor', actionId: 'mentor' };
    const { choices } = await page.act({ do: 'slack.typeahead', ...mentor, value: 'careers' });
    expect(choices?.[0]?.name).toContain('Priya');
    await page.act({ do: 'slack.choose', ...mentor, values: choices![0]!.value });
    await sam.until(({ slack }) => JSON.stringify(slack.views.at(-1)?.blocks).includes('Free times'), 'the free times');
    const empty = await page.act({ do: 'slack.submit', user: id('Sam'), values: {} });
    expect(empty).toMatchObject({ ok: false, notice: null });
    expect(Object.values(empty.errors ?? {})).toContain('Please complete this required field.');
    await page.act({ do: 'slack.close', user: id('Sam'), all: true });
    await sam.until(({ slack }) => slack.views.length === 0, 'no window');
    await page.act({ do: 'slack.home', user: id('Sam') });
    expect((await sam.until(({ slack }) => slack.home, 'the home tab')).blocks.length).toBeGreaterThan(0);
  });

  it('passes on what the platforms say to what cannot be', async () => {
    const onlooker = await page.lookOn();
    const { slack } = await onlooker.until((one) => one, 'anything');
    const typed = { user: id('Sam'), room: slack.rooms[0]!.id, command: '/brook', text: '' };
    expect((await page.act({ do: 'slack.command', ...typed })).notice).toContain('/brook is not a valid command.');
    const gone = { user: id('Ana'), message: '1', customId: 'x' };
    expect(await page.act({ do: 'discord.press', ...gone })).toEqual({
      ok: false,
      notice: 'The message is not there (any more).',
    });
    expect(await page.act({ do: 'clock.to', at: 0 })).toEqual({ ok: false, notice: 'The clock only goes forward.' });
    expect(await page.act({ do: 'switch.zone', user: id('Ana'), zone: 'Mars/Base' })).toMatchObject({ ok: false });
    expect(await page.act({ do: 'switch.dst', user: id('Rhea') })).toEqual({
      ok: false,
      notice: 'Rhea is in Asia/Kolkata, where the clocks do not change.',
    });
  });

  it('gives the address that signs in to the dashboard', async () => {
    for (const name of ['Maya', 'Priya']) {
      const { url } = await page.act({ do: 'dashboard.open', user: id(name) });
      expect(url).toMatch(new RegExp(`^${page.stage.publicUrl}/sign-in#`));
    }
  });

  it('moves people to another zone, and Confab knows', async () => {
    const onlooker = await page.lookOn({ discord: id('Ana'), slack: id('Sam') });
    for (const name of ['Ana', 'Sam']) {
      const moved = await page.act({ do: 'switch.zone', user: id(name), zone: 'Asia/Tokyo' });
      expect(moved).toEqual({ ok: true, notice: null });
    }
    const zones = ({ personas }: Snapshot) =>
      personas.filter(({ zone }) => zone === 'Asia/Tokyo').map(({ name }) => name);
    const told = ({ discord, slack }: Snapshot) =>
      [discord.rooms, slack.rooms].every((rooms) => JSON.stringify(rooms).includes('Your time zone is Asia/Tokyo'));
    const snapshot = await onlooker.until((one) => told(one) && one, 'what Confab says');
    expect(zones(snapshot)).toEqual(['Ana', 'Sam']);
  });

  it('lets the clock run sixty times faster, and Confab with it', async () => {
    const ana = await page.lookOn({ discord: id('Ana') });
    const { nextSession } = await ana.until((one) => one.nextSession && one, 'the session');
    const { start } = nextSession!;
    // A quarter of a minute before the reminder, by the playground's clock.
    await page.act({ do: 'clock.to', at: start - 10 * minute - 15_000 });
    await page.act({ do: 'clock.speed', speed: 60 });
    await ana.until(({ speed }) => speed === 60, 'the speed');
    // The one of a day before comes too, at once: the other one cannot come before its time.
    await ana.until(
      (one) =>
        room(one, 'Confab').messages.some(
          ({ text, createdAt, editedAt }) =>
            /starts <t:/.test(text) && Math.max(createdAt, editedAt ?? 0) >= start - 10 * minute,
        ),
      'the reminder',
    );
    await page.act({ do: 'clock.speed', speed: 1 });
    const stopped = await ana.until((one) => one.speed === 1 && one, 'the usual speed');
    expect(stopped.now).toBeGreaterThan(start - 10 * minute);
    expect(stopped.now - Date.now() - page.stage.clock.offset()).toBeLessThanOrEqual(0);
    // Whole milliseconds: with parts of them, Confab's database refuses what it writes.
    expect(Number.isInteger(page.stage.clock.offset())).toBe(true);
    expect(page.stage.product.log.filter(({ level }) => level >= 50)).toEqual([]);
  });

  it('says what the platforms say while Confab is gone, and starts it again', async () => {
    const onlooker = await page.lookOn({ discord: id('Ana'), slack: id('Sam') });
    const { discord, slack } = await onlooker.until((one) => one, 'anything');
    await page.stage.product.kill();
    const meetings = { user: id('Ana'), room: discord.rooms[0]!.id, name: 'meetings', options: {} };
    const onSlack = { user: id('Sam'), room: slack.rooms[0]!.id, command: '/meetings', text: '' };
    expect(await page.act({ do: 'discord.command', ...meetings })).toEqual({
      ok: false,
      notice: 'The application did not respond',
    });
    expect(await page.act({ do: 'slack.command', ...onSlack })).toEqual({
      ok: false,
      notice: '/meetings failed with the error "dispatch_failed"',
    });
    await onlooker.until(({ confab }) => confab === 'stopped', 'that it is gone');
    const started = page.act({ do: 'confab.restart' });
    await onlooker.until(({ confab }) => confab === 'starting', 'that it starts');
    expect(await started).toEqual({ ok: true, notice: null });
    await onlooker.until(({ confab }) => confab === 'running', 'that it is back');
    expect(await page.act({ do: 'discord.command', ...meetings })).toEqual({ ok: true, notice: null });
    expect(await page.act({ do: 'slack.command', ...onSlack })).toEqual({ ok: true, notice: null });
  });

  it('jumps to the day before the clocks change', async () => {
    const onlooker = await page.lookOn();
    expect(await page.act({ do: 'switch.dst', user: id('Maya') })).toEqual({ ok: true, notice: null });
    const { now } = await onlooker.until((one) => one, 'the clock');
    const offset = (at: number) =>
      /GMT.*/.exec(new Date(at).toLocaleString('en', { timeZone: 'Europe/Lisbon', timeZoneName: 'longOffset' }))?.[0];
    expect(offset(page.stage.clock.now())).not.toBe(offset(page.stage.clock.now() + 24 * hour));
    expect(now).toBeLessThanOrEqual(page.stage.clock.now());
  });

  it('serves the page, and pages that stand for Meet rooms, with nothing from elsewhere', async () => {
    const index = await page.ask('/');
    expect(index).toMatchObject({ status: 200, text: expect.stringContaining('The page') });
    expect(index.headers['content-security-policy']).toContain("default-src 'none';script-src 'self'");
    expect(index.headers['content-security-policy']).not.toContain('unsafe');
    const link = page.stage.google.events(page.stage.googleAccount)[0]?.hangoutLink ?? '';
    const code = String(link).split('/').at(-1) || 'abc-defg-hij';
    const meet = await page.ask(`/meet/${code}?who=${encodeURIComponent('<b>Ana</b>')}`);
    expect(meet.text).toContain('This stands for a Google Meet room');
    expect(meet.text).not.toContain('<b>Ana');
    expect((await page.ask('/meet/no-such-room')).text).toContain('there is no such meeting');
    expect((await page.ask('/../package.json')).status).toBe(404);
  });

  it.each([
    ['a website whose name was made to lead here', { host: 'evil.example' }],
    ['another port’s page', { origin: 'http://127.0.0.1:1' }],
    ['another website', { origin: 'https://evil.example' }],
    ['a page without a name', { origin: 'null' }],
    ['what a browser calls cross-site', { 'sec-fetch-site': 'cross-site' }],
    ['what a browser calls same-site', { 'sec-fetch-site': 'same-site' }],
  ])('does not answer %s', async (_who, headers) => {
    const body = JSON.stringify({ do: 'clock.speed', speed: 60 });
    const posted = await page.ask('/api/act', { headers: { 'content-type': 'application/json', ...headers }, body });
    expect(posted.status).toBe(403);
    expect((await page.ask('/api/stage', { headers })).status).toBe(403);
    expect(page.house.clock.speed()).toBe(1);
    expect(posted.headers).not.toHaveProperty('access-control-allow-origin');
  });

  it.each([
    ['{"do":"shell.run"}', 'application/json'],
    ['{"do":"clock.speed","speed":7}', 'application/json'],
    ['{"do":"story.pause","and":"more"}', 'application/json'],
    ['{"do":', 'application/json'],
    ['{"do":"clock.speed","speed":60}', 'text/plain'],
  ])('refuses %s (%s) in a sentence', async (body, type) => {
    const { status, text } = await page.ask('/api/act', { headers: { 'content-type': type }, body });
    expect(status).toBe(400);
    expect(JSON.parse(text)).toMatchObject({ ok: false, notice: expect.stringMatching(/\w+ \w+/) });
    expect(page.house.clock.speed()).toBe(1);
  });
});
