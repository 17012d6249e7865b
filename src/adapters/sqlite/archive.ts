import {
  type Archive,
  type ArchivedEffect,
  type ArchiveKind,
  type ArchiveKinds,
  archivedCredentials,
} from '#core/archive/archive.ts';
import type { Effect, Place } from '#core/effects/effect.ts';
import type { EffectId, MeetingId, PersonId, ProgramId } from '#core/ids.ts';
import type { Program } from '#core/programs/program.ts';
import type { ProgramStore } from '#core/programs/program-store.ts';
import type { Instant } from '#core/time/clock.ts';
import { createSqliteConnectionStore, putGoogleAccount } from './connection-store.ts';
import { insertCredential, readCredential } from './credential-rows.ts';
import type { Database } from './database.ts';
import { ofMeeting } from './effect-rows.ts';
import { putMeeting, readMeeting } from './meeting-rows.ts';
import { readPerson } from './person-rows.ts';
import { createSqliteProgramStore } from './program-store.ts';

interface EffectRow {
  state: ArchivedEffect['state'] | 'claimed';
  due_at: Instant;
  ready_at: Instant | null;
  attempt: number;
  unanswered: number;
  reason: string | null;
  settled_at: Instant | null;
  document: string;
}

/** Where the ids of each kind are found. */
const ids: Record<ArchiveKind, string> = {
  people: 'SELECT id FROM people WHERE merged_into IS NULL',
  credentials: `SELECT id FROM credentials WHERE kind IN (${archivedCredentials.map((kind) => `'${kind}'`).join(', ')})`,
  connections: 'SELECT sub AS id FROM google_accounts',
  programs: 'SELECT id FROM programs',
  meetings: 'SELECT id FROM meetings',
  notices: 'SELECT id FROM effects WHERE meeting_id IS NULL',
  scratch: `SELECT kind || ':' || id AS id FROM scratch`,
};

/** Writes without waiting for the disk: what closing the database (by `onClose`) brings there, a power cut before that makes the copy begin again. */
export function createSqliteArchive(db: Database, onClose: () => void): Archive {
  const programStore = createSqliteProgramStore(db);
  const connections = createSqliteConnectionStore(db);
  const readers: { [Kind in ArchiveKind]: (id: string) => Promise<ArchiveKinds[Kind] | null> } = {
    people: async (id) => readArchivedPerson(db, id as PersonId),
    credentials: async (id) => readArchivedCredential(db, id),
    connections: async (id) => {
      const account = await connections.find(id);
      return account && { id, account };
    },
    programs: (id) => readArchivedProgram(programStore, id as ProgramId),
    meetings: async (id) => readArchivedMeeting(db, id as MeetingId),
    notices: async (id) => readNotice(db, id as EffectId),
    scratch: async (id) => readScratch(db, id),
  };
  const writers: { [Kind in ArchiveKind]: (record: ArchiveKinds[Kind]) => void } = {
    people: (record) => writePerson(db, record),
    credentials: ({ id, credential }) => {
      db.run('DELETE FROM credentials WHERE id = ?', id);
      insertCredential(db, credential);
    },
    connections: ({ account }) => putGoogleAccount(db, account),
    programs: (record) => writeProgram(db, record.program),
    meetings: (record) => writeMeeting(db, record),
    notices: ({ notice }) => {
      db.run('DELETE FROM effects WHERE id = ?', notice.effect.id);
      insertArchivedEffect(db, notice);
    },
    scratch: (record) => writeScratch(db, record),
  };

  async function readMany<Kind extends ArchiveKind>(kind: Kind, wanted: readonly string[]) {
    const found: ArchiveKinds[Kind][] = [];
    for (const id of wanted) {
      const record = await readers[kind](id);
      if (record) found.push(record);
    }
    return found;
  }

  return {
    count: async (kind) => db.get<{ count: number }>(`SELECT count(*) AS count FROM (${ids[kind]})`)?.count ?? 0,
    read: (kind, after, limit) => {
      const page = db.all<{ id: string }>(
        `SELECT id FROM (${ids[kind]}) WHERE id > ? ORDER BY id LIMIT ?`,
        after ?? '',
        limit,
      );
      return readMany(
        kind,
        page.map(({ id }) => id),
      );
    },
    readMany,
    write: async (kind, record) => db.write('relaxed', () => writers[kind](record)),
    close: async () => onClose(),
  };
}

function readArchivedPerson(db: Database, id: PersonId): ArchiveKinds['people'] | null {
  const row = db.get<{ zone_said: number }>('SELECT zone_said FROM people WHERE id = ? AND merged_into IS NULL', id);
  const person = row ? readPerson(db, id) : null;
  return row && person ? { id, person, zoneSaid: row.zone_said === 1 } : null;
}

function readArchivedCredential(db: Database, id: string): ArchiveKinds['credentials'] | null {
  const credential = readCredential(db, id);
  return credential && (archivedCredentials as readonly string[]).includes(credential.kind) ? { id, credential } : null;
}

async function readArchivedProgram(store: ProgramStore, id: ProgramId): Promise<ArchiveKinds['programs'] | null> {
  const program = await store.get(id);
  return program && { id, program };
}

