/** What people do on both platforms, in as few words as a test needs. */
import { vi } from 'vitest';
import type { InteractionResult } from '../../playground/discord/interactions.ts';
import type { SlackView } from '../../playground/slack/messages.ts';
import type { DiscordPerson, SlackPerson } from '../../playground/story/cast.ts';
import { patience, type World } from './world.ts';

export interface Offer {
  topics: string;
  hours?: string;
  length?: string;
  notice?: string;
}

const wholeWeek = 'daily 00:00-24:00';

export async function offerOnDiscord(person: DiscordPerson, offer: Offer): Promise<void> {
  const { topics, hours = wholeWeek, length = '30', notice = '1 hour' } = offer;
  const { text } = await person.answer(
    await person.run('mentor', { topics, hours, length, notice, zone: person.zone }),
  );
  if (!text.includes('Saved')) throw new Error(`The offer was not saved: ${text}`);
}

export async function offerOnSlack(person: SlackPerson, offer: Offer): Promise<void> {
  const { topics, hours = wholeWeek, length = '30', notice = '1 hour' } = offer;
  await person.run('/confab', 'mentor');
  // The window opens empty, and is filled when it is known what to fill it with.
  await vi.waitUntil(() => person.window().submit !== null, { timeout: 8_000 });
  person.fill({ topics, 'weekly hours': hours, length, notice });
  const sent = await person.submit();
  if (sent.outcome !== 'ok' || sent.errors) throw new Error(`The offer was not saved: ${JSON.stringify(sent)}`);
}

/** Joins the workspace to the Discord server's programme, and has sessions announced in both. */
export async function joinPlatforms(world: World, organiser: DiscordPerson, admin: SlackPerson): Promise<void> {
  await organiser.answer(await organiser.run('confab settings', { announce: world.server.sessions }), 'Saved');
  const offered = await organiser.answer(await organiser.run('confab link'));
  const code = /\b[2-9A-HJ-NP-Z]{8}\b/.exec(offered.text)?.[0] ?? '';
  await admin.run('/confab', `link ${code}`);
  await admin.reads('share their mentors');
  await announceOnSlack(world, admin);
}

export async function announceOnSlack(world: World, admin: SlackPerson): Promise<void> {
  await admin.run('/confab', 'settings');
  await admin.pick({ blockLike: 'announce', value: world.workspace.sessions });
  const saved = await admin.submit();
  if (saved.outcome !== 'ok' || saved.errors) throw new Error(`The settings were refused: ${JSON.stringify(saved)}`);
}

/** The window for booking whoever is found by these words; says the zone where it is asked for. */
export async function openBookingOnDiscord(person: DiscordPerson, words: string): Promise<InteractionResult> {
  const [mentor] = await person.suggestions('book', 'mentor', words);
  if (!mentor) throw new Error(`Nobody was suggested for "${words}".`);
  const opened = await person.run('book', { mentor: String(mentor.value) });
  if (opened.outcome === 'failed') throw new Error(`Discord showed "${opened.failure}"`);
  if (opened.modal) return opened;
  const question = await person.answer(opened);
  if (!question.text.includes('Where are you')) throw new Error(`No window opened, but: ${question.text}`);
  const listed = JSON.stringify(question.components).includes(`"${person.zone}"`);
  return listed ? person.choose(question, person.zone) : person.press(question, 'My zone is not listed');
}

export interface Booking {
  /** Which of the free times; the first unless said. */
  slot?: number;
  /** A time in words, instead of a free one. */
  when?: string;
  subject: string;
  description?: string;
}

/** Fills in the window and sends it; the answer may be a refusal. */
export async function sendBookingOnDiscord(
  person: DiscordPerson,
  opened: InteractionResult,
  { slot = 0, when, subject, description }: Booking,
): Promise<InteractionResult> {
  const free = person.options(opened, 'free times');
  const zoneAsked = opened.modal?.components.some((part) => String(part.label).includes('time zone'));
  return person.submit(opened, {
    ...(when === undefined
      ? { 'free times': [free.at(slot)?.value ?? ''] }
      : { [free.length > 0 ? 'another time' : 'when']: when }),
    subject,
    ...(description === undefined ? {} : { know: description }),
    ...(zoneAsked ? { 'time zone': person.zone } : {}),
  });
}

export async function bookOnDiscord(person: DiscordPerson, words: string, booking: Booking): Promise<void> {
  const opened = await openBookingOnDiscord(person, words);
  await person.answer(await sendBookingOnDiscord(person, opened, booking), 'You asked');
}

/** The window for booking whoever is found by these words, once their times are in it. */
export async function openBookingOnSlack(world: World, person: SlackPerson, words: string): Promise<SlackView> {
  const { slack } = world;
  if (slack.openViews(person).length > 0) await slack.closeView({ user: person, all: true });
  const run = await person.run('/book');
  if (run.outcome !== 'ok') throw new Error(`Slack showed "${run.outcome}"`);
  await slack.waitFor(
    () => slack.openViews(person).some(({ blocks }) => blocks.some((one) => one.block_id === 'mentor')),
    patience,
  );
  const found = await slack.typeahead({ user: person, blockId: 'mentor', actionId: 'mentor', value: words });
  const [mentor] = found.options;
  if (!mentor) throw new Error(`Nobody was suggested for "${words}" (${found.outcome}).`);
  await person.pick({ blockLike: 'Mentor', value: mentor.value });
  return slack.waitFor(
    () => slack.openViews(person).find(({ blocks }) => JSON.stringify(blocks).includes('slot:')),
    patience,
  );
}

/** Values of the free times that the open window offers. */
export function slotsOf(view: SlackView): { label: string; value: string }[] {
  const block = view.blocks.find((one) => String(one.block_id).startsWith('slot:'));
  const element = block?.element as { option_groups: { options: { text: { text: string }; value: string }[] }[] };
  return (element?.option_groups ?? []).flatMap(({ options }) =>
    options.map(({ text, value }) => ({ label: text.text, value })),
  );
}

export function fillBookingOnSlack(
  person: SlackPerson,
  view: SlackView,
  { slot = 0, when, subject, description }: Booking,
): void {
  person.fill({
    ...(when === undefined ? { 'Free times': slotsOf(view).at(slot)?.value ?? '' } : { 'another time': when }),
    Subject: subject,
    ...(description === undefined ? {} : { 'mentor should know': description }),
  });
}

export async function bookOnSlack(world: World, person: SlackPerson, words: string, booking: Booking): Promise<void> {
  fillBookingOnSlack(person, await openBookingOnSlack(world, person, words), booking);
  const sent = await person.submit();
  if (sent.outcome !== 'ok' || sent.errors) throw new Error(`The request was refused: ${JSON.stringify(sent)}`);
}
