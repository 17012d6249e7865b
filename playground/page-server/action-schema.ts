import { z } from 'zod';
import type { Action } from '../page/contract.ts';

const id = z.string().min(1).max(200);
const text = z.string().max(10_000);
const user = id;
const moment = z.int().min(0).max(8_640_000_000_000);
const zone = z.string().min(1).max(100);
const options = z.record(z.string(), z.union([text, z.number(), z.boolean()]));
const choice = z.union([text, z.array(text), z.null()]);
const place = z.union([
  z.strictObject({ message: id }),
  z.strictObject({ home: z.literal(true) }),
  z.strictObject({ view: id }),
]);
const element = { user, place, blockId: id, actionId: id };

function act<const Name extends Action['do'], Shape extends z.ZodRawShape>(name: Name, shape: Shape) {
  return z.strictObject({ do: z.literal(name), ...shape });
}

/** What the page may ask for: nothing beside what the contract says. */
export const actionSchema = z.discriminatedUnion('do', [
  act('discord.command', { user, room: id, name: id, options }),
  act('discord.suggest', { user, room: id, name: id, options, focused: id }),
  act('discord.press', { user, message: id, customId: id }),
  act('discord.choose', { user, message: id, customId: id, values: z.array(text) }),
  act('discord.submit', { user, fields: z.record(z.string(), z.union([text, z.array(text), z.boolean()])) }),
  act('discord.dismiss', { user }),
  act('slack.command', { user, room: id, command: id, text }),
  act('slack.shortcut', { user, callbackId: id }),
  act('slack.press', element),
  act('slack.choose', { ...element, values: choice }),
  act('slack.typeahead', { ...element, value: text }),
  act('slack.submit', { user, values: z.record(z.string(), z.record(z.string(), choice)) }),
  act('slack.close', { user, all: z.boolean() }),
  act('slack.home', { user }),
  act('clock.to', { at: moment }),
  act('clock.speed', { speed: z.union([z.literal(1), z.literal(60)]) }),
  act('switch.google', { down: z.boolean() }),
  act('switch.dms', { user, closed: z.boolean() }),
  act('switch.zone', { user, zone }),
  act('switch.dst', { user }),
  act('confab.stop', {}),
  act('confab.restart', {}),
  act('calendar.move', { account: id, event: id, start: moment }),
  act('calendar.delete', { account: id, event: id }),
  act('dashboard.open', { user }),
  act('story.next', {}),
  act('story.play', {}),
  act('story.pause', {}),
  act('story.again', {}),
]) satisfies z.ZodType<Action>;