function readArchivedMeeting(db: Database, id: MeetingId): ArchiveKinds['meetings'] | null {
  const meeting = readMeeting(db, id);
  if (!meeting) return null;
  const effects = db.all<EffectRow>(`SELECT * FROM effects WHERE ${ofMeeting} ORDER BY seq`, id).map(toArchived);
  const places = db
    .all<{ document: string }>('SELECT document FROM places WHERE meeting_id = ? ORDER BY key', id)
    .map((row) => JSON.parse(row.document) as Place);
  return { id, meeting, effects, places };
}

function readNotice(db: Database, id: EffectId): ArchiveKinds['notices'] | null {
  const row = db.get<EffectRow>('SELECT * FROM effects WHERE id = ? AND meeting_id IS NULL', id);
  return row ? { id, notice: toArchived(row) } : null;
}

function readScratch(db: Database, id: string): ArchiveKinds['scratch'] | null {
  const row = db.get<{ data: string; expires_at: Instant }>(
    'SELECT data, expires_at FROM scratch WHERE kind = ? AND id = ?',
    ...splitScratchId(id),
  );
  return row ? { id, data: JSON.parse(row.data), expiresAt: row.expires_at } : null;
}

function toArchived(row: EffectRow): ArchivedEffect {
  const { state } = row;
  return {
    effect: JSON.parse(row.document) as Effect,
    state: state === 'claimed' ? 'waiting' : state,
    readyAt: state === 'claimed' ? row.due_at : row.ready_at,
    attempt: row.attempt,
    unanswered: row.unanswered,
    reason: row.reason,
    settledAt: row.settled_at,
  };
}

function writePerson(db: Database, { id, person, zoneSaid }: ArchiveKinds['people']): void {
  db.run(
    `INSERT INTO people (id, zone, zone_said, mentor, mentor_revision, updated_at) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET zone = excluded.zone, zone_said = excluded.zone_said, mentor = excluded.mentor,
       mentor_revision = excluded.mentor_revision, updated_at = excluded.updated_at`,
    id,
    person.zone,
    Number(zoneSaid),
    person.mentor && JSON.stringify(person.mentor),
    person.mentorRevision,
    person.updatedAt,
  );
  for (const other of person.ids.filter((one) => one !== id)) {
    db.run(
      `INSERT INTO people (id, merged_into, updated_at) VALUES (?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET merged_into = excluded.merged_into`,
      other,
      id,
      person.updatedAt,
    );
  }
  for (const { key } of person.accounts) {
    db.run('DELETE FROM account_communities WHERE account_key = ?', key);
    db.run('DELETE FROM accounts WHERE key = ?', key);
  }
  for (const [position, account] of person.accounts.entries()) {
    db.run(
      `INSERT INTO accounts (key, person_id, position, platform, user_id, workspace_id, name, room_id)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      account.key,
      id,
      position,
      account.platform,
      account.userId,
      account.workspaceId,
      account.name,
      account.roomId,
    );
    for (const communityId of account.communityIds) {
      db.run('INSERT INTO account_communities (account_key, community_id) VALUES (?, ?)', account.key, communityId);
    }
  }
}

function writeProgram(db: Database, { id, communities, settings, organizerIds, contactIds, revision }: Program): void {
  db.run(
    `INSERT INTO programs (id, settings, organizers, contacts, revision) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET settings = excluded.settings, organizers = excluded.organizers,
       contacts = excluded.contacts, revision = excluded.revision`,
    id,
    JSON.stringify(settings),
    JSON.stringify(organizerIds),
    JSON.stringify(contactIds),
    revision,
  );
  for (const community of communities) {
    db.run('DELETE FROM communities WHERE id = ?', community.id);
    db.run(
      `INSERT INTO communities (id, program_id, platform, external_id, name, channel_id) VALUES (?, ?, ?, ?, ?, ?)`,
      community.id,
      id,
      community.platform,
      community.externalId,
      community.name,
      community.announcementChannelId,
    );
  }
}

function writeMeeting(db: Database, { id, meeting, effects, places }: ArchiveKinds['meetings']): void {
  putMeeting(db, meeting);
  db.run(`DELETE FROM effects WHERE ${ofMeeting}`, id);
  for (const effect of effects) insertArchivedEffect(db, effect);
  db.run('DELETE FROM places WHERE meeting_id = ?', id);
  for (const place of places) {
    db.run('INSERT INTO places (meeting_id, key, document) VALUES (?, ?, ?)', id, place.key, JSON.stringify(place));
  }
}

function insertArchivedEffect(db: Database, archived: ArchivedEffect): void {
  const { effect, state, readyAt, attempt, unanswered, reason, settledAt } = archived;
  db.run(
    `INSERT INTO effects (id, meeting_id, sort, lane, due_at, ready_at, state, attempt, unanswered, reason, settled_at, document)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    effect.id,
    effect.meetingId,
    effect.what.sort,
    effect.lane,
    effect.dueAt,
    readyAt,
    state,
    attempt,
    unanswered,
    reason,
    settledAt,
    JSON.stringify(effect),
  );
}

function writeScratch(db: Database, { id, data, expiresAt }: ArchiveKinds['scratch']): void {
  db.run(
    `INSERT INTO scratch (kind, id, data, expires_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (kind, id) DO UPDATE SET data = excluded.data, expires_at = excluded.expires_at`,
    ...splitScratchId(id),
    JSON.stringify(data),
    expiresAt,
  );
}

/** Kinds have no colon; ids may have. */
function splitScratchId(id: string): [string, string] {
  const at = id.indexOf(':');
  return [id.slice(0, at), id.slice(at + 1)];
}
