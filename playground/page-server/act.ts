import type { Action, DiscordAction, Seen, SlackAction, WorldAction } from '../page/contract.ts';
import { actOnDiscord } from './discord-acts.ts';
import type { House } from './house.ts';
import { actOnSlack } from './slack-acts.ts';
import { actInTheWorld } from './world-acts.ts';

/** What only looks, or leaves everything as it was when it is taken back: the story can still be told afterwards. */
const harmless: readonly Action['do'][] = [
  'discord.suggest',
  'discord.dismiss',
  'slack.typeahead',
  'slack.close',
  'slack.home',
  'clock.speed',
  'confab.stop',
  'confab.restart',
  'dashboard.open',
  'story.next',
  'story.play',
  'story.pause',
  'story.again',
];

/** Carries out what somebody did on the page. What cannot be done is told in the words of whoever refuses. */
export async function act(house: House, action: Action): Promise<Seen> {
  if (house.switched.leaving) return { ok: false, notice: 'Everything is being set up anew. Wait a moment.' };
  if (!harmless.includes(action.do)) house.story.disturb();
  try {
    if (isOnDiscord(action)) return await actOnDiscord(house, action);
    if (isOnSlack(action)) return await actOnSlack(house, action);
    return await actInTheWorld(house, action);
  } catch (error) {
    return { ok: false, notice: error instanceof Error ? error.message : String(error) };
  } finally {
    house.changed();
  }
}

const isOnDiscord = (action: Action): action is DiscordAction => action.do.startsWith('discord.');
const isOnSlack = (action: DiscordAction | SlackAction | WorldAction): action is SlackAction =>
  action.do.startsWith('slack.');
