/** Everything that can be clicked and typed while the database is away, and what people get to see for it. */
import type { InteractionResult } from '../../playground/discord/interactions.ts';
import type { ShownMessage } from '../../playground/discord/message.ts';
import type { SlackMessage } from '../../playground/slack/messages.ts';
import type { DiscordPerson, SlackPerson } from '../../playground/story/cast.ts';
import type { World } from './world.ts';

/** One click, and its answer. */
export interface Answer {
  what: string;
  /** Milliseconds from the click until the words were there. */
  ms: number;
  /** What the person reads; what the platform says by itself where the app said nothing. */
  text: string;
}

/** Milliseconds. Longer than anybody may wait, so that a late answer is told from none. */
const watched = 6_000;

export const sorry = /cannot reach its database|does not know whether this was saved/;

async function timed(what: string, act: () => Promise<string>): Promise<Answer> {
  const clicked = performance.now();
  const text = await act().catch((error: unknown) => `(nothing: ${error instanceof Error ? error.message : error})`);
  return { what, ms: Math.round(performance.now() - clicked), text };
}

/** Buttons that ask the app something; those with an address do not. */
export function buttonsOf(parts: unknown): string[] {
  if (Array.isArray(parts)) return parts.flatMap(buttonsOf);
  if (typeof parts !== 'object' || parts === null) return [];
  const { type, label, text, custom_id, action_id, url, style } = parts as Record<string, unknown>;
  const inner = Object.values(parts).flatMap(buttonsOf);
  if (type === 2 && typeof label === 'string' && custom_id && style !== 5) return [label, ...inner];
  if (type === 'button' && action_id && !url) return [String((text as { text: string }).text), ...inner];
  return inner;
}

/** Resolves with the words that the click led to: said at once, or later in their place, or beside them. */
async function readOnDiscord(world: World, clicked: Promise<InteractionResult>): Promise<string> {
  const result = await clicked;
  if (result.outcome === 'failed') return result.failure ?? 'failed';
  if (result.modal) return `(window) ${JSON.stringify(result.modal.components)}`;
  const fresh = (message: ShownMessage | undefined): boolean => message?.loading === false && message.text !== '';
  const message = await world.until(
    // Of a button the first answer is the pressed message itself, unchanged.
    () => [...result.followUps(), ...(result.kind?.includes('update') ? [] : [result.latest()])].find(fresh),
    'an answer',
    watched,
  );
  return message.text;
}

export interface DiscordPlaces {
  organiser: DiscordPerson;
  learner: DiscordPerson;
  mentor: DiscordPerson;
  /** With whom each of their cards is, and whose it is. */
  cards: [DiscordPerson, ShownMessage][];
}

/** Every command one after the other, and every button. */
export async function clickThroughDiscord(world: World, places: DiscordPlaces): Promise<Answer[]> {
  return (await Promise.all([typeOnDiscord(world, places), pressOnDiscord(world, places)])).flat();
}

async function typeOnDiscord(world: World, { organiser, learner, mentor }: DiscordPlaces): Promise<Answer[]> {
  const run = (person: DiscordPerson, name: string, options: Record<string, string | boolean> = {}) =>
    timed(`/${name} ${JSON.stringify(options)}`, () => readOnDiscord(world, person.run(name, options)));
  return [
    await run(learner, 'book'),
    await run(learner, 'book', { mentor: 'sql' }),
    await run(learner, 'meetings'),
    await run(learner, 'mentors'),
    await run(learner, 'timezone', { zone: 'Europe/Rome' }),
    await run(learner, 'link'),
    await run(learner, 'link', { code: 'ABCDEFGH' }),
    await run(learner, 'help'),
    await run(mentor, 'mentor'),
    await run(mentor, 'mentor', { topics: 'SQL, Outages' }),
    await run(organiser, 'confab settings', { announce_off: true }),
    await run(organiser, 'confab link'),
    await run(organiser, 'confab mentors', { add: learner.id }),
    await run(organiser, 'confab organisers', { add: mentor.id }),
  ];
}

async function pressOnDiscord(world: World, { cards }: DiscordPlaces): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const [person, card] of cards) {
    for (const label of buttonsOf(card.components))
      answers.push(await timed(`button ${label}`, () => readOnDiscord(world, person.press(card, label))));
  }
  return answers;
}

/** What is suggested while a mentor is typed; null where Discord says that it could not load. */
export async function suggestOnDiscord(world: World, person: DiscordPerson): Promise<Answer> {
  return timed('suggestions', async () => {
    const { outcome, choices, failure } = await world.discord.autocomplete({
      user: person.id,
      channel: world.server.sessions,
      name: 'book',
      options: { mentor: 'sq' },
      focused: 'mentor',
    });
    return outcome === 'answered' ? JSON.stringify(choices) : (failure ?? 'failed');
  });
}

