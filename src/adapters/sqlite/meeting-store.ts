import type { Interval } from '#core/availability/interval.ts';
import type { Effect } from '#core/effects/effect.ts';
import type { MeetingId, PersonId } from '#core/ids.ts';
import { isLive, limits, type Meeting, meetingInterval, personOn, type Side } from '#core/meetings/meeting.ts';
import type { CommitResult, MeetingQuery, MeetingStore } from '#core/meetings/meeting-store.ts';
import { type Instant, minute } from '#core/time/clock.ts';
import type { Database } from './database.ts';
import { insertEffects } from './effect-rows.ts';
import { putMeeting, readMeeting, readRevision } from './meeting-rows.ts';
import { allIdsOf } from './person-ids.ts';

/** Milliseconds. No meeting that starts this long before a moment, or longer, can reach past it. */
const longest = limits.duration.max * minute;

export function createSqliteMeetingStore(db: Database): MeetingStore {
  /** `before` is the revision that must be stored: null for none. */
  function commit(meeting: Meeting, before: number | null, effects: readonly Effect[]): CommitResult {
    return db.write('durable', () => {
      // Asked first: a writer that is out of date may run into an overlap only because it is.
      if (readRevision(db, meeting.id) !== before) return { ok: false, reason: 'stale' };
      const side = isLive(meeting.status) ? takenSide(db, meeting) : null;
      if (side) return { ok: false, reason: 'slot-taken', side };
      putMeeting(db, meeting);
      insertEffects(db, effects);
      return { ok: true };
    });
  }

  return {
    create: async (meeting, effects) => commit(meeting, null, effects),

    update: async (meeting, effects) => commit(meeting, meeting.revision - 1, effects),

    get: async (id) => readMeeting(db, id),

    list: async (query) => {
      const direction = query.order === 'soonest-first' ? 1 : -1;
      // By meeting, because two linked accounts may once have met each other: such a meeting is found twice.
      const rows = new Map<MeetingId, AttendanceRow>();
      for (const id of allIdsOf(db, query.personIds)) {
        for (const row of pageOf(db, id, query)) rows.set(row.meeting_id, row);
      }
      const found = [...rows.values()].sort((a, b) => direction * compareRows(a, b));
      const page = found.slice(0, query.limit);
      const last = page.at(-1);
      return {
        meetings: page.flatMap((row) => readMeeting(db, row.meeting_id) ?? []),
        next: last && found.length > query.limit ? `${last.scheduled_at}:${last.meeting_id}` : null,
      };
    },

    busy: async (personIds, window, except) => {
      const intervals = new Map<MeetingId, Interval>();
      for (const id of allIdsOf(db, personIds)) {
        for (const row of overlapping(db, id, window)) {
          if (row.meeting_id !== except) intervals.set(row.meeting_id, { start: row.scheduled_at, end: row.ends_at });
        }
      }
      return [...intervals.values()].sort((a, b) => a.start - b.start);
    },
  };
}

function takenSide(db: Database, meeting: Meeting): Side | null {
  const interval = meetingInterval(meeting);
  for (const side of ['mentor', 'learner'] as const) {
    for (const id of allIdsOf(db, [personOn(meeting, side)])) {
      for (const other of overlapping(db, id, interval)) if (other.meeting_id !== meeting.id) return side;
    }
  }
  return null;
}

/** Live meetings under one id that share time with the window. */
function overlapping(db: Database, personId: PersonId, window: Interval) {
  return db.all<{ meeting_id: MeetingId; scheduled_at: Instant; ends_at: Instant }>(
    `SELECT meeting_id, scheduled_at, ends_at FROM attendances
     WHERE person_id = ? AND scheduled_at > ? AND scheduled_at < ? AND ends_at > ? AND live = 1`,
    personId,
    window.start - longest,
    window.end,
    window.start,
  );
}

interface AttendanceRow {
  scheduled_at: Instant;
  meeting_id: MeetingId;
}

function compareRows(a: AttendanceRow, b: AttendanceRow): number {
  return a.scheduled_at - b.scheduled_at || (a.meeting_id < b.meeting_id ? -1 : 1);
}

/** One meeting more than the page takes, which says whether there is a next one. */
function pageOf(db: Database, personId: PersonId, query: MeetingQuery) {
  const forwards = query.order === 'soonest-first';
  const endsAfter = query.endsAfter ?? Number.MIN_SAFE_INTEGER + longest;
  const cursor = query.cursor === undefined ? null : parseCursor(query.cursor);
  const [order, comparison] = forwards ? ['ASC', '>'] : ['DESC', '<'];
  const [fromAt, fromId] = cursor ?? [forwards ? Number.MIN_SAFE_INTEGER : Number.MAX_SAFE_INTEGER, ''];
  return db.all<AttendanceRow>(
    `SELECT scheduled_at, meeting_id FROM attendances
     WHERE person_id = ? AND (scheduled_at, meeting_id) ${comparison} (?, ?) AND scheduled_at > ? AND ends_at > ?
       AND status IN (SELECT value FROM json_each(?))
     ORDER BY scheduled_at ${order}, meeting_id ${order} LIMIT ?`,
    personId,
    fromAt,
    fromId,
    endsAfter - longest,
    endsAfter,
    JSON.stringify(query.statuses),
    query.limit + 1,
  );
}

function parseCursor(cursor: string): [Instant, string] {
  const [, at, id] = /^(-?\d+):(.+)$/.exec(cursor) ?? [];
  if (at === undefined || id === undefined) throw new RangeError(`Not a cursor of a list of meetings: ${cursor}`);
  return [Number(at), id];
}
