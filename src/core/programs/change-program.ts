import type { CommunityId, PersonId } from '#core/ids.ts';
import type { PeopleStore } from '#core/people/people-store.ts';
import type { Person } from '#core/people/person.ts';
import type { Program, ProgramSettings } from './program.ts';
import { programMentors } from './program-mentors.ts';
import type { ProgramStore } from './program-store.ts';

const mostReminders = 5;
/** Minutes. */
const earliestReminder = 14 * 24 * 60;

/** Changes the programme as it is now, however many others change it too. */
export async function changeProgram(
  programs: ProgramStore,
  program: Program,
  to: (program: Program) => Program,
): Promise<Program> {
  let current = program;
  for (let tries = 0; tries < 8; tries += 1) {
    const next = to(current);
    if (await programs.update(next)) return { ...next, revision: next.revision + 1 };
    current = (await programs.get(program.id)) ?? current;
  }
  throw new Error('A programme kept changing while its settings were being written.');
}

/** Whoever has used an organiser's command is told when something needs an organiser. */
export function withContact(program: Program, person: Person): Program {
  return { ...program, contactIds: [...new Set([...program.contactIds, person.id])] };
}

/** Minutes before the start, each once, largest first; null when there are too many, or one is too small or too large. */
export function checkReminders(minutes: readonly number[]): number[] | null {
  const reminders = [...new Set(minutes)].sort((a, b) => b - a);
  const fits = (value: number) => Number.isInteger(value) && value >= 1 && value <= earliestReminder;
  return reminders.length <= mostReminders && reminders.every(fits) ? reminders : null;
}

export interface SettingsChange extends Pick<ProgramSettings, 'reminders' | 'mentors'> {
  /** Who is named, and nobody else is; absent: whoever was. */
  named?: readonly PersonId[];
}

/** `ifRevision`: the revision that the organiser has seen; null: whatever it is now. `named`: somebody in there can be named in chat only. */
export async function saveSettings(
  { programs, people }: { programs: ProgramStore; people: PeopleStore },
  {
    program,
    by,
    settings: { reminders: wanted, mentors, named },
    ifRevision,
  }: { program: Program; by: Person; settings: SettingsChange; ifRevision: number | null },
): Promise<{ ok: true; program: Program } | { ok: false; reason: 'reminders' | 'named' | 'changed' }> {
  const reminders = checkReminders(wanted);
  if (!reminders) return { ok: false, reason: 'reminders' };
  const known = named && (await programMentors({ people }, program));
  const chosen = named?.map((id) => known?.find(({ person }) => person.ids.includes(id))?.person.id);
  if (chosen?.includes(undefined)) return { ok: false, reason: 'named' };
  const to = (current: Program): Program => {
    const namedMentorIds = chosen
      ? [...new Set(chosen)].filter((id) => id !== undefined)
      : current.settings.namedMentorIds;
    return withContact({ ...current, settings: { ...current.settings, reminders, mentors, namedMentorIds } }, by);
  };
  if (ifRevision === null) return { ok: true, program: await changeProgram(programs, program, to) };
  // The write itself compares the revision.
  const next = to({ ...program, revision: ifRevision });
  if (!(await programs.update(next))) return { ok: false, reason: 'changed' };
  return { ok: true, program: { ...next, revision: ifRevision + 1 } };
}

/** Sessions are shown in the community's channel no more. Where they are to be shown can be said only there, where it is seen whether Confab may write. */
export async function endAnnouncements(
  programs: ProgramStore,
  { program, communityId, by }: { program: Program; communityId: CommunityId; by: Person },
): Promise<Program | null> {
  if (!program.communities.some(({ id }) => id === communityId)) return null;
  await programs.setAnnouncementChannel(communityId, null);
  if (!program.contactIds.includes(by.id))
    await changeProgram(programs, program, (current) => withContact(current, by));
  return programs.get(program.id);
}
