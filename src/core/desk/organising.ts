/** What organisers do: settings, naming people. */
import type { PersonId } from '#core/ids.ts';
import { noProgram } from '#core/messages/booking-words.ts';
import { organisersOnly, peopleNamed, reminderProblem, settingsShown } from '#core/messages/program-words.ts';
import type { Person } from '#core/people/person.ts';
import { changeProgram, checkReminders, withContact } from '#core/programs/change-program.ts';
import type { Program } from '#core/programs/program.ts';
import { formatDuration } from '#core/time/format-when.ts';
import { readDuration } from '#core/time/read-duration.ts';
import type { Desk } from './desk.ts';
import type { DeskPorts } from './ports.ts';
import { refusedForm } from './refused-form.ts';

export function createOrganising(
  ports: DeskPorts,
): Pick<Desk, 'settingsForm' | 'settings' | 'submitSettings' | 'name' | 'namedPeople'> {
  const { programs, people } = ports;

  async function named(program: Program, role: 'mentor' | 'organizer'): Promise<Person[]> {
    const ids = role === 'mentor' ? program.settings.namedMentorIds : program.organizerIds;
    const found = await people.getMany(ids);
    return ids.flatMap((id) => found.get(id) ?? []);
  }

  return {
    settingsForm({ program, community }) {
      return {
        announcementChannelId: community?.announcementChannelId ?? null,
        reminders:
          program && program.settings.reminders.length > 0
            ? program.settings.reminders.map(formatDuration).join(', ')
            : 'none',
        mentors: program?.settings.mentors ?? 'anyone',
      };
    },

    async settings(visitor) {
      const { program, community, organizer } = visitor;
      if (!program) return noProgram();
      if (!organizer) return organisersOnly;
      return settingsShown(program, community, await named(program, 'mentor'), false);
    },

    async submitSettings(visitor, form) {
      const { program, community, organizer } = visitor;
      if (!program || !community) return refusedForm('reminders', noProgram().headline);
      if (!organizer) return refusedForm('reminders', organisersOnly.headline);
      const reminders = form.reminders === undefined ? program.settings.reminders : readReminders(form.reminders);
      if (!reminders) return refusedForm('reminders', reminderProblem);
      const saved = await changeProgram(programs, program, (current) =>
        withContact(
          {
            ...current,
            settings: { ...current.settings, reminders, mentors: form.mentors ?? current.settings.mentors },
          },
          visitor.person,
        ),
      );
      if (form.announcementChannelId !== undefined)
        await programs.setAnnouncementChannel(community.id, form.announcementChannelId);
      const fresh = (await programs.get(saved.id)) ?? saved;
      const here = fresh.communities.find((candidate) => candidate.id === community.id) ?? community;
      return { ok: true, message: settingsShown(fresh, here, await named(fresh, 'mentor'), true) };
    },

    async name(visitor, { role, add = [], remove = [], set }) {
      const { program, organizer } = visitor;
      if (!program) return noProgram();
      if (!organizer) return organisersOnly;
      const gone = new Set(remove.flatMap((person) => person.ids));
      const edit = (ids: PersonId[]): PersonId[] =>
        [...new Set([...(set ? set.map((person) => person.id) : ids), ...add.map((person) => person.id)])].filter(
          (id) => !gone.has(id),
        );
      const saved = await changeProgram(programs, program, (current) =>
        withContact(
          role === 'mentor'
            ? { ...current, settings: { ...current.settings, namedMentorIds: edit(current.settings.namedMentorIds) } }
            : { ...current, organizerIds: edit(current.organizerIds) },
          visitor.person,
        ),
      );
      return peopleNamed(role, await named(saved, role), saved);
    },

    async namedPeople({ program }, role) {
      return program ? named(program, role) : [];
    },
  };
}

/** "24h, 10m": minutes, largest first; null when it cannot be read. */
function readReminders(text: string): number[] | null {
  if (/^\s*(none|off)?\s*$/i.test(text)) return [];
  // Here "and" lies between two reminders, as in the words that show them: "24 hours and 10 minutes before the start".
  const minutes = text.split(/[,;\n]|\band\b/i).map(readDuration);
  const read = minutes.filter((value) => value !== null);
  return read.length < minutes.length ? null : checkReminders(read);
}
