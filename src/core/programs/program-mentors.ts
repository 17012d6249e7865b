import type { PeopleStore } from '#core/people/people-store.ts';
import type { Person } from '#core/people/person.ts';
import type { Program } from './program.ts';

export interface ProgramMentor {
  person: Person;
  /** Has said what they help with, in one of the programme's communities. */
  offers: boolean;
  /** An organiser has named them: which counts where only such people may offer sessions. */
  named: boolean;
}

/** Those who offer sessions in the programme, and those who were named for it, by name. Of everybody else Confab has no list: only chat has. */
export async function programMentors({ people }: { people: PeopleStore }, program: Program): Promise<ProgramMentor[]> {
  const { namedMentorIds } = program.settings;
  const [offering, named] = await Promise.all([
    people.mentorsIn(program.communities.map(({ id }) => id)),
    people.getMany(namedMentorIds),
  ]);
  const offers = new Set(offering.map(({ id }) => id));
  const all = new Map([...offering, ...named.values()].map((person) => [person.id, person]));
  return [...all.values()]
    .map((person) => ({
      person,
      offers: offers.has(person.id),
      named: namedMentorIds.some((id) => person.ids.includes(id)),
    }))
    .sort((a, b) => a.person.name.localeCompare(b.person.name, 'en'));
}
