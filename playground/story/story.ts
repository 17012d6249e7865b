/** A scripted day: everything that the playground promises to show, each step checked as it happens. */
import type { Stage } from '../stage.ts';
import { type Cast, createCast, type DiscordPerson, type SlackPerson } from './cast.ts';
import { discordText, slackText } from './read-aloud.ts';
import { expect, type Telling } from './telling.ts';

const minute = 60_000;
const hour = 60 * minute;
const patience = 8_000;

export interface People {
  olu: DiscordPerson;
  maya: DiscordPerson;
  dan: DiscordPerson;
  ana: DiscordPerson;
  ben: DiscordPerson;
  rhea: SlackPerson;
  priya: SlackPerson;
  sam: SlackPerson;
}

/** What the scenes hand on to each other. */
interface Thread {
  stage: Stage;
  telling: Telling;
  cast: Cast;
  people: People;
  /** When Ana's session with Maya begins. */
  anaAt: number;
  anaLink: string;
}

/** Ends with Confab stopped. The result is who took part. */
export async function tellStory(stage: Stage, telling: Telling): Promise<People> {
  const cast = createCast(stage, telling);
  const people: People = {
    olu: cast.discord('Olu', { zone: 'Europe/London', organiser: true }),
    maya: cast.discord('Maya', { zone: 'Europe/Lisbon', locale: 'pt-BR' }),
    dan: cast.discord('Dan', { zone: 'Europe/Dublin' }),
    ana: cast.discord('Ana', { zone: 'Europe/Berlin', locale: 'de' }),
    ben: cast.discord('Ben', { zone: 'America/New_York', locale: 'en-US' }),
    rhea: cast.slack('Rhea', { zone: 'Asia/Kolkata', admin: true }),
    priya: cast.slack('Priya', { zone: 'Asia/Kolkata' }),
    sam: cast.slack('Sam', { zone: 'America/Los_Angeles' }),
  };
  const thread: Thread = { stage, telling, cast, people, anaAt: 0, anaLink: '' };
  for (const scene of [
    settingUp,
    bookingOnDiscord,
    bookingOnSlack,
    acrossPlatforms,
    declining,
    clashing,
    rescheduling,
    cancelling,
    closedMessages,
    onTheDashboard,
    theDayItself,
    lookingBack,
  ]) {
    await scene(thread);
  }
  return people;
}

async function settingUp({ stage, telling, cast, people }: Thread): Promise<void> {
  const { product, discord, slack, server, workspace } = stage;
  const { olu, maya, dan, rhea, priya } = people;
  telling.scene('Setting up: two communities, three mentors');

  await telling.step('The commands are registered, and Confab starts', async () => {
    const released = await product.run('release');
    expect(released.code === 0, `release failed: ${released.output}`);
    await product.start();
    await discord.waitForApp(patience);
    await slack.waitFor(() => slack.isConnected(workspace.installation), patience);
  });

  await telling.step('Olu, who runs the Discord server, has sessions announced in #sessions', async () => {
    const saved = await olu.answer(await olu.run('confab settings', { announce: server.sessions }));
    expect(saved.text.includes('Saved'), 'the settings were not saved');
  });

  await telling.step(
    'Rhea, who runs the Slack workspace, joins it to the same programme with a one-time code',
    async () => {
      const offered = await olu.answer(await olu.run('confab link'));
      const code = /\b[2-9A-HJ-NP-Z]{8}\b/.exec(offered.text)?.[0];
      expect(code, 'no code was given');
      await rhea.run('/confab', `link ${code}`);
      const joined = await rhea.reads('share their mentors');
      expect(JSON.stringify(joined.blocks).includes('Study Hall'), 'the other side is not named');
    },
  );

  await telling.step('Rhea has sessions announced on Slack too', async () => {
    await rhea.run('/confab', 'settings');
    await rhea.pick({ blockLike: 'announce', value: workspace.sessions });
    rhea.window();
    const sent = await rhea.submit();
    expect(sent.outcome === 'ok' && !sent.errors, `the settings were refused: ${JSON.stringify(sent.errors)}`);
    const notice = await slack.waitFor(() => slack.messages(workspace.sessions)[0], patience);
    telling.show('Slack, #sessions:', slackText(notice.text, cast.reader(rhea.zone)));
    expect(notice.text.includes('Rhea set this up'), 'the channel is not told who wanted announcements');
  });

  await telling.step('Maya offers sessions on Discord', async () => {
    const saved = await maya.answer(
      await maya.run('mentor', {
        topics: 'React, SQL',
        hours: 'daily 08:00-22:00',
        length: '30',
        notice: '26 hours',
        zone: 'Lisbon',
      }),
    );
    expect(saved.text.includes('Saved'), 'the offer was not saved');
  });

  await telling.step('Dan offers sessions too, in a window', async () => {
    const opened = await dan.run('mentor');
    dan.window(opened);
    const sent = await dan.submit(opened, {
      topics: 'Go',
      hours: 'Mon-Sun 07:00-23:00',
      length: '45',
      notice: '1 hour',
      zone: 'Dublin',
    });
    expect((await dan.answer(sent)).text.includes('Saved'), 'the offer was not saved');
  });

  await telling.step('Priya offers sessions on Slack', async () => {
    await priya.run('/confab', 'mentor');
    priya.fill({
      topics: 'Careers, Rust',
      'weekly hours': 'daily 07:00-23:00',
      length: '30',
      notice: '2 hours',
    });
    priya.window();
    const sent = await priya.submit();
    expect(sent.outcome === 'ok' && !sent.errors, `the offer was refused: ${JSON.stringify(sent.errors)}`);
  });
}

