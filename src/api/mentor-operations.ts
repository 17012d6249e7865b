import { z } from 'zod';
import type { MeetingId, PersonId } from '#core/ids.ts';
import { problemWords } from '#core/messages/problem-words.ts';
import { bookableMentors } from '#core/queries/bookable-mentors.ts';
import { mentorSlots } from '#core/queries/mentor-slots.ts';
import { isoOrNull, toIso } from './meeting-json.ts';
import { type Operation, operation, reply } from './operation.ts';
import { problem, refused } from './problem.ts';
import * as schemas from './schemas.ts';

const tag = 'Mentors';

export const mentorOperations: readonly Operation[] = [
  operation({
    ...{ id: 'listMentors', method: 'get', path: '/api/mentors', tag },
    summary: 'Whom you can ask for a session, soonest first',
    ...{ who: 'caller', scope: 'read', status: 200 },
    problems: ['invalid'],
    query: schemas.mentorFilter,
    answer: schemas.mentorList,
    async handle(ports, { caller, query }) {
      const found = await bookableMentors(ports, caller.person, query.q ?? '');
      const mentors = found.map(({ mentor, programIds, soonest }) => ({
        ...{ id: mentor.id, name: mentor.name, zone: mentor.zone },
        ...{ topics: mentor.mentor?.topics ?? [], duration: mentor.mentor?.duration ?? 0 },
        ...{ programIds, soonest: isoOrNull(soonest) },
      }));
      return reply({ mentors });
    },
  }),

  operation({
    ...{ id: 'listSlots', method: 'get', path: '/api/mentors/{id}/slots', tag },
    summary: 'When a mentor is free, and you as well',
    ...{ who: 'caller', scope: 'read', status: 200 },
    problems: ['invalid', 'not-found', 'not-usable'],
    params: z.strictObject({ id: schemas.personId }),
    query: schemas.slotFilter,
    answer: schemas.slots,
    async handle(ports, { caller, params, query }) {
      const answer = await mentorSlots(ports, caller.person, {
        mentorId: params.id as PersonId,
        from: query.from === undefined ? null : Date.parse(query.from),
        to: query.to === undefined ? null : Date.parse(query.to),
        duration: query.duration ?? null,
        except: (query.except ?? null) as MeetingId | null,
      });
      if (answer.ok) return reply({ duration: answer.duration, slots: answer.slots.map(toIso) });
      return answer.reason === 'duration'
        ? refused({ reason: 'duration' }, 'learner')
        : problem('not-found', problemWords.notFound);
    },
  }),
];
