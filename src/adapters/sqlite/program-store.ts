import type { CommunityId, PersonId, ProgramId } from '#core/ids.ts';
import type { Platform } from '#core/people/person.ts';
import type { Community, Program, ProgramSettings } from '#core/programs/program.ts';
import type { ProgramStore } from '#core/programs/program-store.ts';
import type { Database } from './database.ts';
import { keepReads } from './keep-reads.ts';

interface CommunityRow {
  id: CommunityId;
  program_id: ProgramId;
  platform: Platform;
  external_id: string;
  name: string;
  channel_id: string | null;
}

export function createSqliteProgramStore(db: Database): ProgramStore {
  function existing(program: Program | null, id: CommunityId | ProgramId): Program {
    if (!program) throw new Error(`There is no programme for ${id}`);
    return program;
  }

  return {
    ensureCommunity: async (community, settings) => {
      const stored = readCommunity(db, community.id);
      if (stored?.name === community.name) return existing(readProgram(db, stored.programId), stored.programId);
      return db.write('durable', () => {
        const known = readCommunity(db, community.id);
        if (known) db.run('UPDATE communities SET name = ? WHERE id = ?', community.name, community.id);
        else insertWithProgram(db, community, settings);
        return existing(ofCommunity(db, community.id), community.id);
      });
    },

    get: async (id) => readProgram(db, id),

    ofCommunity: async (id) => ofCommunity(db, id),

    communities: async () => db.all<CommunityRow>('SELECT * FROM communities ORDER BY id').map(toCommunity),

    update: async ({ id, settings, organizerIds, contactIds, revision }) =>
      db.write(
        'durable',
        () =>
          db.run(
            `UPDATE programs SET settings = ?, organizers = ?, contacts = ?, revision = revision + 1 WHERE id = ? AND revision = ?`,
            JSON.stringify(settings),
            JSON.stringify(organizerIds),
            JSON.stringify(contactIds),
            id,
            revision,
          ) === 1,
      ),

    setAnnouncementChannel: async (id, channelId) => {
      db.write('durable', () => db.run('UPDATE communities SET channel_id = ? WHERE id = ?', channelId, id));
    },

    moveCommunity: async (id, to) =>
      db.write('durable', () => {
        const { id: from } = existing(ofCommunity(db, id), id);
        if (from === to) return { ok: true };
        existing(readProgram(db, to), to);
        if (db.get('SELECT 1 FROM meetings WHERE program_id = ? AND live = 1 LIMIT 1', from)) {
          return { ok: false, reason: 'live-meetings' };
        }
        db.run('UPDATE communities SET program_id = ? WHERE id = ?', to, id);
        return { ok: true };
      }),
  };
}

function insertWithProgram(
  db: Database,
  community: Omit<Community, 'programId' | 'announcementChannelId'>,
  settings: ProgramSettings,
): void {
  db.run(
    `INSERT INTO programs (id, settings, organizers, contacts, revision) VALUES (?, ?, '[]', '[]', 1)`,
    community.id,
    JSON.stringify(settings),
  );
  db.run(
    'INSERT INTO communities (id, program_id, platform, external_id, name) VALUES (?, ?, ?, ?, ?)',
    community.id,
    community.id,
    community.platform,
    community.externalId,
    community.name,
  );
}

const readProgram = keepReads({
  tables: ['programs', 'communities'],
  most: 1_000,
  read(db, id: ProgramId): Program | null {
    const row = db.get<{ settings: string; organizers: string; contacts: string; revision: number }>(
      'SELECT settings, organizers, contacts, revision FROM programs WHERE id = ?',
      id,
    );
    if (!row) return null;
    return {
      id,
      communities: db
        .all<CommunityRow>('SELECT * FROM communities WHERE program_id = ? ORDER BY rowid', id)
        .map(toCommunity),
      settings: JSON.parse(row.settings) as ProgramSettings,
      organizerIds: JSON.parse(row.organizers) as PersonId[],
      contactIds: JSON.parse(row.contacts) as PersonId[],
      revision: row.revision,
    };
  },
});

function ofCommunity(db: Database, id: CommunityId): Program | null {
  const community = readCommunity(db, id);
  return community ? readProgram(db, community.programId) : null;
}

const readCommunity = keepReads({
  tables: ['communities'],
  most: 1_000,
  read(db, id: CommunityId): Community | null {
    const row = db.get<CommunityRow>('SELECT * FROM communities WHERE id = ?', id);
    return row ? toCommunity(row) : null;
  },
});

function toCommunity(row: CommunityRow): Community {
  return {
    id: row.id,
    programId: row.program_id,
    platform: row.platform,
    externalId: row.external_id,
    name: row.name,
    announcementChannelId: row.channel_id,
  };
}