async function bookingOnDiscord(thread: Thread): Promise<void> {
  const { stage, telling, people } = thread;
  const { ana, maya } = people;
  telling.scene('Ana books Maya, on Discord');

  await telling.step(
    'Ana types /book, finds Maya by topic, is asked once where she is, and fills in the window',
    async () => {
      const [mentor] = await ana.suggestions('book', 'mentor', 'sql');
      expect(mentor, 'nobody was suggested for "sql"');
      const question = await ana.answer(await ana.run('book', { mentor: String(mentor.value) }));
      const opened = await ana.choose(question, 'Europe/Berlin');
      ana.window(opened);
      const [slot] = ana.options(opened, 'free times');
      expect(slot, 'no free time was offered');
      thread.anaAt = Number(slot.value);
      const sent = await ana.submit(opened, {
        'free times': [slot.value],
        about: 'Joins that are slow @everyone',
        know: 'My query takes a minute.\nHere is what I tried: **indexes**.',
      });
      await ana.answer(sent, 'You asked');
    },
  );

  await telling.step('Maya gets the request and accepts it with one tap', async () => {
    const card = await maya.hears('asks you for a session');
    expect(card.pings.users.length === 0 && !card.pings.everyone, 'somebody was pinged');
    await maya.press(card, 'Accept');
    await stage.discord.waitFor(
      () => stage.discord.message(card.id)?.text.includes('booked'),
      patience,
      'the card to say it is booked',
    );
  });

  await telling.step('Ana hears at once, with a Google Meet link that lets her in', async () => {
    await ana.hears('accepted');
    const card = await ana.hears('meet.google.com');
    thread.anaLink = /https:\/\/meet\.google\.com\/[a-z-]+/.exec(card.text)?.[0] ?? '';
    const entered = await stage.google.enterRoom({ link: thread.anaLink, who: 'anonymous' });
    expect(entered === 'admitted', 'guests have to knock and nobody is there');
  });

  await telling.step('The announcement says who and when, never what about', async () => {
    const card = await announcedOnDiscord(thread, 'booked', ana);
    expect(!card.includes('slow'), 'the subject was announced');
  });
}

async function announcedOnDiscord(
  { stage, telling, cast }: Thread,
  words: string,
  about: DiscordPerson,
): Promise<string> {
  const { discord, server } = stage;
  const card = await discord.waitFor(
    () =>
      discord
        .messages(server.sessions)
        .find((message) => message.text.includes(words) && message.text.includes(about.id)),
    patience,
    `an announcement with "${words}"`,
  );
  const text = discordText(card.text, cast.reader('Europe/London'));
  telling.show('Discord, #sessions:', text);
  return text;
}

