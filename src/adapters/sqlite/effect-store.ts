import { randomUUID } from 'node:crypto';
import type { Effect, Place } from '#core/effects/effect.ts';
import type { Claim, EffectStore, Settlement } from '#core/effects/effect-store.ts';
import type { EffectId, MeetingId } from '#core/ids.ts';
import type { Meeting } from '#core/meetings/meeting.ts';
import type { Instant } from '#core/time/clock.ts';
import type { Database } from './database.ts';
import { insertEffects, ofMeeting } from './effect-rows.ts';
import { createGroupCommit } from './group-commit.ts';
import { putMeeting, readMeeting } from './meeting-rows.ts';

interface DueRow {
  seq: number;
  lane: string;
  state: 'waiting' | 'claimed';
  attempt: number;
  unanswered: number;
  document: string;
}

/** How many meetings one sweep forgets the effects of, some thirty rows each: nothing else is done meanwhile. The next one goes on. */
const pruneBatch = 100;

/**
 * What may be claimed, in order. A live lease in the lane keeps everything of that lane waiting, an earlier unsettled notice keeps the later
 * ones waiting. (That of one lane only the first may go is left to the caller, who sees the rows in order.)
 */
const due = `
  SELECT seq, lane, attempt, unanswered, document FROM effects AS due INDEXED BY effects_due
  WHERE ready_at IS NOT NULL AND due_at <= ?1 AND ready_at <= ?1
    AND NOT EXISTS (
      SELECT 1 FROM effects INDEXED BY effects_claimed
      WHERE state = 'claimed' AND lane = due.lane AND ready_at > ?1)
    AND NOT (sort = 'notice' AND EXISTS (
      SELECT 1 FROM effects INDEXED BY effects_notices
      WHERE sort = 'notice' AND settled_at IS NULL AND lane = due.lane AND (due_at, seq) < (due.due_at, due.seq)))
  ORDER BY due_at, seq`;

export function createSqliteEffectStore(db: Database): EffectStore {
  const together = createGroupCommit(db);
  return {
    claim: async ({ now, leaseUntil, limit }) => {
      if (limit <= 0) return [];
      return db.write('relaxed', () => {
        const rows = new Map<string, DueRow>();
        for (const row of db.each<DueRow>(due, now)) {
          if (!rows.has(row.lane)) rows.set(row.lane, row);
          if (rows.size === limit) break;
        }
        if (rows.size === 0) return [];
        const token = randomUUID();
        db.run(
          `UPDATE effects SET state = 'claimed', token = ?, ready_at = ?, attempt = attempt + 1
           WHERE seq IN (SELECT value FROM json_each(?))`,
          token,
          leaseUntil,
          JSON.stringify(Array.from(rows.values(), (row) => row.seq)),
        );
        const meetings = new Map<MeetingId, Meeting | null>();
        return Array.from(rows.values(), (row): Claim => {
          const effect = JSON.parse(row.document) as Effect;
          return {
            effect,
            meeting: effect.meetingId === null ? null : once(meetings, effect.meetingId, (id) => readMeeting(db, id)),
            attempt: row.attempt + 1,
            unanswered: row.unanswered,
            token,
          };
        });
      });
    },

    sending: async (claim) =>
      db.write(
        'relaxed',
        () =>
          db.run(
            `UPDATE effects SET unanswered = ? WHERE id = ? AND token = ? AND state = 'claimed'`,
            claim.unanswered + 1,
            claim.effect.id,
            claim.token,
          ) === 1,
      ),

    settle: async (claim, settlement) =>
      // What others were promised (a new effect, a fact about the meeting) is durable; a bare outcome may be lost with the power, and the
      // effect is then repeated, which every kind of effect is made to bear.
      together(settlement.meeting || settlement.unreached || settlement.effects?.length ? 'durable' : 'relaxed', () => {
        if (!recordOutcome(db, claim, settlement)) return false;
        const { meetingId } = claim.effect;
        if (meetingId !== null) {
          patchMeeting(db, meetingId, settlement);
          for (const place of settlement.places ?? []) putPlace(db, meetingId, place);
        }
        insertEffects(db, settlement.effects ?? []);
        return true;
      }),

    nextDueAt: async (after = Number.NEGATIVE_INFINITY) =>
      db.get<{ at: Instant | null }>(
        'SELECT min(ready_at) AS at FROM effects INDEXED BY effects_ready WHERE ready_at IS NOT NULL AND ready_at > ?',
        after,
      )?.at ?? null,

    add: async (effects) => db.write('durable', () => insertEffects(db, effects)),

    placesOf: async (meetingId) =>
      db
        .all<{ document: string }>('SELECT document FROM places WHERE meeting_id = ? ORDER BY key', meetingId)
        .map((row) => JSON.parse(row.document) as Place),

    releaseClaims: async () =>
      db.write('relaxed', () =>
        db.run(
          `UPDATE effects SET state = 'waiting', token = NULL, ready_at = due_at
           WHERE ready_at IS NOT NULL AND state = 'claimed'`,
        ),
      ),

    failures: async (limit) =>
      db
        .all<{ id: EffectId; reason: string; settled_at: Instant }>(
          `SELECT id, reason, settled_at FROM effects WHERE state = 'failed' ORDER BY settled_at DESC, seq DESC LIMIT ?`,
          limit,
        )
        .map(({ id, reason, settled_at }) => ({ id, reason, at: settled_at })),

    prune: async (before) =>
      db.write('relaxed', () => {
        let forgotten = db.run('DELETE FROM effects WHERE meeting_id IS NULL AND settled_at < ?', before);
        const old = db.all<{ id: MeetingId }>(
          'SELECT id FROM meetings WHERE prune_at < ? ORDER BY prune_at LIMIT ?',
          ...[before, pruneBatch],
        );
        for (const { id } of old) {
          forgotten += db.run(`DELETE FROM effects WHERE ${ofMeeting} AND ready_at IS NULL`, id);
          forgotten += db.run('DELETE FROM places WHERE meeting_id = ?', id);
          // What is not settled yet is looked at again by a later sweep, behind all the others.
          db.run(
            `UPDATE meetings SET prune_at = iif(EXISTS (SELECT 1 FROM effects WHERE ${ofMeeting}), ?2, NULL) WHERE id = ?1`,
            ...[id, before],
          );
        }
        return forgotten;
      }),
  };
}

