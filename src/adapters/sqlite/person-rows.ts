import type { AccountKey, CommunityId, PersonId } from '#core/ids.ts';
import type { Account, MentorProfile, Person, Platform } from '#core/people/person.ts';
import type { Instant } from '#core/time/clock.ts';
import type { Database } from './database.ts';
import { keepReads } from './keep-reads.ts';
import { idsBehind } from './person-ids.ts';

interface PersonRow {
  zone: string | null;
  mentor: string | null;
  mentor_revision: number;
  updated_at: Instant;
}

interface AccountRow {
  key: AccountKey;
  platform: Platform;
  user_id: string;
  workspace_id: string | null;
  name: string;
  room_id: string | null;
  communities: string;
}

const tables = ['people', 'accounts', 'account_communities'];

/** The person behind any of their ids, put together from the tables; null when nobody has it. */
export const readPerson = keepReads({
  tables,
  most: 5_000,
  read(db, anyId: PersonId): Person | null {
    const ids = idsBehind(db, anyId);
    const [id = anyId] = ids;
    const row = db.get<PersonRow>('SELECT zone, mentor, mentor_revision, updated_at FROM people WHERE id = ?', id);
    if (!row) return null;
    const accounts = readAccounts(db, id);
    return {
      id,
      ids: [...ids],
      accounts,
      // The first account is the one the person chose to keep, and its name is the one they go by.
      name: accounts[0]?.name ?? '',
      zone: row.zone,
      mentor: row.mentor === null ? null : (JSON.parse(row.mentor) as MentorProfile),
      mentorRevision: row.mentor_revision,
      updatedAt: row.updated_at,
    };
  },
});

function readAccounts(db: Database, id: PersonId): Account[] {
  const rows = db.all<AccountRow>(
    `SELECT key, platform, user_id, workspace_id, name, room_id,
       (SELECT json_group_array(community_id ORDER BY community_id) FROM account_communities WHERE account_key = key) AS communities
     FROM accounts WHERE person_id = ? ORDER BY position`,
    id,
  );
  return rows.map((row) => ({
    key: row.key,
    platform: row.platform,
    userId: row.user_id,
    workspaceId: row.workspace_id,
    name: row.name,
    communityIds: JSON.parse(row.communities) as CommunityId[],
    roomId: row.room_id,
  }));
}

/** The person who has the account; null when it is not known. */
export const readPersonOf = keepReads({
  tables,
  most: 5_000,
  read(db, key: AccountKey): Person | null {
    const owner = ownerOf(db, key);
    return owner === null ? null : readPerson(db, owner);
  },
});

/** The canonical id of the person who has the account; null when it is not known. */
export function ownerOf(db: Database, key: AccountKey): PersonId | null {
  return db.get<{ person_id: PersonId }>('SELECT person_id FROM accounts WHERE key = ?', key)?.person_id ?? null;
}
