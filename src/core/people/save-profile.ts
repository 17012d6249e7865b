import type { ScratchStore } from '#core/scratch-store.ts';
import type { Clock } from '#core/time/clock.ts';
import type { PeopleStore } from './people-store.ts';
import type { MentorProfile, Person } from './person.ts';

/**
 * Writes what a mentor offers, and forgets a form that was refused before. Answers with the person as they are from now on; null, and nothing is
 * written, when the profile is no longer of the revision that was seen. `ifRevision` null: whatever it is now.
 */
export async function saveProfile(
  { people, scratch, clock }: { people: PeopleStore; scratch: ScratchStore; clock: Clock },
  person: Person,
  mentor: MentorProfile,
  ifRevision: number | null,
): Promise<Person | null> {
  const now = clock.now();
  if (!(await people.setMentor(person.id, mentor, now, ifRevision))) return null;
  await scratch.take('mentor-form', person.id, now);
  // Whoever says where their hours are has said where they are.
  if (!person.zone) await people.setZone(person.id, mentor.hoursZone, now);
  return people.get(person.id);
}
