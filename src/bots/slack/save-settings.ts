import type { ViewOutput } from '@slack/bolt';
import type { FormResult } from '#core/desk/form.ts';
import { type Message, plainMessage, say } from '#core/messages/message.ts';
import type { Person } from '#core/people/person.ts';
import { NotServed } from './askers.ts';
import type { Arrival, Front } from './front.ts';
import { joinMessages } from './join-messages.ts';
import { userIn } from './settings-view.ts';
import { conversationOf, optionOf, textOf, usersOf } from './view-values.ts';

const roles = { mentor: 'named-mentors', organizer: 'organizers' } as const;
type Role = keyof typeof roles;

/** Saves what the organiser's form says. People are looked up first, so that a wrong one leaves everything as it was. */
export async function saveSettings(front: Front, arrival: Arrival, view: ViewOutput): Promise<FormResult> {
  const { desk } = front;
  const { visitor } = arrival;
  let lists: Map<Role, Person[]>;
  try {
    lists = new Map(
      await Promise.all(
        (['mentor', 'organizer'] as const).map(
          async (role) => [role, await chosen(front, arrival, view, role)] as const,
        ),
      ),
    );
  } catch (error) {
    if (!(error instanceof NotServed)) throw error;
    const problem = [...error.answer.headline, ...say` Please choose somebody else.`];
    return { ok: false, field: 'mentor', problem, message: plainMessage(problem) };
  }
  const result = await desk.submitSettings(visitor, {
    announcementChannelId: conversationOf(view, 'channel'),
    reminders: textOf(view, 'reminders'),
    mentors: optionOf(view, 'who')?.value === 'named' ? 'named' : 'anyone',
  });
  if (!result.ok) return result;
  const messages: Message[] = [result.message];
  for (const [role, set] of lists) {
    const before = await desk.namedPeople(visitor, role);
    if (!samePeople(before, set)) messages.push(await desk.name(visitor, { role, set }));
  }
  return { ok: true, message: joinMessages(messages) };
}

/** The people chosen here, and those named before whom this workspace's form cannot show. */
async function chosen(
  { desk, askers }: Front,
  { visitor, reader }: Arrival,
  view: ViewOutput,
  role: Role,
): Promise<Person[]> {
  const here = await Promise.all(
    usersOf(view, roles[role]).map(async (userId) => desk.introduce(await askers.find(userId))),
  );
  const before = await desk.namedPeople(visitor, role);
  return [...here, ...before.filter((person) => userIn(reader.workspaceId, person) === null)];
}

function samePeople(one: readonly Person[], other: readonly Person[]): boolean {
  const ids = new Set(one.map(({ id }) => id));
  return ids.size === new Set(other.map(({ id }) => id)).size && other.every(({ id }) => ids.has(id));
}
