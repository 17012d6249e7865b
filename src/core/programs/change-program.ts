import type { Person } from '#core/people/person.ts';
import type { Program, ProgramSettings } from './program.ts';
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

export type SettingsChange = Pick<ProgramSettings, 'reminders' | 'mentors'>;

/** `ifRevision`: the revision that the organiser has seen; null: whatever it is now. */
export async function saveSettings(
  programs: ProgramStore,
  {
    program,
    by,
    settings,
    ifRevision,
  }: { program: Program; by: Person; settings: SettingsChange; ifRevision: number | null },
): Promise<{ ok: true; program: Program } | { ok: false; reason: 'reminders' | 'changed' }> {
  const reminders = checkReminders(settings.reminders);
  if (!reminders) return { ok: false, reason: 'reminders' };
  const to = (current: Program): Program =>
    withContact({ ...current, settings: { ...current.settings, reminders, mentors: settings.mentors } }, by);
  if (ifRevision === null) return { ok: true, program: await changeProgram(programs, program, to) };
  // The write itself compares the revision.
  const next = to({ ...program, revision: ifRevision });
  if (!(await programs.update(next))) return { ok: false, reason: 'changed' };
  return { ok: true, program: { ...next, revision: ifRevision + 1 } };
}
