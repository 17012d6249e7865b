import type { MeetingId, PersonId } from '#core/ids.ts';
import type { Arrival, PeopleStore } from '#core/people/people-store.ts';
import type { Person } from '#core/people/person.ts';
import type { Database } from './database.ts';
import { allIdsOf, canonicalId } from './person-ids.ts';
import { ownerOf, readPerson, readPersonOf } from './person-rows.ts';

export function createSqlitePeopleStore(db: Database): PeopleStore {
  /** For ids the caller has from this store; an unknown one is a mistake in the program. */
  function existing(person: Person | null, id: PersonId): Person {
    if (!person) throw new Error(`There is no person ${id}`);
    return person;
  }

  /** Writes columns of the person behind the id. In a transaction. */
  function change(id: PersonId, assignment: string, ...values: (string | number | null)[]): void {
    const changed = db.run(`UPDATE people SET ${assignment} WHERE id = ?`, ...values, canonicalId(db, id));
    if (changed === 0) existing(null, id);
  }

  return {
    arrive: async (arrival) => {
      // Nearly every click is by somebody we know, where nothing has changed: that costs no write.
      const known = readPersonOf(db, arrival.account.key);
      if (known && !hasNews(db, known, arrival)) return known;
      return db.write('durable', () => existing(readPerson(db, record(db, arrival)), arrival.newPersonId));
    },

    get: async (id) => readPerson(db, id),

    getMany: async (ids) => {
      const people = new Map<PersonId, Person>();
      for (const id of new Set(ids)) {
        const person = readPerson(db, id);
        if (person) people.set(id, person);
      }
      return people;
    },

    byAccount: async (key) => readPersonOf(db, key),

    setZone: async (id, zone, now) =>
      db.write('durable', () => change(id, 'zone = ?, zone_said = 1, updated_at = ?', zone, now)),

    setMentor: async (id, mentor, now, ifRevision = null) =>
      db.write('durable', () => {
        if (ifRevision !== null && existing(readPerson(db, id), id).mentorRevision !== ifRevision) return false;
        change(id, 'mentor = ?, mentor_revision = mentor_revision + 1, updated_at = ?', JSON.stringify(mentor), now);
        return true;
      }),

    setRoom: async (key, roomId) => {
      db.write('durable', () => db.run('UPDATE accounts SET room_id = ? WHERE key = ?', roomId, key));
    },

    mentorsIn: async (communityIds) => {
      const rows = db.all<{ id: PersonId }>(
        `SELECT DISTINCT people.id FROM account_communities
           JOIN accounts ON accounts.key = account_key
           JOIN people ON people.id = accounts.person_id
         WHERE community_id IN (SELECT value FROM json_each(?)) AND mentor IS NOT NULL`,
        JSON.stringify(communityIds),
      );
      return rows
        .flatMap((row) => readPerson(db, row.id) ?? [])
        .sort((a, b) => a.name.localeCompare(b.name, 'en') || (a.id < b.id ? -1 : 1));
    },

    link: async (from, into, now) =>
      db.write('durable', () => {
        const source = canonicalId(db, from);
        const target = canonicalId(db, into);
        if (source === target) return { ok: false, reason: 'same-person' };
        existing(readPerson(db, source), from);
        existing(readPerson(db, target), into);
        const meetingIds = findOverlaps(db, source, target);
        if (meetingIds.length > 0) return { ok: false, reason: 'overlap', meetingIds };
        merge(db, source, target, now);
        return { ok: true };
      }),
  };
}

function hasNews(db: Database, known: Person, { account, communityId, zone }: Arrival): boolean {
  const stored = known.accounts.find(({ key }) => key === account.key);
  if (!stored || stored.name !== account.name) return true;
  if (communityId !== null && !stored.communityIds.includes(communityId)) return true;
  return zone !== null && zone !== known.zone && !hasSaidZone(db, known.id);
}

function hasSaidZone(db: Database, id: PersonId): boolean {
  return db.get<{ zone_said: number }>('SELECT zone_said FROM people WHERE id = ?', id)?.zone_said === 1;
}

/** Brings what the arrival tells into the tables, and answers with the id of the person. */
function record(db: Database, { account, communityId, zone, newPersonId, now }: Arrival): PersonId {
  const owner = ownerOf(db, account.key);
  const id = owner ?? newPersonId;
  if (owner === null) {
    db.run('INSERT INTO people (id, updated_at) VALUES (?, ?)', id, now);
    db.run(
      `INSERT INTO accounts (key, person_id, position, platform, user_id, workspace_id, name) VALUES (?, ?, 0, ?, ?, ?, ?)`,
      account.key,
      id,
      account.platform,
      account.userId,
      account.workspaceId,
      account.name,
    );
  } else {
    db.run('UPDATE accounts SET name = ? WHERE key = ?', account.name, account.key);
    db.run('UPDATE people SET updated_at = ? WHERE id = ?', now, id);
  }
  if (communityId !== null) {
    db.run(
      'INSERT INTO account_communities (account_key, community_id) VALUES (?, ?) ON CONFLICT DO NOTHING',
      account.key,
      communityId,
    );
  }
  if (zone !== null) db.run('UPDATE people SET zone = ? WHERE id = ? AND zone_said = 0', zone, id);
  return id;
}

/** Live meetings of the one that share time with a live meeting of the other (or are the same one), soonest first. */
function findOverlaps(db: Database, a: PersonId, b: PersonId): MeetingId[] {
  const found = db.all<{ mine: MeetingId; theirs: MeetingId }>(
    `SELECT mine.meeting_id AS mine, theirs.meeting_id AS theirs FROM attendances AS mine JOIN attendances AS theirs
       ON mine.scheduled_at < theirs.ends_at AND theirs.scheduled_at < mine.ends_at
     WHERE mine.live = 1 AND theirs.live = 1
       AND mine.person_id IN (SELECT value FROM json_each(?)) AND theirs.person_id IN (SELECT value FROM json_each(?))
     ORDER BY min(mine.scheduled_at, theirs.scheduled_at), mine.meeting_id`,
    JSON.stringify(allIdsOf(db, [a])),
    JSON.stringify(allIdsOf(db, [b])),
  );
  return [...new Set(found.flatMap(({ mine, theirs }) => [mine, theirs]))];
}

function merge(db: Database, source: PersonId, target: PersonId, now: number): void {
  db.run(
    `UPDATE people SET (zone, zone_said) = (SELECT zone, zone_said FROM people WHERE id = ?1) WHERE id = ?2 AND zone IS NULL`,
    source,
    target,
  );
  db.run(
    'UPDATE people SET mentor = (SELECT mentor FROM people WHERE id = ?1) WHERE id = ?2 AND mentor IS NULL',
    source,
    target,
  );
  db.run(
    `UPDATE people SET mentor_revision = mentor_revision + (SELECT mentor_revision FROM people WHERE id = ?1) WHERE id = ?2`,
    source,
    target,
  );
  const last = db.get<{ position: number }>(
    'SELECT max(position) AS position FROM accounts WHERE person_id = ?',
    target,
  );
  db.run(
    'UPDATE accounts SET person_id = ?, position = position + ? WHERE person_id = ?',
    target,
    (last?.position ?? -1) + 1,
    source,
  );
  db.run('UPDATE people SET merged_into = ?2 WHERE id = ?1 OR merged_into = ?1', source, target);
  db.run('UPDATE people SET updated_at = ? WHERE id = ?', now, target);
}
