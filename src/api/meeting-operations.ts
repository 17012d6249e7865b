import { z } from 'zod';
import { type MeetingId, newId, type PersonId, type ProgramId } from '#core/ids.ts';
import { hasJoined } from '#core/meetings/join.ts';
import { readCursor } from '#core/meetings/list-cursor.ts';
import { standsUntil } from '#core/meetings/may-do.ts';
import { type Status, statuses } from '#core/meetings/meeting.ts';
import type { Outcome, PersonEvent } from '#core/meetings/meetings.ts';
import { meetingIdForKey, requestOnce } from '#core/meetings/request-once.ts';
import { problemWords, wantedWords } from '#core/messages/problem-words.ts';
import { refusalWords } from '#core/messages/refusal-words.ts';
import { sessionFile } from '#core/queries/calendar-files.ts';
import { type MyMeetingsQuery, myMeetings, type OwnMeeting, own } from '#core/queries/my-meetings.ts';
import { programToMeet } from '#core/queries/programs-of.ts';
import type { ApiPorts } from './api-ports.ts';
import { meetingJson, meetingText } from './meeting-json.ts';
import { type Operation, operation, type Reply, reply, Written } from './operation.ts';
import { type Problem, problem, refused } from './problem.ts';
import type { ProblemKind } from './problem-kinds.ts';
import type { MeetingJson } from './schemas.ts';
import * as schemas from './schemas.ts';

const tag = 'Sessions';
const path = z.strictObject({ id: schemas.meetingId });
const usualPage = 25;

const askingProblems: readonly ProblemKind[] = [
  ...(['slot-taken', 'mentor-busy'] as const),
  ...(['too-soon', 'past', 'too-far', 'off-grid', 'not-usable'] as const),
];

/** Moments come in with their offset; what is absent stays absent. */
function instantOf(text: string | undefined): number | null {
  return text === undefined ? null : Date.parse(text);
}

function etagOf({ view }: OwnMeeting): string {
  return `"${view.meeting.revision}"`;
}

function shown(meeting: OwnMeeting, { clock }: ApiPorts, headers: Record<string, string> = {}): Reply<MeetingJson> {
  return reply(meetingJson(meeting, clock.now()), { headers: { etag: etagOf(meeting), ...headers } });
}

function answered(outcome: Outcome, ports: ApiPorts): Reply<MeetingJson> | Problem {
  return outcome.ok ? shown(outcome, ports) : refused(outcome.refusal, outcome.side);
}

async function ownOf(ports: ApiPorts, person: Parameters<typeof own>[1], id: string): Promise<OwnMeeting | null> {
  const view = await ports.meetings.view(id as MeetingId);
  return view && own(view, person);
}

/** What one press does to a session. */
function press(
  given: Pick<Operation, 'id' | 'method' | 'path' | 'summary'> & {
    body?: typeof schemas.decline;
    problems: readonly ProblemKind[];
    event(body: { reason?: string | undefined }): PersonEvent;
  },
): Operation {
  const { event, problems, ...description } = given;
  return operation({
    ...description,
    ...{ tag, who: 'caller', scope: 'write', ifMatch: 'possible', status: 200, etag: true, params: path },
    problems: ['not-found', 'wrong-status', 'changed', ...problems],
    answer: schemas.meeting,
    async handle(ports, { caller, params, body, ifRevision }) {
      const options = typeof ifRevision === 'number' ? { ifRevision } : {};
      return answered(await ports.meetings.act(params.id as MeetingId, caller.person, event(body), options), ports);
    },
  });
}

