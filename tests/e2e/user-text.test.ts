import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DiscordPerson, SlackPerson } from '../../playground/story/cast.ts';
import {
  bookOnDiscord,
  bookOnSlack,
  joinPlatforms,
  offerOnDiscord,
  offerOnSlack,
  openBookingOnDiscord,
  sendBookingOnDiscord,
} from './acts.ts';
import { createWorld, type World } from './world.ts';

/** Subjects that mean mischief, and a word of each that has to be legible still. */
const subjects: [name: string, subject: string, word: string][] = [
  ['pings of Discord', '@everyone @here <@&1> everybody', 'everybody'],
  ['pings of Slack', '<!channel> <!here|here> <@U0000000001> everywhere', 'everywhere'],
  ['markdown', '**bold** _it_ ~~no~~ `code` [safe](https://evil.example) # plainly', 'plainly'],
  ['right-to-left text and overrides', 'שלום \u202egnp.exe\u202c مرحبا leftward', 'leftward'],
  ['zero-width characters', 'in\u200bvi\u200dsi\ufeffble\u2060 unseen', 'unseen'],
  ['emoji and quotes', '>>> :tada: 👩🏽‍💻 "quoted" \\ &amp; <b>bravely', 'bravely'],
];

const longest = `${'long '.repeat(29)}end!`;
const longDescription = `${'@everyone <!channel> *a* & <b> '.repeat(64)}done`;

describe('what people write', () => {
  let world: World;
  let maya: DiscordPerson;
  let mallory: DiscordPerson;
  let priya: SlackPerson;
  let sam: SlackPerson;

  beforeAll(async () => {
    world = await createWorld({ google: false });
    await world.begin();
    const { cast } = world;
    const olu = cast.discord('Olu', { zone: 'Europe/London', organiser: true });
    const rhea = cast.slack('Rhea', { zone: 'Asia/Kolkata', admin: true });
    maya = cast.discord('Maya', { zone: 'Europe/Lisbon' });
    mallory = cast.discord('@everyone <!channel> *M*', { zone: 'Europe/Berlin', locale: 'de' });
    priya = cast.slack('Priya', { zone: 'Asia/Kolkata' });
    sam = cast.slack('<!here> *Sam*', { zone: 'Asia/Tokyo' });
    await joinPlatforms(world, olu, rhea);
    await offerOnDiscord(maya, { topics: 'SQL', notice: '1 hour' });
    await offerOnSlack(priya, { topics: 'Careers', notice: '1 hour' });
  });

  afterAll(async () => {
    const violations = world?.violations() ?? [];
    await world?.close();
    expect(violations).toEqual([]);
  });

  const nobody = { everyone: false, users: [], roles: [] };

  it.each(subjects)('neither pings nor breaks anything on Discord: %s', async (_name, subject, word) => {
    await bookOnDiscord(mallory, 'sql', { subject, description: subject });
    const card = await maya.hears(word);
    expect(card.pings).toEqual(nobody);
    expect(card.text).not.toMatch(/@everyone|@here|\u202e/);
    await maya.press(card, 'Decline');
  });

  it.each(subjects)('neither pings nor breaks anything on Slack: %s', async (_name, subject, word) => {
    await bookOnSlack(world, sam, 'careers', { subject, description: subject });
    const card = await priya.hears(word);
    // Who asks is named by their handle, which notifies nobody in a direct message they are not in.
    expect(card.pings.filter((id) => id !== sam.id)).toEqual([]);
    expect(`${card.text} ${JSON.stringify(card.blocks)}`).not.toMatch(/<!(channel|here)|<@U0000000001>|\u202e/);
    await priya.press(card, 'Decline');
  });

  it('shows the longest texts that may be written, across platforms and in public, and nobody is pinged', async () => {
    await bookOnDiscord(mallory, 'careers', { subject: longest, description: longDescription });
    const card = await priya.hears('end!');
    expect(card.pings).toEqual([]);
    await priya.press(card, 'Accept');
    const accepted = await mallory.hears('Your session is booked');
    expect(accepted.pings).toEqual(nobody);
    await world.quiet();
    const [onDiscord] = world.discord.messages(world.server.sessions).slice(-1);
    const [onSlack] = world.slack.messages(world.workspace.sessions).slice(-1);
    expect(onDiscord?.pings).toEqual(nobody);
    expect(onSlack?.pings).toEqual([]);
    expect(onDiscord?.text).toContain('Session booked');
    expect(onDiscord?.text).not.toMatch(/long long|@everyone/);
    expect(JSON.stringify(onSlack)).toContain('Session booked');
    expect(JSON.stringify(onSlack)).not.toMatch(/long long|<!channel>/);
  });

  it('takes no longer subject on either platform', async () => {
    const opened = await openBookingOnDiscord(mallory, 'sql');
    await expect(sendBookingOnDiscord(mallory, opened, { subject: 'x'.repeat(4_000) })).rejects.toThrow('at most 150');
    await expect(bookOnSlack(world, sam, 'careers', { subject: 'x'.repeat(4_000) })).rejects.toThrow(/150|invalid/);
  });

  it('has nothing refused by either platform', () => {
    const refused = world.journal.entries.filter(
      ({ direction, status, answer, what }) =>
        direction === 'from-app' &&
        (status === 400 ||
          what.startsWith('warning') ||
          /invalid_(blocks|arguments)|msg_too_long/.test(JSON.stringify(answer ?? ''))),
    );
    expect(refused.map(({ realm, what, answer }) => `${realm} ${what}: ${JSON.stringify(answer)}`)).toEqual([]);
  });
});
