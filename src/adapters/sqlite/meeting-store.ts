import type { Interval } from '#core/availability/interval.ts';
import type { Effect } from '#core/effects/effect.ts';
import type { MeetingId, PersonId } from '#core/ids.ts';
import { parseCursor, writeCursor } from '#core/meetings/list-cursor.ts';
import {
  statuses as allStatuses,
  isLive,
  limits,
  type Meeting,
  meetingInterval,
  personOn,
  type Side,
} from '#core/meetings/meeting.ts';
import type { CommitResult, MeetingQuery, MeetingStore, ProgramMeetingsQuery } from '#core/meetings/meeting-store.ts';
import { type Instant, minute } from '#core/time/clock.ts';
import type { Database } from './database.ts';
import { insertEffects } from './effect-rows.ts';
import { putMeeting, readMeeting, readRevision } from './meeting-rows.ts';
import { allIdsOf } from './person-ids.ts';

/** Meetings kept as they were last read, some kilobytes each. */
const mostKept = 2_000;

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

  const kept = new Map<MeetingId, Meeting>();

  /** The same object as long as nobody wrote: every write raises the revision. So pages that are asked for again and again cost no reading. */
  function keptMeeting(id: MeetingId, revision: number): Meeting | null {
    const known = kept.get(id);
    if (known?.revision === revision) return known;
    const meeting = readMeeting(db, id);
    if (!meeting) return null;
    if (kept.size >= mostKept) kept.clear();
    kept.set(id, Object.freeze(meeting));
    return meeting;
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
        meetings: page.flatMap((row) => keptMeeting(row.meeting_id, row.revision) ?? []),
        next: last && found.length > query.limit ? writeCursor({ at: last.scheduled_at, id: last.meeting_id }) : null,
      };
    },

    ofProgram: async (query) => {
      const rows = pageOfProgram(db, query);
      const page = rows.slice(0, query.limit);
      const last = page.at(-1);
      return {
        meetings: page.map((row) => JSON.parse(row.document) as Meeting),
        next: last && rows.length > query.limit ? writeCursor({ at: last.ends_at, id: last.id }) : null,
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
  revision: number;
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
  // Only what narrows the page is asked for; the order of the two tables is given: one range of what a person attends, and each meeting one look.
  const someStatuses = query.statuses.length < allStatuses.length;
  const marks = query.statuses.map(() => '?').join();
  return db.all<AttendanceRow>(
    `SELECT scheduled_at, meeting_id, revision FROM attendances CROSS JOIN meetings ON meetings.id = meeting_id
     WHERE person_id = ? AND (scheduled_at, meeting_id) ${comparison} (?, ?) AND scheduled_at > ? AND scheduled_at < ?
       AND attendances.ends_at > ? ${query.role ? 'AND side = ?' : ''} ${someStatuses ? `AND status IN (${marks})` : ''}
     ORDER BY scheduled_at ${order}, meeting_id ${order} LIMIT ?`,
    personId,
    cursor?.at ?? (forwards ? Number.MIN_SAFE_INTEGER : Number.MAX_SAFE_INTEGER),
    cursor?.id ?? '',
    endsAfter - longest,
    query.startsBefore ?? Number.MAX_SAFE_INTEGER,
    endsAfter,
    ...(query.role ? [query.role] : []),
    ...(someStatuses ? query.statuses : []),
    query.limit + 1,
  );
}

function pageOfProgram(db: Database, { programId, endsAfter, cursor, limit }: ProgramMeetingsQuery) {
  const after = cursor === undefined ? null : parseCursor(cursor);
  return db.all<{ id: MeetingId; ends_at: Instant; document: string }>(
    `SELECT id, ends_at, document FROM meetings
     WHERE program_id = ? AND ends_at > ? AND (ends_at, id) > (?, ?) ORDER BY ends_at, id LIMIT ?`,
    programId,
    endsAfter,
    after?.at ?? endsAfter,
    after?.id ?? '',
    limit + 1,
  );
}
