import type { PersonId, ProgramId } from '#core/ids.ts';
import { matchesQuery } from '#core/people/matches-query.ts';
import type { Person } from '#core/people/person.ts';
import type { Instant } from '#core/time/clock.ts';
import { programsOf, takesSessions } from './programs-of.ts';
import type { QueryPorts } from './query-ports.ts';

export interface BookableMentor {
  mentor: Person;
  programIds: ProgramId[];
  soonest: Instant | null;
}

/**
 * Whom the person can ask for a session, in any of their programmes, by name or topic; never themselves. Those with free time first, soonest first;
 * the others behind, by name.
 */
export async function bookableMentors(
  ports: Pick<QueryPorts, 'people' | 'programs' | 'meetings'>,
  person: Person,
  query: string,
): Promise<BookableMentor[]> {
  const found = new Map<PersonId, { mentor: Person; programIds: ProgramId[] }>();
  for (const program of await programsOf(ports, person)) {
    for (const mentor of await ports.people.mentorsIn(program.communities.map(({ id }) => id))) {
      if (mentor.ids.includes(person.id) || !takesSessions(mentor, program) || !matchesQuery(mentor, query)) continue;
      const known = found.get(mentor.id);
      if (known) known.programIds.push(program.id);
      else found.set(mentor.id, { mentor, programIds: [program.id] });
    }
  }
  const dated = await Promise.all(
    [...found.values()].map(async (entry) => {
      const [soonest] = await ports.meetings.freeSlots(entry.mentor, person, 1);
      return { ...entry, soonest: soonest ?? null };
    }),
  );
  const last = Number.MAX_SAFE_INTEGER;
  return dated.sort(
    (a, b) => (a.soonest ?? last) - (b.soonest ?? last) || a.mentor.name.localeCompare(b.mentor.name, 'en'),
  );
}
