import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { InteractionResult } from '../../playground/discord/interactions.ts';
import type { DiscordPerson, SlackPerson } from '../../playground/story/cast.ts';
import {
  fillBookingOnSlack,
  joinPlatforms,
  offerOnDiscord,
  openBookingOnDiscord,
  openBookingOnSlack,
  sendBookingOnDiscord,
} from './acts.ts';
import { createWorld, type World } from './world.ts';

const onEach = 100;
const atOnce = 10;

/** Slack asks for an answer within 3 s, Discord too. */
const firstAnswerMs = 3_000;

describe(`one slot, and ${onEach} people on each platform who want it at the same moment`, { timeout: 120_000 }, () => {
  let world: World;
  let maya: DiscordPerson;
  let discordAnswers: { elapsedMs: number; text: string }[] = [];
  let slackAnswers: { ackMs: number; error: string | null }[] = [];

  beforeAll(async () => {
    world = await createWorld({ env: { LOG_LEVEL: 'info' } });
    // How fast a hundred people may open forms is Slack's and another matter; here they have them open already.
    world.slack.setRateLimits({ callsPerMinute: { 1: 9_000, 2: 9_000, 3: 9_000, 4: 9_000, special: 9_000 } });
    await world.begin();
    const { cast } = world;
    maya = cast.discord('Maya', { zone: 'Europe/Lisbon' });
    const olu = cast.discord('Olu', { zone: 'Europe/London', organiser: true });
    await joinPlatforms(world, olu, cast.slack('Rhea', { zone: 'Asia/Kolkata', admin: true }));
    await offerOnDiscord(maya, { topics: 'SQL', notice: '2 hours' });

    const members = Array.from({ length: onEach }, (_, index) =>
      cast.discord(`Member${index}`, { zone: 'Europe/Berlin', locale: 'de' }),
    );
    const users = Array.from({ length: onEach }, (_, index) => cast.slack(`User${index}`, { zone: 'Asia/Tokyo' }));
    const forms: { person: DiscordPerson; opened: InteractionResult }[] = [];
    await inGroups(members, async (person) => {
      forms.push({ person, opened: await openBookingOnDiscord(person, 'sql') });
    });
    await inGroups(users, async (person) => {
      fillBookingOnSlack(person, await openBookingOnSlack(world, person, 'sql'), { subject: `As ${person.name}` });
    });

    const [onDiscord, onSlack] = await Promise.all([
      Promise.all(
        forms.map(({ person, opened }) => sendBookingOnDiscord(person, opened, { subject: `As ${person.name}` })),
      ),
      Promise.all(users.map((person) => send(person))),
    ]);
    slackAnswers = onSlack;
    discordAnswers = await Promise.all(
      onDiscord.map(async (result) => ({
        elapsedMs: result.elapsedMs,
        text: (await result.settled(({ text }) => !text.startsWith('Where are you'), 20_000)).text,
      })),
    );
  }, 120_000);

  afterAll(async () => {
    await world?.close();
  });

  async function send(person: SlackPerson): Promise<{ ackMs: number; error: string | null }> {
    const { outcome, errors, ackMs } = await world.slack.submitView({ user: person.id, settleMs: 0 });
    expect(outcome).toBe('ok');
    return { ackMs, error: errors ? (Object.values(errors)[0] ?? '') : null };
  }

  it('makes one meeting', () => {
    expect(world.meetings()).toHaveLength(1);
  });

  it('tells one person that they asked, and each other one which times are free', () => {
    const { length: askedOnDiscord } = discordAnswers.filter(({ text }) => text.startsWith('You asked'));
    const { length: askedOnSlack } = slackAnswers.filter(({ error }) => error === null);
    expect(askedOnDiscord + askedOnSlack).toBe(1);
    const refused = [
      ...discordAnswers.filter(({ text }) => !text.startsWith('You asked')).map(({ text }) => text),
      ...slackAnswers.flatMap(({ error }) => (error === null ? [] : [error])),
    ];
    expect(refused).toHaveLength(2 * onEach - 1);
    expect(refused.filter((text) => !/already taken\. Free next: .+ or .+/.test(text))).toEqual([]);
  });

  it('gives everybody a first answer in time', () => {
    expect(Math.max(...discordAnswers.map(({ elapsedMs }) => elapsedMs))).toBeLessThan(firstAnswerMs);
    expect(Math.max(...slackAnswers.map(({ ackMs }) => ackMs))).toBeLessThan(firstAnswerMs);
  });

  it('asks the mentor once, and puts one event into the calendar when she accepts', async () => {
    await world.quiet();
    const requests = world.discord.dms(maya).filter(({ text }) => text.includes('asks you for a session'));
    expect(requests).toHaveLength(1);
    await maya.press(requests[0]!, 'Accept');
    await world.until(() => world.google.events(world.googleAccount).length > 0, 'the event');
    await world.quiet();
    expect(world.google.events(world.googleAccount)).toHaveLength(1);
    expect(world.violations()).toEqual([]);
  });
});

async function inGroups<T>(all: readonly T[], act: (one: T) => Promise<void>): Promise<void> {
  for (let start = 0; start < all.length; start += atOnce) {
    await Promise.all(all.slice(start, start + atOnce).map(act));
  }
}