async function bookingOnSlack({ stage, telling, cast, people }: Thread): Promise<void> {
  const { sam, priya } = people;
  telling.scene('Sam books Priya, on Slack');

  await telling.step('Sam types /book, picks Priya, a time, and says what about', async () => {
    await sam.run('/book');
    await pickMentor(stage, sam, 'careers');
    const view = await stage.slack.waitFor(
      () => stage.slack.openViews(sam).find((open) => JSON.stringify(open.blocks).includes('Free times')),
      patience,
    );
    sam.fill({ 'Free times': firstSlot(view.blocks), Subject: 'Changing jobs <!channel>' });
    sam.window();
    const sent = await sam.submit();
    expect(sent.outcome === 'ok' && !sent.errors, `the request was refused: ${JSON.stringify(sent.errors)}`);
    sam.window();
  });

  await telling.step('Priya gets the request and accepts it with one tap', async () => {
    const card = await priya.hears('asks you for a session');
    expect(!card.pings.includes('channel'), 'the whole channel was pinged');
    await priya.press(card, 'Accept');
    await sam.hears('meet.google.com');
  });

  await telling.step("Sam's home shows the session, with what he can do about it", async () => {
    const home = await sam.home();
    expect(JSON.stringify(home.blocks).includes('Join'), 'the session is not on the home page');
  });

  await telling.step('The announcement on Slack names no subject', async () => {
    const card = await stage.slack.waitFor(
      () =>
        stage.slack
          .messages(stage.workspace.sessions)
          .find((message) => JSON.stringify(message.blocks).includes('Sam')),
      patience,
    );
    telling.show('Slack, #sessions:', slackText(card.text, cast.reader('Asia/Kolkata')));
    expect(!JSON.stringify(card).includes('Changing'), 'the subject was announced');
  });
}

async function pickMentor(stage: Stage, person: SlackPerson, typed: string): Promise<void> {
  const block = ((stage.slack.openViews(person).at(-1)?.blocks ?? []) as Record<string, unknown>[]).find((one) =>
    String((one.label as { text?: string } | undefined)?.text).includes('Mentor'),
  );
  const element = block?.element as { action_id: string };
  const found = await stage.slack.typeahead({
    user: person,
    blockId: String(block?.block_id),
    actionId: element.action_id,
    value: typed,
  });
  const option = found.options?.[0];
  expect(option, `nobody was suggested for "${typed}"`);
  await person.pick({ blockLike: 'Mentor', value: option.value });
}

function firstSlot(blocks: readonly unknown[]): string {
  const block = (blocks as Record<string, unknown>[]).find((one) =>
    String((one.label as { text?: string } | undefined)?.text).includes('Free times'),
  );
  const element = block?.element as { option_groups: { options: { value: string }[] }[] };
  return element.option_groups[0]?.options[0]?.value ?? '';
}

async function acrossPlatforms({ stage, telling, people }: Thread): Promise<void> {
  const { ben, priya } = people;
  telling.scene('Ben, on Discord, books Priya, on Slack');

  await telling.step('Ben finds Priya from Discord, and types a time in his own words', async () => {
    const [mentor] = await ben.suggestions('book', 'mentor', 'rust');
    expect(mentor, 'nobody was suggested for "rust"');
    const question = await ben.answer(await ben.run('book', { mentor: String(mentor.value) }));
    const opened = await ben.choose(question, 'America/New_York');
    ben.window(opened);
    const sent = await ben.submit(opened, { 'another time': inTwoDays(stage, 'America/New_York'), about: 'Lifetimes' });
    await ben.answer(sent, 'You asked');
  });

  await telling.step('Priya accepts on Slack, and Ben hears on Discord', async () => {
    const card = await priya.hears('Lifetimes');
    await priya.press(card, 'Accept');
    await ben.hears('meet.google.com');
  });
}

/** "2026-12-03 10:30": two days ahead, in the person's own zone, when Priya is awake. */
function inTwoDays(stage: Stage, zone: string): string {
  const date = new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(stage.clock.now() + 48 * hour);
  return `${date} 10:30`;
}

