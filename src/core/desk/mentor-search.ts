import { mayMentor } from '#core/meetings/request.ts';
import { mentorList, noMentors, noProgram } from '#core/messages/booking-words.ts';
import { matchesQuery } from '#core/people/matches-query.ts';
import type { Person } from '#core/people/person.ts';
import type { Instant } from '#core/time/clock.ts';
import { formatSlot } from '#core/time/format-when.ts';
import type { Desk } from './desk.ts';
import type { DeskPorts } from './ports.ts';
import type { Visitor } from './visitor.ts';

/** How many mentors a list shows before it points to the search. */
const listedMentors = 15;

export function createMentorSearch(ports: DeskPorts): Pick<Desk, 'mentors' | 'findMentors' | 'noMentors'> {
  const { people, meetings } = ports;

  async function mentorsFor(visitor: Visitor): Promise<Person[]> {
    const { program } = visitor;
    if (!program) return [];
    const found = await people.mentorsIn(program.communities.map((community) => community.id));
    return found.filter((person) => person.mentor?.open && mayMentor(person, program));
  }

  /** Those with free time first, soonest first; those without keep their place behind, by name. */
  async function bySoonest(
    visitor: Visitor,
    mentors: readonly Person[],
  ): Promise<{ mentor: Person; soonest: Instant | null }[]> {
    const dated = await Promise.all(
      mentors.map(async (mentor) => {
        const learner = mentor.ids.includes(visitor.person.id) ? null : visitor.person;
        const [soonest] = await meetings.freeSlots(mentor, learner, 1);
        return { mentor, soonest: soonest ?? null };
      }),
    );
    return dated.sort((a, b) => (a.soonest ?? Number.POSITIVE_INFINITY) - (b.soonest ?? Number.POSITIVE_INFINITY) || 0);
  }

  return {
    noMentors: ({ program }) => (program ? noMentors() : noProgram()),

    async mentors(visitor) {
      if (!visitor.program) return noProgram();
      const dated = await bySoonest(visitor, await mentorsFor(visitor));
      return mentorList(dated.slice(0, listedMentors), dated.length > listedMentors);
    },

    async findMentors(visitor, query, limit) {
      const others = (await mentorsFor(visitor)).filter((mentor) => !mentor.ids.includes(visitor.person.id));
      const matching = others.filter((mentor) => matchesQuery(mentor, query));
      const dated = await bySoonest(visitor, matching);
      return dated.slice(0, limit).map(({ mentor, soonest }) => ({
        id: mentor.id,
        name: mentor.name,
        topics: mentor.mentor?.topics ?? [],
        soonest: soonest === null ? null : soonestLabel(soonest, visitor, mentor),
      }));
    },
  };
}

function soonestLabel(soonest: Instant, visitor: Visitor, mentor: Person): string {
  const { zone } = visitor.person;
  if (zone) return formatSlot(soonest, zone);
  const hoursZone = mentor.mentor?.hoursZone ?? 'UTC';
  return `${formatSlot(soonest, hoursZone)} (${hoursZone})`;
}
