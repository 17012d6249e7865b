import type { Database } from '../../src/adapters/sqlite/database.ts';
import { putMeeting } from '../../src/adapters/sqlite/meeting-rows.ts';
import { type MeetingId, newId, type PersonId, type ProgramId } from '../../src/core/ids.ts';
import type { Meeting } from '../../src/core/meetings/meeting.ts';
import type { Instant } from '../../src/core/time/clock.ts';
import { onOwnConnection } from './open-stores.ts';
import { directChannelOf, messageId } from './quiet-front.ts';
import type { Stored } from './session-life.ts';

/** Who a copy is about, and when. */
export interface Copy {
  stored: Stored;
  programId: ProgramId;
  announcements: string;
  mentor: { id: PersonId; userId: string };
  learner: { id: PersonId; userId: string };
  scheduledAt: Instant;
}

const batch = 2_000;
/** What is a copy's own in the words of the session that was lived through: who, where, which message, and every moment. */
const own = /user-mentor-0|user-learner-0|mentor-0|learner-0|discord:guild|announcements"|"messageId":"\d+|\b\d{13}\b/;

type Fill = (copy: Copy, id: MeetingId) => string;

/** Stores as many copies of a session as there are, each for other people at another time, without waiting for the disk. */
export function fillSessions(databasePath: string, copies: Iterable<Copy>): void {
  onOwnConnection(databasePath, (db) => {
    db.get('PRAGMA cache_size = -500000');
    db.get('PRAGMA wal_autocheckpoint = 20000');
    const waiting: Copy[] = [];
    const store = () =>
      db.write('relaxed', () => {
        for (const copy of waiting.splice(0)) put(db, copy);
      });
    for (const copy of copies) if (waiting.push(copy) === batch) store();
    store();
    db.get('PRAGMA wal_checkpoint(TRUNCATE)');
  });
}

const templates = new Map<Stored, ReturnType<typeof templateOf>>();

function templateOf({ meeting, effects, places }: Stored) {
  const filled = (text: string) => fillIn(text, meeting);
  return {
    meeting: filled(JSON.stringify(meeting)),
    effects: effects.map((row) => ({
      ...row,
      ...{ id: filled(row.id), lane: filled(row.lane), document: filled(row.document) },
    })),
    places: places.map(({ key, document }) => ({ key: filled(key), document: filled(document) })),
  };
}

/** Cuts the text up once, so that each copy only has to be put together. */
function fillIn(text: string, { id, scheduledAt }: Meeting): Fill {
  const fields = new RegExp(`(${id}|${own.source})`);
  const parts = text.split(fields).map((part): string | Fill => {
    if (part === id) return (_copy, copyId) => copyId;
    if (part === 'user-mentor-0') return ({ mentor }) => directChannelOf(mentor.userId);
    if (part === 'user-learner-0') return ({ learner }) => directChannelOf(learner.userId);
    if (part === 'mentor-0') return ({ mentor }) => mentor.id;
    if (part === 'learner-0') return ({ learner }) => learner.id;
    if (part === 'discord:guild') return ({ programId }) => programId;
    if (part === 'announcements"') return ({ announcements }) => `${announcements}"`;
    if (part.startsWith('"messageId"')) return () => `"messageId":"${messageId(0)}`;
    if (/^\d{13}$/.test(part)) return (copy) => String(Number(part) - scheduledAt + copy.scheduledAt);
    return part;
  });
  return (copy, copyId) => parts.map((part) => (typeof part === 'string' ? part : part(copy, copyId))).join('');
}

function put(db: Database, copy: Copy): void {
  const { stored } = copy;
  const template = templates.get(stored) ?? templateOf(stored);
  templates.set(stored, template);
  const id = newId() as MeetingId;
  const shift = copy.scheduledAt - stored.meeting.scheduledAt;
  const shifted = (at: Instant | null) => (at === null ? null : at + shift);
  putMeeting(db, JSON.parse(template.meeting(copy, id)) as Meeting);
  for (const row of template.effects) {
    db.run(
      `INSERT INTO effects (id, meeting_id, sort, lane, due_at, ready_at, state, attempt, unanswered, reason, settled_at, document)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[row.id(copy, id), id, row.sort, row.lane(copy, id), row.due_at + shift, shifted(row.ready_at), row.state],
      ...[row.attempt, row.unanswered, row.reason, shifted(row.settled_at), row.document(copy, id)],
    );
  }
  for (const { key, document } of template.places) {
    db.run('INSERT INTO places (meeting_id, key, document) VALUES (?, ?, ?)', id, key(copy, id), document(copy, id));
  }
}