export const meetingOperations: readonly Operation[] = [
  operation({
    ...{ id: 'createMeeting', method: 'post', path: '/api/meetings/create', tag },
    summary: 'Ask a mentor for a session',
    description:
      'The time is held for both until the mentor answers or the request runs out. With an Idempotency-Key the same request sent again is answered with the same session.',
    ...{ who: 'caller', scope: 'write', idempotent: true, status: 201, etag: true },
    problems: [...askingProblems, 'not-a-mentor', 'yourself', 'several-programs', 'key-reused'],
    body: schemas.newMeeting,
    answer: schemas.meeting,
    async handle(ports, { caller: { person }, body, idempotencyKey }) {
      const mentorId = body.mentorId as PersonId;
      const programId = (body.programId ?? null) as ProgramId | null;
      const outcome = await requestOnce(ports.meetings, {
        id: idempotencyKey === null ? (newId() as MeetingId) : meetingIdForKey(person.id, idempotencyKey),
        ...{ mentorId, programId, learner: person },
        scheduledAt: Date.parse(body.scheduledAt),
        ...{ subject: body.subject, description: body.description ?? '' },
        ...(body.duration !== undefined && { duration: body.duration }),
        findProgram: () => programToMeet(ports, { learner: person, mentorId, programId }),
      });
      if (outcome.ok) return shown(outcome, ports, { location: `/api/meetings/${outcome.view.meeting.id}` });
      if ('refusal' in outcome) return refused(outcome.refusal, outcome.side);
      switch (outcome.notAsked) {
        case 'another':
          return problem('key-reused', problemWords.keyReused, { field: 'Idempotency-Key' });
        case 'several-programs':
          return problem('several-programs', problemWords.severalPrograms, { field: 'programId' });
        case 'yourself':
        case 'not-a-mentor':
          return refused({ reason: outcome.notAsked }, 'learner');
      }
    },
  }),

  operation({
    ...{ id: 'listMeetings', method: 'get', path: '/api/meetings', tag },
    summary: 'Your sessions',
    description: 'Page by page: `next` is the cursor of the page that follows, and null on the last one.',
    ...{ who: 'caller', scope: 'read', status: 200 },
    problems: ['invalid'],
    query: schemas.meetingFilter,
    answer: schemas.meetingPage,
    async handle(ports, { caller, query }) {
      const wanted = query.status?.split(',').filter(Boolean) ?? [];
      const strange = wanted.some((status) => !statuses.includes(status as Status));
      if (strange) {
        const words = problemWords.strangeField('status', wantedWords.oneOf(statuses));
        return problem('invalid', words, { field: 'status' });
      }
      if (query.cursor !== undefined && !readCursor(query.cursor))
        return problem('invalid', problemWords.cursorUnknown, { field: 'cursor' });
      const question: MyMeetingsQuery = {
        statuses: wanted as Status[],
        ...{ role: query.role ?? null, cursor: query.cursor ?? null },
        ...{ from: instantOf(query.from), to: instantOf(query.to) },
        ...{ order: query.order ?? 'soonest-first', limit: query.limit ?? usualPage },
      };
      const now = ports.clock.now();
      const asked = { askerId: caller.person.id, question, now };
      const answer = await ports.keptAnswers.answer(asked, async () => {
        const { meetings, next } = await myMeetings(ports, caller.person, question);
        const texts = meetings.map((meeting) => meetingText(meeting, now)).join(',');
        const until = Math.min(...meetings.map(({ view }) => standsUntil(view.meeting, now)));
        return { json: `{"meetings":[${texts}],"next":${JSON.stringify(next)}}`, until };
      });
      return reply(new Written(answer));
    },
  }),

  operation({
    ...{ id: 'getMeeting', method: 'get', path: '/api/meetings/{id}', tag },
    summary: 'One of your sessions',
    ...{ who: 'caller', scope: 'read', status: 200, etag: true },
    problems: ['not-found'],
    params: path,
    answer: schemas.meeting,
    async handle(ports, { caller, params }) {
      const found = await ownOf(ports, caller.person, params.id);
      return found ? shown(found, ports) : refused({ reason: 'unknown' }, 'learner');
    },
  }),

  operation({
    ...{ id: 'changeMeeting', method: 'put', path: '/api/meetings/{id}', tag },
    summary: 'Move a session, or say anew what it is about',
    description:
      'What is left out stays as it is. Time and words change in one step, or not at all. A booked session moves at once, and the other person is told; only whoever asked for it can change the words.',
    ...{ who: 'caller', scope: 'write', ifMatch: 'needed', status: 200, etag: true },
    problems: ['not-found', 'wrong-status', 'not-for-you', 'changed', 'outside-hours', ...askingProblems],
    params: path,
    body: schemas.meetingChange,
    answer: schemas.meeting,
    async handle(ports, { caller, params, body, ifRevision }) {
      const event: PersonEvent = {
        event: 'edit',
        ...(body.scheduledAt !== undefined && { scheduledAt: Date.parse(body.scheduledAt) }),
        ...(body.subject !== undefined && { subject: body.subject }),
        ...(body.description !== undefined && { description: body.description }),
      };
      const options = typeof ifRevision === 'number' ? { ifRevision } : {};
      return answered(await ports.meetings.act(params.id as MeetingId, caller.person, event, options), ports);
    },
  }),

  press({
    ...{ id: 'cancelMeeting', method: 'delete', path: '/api/meetings/{id}' },
    summary: 'Cancel a session, or withdraw a request',
    problems: ['not-for-you'],
    event: () => ({ event: 'cancel' }),
  }),
  press({
    ...{ id: 'acceptMeeting', method: 'post', path: '/api/meetings/{id}/accept' },
    summary: 'Accept a request',
    problems: ['not-for-you'],
    event: () => ({ event: 'accept' }),
  }),
  press({
    ...{ id: 'declineMeeting', method: 'post', path: '/api/meetings/{id}/decline' },
    summary: 'Decline a request, with a reason or without',
    body: schemas.decline,
    problems: ['not-for-you', 'not-usable'],
    event: ({ reason }) => ({ event: 'decline', ...(reason !== undefined && { reason }) }),
  }),

  operation({
    ...{ id: 'joinMeeting', method: 'post', path: '/api/meetings/{id}/join', tag },
    summary: 'The way into a session; marks that you came, when it is time',
    description: 'Before `joinFrom` of the session the link is answered just so, and nothing is marked.',
    ...{ who: 'caller', scope: 'write', status: 200, etag: true },
    problems: ['not-found', 'wrong-status'],
    params: path,
    answer: schemas.joined,
    async handle(ports, { caller, params }) {
      const outcome = await ports.meetings.act(params.id as MeetingId, caller.person, { event: 'join' });
      if (!outcome.ok) return refused(outcome.refusal, outcome.side);
      const meeting = meetingJson(outcome, ports.clock.now());
      const joined = hasJoined(outcome.view.meeting, outcome.side);
      return reply({ meeting, link: meeting.meetingLink, joined }, { headers: { etag: etagOf(outcome) } });
    },
  }),

  operation({
    ...{ id: 'getMeetingFile', method: 'get', path: '/api/meetings/{id}/calendar.ics', tag },
    summary: 'A booked session as a file for any calendar',
    ...{ who: 'caller', scope: 'read', status: 200 },
    problems: ['not-found', 'wrong-status'],
    params: path,
    answer: { type: 'text/calendar', description: 'iCalendar (RFC 5545); importing a newer one replaces the older' },
    async handle(ports, { caller, params }) {
      const found = await ownOf(ports, caller.person, params.id);
      if (!found) return refused({ reason: 'unknown' }, 'learner');
      const { status } = found.view.meeting;
      const file = sessionFile(ports, found);
      const words = refusalWords({ reason: 'wrong-status', status, event: 'join' }, found.side);
      if (file === null) return problem('wrong-status', words);
      return reply(file, { headers: { 'content-disposition': 'attachment; filename="session.ics"' } });
    },
  }),
];
