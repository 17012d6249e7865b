import type { SQLInputValue } from 'node:sqlite';
import type { Meeting } from '../../src/core/meetings/meeting.ts';
import { hour, type Instant, minute } from '../../src/core/time/clock.ts';
import { NOW } from '../../tests/builders.ts';
import { onOwnConnection, openSqliteStores } from './open-stores.ts';
import { createStudyHall } from './study-hall.ts';

/** What is stored of one session at a moment of its life: every row but its people's. */
export interface Stored {
  meeting: Meeting;
  effects: EffectRow[];
  places: { key: string; document: string }[];
}

export type EffectRow = Record<'id' | 'lane' | 'sort' | 'state' | 'document', string> &
  Record<'due_at' | 'attempt' | 'unanswered', number> &
  Record<'ready_at' | 'settled_at', number | null> &
  Record<'reason', string | null>;

export interface SessionLife {
  /** Accepted, everybody told, and announced; all reminders are still to come. */
  booked: Stored;
  /** After the reminder of the day before. */
  reminded: Stored;
  /** Over, and asked about. */
  completed: Stored;
}

/** One session on Discord, lived through by the product's own code on an empty database: as it is stored at three moments. */
export async function liveASession(databasePath: string): Promise<SessionLife> {
  const stores = await openSqliteStores(databasePath);
  let now: Instant = NOW;
  const { meetings, carryOut, nextRequest } = await createStudyHall(stores, { clock: { now: () => now } });
  const asked = nextRequest();

  async function livedUntil(moment: Instant): Promise<Stored> {
    // Whatever becomes due on the way has its moment.
    for (let next = await stores.effects.nextDueAt(); next !== null && next <= moment; ) {
      now = Math.max(now, next);
      carryOut.pump();
      await carryOut.idle();
      next = await stores.effects.nextDueAt();
    }
    now = moment;
    return onOwnConnection(databasePath, (db) => {
      const stored = db.get<{ document: string }>('SELECT document FROM meetings');
      if (!stored) throw new Error('There is no session.');
      const meeting = JSON.parse(stored.document) as Meeting;
      const columns = 'id, lane, sort, state, document, due_at, attempt, unanswered, ready_at, settled_at, reason';
      return {
        meeting,
        effects: db.all<EffectRow & Record<string, SQLInputValue>>(`SELECT ${columns} FROM effects ORDER BY seq`),
        places: db.all<{ key: string; document: string }>('SELECT key, document FROM places'),
      };
    });
  }

  try {
    const requested = await meetings.request(asked);
    if (!requested.ok) throw new Error(`The request was refused: ${requested.refusal.reason}`);
    await livedUntil(NOW + hour);
    const accepted = await meetings.act(asked.id, requested.view.mentor, { event: 'accept' });
    if (!accepted.ok) throw new Error(`The session was refused: ${accepted.refusal.reason}`);
    const { scheduledAt, duration } = requested.view.meeting;
    const booked = await livedUntil(scheduledAt - 24 * hour - minute);
    const reminded = await livedUntil(scheduledAt - hour);
    const completed = await livedUntil(scheduledAt + (duration + 1) * minute);
    if (completed.meeting.status !== 'completed') throw new Error(`The session is ${completed.meeting.status}.`);
    return { booked, reminded, completed };
  } finally {
    await stores.close();
  }
}
