/** What people do while the process dies under them again and again: they click again, as people would. */

import type { Meeting } from '#core/meetings/meeting.ts';
import type { InteractionResult } from '../../playground/discord/interactions.ts';
import type { ShownMessage } from '../../playground/discord/message.ts';
import type { SlackMessage } from '../../playground/slack/messages.ts';
import type { DiscordPerson, SlackPerson } from '../../playground/story/cast.ts';
import { fillBookingOnSlack, openBookingOnDiscord, openBookingOnSlack, sendBookingOnDiscord, slotsOf } from './acts.ts';
import type { World } from './world.ts';

/** Awaits something that needs the process; rejects at once when the process dies. */
export type Go = <T>(act: Promise<T>) => Promise<T>;

export interface Learner {
  book(subject: string, slot: number): Promise<void>;
  move(subject: string, slot: number): Promise<void>;
  cancel(subject: string): Promise<void>;
}

export interface Mentor {
  accept(subject: string): Promise<void>;
}

interface Parts {
  world: World;
  go: Go;
  /** The meeting about this subject, as it is stored: what the person would see in /meetings. */
  stored(subject: string): Meeting | undefined;
}

export function learnerOnDiscord({ world, go, stored }: Parts, person: DiscordPerson, mentor: string): Learner {
  const { discord } = world;
  const card = (subject: string): Promise<ShownMessage> =>
    go(world.until(() => cardOnDiscord(world, person, subject), `a card about ${subject} for ${person.name}`));
  let window: InteractionResult | null = null;
  return {
    async book(subject, slot) {
      // A window that was sent in vain stays open with what was typed, and is sent again.
      const open = discord.openModal(person);
      if (!open || open.interactionId !== window?.modal?.interactionId) {
        window = await go(openBookingOnDiscord(person, mentor));
      }
      await go(person.answer(await go(sendBookingOnDiscord(person, window, { slot, subject })), 'You asked'));
    },
    async move(subject, slot) {
      const opened = await go(person.press(await card(subject), 'Reschedule'));
      const free = person.options(opened, 'free times');
      const sent = await go(person.submit(opened, { 'free times': [free.at(slot % free.length)?.value ?? ''] }));
      await go(person.answer(sent, 'Moved'));
    },
    async cancel(subject) {
      const asked = await go(person.press(await card(subject), 'Cancel'));
      const question = await go(
        world.until(() => asked.followUps().find(({ text }) => text.includes('They will be told')), 'the question'),
      );
      await go(person.press(question, 'Yes, cancel it'));
      await go(world.until(() => stored(subject)?.status === 'cancelled', 'the session to be cancelled'));
    },
  };
}

export function mentorOnDiscord({ world, go, stored }: Parts, person: DiscordPerson): Mentor {
  return {
    async accept(subject) {
      const request = await go(
        world.until(() => cardOnDiscord(world, person, subject), `the request ${subject} to reach ${person.name}`),
      );
      const { outcome } = await go(person.press(request, 'Accept'));
      if (outcome !== 'answered') throw new Error(`The button showed ${outcome}.`);
      await go(world.until(() => stored(subject)?.status === 'scheduled', 'the session to be accepted'));
    },
  };
}

export function learnerOnSlack({ world, go, stored }: Parts, person: SlackPerson, mentor: string): Learner {
  const { slack } = world;
  const sent = async (what: Promise<Awaited<ReturnType<SlackPerson['submit']>>>): Promise<void> => {
    const { outcome, errors } = await go(what);
    if (outcome !== 'ok' || errors) throw new Error(`Slack showed ${outcome}: ${JSON.stringify(errors)}`);
  };
  const card = (subject: string): Promise<SlackMessage> =>
    go(world.until(() => cardOnSlack(world, person, subject), `a card about ${subject} for ${person.name}`));
  const closeAll = () => (slack.openViews(person).length > 0 ? slack.closeView({ user: person, all: true }) : null);
  return {
    async book(subject, slot) {
      const open = slack.openViews(person).at(-1);
      if (open && JSON.stringify(open.values).includes(subject)) return sent(person.submit());
      await closeAll();
      fillBookingOnSlack(person, await go(openBookingOnSlack(world, person, mentor)), { slot, subject });
      await sent(person.submit());
    },
    async move(subject, slot) {
      await closeAll();
      await go(person.press(await card(subject), 'Reschedule'));
      const view = await go(
        slack.waitFor(() => slack.openViews(person).find(({ blocks }) => JSON.stringify(blocks).includes('slot:'))),
      );
      const free = slotsOf(view);
      person.fill({ 'Free times': free.at(slot % free.length)?.value ?? '' });
      await sent(person.submit());
    },
    async cancel(subject) {
      const asked = await go(person.press(await card(subject), 'Cancel'));
      if (asked.outcome !== 'ok') throw new Error(`Slack showed ${asked.outcome}`);
      const question = await go(
        slack.waitFor(
          () => slack.ephemerals(person).findLast(({ blocks }) => JSON.stringify(blocks).includes('Yes, cancel it')),
          5_000,
        ),
      );
      await go(person.press(question, 'Yes, cancel it'));
      await go(world.until(() => stored(subject)?.status === 'cancelled', 'the session to be cancelled'));
    },
  };
}

export function mentorOnSlack({ world, go, stored }: Parts, person: SlackPerson): Mentor {
  return {
    async accept(subject) {
      const request = await go(world.until(() => cardOnSlack(world, person, subject), `the request ${subject}`));
      const { outcome } = await go(person.press(request, 'Accept'));
      if (outcome !== 'ok') throw new Error(`The button showed ${outcome}.`);
      await go(world.until(() => stored(subject)?.status === 'scheduled', 'the session to be accepted'));
    },
  };
}

function cardOnDiscord({ discord }: World, person: DiscordPerson, subject: string): ShownMessage | undefined {
  return discord.dms(person).find(({ text }) => text.includes(subject));
}

function cardOnSlack({ slack }: World, person: SlackPerson, subject: string): SlackMessage | undefined {
  return slack.dms(person).find(({ blocks }) => JSON.stringify(blocks).includes(subject));
}