async function declining({ telling, people }: Thread): Promise<void> {
  const { ben, maya } = people;
  telling.scene('A request that does not suit');

  await telling.step('Ben asks Maya as well; his zone is known by now', async () => {
    const [mentor] = await ben.suggestions('book', 'mentor', 'maya');
    const opened = await ben.run('book', { mentor: String(mentor?.value) });
    ben.window(opened);
    const slot = ben.options(opened, 'free times')[6];
    expect(slot, 'no free time was offered');
    await ben.answer(await ben.submit(opened, { 'free times': [slot.value], about: 'Window functions' }), 'You asked');
  });

  await telling.step('Maya declines with one tap, then says why', async () => {
    const card = await maya.hears('Window functions');
    await maya.press(card, 'Decline');
    const declined = await maya.hears('Say why').catch(() => maya.hears('You declined'));
    const opened = await maya.press(declined, 'Say why');
    maya.window(opened);
    const [label] = (opened.modal?.components ?? []).map((component) => String(component.label));
    await maya.answer(
      await maya.submit(opened, { [label ?? '']: 'I travel that day. Ask me for next week?' }),
      'Thank you',
    );
    await ben.hears('cannot take the session');
    await ben.hears('I travel that day');
  });
}

async function clashing(thread: Thread): Promise<void> {
  const { stage, telling, people } = thread;
  const { ben } = people;
  telling.scene('Two people, one slot');

  await telling.step("Ben types the time that is Ana's: refused, with the next free times", async () => {
    const [mentor] = await ben.suggestions('book', 'mentor', 'maya');
    const opened = await ben.run('book', { mentor: String(mentor?.value) });
    const taken = new Date(thread.anaAt).toISOString().slice(0, 16);
    const refused = await ben.answer(
      await ben.submit(opened, { 'another time': `${taken}Z`, about: 'The same evening' }),
    );
    expect(
      refused.text.includes('Nothing was booked') && refused.text.includes('Free next'),
      'the refusal does not help',
    );
    const again = await ben.press(refused, 'Try again');
    const window = ben.window(again);
    expect(JSON.stringify(window.components).includes('The same evening'), 'what was typed is lost');
    expect(
      stage.google.events(stage.googleAccount).filter((event) => startOf(event) === thread.anaAt).length === 1,
      'the slot was booked twice',
    );
  });
}

async function rescheduling(thread: Thread): Promise<void> {
  const { stage, telling, people } = thread;
  const { ana, maya } = people;
  telling.scene('Ana moves her session');

  await telling.step('Ana picks another time from /meetings', async () => {
    const list = await ana.answer(await ana.run('meetings'));
    const opened = await ana.press(list, 'Reschedule');
    ana.window(opened);
    const slot = ana.options(opened, 'free times')[3];
    expect(slot, 'no free time was offered');
    thread.anaAt = Number(slot.value);
    await ana.answer(await ana.submit(opened, { 'free times': [slot.value] }), 'Moved');
  });

  await telling.step('Maya is told; the event moved, and its link is the same', async () => {
    await maya.hears('moved your session');
    await stage.discord.waitFor(
      () =>
        stage.google
          .events(stage.googleAccount)
          .some((event) => startOf(event) === thread.anaAt && event.hangoutLink === thread.anaLink),
      patience,
      'the event to move',
    );
  });
}

async function cancelling({ stage, telling, people }: Thread): Promise<void> {
  const { ben, priya } = people;
  telling.scene('Ben cancels');

  await telling.step('Ben cancels his session with Priya, and is asked whether he means it', async () => {
    const list = await ben.answer(await ben.run('meetings'));
    const asked = await ben.answer(await ben.press(list, 'Cancel'), 'They will be told');
    const gone = await ben.press(asked, 'Yes, cancel it');
    await ben.answer(gone, 'Cancelled');
    await priya.hears('cancelled your session');
    await stage.discord.waitFor(
      () => stage.google.events(stage.googleAccount).filter((event) => event.status !== 'cancelled').length === 2,
      patience,
      'the event to go',
    );
  });
}

