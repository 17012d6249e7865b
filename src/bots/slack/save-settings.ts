import type { ViewOutput } from '@slack/bolt';
import type { FormResult } from '#core/desk/form.ts';
import type { Message } from '#core/messages/message.ts';
import type { Person } from '#core/people/person.ts';
import { NotServed } from './askers.ts';
import type { Arrival, Front } from './front.ts';
import { joinMessages } from './join-messages.ts';
import { userIn } from './settings-view.ts';
import { type RefusedAt, refusedAt } from './submit-view.ts';
import { tellChannel } from './tell-channel.ts';
import { conversationOf, optionOf, textOf, usersOf } from './view-values.ts';

const roles = { mentor: 'named-mentors', organizer: 'organizers' } as const;
type Role = keyof typeof roles;

/**
 * Saves what the organiser's form says. People are looked up first and the channel is written to, so that a wrong one of either leaves everything
 * as it was.
 */
export async function saveSettings(front: Front, arrival: Arrival, view: ViewOutput): Promise<FormResult | RefusedAt> {
  const { desk } = front;
  const { visitor } = arrival;
  const [mentors, organizers] = await Promise.all([
    chosen(front, arrival, view, 'mentor'),
    chosen(front, arrival, view, 'organizer'),
  ]);
  if (!mentors.ok) return mentors;
  if (!organizers.ok) return organizers;
  const result = await submit(front, arrival, view);
  if (!result.ok) return result;
  const messages: Message[] = [result.message];
  for (const { role, people: set } of [mentors, organizers]) {
    const before = await desk.namedPeople(visitor, role);
    if (!samePeople(before, set)) messages.push(await desk.name(visitor, { role, set }));
  }
  return { ok: true, message: joinMessages(messages) };
}

/** Says in a new channel what will happen there before it is saved: that the words arrive is the only proof that announcements will. */
async function submit(front: Front, arrival: Arrival, view: ViewOutput): Promise<FormResult | RefusedAt> {
  const { visitor } = arrival;
  const channelId = conversationOf(view, 'channel');
  const isNew = channelId !== front.desk.settingsForm(visitor).announcementChannelId;
  const told = channelId !== null && isNew ? await tellChannel(front, arrival, channelId) : null;
  if (told && !told.ok) return told;
  let saved = false;
  try {
    const result = await front.desk.submitSettings(visitor, {
      announcementChannelId: channelId,
      reminders: textOf(view, 'reminders'),
      mentors: optionOf(view, 'who')?.value === 'named' ? 'named' : 'anyone',
    });
    saved = result.ok;
    return result;
  } finally {
    if (!saved) await told?.withdraw();
  }
}

/** The people chosen here, and those named before whom this workspace's form cannot show. */
async function chosen(
  { desk, askers }: Front,
  { visitor, reader }: Arrival,
  view: ViewOutput,
  role: Role,
): Promise<{ ok: true; role: Role; people: Person[] } | RefusedAt> {
  const block = roles[role];
  try {
    const here = await Promise.all(
      usersOf(view, block).map(async (userId) => desk.introduce(await askers.find(userId))),
    );
    const before = await desk.namedPeople(visitor, role);
    return {
      ok: true,
      role,
      people: [...here, ...before.filter((person) => userIn(reader.workspaceId, person) === null)],
    };
  } catch (error) {
    if (!(error instanceof NotServed)) throw error;
    return refusedAt(block, [...error.sentence, ' Please choose somebody else.']);
  }
}

function samePeople(one: readonly Person[], other: readonly Person[]): boolean {
  const ids = new Set(one.map(({ id }) => id));
  return ids.size === new Set(other.map(({ id }) => id)).size && other.every(({ id }) => ids.has(id));
}
