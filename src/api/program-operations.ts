/** For organisers. To everybody else these programmes do not exist. */
import { z } from 'zod';
import type { CommunityId, PersonId, ProgramId } from '#core/ids.ts';
import { problemWords } from '#core/messages/problem-words.ts';
import { namedProblem, reminderProblem } from '#core/messages/program-words.ts';
import { endAnnouncements, saveSettings } from '#core/programs/change-program.ts';
import type { Program } from '#core/programs/program.ts';
import { programMentors } from '#core/programs/program-mentors.ts';
import { programCsv } from '#core/queries/program-csv.ts';
import { programOverview } from '#core/queries/program-overview.ts';
import { programName } from '#core/queries/programs-of.ts';
import type { ApiPorts } from './api-ports.ts';
import { toIso } from './meeting-json.ts';
import { type Operation, operation, type Reply, reply } from './operation.ts';
import { problem } from './problem.ts';
import type { ProgramJson } from './schemas.ts';
import * as schemas from './schemas.ts';

const tag = 'Programmes';
const path = z.strictObject({ id: schemas.programId });
const gone = problem('not-found', problemWords.notFound);

async function shown(ports: ApiPorts, program: Program): Promise<Reply<ProgramJson>> {
  const { id, communities, settings, revision } = program;
  const body = {
    ...{ id, revision, name: programName(program) },
    communities: communities.map((community) => ({
      ...{ id: community.id, platform: community.platform, name: community.name },
      announces: community.announcementChannelId !== null,
    })),
    settings: { reminders: settings.reminders, mentors: settings.mentors },
    mentors: (await programMentors(ports, program)).map(({ person, offers, named }) => ({
      ...{ id: person.id, name: person.name, offers, named },
    })),
  };
  return reply(body, { headers: { etag: `"${revision}"` } });
}

export const programOperations: readonly Operation[] = [
  operation({
    ...{ id: 'getProgram', method: 'get', path: '/api/programs/{id}', tag },
    summary: 'A programme and its settings',
    ...{ who: 'organizer', scope: 'read', status: 200, etag: true },
    problems: ['not-found'],
    params: path,
    answer: schemas.program,
    async handle(ports, { params }) {
      const program = await ports.programs.get(params.id as ProgramId);
      return program ? shown(ports, program) : gone;
    },
  }),

  operation({
    ...{ id: 'changeProgram', method: 'put', path: '/api/programs/{id}', tag },
    summary: 'Change the settings of a programme',
    ...{ who: 'organizer', scope: 'write', ifMatch: 'needed', status: 200, etag: true },
    problems: ['not-found', 'changed', 'not-usable'],
    params: path,
    body: schemas.programChange,
    answer: schemas.program,
    async handle(ports, { caller, params, body, ifRevision }) {
      const program = await ports.programs.get(params.id as ProgramId);
      if (!program) return gone;
      const { named, ...rest } = body;
      const settings = { ...rest, ...(named && { named: named as PersonId[] }) };
      const saved = await saveSettings(ports, {
        ...{ program, by: caller.person, settings, ifRevision: ifRevision ?? null },
      });
      if (saved.ok) return shown(ports, saved.program);
      switch (saved.reason) {
        case 'changed':
          return problem('changed', problemWords.programChanged);
        case 'reminders':
          return problem('not-usable', reminderProblem, { field: 'reminders' });
        case 'named':
          return problem('not-usable', namedProblem, { field: 'named' });
      }
    },
  }),

  operation({
    ...{ id: 'endAnnouncements', method: 'delete', path: '/api/programs/{id}/announcements/{communityId}', tag },
    summary: 'Sessions are announced in this community no more',
    description: 'Where they are announced is said in chat, in the community itself.',
    ...{ who: 'organizer', scope: 'write', status: 200, etag: true },
    problems: ['not-found'],
    params: path.extend({ communityId: schemas.communityId }),
    answer: schemas.program,
    async handle(ports, { caller, params }) {
      const program = await ports.programs.get(params.id as ProgramId);
      const communityId = params.communityId as CommunityId;
      const next = program && (await endAnnouncements(ports.programs, { program, communityId, by: caller.person }));
      return next ? shown(ports, next) : gone;
    },
  }),

  operation({
    ...{ id: 'getProgramOverview', method: 'get', path: '/api/programs/{id}/overview', tag },
    summary: 'How a programme goes: its last 90 days',
    ...{ who: 'organizer', scope: 'read', status: 200 },
    problems: ['not-found'],
    params: path,
    answer: schemas.programOverview,
    async handle(ports, { params }) {
      const program = await ports.programs.get(params.id as ProgramId);
      if (!program) return gone;
      const overview = await programOverview(ports, program);
      return reply({
        ...overview,
        ...{ from: toIso(overview.from), to: toIso(overview.to) },
        weeks: overview.weeks.map((week) => ({ ...week, start: toIso(week.start) })),
        mentors: overview.mentors.map(({ mentor, ...load }) => ({ ...load, id: mentor.id, name: mentor.name })),
        failures: overview.failures.map((failure) => ({ ...failure, at: toIso(failure.at) })),
      });
    },
  }),

  operation({
    ...{ id: 'exportProgramMeetings', method: 'get', path: '/api/programs/{id}/meetings.csv', tag },
    summary: 'The sessions of the last 90 days and all ahead, as a table without their subjects',
    ...{ who: 'organizer', scope: 'read', status: 200 },
    problems: ['not-found'],
    params: path,
    answer: {
      type: 'text/csv',
      description: 'RFC 4180, in UTF-8 with a byte order mark, with a line of names; times are UTC',
    },
    async handle(ports, { params }) {
      const program = await ports.programs.get(params.id as ProgramId);
      if (!program) return gone;
      return reply(programCsv(ports, program), {
        headers: { 'content-disposition': 'attachment; filename="sessions.csv"' },
      });
    },
  }),
];