async function closedMessages({ stage, telling, cast, people }: Thread): Promise<void> {
  const { ben, dan } = people;
  const { discord, server } = stage;
  telling.scene('A mentor whose direct messages are closed');

  await telling.step('Ben asks Dan, who cannot be written to: a private thread with Dan alone', async () => {
    discord.closeDms(dan.id);
    const [mentor] = await ben.suggestions('book', 'mentor', 'go');
    const opened = await ben.run('book', { mentor: String(mentor?.value) });
    const slot = ben.options(opened, 'free times').at(-1);
    expect(slot, 'no free time was offered');
    await ben.answer(await ben.submit(opened, { 'free times': [slot.value], about: 'Channels' }), 'You asked');
    const found = await discord.waitFor(() => discord.threads(server.sessions)[0], patience, 'a private thread');
    const card = await discord.waitFor(
      () => discord.messages(found.id).find((message) => message.text.includes('Channels')),
      patience,
      'the request in it',
    );
    telling.show(
      'Discord, a private thread that only Dan sees:',
      discord
        .messages(found.id)
        .map((message) => discordText(message.text, cast.reader(dan.zone)))
        .join('\n'),
    );
    expect(
      !discord.messages(server.sessions).some((message) => message.text.includes('Channels')),
      'the subject was shown in public',
    );
    await dan.press(card, 'Decline');
    await ben.hears('Channels');
  });
}

async function theDayItself(thread: Thread): Promise<void> {
  const { stage, telling, people, cast } = thread;
  const { ana, maya } = people;
  const { product, discord } = stage;
  telling.scene('The day itself: the clock moves on, and Confab is stopped in between');

  await telling.step('24 hours before: both are reminded', async () => {
    await stage.moveTo(thread.anaAt - 24 * hour + 1_000);
    await ana.hears('starts');
    await maya.hears('starts');
    // A crash right here, followed by a day of silence, might repeat them: Discord forgets within minutes what it has shown.
    const recorded = () =>
      product.log.filter((line) => line.msg.includes('carried out') && /:reminder:/.test(String(line.effect)));
    await discord.waitFor(() => recorded().length >= 2, patience, 'the reminders to be recorded');
  });

  await telling.step('Confab is killed, as in a power cut, and started again', async () => {
    await product.kill();
    await stage.moveTo(thread.anaAt - hour);
    await product.start();
    await discord.waitForApp(patience);
  });

  await telling.step('10 minutes before: both are reminded again, and Ana joins', async () => {
    const before = { ana: reminders(thread, ana), maya: reminders(thread, maya) };
    await stage.moveTo(thread.anaAt - 10 * minute + 1_000);
    for (const [name, person] of [
      ['ana', ana],
      ['maya', maya],
    ] as const) {
      await discord.waitFor(() => reminders(thread, person) > before[name], patience, `a reminder for ${name}`);
    }
    const reminder = await ana.hears('starts');
    const joined = await ana.press(reminder, 'Join');
    const way = await discord.waitFor(
      () => joined.followUps().find((message) => message.text.includes(thread.anaLink)),
      patience,
      'the way in',
    );
    telling.show('Discord, only Ana sees this:', discordText(way.text, cast.reader(ana.zone)));
  });

  await telling.step('The session starts by the clock', async () => {
    await stage.moveTo(thread.anaAt + 1_000);
    await announcedOnDiscord(thread, 'starting', ana);
  });

  await telling.step('The session ends by the clock, and both hear about it', async () => {
    await stage.moveTo(thread.anaAt + 31 * minute);
    await announcedOnDiscord(thread, 'done', ana);
    await ana.hears('is over');
    await maya.hears('is over');
  });
}

function reminders({ stage }: Thread, person: DiscordPerson): number {
  return stage.discord
    .dms(person.id)
    .filter((message) =>
      [message.text, ...message.versions.map((version) => version.content)].some((text) => text.includes('starts <t:')),
    ).length;
}

