import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { StageOptions } from '../../playground/stage.ts';
import { bookOnDiscord, bookOnSlack, offerOnDiscord, offerOnSlack } from './acts.ts';
import { createWorld, patience, type World } from './world.ts';

let world: World | null = null;

async function worldWith(options: StageOptions): Promise<World> {
  world = await createWorld(options);
  await world.begin();
  return world;
}

afterEach(async () => {
  const violations = world?.violations() ?? [];
  await world?.close();
  world = null;
  expect(violations).toEqual([]);
});

/** Maya offers on Discord, Ana books her, Maya accepts; Ana's card once it says that it is booked. */
async function bookedOnDiscord({ cast }: World) {
  const maya = cast.discord('Maya', { zone: 'Europe/Lisbon' });
  const ana = cast.discord('Ana', { zone: 'Europe/Berlin', locale: 'de' });
  await offerOnDiscord(maya, { topics: 'SQL' });
  await bookOnDiscord(ana, 'sql', { subject: 'Slow joins' });
  await maya.press(await maya.hears('asks you for a session'), 'Accept');
  return { ana, maya, card: await ana.hears('Your session is booked') };
}

/** The same on Slack. */
async function bookedOnSlack(here: World) {
  const priya = here.cast.slack('Priya', { zone: 'Asia/Kolkata' });
  const sam = here.cast.slack('Sam', { zone: 'America/Los_Angeles' });
  await offerOnSlack(priya, { topics: 'Careers' });
  await bookOnSlack(here, sam, 'careers', { subject: 'Changing jobs' });
  await priya.press(await priya.hears('asks you for a session'), 'Accept');
  return { priya, sam, card: await sam.hears('Your session is booked') };
}

async function health(here: World, path: string): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`http://127.0.0.1:${here.product.port()}${path}`);
  return { status: response.status, body: await response.json() };
}

function readiness(here: World, wanted: { status: number; body: unknown }): Promise<void> {
  return expect.poll(() => health(here, '/readyz'), { timeout: patience, interval: 20 }).toEqual(wanted);
}

describe('one platform alone', () => {
  it('books on Discord with no Slack set up', async () => {
    const here = await worldWith({ slackOver: 'none' });
    const { ana } = await bookedOnDiscord(here);
    await ana.hears('meet.google.com');
    await here.quiet();
    expect(here.meetings().map(({ status }) => status)).toEqual(['scheduled']);
    expect(
      here.journal.entries.filter(({ realm, direction }) => realm === 'slack' && direction === 'from-app'),
    ).toEqual([]);
    expect(await health(here, '/readyz')).toEqual({ status: 200, body: { ok: true, waitingFor: [] } });
  });

  it('books on Slack over Socket Mode with no Discord set up', async () => {
    const here = await worldWith({ discord: false });
    const { sam } = await bookedOnSlack(here);
    await sam.hears('meet.google.com');
    await here.quiet();
    expect(here.meetings().map(({ status }) => status)).toEqual(['scheduled']);
    expect(here.journal.entries.filter(({ realm }) => realm === 'discord')).toEqual([]);
  });

  it('keeps its connection to Slack when the clock is moved', async () => {
    const here = await worldWith({ discord: false, google: false });
    const opened = () => here.journal.entries.filter(({ what }) => what === 'apps.connections.open').length;
    const before = opened();
    // Bolt's client pings each 1.7 s, and gives up where five seconds have passed, by the clock, since the last answer.
    await wait(2_000);
    await here.moveTo(here.clock.now() + 60 * 60_000);
    await wait(2_000);
    expect(opened()).toBe(before);
  });

  it('books on Slack over signed HTTP, on the port that also tells its health', async () => {
    const here = await worldWith({ discord: false, slackOver: 'http' });
    await here.slack.verifyRequestUrl(here.workspace.installation);
    const { sam } = await bookedOnSlack(here);
    await sam.hears('meet.google.com');
    expect(JSON.stringify((await sam.home()).blocks)).toContain('Changing jobs');
    expect(await health(here, '/healthz')).toEqual({ status: 200, body: { ok: true } });
    expect(await health(here, '/readyz')).toEqual({ status: 200, body: { ok: true, waitingFor: [] } });
    const forged = await fetch(`http://127.0.0.1:${here.product.port()}/slack/events`, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-slack-request-timestamp': String(Math.floor(here.clock.now() / 1000)),
        'x-slack-signature': `v0=${'0'.repeat(64)}`,
      },
      body: 'command=%2Fbook&user_id=U1',
    });
    expect(forged.status).toBe(401);
  });

  it('says over HTTP what it waits for while Discord is away', async () => {
    const here = await worldWith({ slackOver: 'none' });
    here.discord.fail('GET /gateway/bot', { status: 503 }, 3);
    here.discord.gateway.drop(4000, { forget: true });
    await readiness(here, { status: 503, body: { ok: false, waitingFor: ['discord'] } });
    expect(await health(here, '/healthz')).toEqual({ status: 200, body: { ok: true } });
    await readiness(here, { status: 200, body: { ok: true, waitingFor: [] } });
  });
});

describe('without Google', () => {
  const link = 'https://rooms.example/confab';

  it('gives everybody the fixed link, and a calendar file on Discord', async () => {
    const here = await worldWith({ google: false, env: { MEETING_LINK: link } });
    const { ana } = await bookedOnDiscord(here);
    const card = await ana.hears(link);
    const result = await ana.press(card, 'Add to calendar');
    const answer = await here.until(
      () => [...result.followUps(), result.latest()].find((one) => one?.attachments.length),
      'the file',
    );
    const file = answer.attachments[0]?.text ?? '';
    const [meeting] = here.meetings();
    const start = new Date(meeting!.scheduledAt).toISOString().replaceAll(/[-:]|\.000/g, '');
    expect(file).toContain(`DTSTART:${start}`);
    expect(file.replaceAll('\r\n ', '')).toContain(link);
    expect(here.journal.entries.filter(({ realm }) => realm === 'google')).toEqual([]);
  });

  it('makes a Jitsi room for each session, and sends a calendar file on Slack', async () => {
    const base = 'https://meet.example';
    const here = await worldWith({ discord: false, google: false, env: { JITSI_BASE_URL: base } });
    const { sam, priya } = await bookedOnSlack(here);
    const card = await sam.hears(`${base}/confab-`);
    await priya.hears(`${base}/confab-`);
    await sam.press(card, 'Add to calendar');
    const file = await here.slack.waitFor(() => here.slack.files(sam)[0], patience);
    expect(file.name).toBe('session.ics');
    expect(new TextDecoder().decode(file.content).replaceAll('\r\n ', '')).toContain(here.meetings()[0]!.meetingLink);
  });

  it('asks the mentor to send a link where there is none at all', async () => {
    const here = await worldWith({ slackOver: 'none', google: false });
    const { ana, maya, card } = await bookedOnDiscord(here);
    expect(card.text).toContain('The link will follow');
    await maya.hears('has no link. Please send');
    await here.quiet();
    const joined = await ana.press(card, 'Join');
    const way = await here.until(
      () => [...joined.followUps(), joined.latest()].find((one) => one?.text.includes('There is no link here')),
      'an answer',
    );
    expect(way.text).toContain(`<@${maya.id}> sends you one`);
  });
});