/**
 * The token alone decides. A lease that ran out unnoticed is not lost yet: as long as nobody took the effect over, what was done is recorded,
 * which is better than doing it again.
 */
function recordOutcome(db: Database, claim: Claim, { outcome, now }: Settlement): boolean {
  const again = outcome.state === 'retry';
  const changed = db.run(
    `UPDATE effects SET state = ?, ready_at = ?, settled_at = ?, reason = ?, token = NULL, unanswered = iif(?, unanswered, ?)
     WHERE id = ? AND token = ? AND state = 'claimed'`,
    again ? 'waiting' : outcome.state,
    again ? outcome.at : null,
    again ? null : now,
    outcome.state === 'done' ? null : outcome.reason,
    again && outcome.doubtful === true ? 1 : 0,
    claim.unanswered,
    claim.effect.id,
    claim.token,
  );
  return changed === 1;
}

/** Raises the revision only when something changes, so that nobody who is deciding about the meeting is refused for nothing. */
function patchMeeting(db: Database, meetingId: MeetingId, { meeting: facts, unreached, now }: Settlement): void {
  if (!facts && !unreached) return;
  const meeting = readMeeting(db, meetingId);
  if (!meeting) return;
  const patched: Meeting = { ...meeting, ...facts };
  const known = meeting.unreached.some(
    (entry) => entry.personId === unreached?.personId && entry.platform === unreached.platform,
  );
  if (unreached && !known) patched.unreached = [...meeting.unreached, unreached];
  const changed =
    patched.meetingLink !== meeting.meetingLink ||
    patched.linkGivenUp !== meeting.linkGivenUp ||
    patched.meetingId !== meeting.meetingId ||
    patched.unreached !== meeting.unreached;
  if (changed) putMeeting(db, { ...patched, revision: meeting.revision + 1, updatedAt: now });
}

function putPlace(db: Database, meetingId: MeetingId, place: Place): void {
  db.run(
    `INSERT INTO places (meeting_id, key, document) VALUES (?, ?, ?)
     ON CONFLICT (meeting_id, key) DO UPDATE SET document = excluded.document`,
    meetingId,
    place.key,
    JSON.stringify(place),
  );
}

function once<Key, Value>(known: Map<Key, Value>, key: Key, read: (key: Key) => Value): Value {
  const value = known.get(key) ?? read(key);
  known.set(key, value);
  return value;
}
