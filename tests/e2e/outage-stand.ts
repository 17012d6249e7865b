/** A stage whose way to its database can be cut, with people in the middle of things. */
import type { InteractionResult } from '../../playground/discord/interactions.ts';
import type { DiscordPerson, SlackPerson } from '../../playground/story/cast.ts';
import {
  bookOnDiscord,
  bookOnSlack,
  fillBookingOnSlack,
  joinPlatforms,
  offerOnDiscord,
  offerOnSlack,
  openBookingOnDiscord,
  openBookingOnSlack,
} from './acts.ts';
import type { DiscordPlaces, SlackPlaces } from './outage-clicks.ts';
import { createWay, type Way } from './way.ts';
import { createWorld, patientDiscord, type World, type WorldOptions } from './world.ts';

export interface Stand {
  world: World;
  way: Way;
  onDiscord: DiscordPlaces;
  onSlack: SlackPlaces;
  /** They have no windows of their own: what they ask for is still to be told when the database goes. */
  eve: DiscordPerson;
  tom: SlackPerson;
  ben: DiscordPerson;
  dan: DiscordPerson;
  uma: SlackPerson;
  priya: SlackPerson;
  rhea: SlackPerson;
}

export async function createStand(mongodb: string, options: WorldOptions): Promise<Stand> {
  const way = await createWay(mongodb);
  const world = await createWorld({ ...options, mongodb, way: way.through, discordLimits: patientDiscord });
  world.slack.setRateLimits({
    postsPerSecond: 50,
    callsPerMinute: { 1: 1_000, 2: 1_000, 3: 1_000, 4: 1_000, special: 1_000 },
  });
  await world.begin();
  const { cast } = world;
  const olu = cast.discord('Olu', { zone: 'Europe/London', organiser: true });
  const [maya, ana, ben, dan, eve] = ['Maya', 'Ana', 'Ben', 'Dan', 'Eve'].map((name) =>
    cast.discord(name, { zone: 'Europe/Lisbon' }),
  ) as [DiscordPerson, DiscordPerson, DiscordPerson, DiscordPerson, DiscordPerson];
  const rhea = cast.slack('Rhea', { zone: 'Asia/Kolkata', admin: true });
  const [priya, sam, tom, uma] = ['Priya', 'Sam', 'Tom', 'Uma'].map((name) =>
    cast.slack(name, { zone: 'Asia/Kolkata' }),
  ) as [SlackPerson, SlackPerson, SlackPerson, SlackPerson];
  await joinPlatforms(world, olu, rhea);
  await offerOnDiscord(maya, { topics: 'SQL' });
  await offerOnSlack(priya, { topics: 'Careers' });
  for (const person of [ana, ben, dan, eve])
    await person.answer(await person.run('timezone', { zone: person.zone }), person.zone);
  await bookOnDiscord(ana, 'sql', { slot: 0, subject: 'Joins' });
  await maya.press(await maya.hears('Joins'), 'Accept');
  await bookOnDiscord(ana, 'sql', { slot: 1, subject: 'Views' });
  await bookOnSlack(world, sam, 'careers', { slot: 0, subject: 'Changing jobs' });
  await priya.press(await priya.hears('Changing jobs'), 'Accept');
  await bookOnSlack(world, sam, 'careers', { slot: 1, subject: 'Moving on' });
  await ana.hears('Your session is booked');
  await sam.hears('Your session is booked');
  await world.quiet();
  return {
    ...{ world, way, eve, tom, ben, dan, uma, priya, rhea },
    onDiscord: {
      ...{ organiser: olu, learner: ana, mentor: maya },
      cards: [
        [ana, await ana.hears('Joins')],
        [maya, await maya.hears('Joins')],
        [maya, await maya.hears('Views')],
      ],
    },
    onSlack: {
      ...{ admin: rhea, learner: tom },
      cards: [
        [sam, await sam.hears('Changing jobs')],
        [priya, await priya.hears('Moving on')],
      ],
    },
  };
}

/** Windows that are open when the database goes, with something typed into them. */
export interface OpenWindows {
  booking: InteractionResult;
  offer: InteractionResult;
}

/** What Uma has typed. */
export const typed = { description: 'Typed before it went away' };

export async function openWindows({ world, ben, dan, uma, priya, rhea }: Stand, subject: string): Promise<OpenWindows> {
  const booking = await openBookingOnDiscord(ben, 'sql');
  const offer = await dan.run('mentor');
  fillBookingOnSlack(uma, await openBookingOnSlack(world, uma, 'careers'), { slot: 3, subject, ...typed });
  for (const [person, word] of [
    [priya, 'mentor'],
    [rhea, 'settings'],
  ] as const) {
    await world.slack.closeView({ user: person, all: true }).catch(() => {});
    await person.run('/confab', word);
    await world.slack.waitFor(() => world.slack.openViews(person).find(({ submit }) => submit !== null));
  }
  priya.fill({ topics: 'Careers, Patience' });
  return { booking, offer };
}

const isPost = /^POST \/channels\/\d+\/messages$/;

/** Messages that are still to come when the database goes: one waits to be tried again, two are said and not on record. The result lets the first go. */
export async function leaveThingsUnsaid({ world, eve, tom }: Stand, round: string): Promise<() => void> {
  const { discord, slack } = world;
  const [heldUp, inFlight, inFlightToo] = [`Held up ${round}`, `In flight ${round}`, `Flying ${round}`] as const;
  let held = true;
  const arrived = new Set<string>();
  const isAbout = (body: unknown, subject: string) => JSON.stringify(body ?? '').includes(subject);
  const arrives = (body: unknown, subject: string) =>
    isAbout(body, subject) && arrived.size < arrived.add(subject).size;
  discord.fail(({ what, body }) => held && isPost.test(what) && isAbout(body, heldUp), { status: 503 }, 99);
  discord.fail(({ what, body }) => isPost.test(what) && arrives(body, inFlight), { delayMs: 2_000 });
  slack.fail(({ what, body }) => what === 'chat.postMessage' && arrives(body, inFlightToo), { delayMs: 2_000 });
  await bookOnDiscord(eve, 'sql', { slot: 4, subject: heldUp });
  const meetingId = world.meetings().find(({ subject }) => subject === heldUp)?.id;
  const tried = () =>
    world.effects().find(({ id, reason }) => id.startsWith(`${meetingId}:1:request`) && reason !== null);
  await world.until(tried, 'a try in vain');
  const opened = [
    bookOnDiscord(eve, 'sql', { slot: 5, subject: inFlight }),
    bookOnSlack(world, tom, 'careers', { slot: 5, subject: inFlightToo }),
  ];
  await Promise.all(opened);
  await world.until(() => arrived.size === 2, 'both posts to be under way');
  return () => {
    held = false;
  };
}
