/** Who hears of a change, and what: no more than what to ask for again, and nobody's id but their own. */
import type { Caller } from '#core/access/access.ts';
import type { PersonId, ProgramId } from '#core/ids.ts';
import type { Program } from '#core/programs/program.ts';
import type { Change } from './change-feed.ts';

/** What a page is told. */
export type News = { about: 'meeting'; id: string } | { about: 'person' } | { about: 'program'; id: string };

/** A person by any of their ids, those in a programme, those who organise one. */
export type Audience = `person:${PersonId}` | `program:${ProgramId}` | `organizers:${ProgramId}`;

export interface Announcement {
  /** What changed: announcements of one thing can be put together. */
  thing: string;
  news: News;
  audiences: readonly Audience[];
}

export function announcementsOf(change: Change): Announcement[] {
  switch (change.about) {
    case 'meeting': {
      const { id, personIds, programId } = change;
      const toTheTwo = { thing: `meeting:${id}`, news: { about: 'meeting', id } as const };
      return [
        { ...toTheTwo, audiences: personIds.map(personAudience) },
        // Organisers see how many and how soon, but not which.
        { ...ofProgram(programId), audiences: [`organizers:${programId}`] },
      ];
    }
    case 'person':
      return [
        {
          thing: `person:${change.id}`,
          news: { about: 'person' },
          audiences: change.personIds.map(personAudience),
        },
      ];
    case 'program':
      return [{ ...ofProgram(change.id), audiences: [`program:${change.id}`, `organizers:${change.id}`] }];
  }
}

/** Who may belong to others than before, or have been signed out, so that it has to be asked anew. */
export function unsettledBy(change: Change): readonly Audience[] {
  switch (change.about) {
    case 'meeting':
      return [];
    case 'person':
      return change.personIds.map(personAudience);
    case 'program': {
      const { id, standing } = change;
      if (standing === undefined) return [];
      return [
        `organizers:${id}`,
        ...(standing === 'everybody' ? [`program:${id}` as const] : standing.map(personAudience)),
      ];
    }
  }
}

/** What somebody belongs to. `programs`: those they are in. */
export function audiencesOf(
  { person, organizes }: Pick<Caller, 'person' | 'organizes'>,
  programs: readonly Pick<Program, 'id'>[],
): Audience[] {
  return [
    ...person.ids.map(personAudience),
    ...programs.map(({ id }) => `program:${id}` as const),
    ...[...organizes].map((id) => `organizers:${id}` as const),
  ];
}

function ofProgram(id: ProgramId) {
  return { thing: `program:${id}`, news: { about: 'program', id } as const };
}

function personAudience(id: PersonId): Audience {
  return `person:${id}`;
}