/** Sends a window that is open. */
export async function sendOnDiscord(
  world: World,
  person: DiscordPerson,
  opened: InteractionResult,
  fields: Record<string, string | string[]>,
): Promise<Answer> {
  return timed(`window "${opened.modal?.title}"`, () => readOnDiscord(world, person.submit(opened, fields)));
}

/** All that a person can read in Slack and that is the app's: what only they see, direct messages, windows. */
function screenOf({ slack }: World, person: SlackPerson): string[] {
  return [...slack.ephemerals(person), ...slack.dms(person), ...slack.openViews(person)].map((one) =>
    JSON.stringify('text' in one ? [one.text, one.blocks] : one.blocks),
  );
}

async function readOnSlack(
  world: World,
  person: SlackPerson,
  click: () => Promise<{ outcome: string; notice?: string; errors?: Record<string, string> }>,
): Promise<string> {
  const { slack } = world;
  const count = () => screenOf(world, person).filter((text) => sorry.test(text)).length;
  const before = count();
  const { outcome, notice, errors } = await click();
  if (outcome !== 'ok') return notice ?? outcome;
  if (errors) return Object.values(errors).join(' ');
  await slack.waitFor(() => count() > before, watched);
  return screenOf(world, person).findLast((text) => sorry.test(text)) ?? '';
}

export interface SlackPlaces {
  admin: SlackPerson;
  learner: SlackPerson;
  cards: [SlackPerson, SlackMessage][];
}

/** Every command and what else a person can begin, one after the other, and every button. */
export async function clickThroughSlack(world: World, places: SlackPlaces): Promise<Answer[]> {
  return (await Promise.all([typeOnSlack(world, places), pressOnSlack(world, places)])).flat();
}

async function clear({ slack }: World, person: SlackPerson): Promise<void> {
  if (slack.openViews(person).length > 0) await slack.closeView({ user: person, all: true });
}

async function typeOnSlack(world: World, { admin, learner }: SlackPlaces): Promise<Answer[]> {
  const { slack, workspace } = world;
  const run = async (person: SlackPerson, command: string, text = '') => {
    await clear(world, person);
    return timed(`${command} ${text}`, () =>
      readOnSlack(world, person, () =>
        slack.runCommand({ user: person, channel: workspace.sessions, command, text, settleMs: 0 }),
      ),
    );
  };
  const answers = [
    await run(learner, '/book'),
    await run(learner, '/book', 'careers'),
    await run(learner, '/meetings'),
    await run(learner, '/confab', 'mentors'),
    await run(learner, '/confab', 'mentor'),
    await run(learner, '/confab', 'timezone Europe/Rome'),
    await run(learner, '/confab', 'link'),
    await run(learner, '/confab', 'link ABCDEFGH'),
    await run(learner, '/confab', 'help'),
    await run(admin, '/confab', 'settings'),
  ];
  await clear(world, learner);
  answers.push(
    await timed('shortcut', () =>
      readOnSlack(world, learner, () => slack.runShortcut({ user: learner, callbackId: 'confab_book', settleMs: 0 })),
    ),
    await timed('home', async () => {
      const { outcome, change } = await slack.openHome({ user: learner, settleMs: watched });
      return change === 'published' ? JSON.stringify(slack.home(learner)?.blocks) : `${outcome}, ${change}`;
    }),
  );
  return answers;
}

async function pressOnSlack(world: World, { cards }: SlackPlaces): Promise<Answer[]> {
  const { slack } = world;
  const answers: Answer[] = [];
  for (const [person, card] of cards) {
    for (const label of buttonsOf(card.blocks)) {
      await clear(world, person);
      answers.push(
        await timed(`button ${label}`, () =>
          readOnSlack(world, person, () => slack.press({ user: person, message: card.ts, label, settleMs: 0 })),
        ),
      );
    }
  }
  return answers;
}

/** Sends the window on top; errors at its fields keep what was typed. */
export async function sendOnSlack(world: World, person: SlackPerson): Promise<Answer> {
  return timed('window on Slack', () =>
    readOnSlack(world, person, () => world.slack.submitView({ user: person, settleMs: 0 })),
  );
}

export async function suggestOnSlack(world: World, person: SlackPerson): Promise<Answer> {
  return timed('suggestions on Slack', async () => {
    const { outcome, options } = await world.slack.typeahead({
      user: person,
      blockId: 'mentor',
      actionId: 'mentor',
      value: 'car',
    });
    return outcome === 'ok' ? JSON.stringify(options) : outcome;
  });
}
