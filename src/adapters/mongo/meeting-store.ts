import { trusted } from 'mongoose';
import type { Interval } from '#core/availability/interval.ts';
import { parseCursor, writeCursor } from '#core/meetings/list-cursor.ts';
import { limits, liveStatuses } from '#core/meetings/meeting.ts';
import type { MeetingQuery, MeetingStore } from '#core/meetings/meeting-store.ts';
import { minute } from '#core/time/clock.ts';
import { commitMeeting } from './book-cells.ts';
import type { Collections } from './collections.ts';
import { readAllIds } from './families.ts';
import { toMeeting } from './meeting-document.ts';
import { guarded } from './storage-error.ts';

/** Milliseconds. No meeting that starts this long before a moment, or longer, can reach past it. */
const longest = limits.duration.max * minute;

export function createMongoMeetingStore(books: Pick<Collections, 'meetings' | 'people'>): MeetingStore {
  const { meetings, people } = books;

  return {
    create: (meeting, effects) => guarded(() => commitMeeting(books, meeting, null, effects)),

    update: (meeting, effects) => guarded(() => commitMeeting(books, meeting, meeting.revision - 1, effects)),

    get: (id) =>
      guarded(async () => {
        const doc = await meetings.findOne({ _id: id }).lean();
        return doc && toMeeting(doc);
      }),

    list: (query) =>
      guarded(async () => {
        const personIds = await readAllIds(people, query.personIds);
        const direction = query.order === 'soonest-first' ? 1 : -1;
        // One meeting more than the page takes, which says whether there is a next one.
        const found = await meetings
          .find({
            personIds: trusted({ $in: personIds }),
            ...(query.role && { [`${query.role}Id`]: trusted({ $in: personIds }) }),
            status: trusted({ $in: [...query.statuses] }),
            ...boundsOf(query),
          })
          .sort({ scheduledAt: direction, _id: direction })
          .limit(query.limit + 1)
          .lean();
        const page = found.slice(0, query.limit);
        const last = page.at(-1);
        return {
          meetings: page.flatMap((doc) => toMeeting(doc) ?? []),
          next:
            last && found.length > query.limit ? writeCursor({ at: last.scheduledAt.getTime(), id: last._id }) : null,
        };
      }),

    ofProgram: ({ programId, endsAfter, cursor, limit }) =>
      guarded(async () => {
        const after = cursor === undefined ? null : parseCursor(cursor);
        const from = after && new Date(after.at);
        const found = await meetings
          .find({
            programId,
            endsAt: trusted(from ? { $gte: from } : { $gt: new Date(endsAfter) }),
            ...(after &&
              from && { $or: [{ endsAt: trusted({ $gt: from }) }, { endsAt: from, _id: trusted({ $gt: after.id }) }] }),
          })
          .sort({ endsAt: 1, _id: 1 })
          .limit(limit + 1)
          .lean();
        const page = found.slice(0, limit);
        const last = page.at(-1);
        return {
          meetings: page.flatMap((doc) => toMeeting(doc) ?? []),
          next: last && found.length > limit ? writeCursor({ at: last.endsAt.getTime(), id: last._id }) : null,
        };
      }),

    busy: (personIds, window, except) =>
      guarded(async () => {
        const found = await meetings
          .find(
            {
              personIds: trusted({ $in: await readAllIds(people, personIds) }),
              scheduledAt: trusted({ $gt: new Date(window.start - longest), $lt: new Date(window.end) }),
              endsAt: trusted({ $gt: new Date(window.start) }),
              status: trusted({ $in: [...liveStatuses] }),
            },
            { scheduledAt: 1, endsAt: 1 },
          )
          .sort({ scheduledAt: 1, _id: 1 })
          .lean();
        return found
          .filter(({ _id }) => _id !== except)
          .map(({ scheduledAt, endsAt }): Interval => ({ start: scheduledAt.getTime(), end: endsAt.getTime() }));
      }),
  };
}

/** Where the page begins and what has ended, as bounds of the start, so that the index is read from there. */
function boundsOf({ order, cursor, endsAfter, startsBefore }: MeetingQuery) {
  const forwards = order === 'soonest-first';
  const starts: { $gt?: Date; $gte?: Date; $lt?: Date; $lte?: Date } = {};
  if (endsAfter !== undefined) starts.$gt = new Date(endsAfter - longest);
  if (startsBefore !== undefined) starts.$lt = new Date(startsBefore);
  const { at, id } = cursor === undefined ? {} : parseCursor(cursor);
  const from = at === undefined ? null : new Date(at);
  if (from) starts[forwards ? '$gte' : '$lte'] = from;
  const beyond = forwards ? '$gt' : '$lt';
  return {
    ...(Object.keys(starts).length > 0 && { scheduledAt: trusted(starts) }),
    ...(endsAfter !== undefined && { endsAt: trusted({ $gt: new Date(endsAfter) }) }),
    ...(from &&
      id !== undefined && {
        $or: [{ scheduledAt: trusted({ [beyond]: from }) }, { scheduledAt: from, _id: trusted({ [beyond]: id }) }],
      }),
  };
}
