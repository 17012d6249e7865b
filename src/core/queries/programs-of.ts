import type { PersonId, ProgramId } from '#core/ids.ts';
import { isPartOf, mayMentor } from '#core/meetings/request.ts';
import type { Person } from '#core/people/person.ts';
import type { Program } from '#core/programs/program.ts';
import type { QueryPorts } from './query-ports.ts';

/** The programmes of all communities that any account of the person was seen in, in that order, each once. */
export async function programsOf({ programs }: Pick<QueryPorts, 'programs'>, person: Person): Promise<Program[]> {
  const communityIds = [...new Set(person.accounts.flatMap((account) => account.communityIds))];
  const found = await Promise.all(communityIds.map((id) => programs.ofCommunity(id)));
  const byId = new Map<ProgramId, Program>();
  for (const program of found) if (program && !byId.has(program.id)) byId.set(program.id, program);
  return [...byId.values()];
}

/** Programmes have no name of their own: "Study Hall, Work". */
export function programName(program: Program): string {
  return [...new Set(program.communities.map((community) => community.name))].join(', ');
}

/** Whether somebody can be asked for sessions in the programme, by anybody but themselves. */
export function takesSessions(mentor: Person, program: Program): boolean {
  return mentor.mentor?.open === true && isPartOf(mentor, program) && mayMentor(mentor, program);
}

/** The programme in which the two are to meet: the one that was named, or the only one in which the mentor can be asked. */
export async function programToMeet(
  ports: Pick<QueryPorts, 'programs' | 'people'>,
  { learner, mentorId, programId }: { learner: Person; mentorId: PersonId; programId: ProgramId | null },
): Promise<{ ok: true; program: Program } | { ok: false; reason: 'not-a-mentor' | 'yourself' | 'several-programs' }> {
  if (learner.ids.includes(mentorId)) return { ok: false, reason: 'yourself' };
  const mentor = await ports.people.get(mentorId);
  if (!mentor) return { ok: false, reason: 'not-a-mentor' };
  const shared = (await programsOf(ports, learner)).filter((program) => takesSessions(mentor, program));
  const [program, ...more] = programId === null ? shared : shared.filter(({ id }) => id === programId);
  if (!program) return { ok: false, reason: 'not-a-mentor' };
  return more.length > 0 ? { ok: false, reason: 'several-programs' } : { ok: true, program };
}