async function onTheDashboard({ stage, telling, people }: Thread): Promise<void> {
  const { publicUrl } = stage;
  if (publicUrl === null) return;
  const { ana, priya } = people;
  telling.scene('The dashboard: the same sessions in a browser');
  let link = '';

  await telling.step('Ana asks for her dashboard on Discord, opens the link, and sees her sessions', async () => {
    link = await ana.dashboardLink();
    expect(link.startsWith(`${publicUrl}/sign-in#`), `the link leads to ${link}`);
    const page = await fetch(link);
    expect(page.ok && /<title>/.test(await page.text()), 'there is no page');
    const cookie = await signIn(publicUrl, link);
    const me = await read<{ name: string }>(publicUrl, '/api/me', cookie);
    expect(me.name === 'Ana', `it is ${me.name}'s dashboard`);
    const { meetings } = await read<{ meetings: { status: string; side: string; mentor: { name: string } }[] }>(
      publicUrl,
      '/api/meetings?status=scheduled',
      cookie,
    );
    expect(
      meetings.some(({ side, mentor }) => side === 'learner' && mentor.name === 'Maya'),
      `her session with Maya is not among ${JSON.stringify(meetings)}`,
    );
    telling.show(
      'The dashboard:',
      `${me.name}, ${meetings.length} booked: with ${meetings.map(({ mentor }) => mentor.name).join(', ')}`,
    );
  });

  await telling.step('The link is used up, and without one nobody sees anything', async () => {
    const again = await postLink(publicUrl, link);
    expect(again.status === 404 || again.status === 410 || again.status === 400, `it answered ${again.status}`);
    const stranger = await fetch(`${publicUrl}/api/meetings`);
    expect(stranger.status === 401, `a stranger got ${stranger.status}`);
  });

  await telling.step('Priya gets hers on Slack', async () => {
    const cookie = await signIn(publicUrl, await priya.dashboardLink());
    const me = await read<{ name: string }>(publicUrl, '/api/me', cookie);
    expect(me.name === 'Priya', `it is ${me.name}'s dashboard`);
  });
}

function postLink(publicUrl: string, link: string): Promise<Response> {
  return fetch(`${publicUrl}/api/auth/link`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: publicUrl },
    body: JSON.stringify({ code: new URL(link).hash.slice(1) }),
  });
}

/** As the page does when somebody presses "Sign in"; the result is the browser's cookie. */
async function signIn(publicUrl: string, link: string): Promise<string> {
  const answer = await postLink(publicUrl, link);
  expect(answer.ok, `signing in answered ${answer.status}: ${await answer.text()}`);
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}

async function read<T>(publicUrl: string, path: string, cookie: string): Promise<T> {
  const answer = await fetch(`${publicUrl}${path}`, { headers: { cookie } });
  expect(answer.ok, `${path} answered ${answer.status}`);
  return (await answer.json()) as T;
}

async function lookingBack(thread: Thread): Promise<void> {
  const { stage, telling, people } = thread;
  telling.scene('Looking back');

  await telling.step('Nothing was said twice, and nothing was booked twice', async () => {
    for (const person of [people.ana, people.maya]) {
      expect(
        reminders(thread, person) === 2,
        `${person.name} was reminded ${reminders(thread, person)} times instead of twice`,
      );
    }
    const events = stage.google.events(stage.googleAccount).filter((event) => event.status !== 'cancelled');
    expect(new Set(events.map((event) => startOf(event))).size === events.length, 'two events at one time');
  });

  await telling.step('Nothing that Confab sent was refused as malformed', async () => {
    const bad = stage.journal.entries.filter(
      (entry) =>
        entry.direction === 'from-app' &&
        ((entry.status ?? 200) === 400 ||
          (entry.violations?.length ?? 0) > 0 ||
          /invalid_(blocks|arguments)/.test(JSON.stringify(entry.answer ?? ''))),
    );
    expect(
      bad.length === 0,
      bad
        .map((entry) => `${entry.realm} ${entry.what}: ${entry.violations?.join('; ') ?? JSON.stringify(entry.answer)}`)
        .join('\n'),
    );
  });

  await telling.step('Ctrl-C: Confab finishes what it was doing and is gone within 5 seconds', async () => {
    const before = performance.now();
    const code = await stage.product.stop();
    expect(code === 0, `it ended with ${code}`);
    expect(performance.now() - before < 5_000, 'it took longer');
  });
}

function startOf(event: Record<string, unknown>): number {
  return Date.parse(String((event.start as { dateTime?: string } | undefined)?.dateTime));
}
