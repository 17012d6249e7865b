import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Archive, ArchiveKind } from '#core/archive/archive.ts';
import { archiveKinds } from '#core/archive/archive.ts';
import { copyArchive } from '#core/archive/copy-archive.ts';
import type { CommunityId, EffectId, PersonId, ProgramId } from '#core/ids.ts';
import { defaultSettings } from '#core/programs/program.ts';
import { StartProblem } from '#core/start-problem.ts';
import { day, hour, minute } from '#core/time/clock.ts';
import { createMongoArchive } from '../src/adapters/mongo/archive.ts';
import { connectMongo } from '../src/adapters/mongo/connect-mongo.ts';
import { createSqliteArchive } from '../src/adapters/sqlite/archive.ts';
import { createSqliteConnectionStore } from '../src/adapters/sqlite/connection-store.ts';
import { createSqliteCredentialStore } from '../src/adapters/sqlite/credential-store.ts';
import { openDatabase } from '../src/adapters/sqlite/database.ts';
import { createSqliteEffectStore } from '../src/adapters/sqlite/effect-store.ts';
import { createSqliteMeetingStore } from '../src/adapters/sqlite/meeting-store.ts';
import { createSqlitePeopleStore } from '../src/adapters/sqlite/people-store.ts';
import { createSqliteProgramStore } from '../src/adapters/sqlite/program-store.ts';
import { createSqliteScratchStore } from '../src/adapters/sqlite/scratch-store.ts';
import { migrate } from '../src/migrate.ts';
import { createDatabase, freshUri, serverUri, storesOn } from './adapters/mongo/mongo-world.ts';
import { aCredential, aMeeting, aMentorProfile, anArrival, anEffect, guild, leo, maya, NOW } from './builders.ts';
import { aCalendarConnection, aGoogleAccount } from './contracts/connection-store.contract.ts';
import type { Stores } from './contracts/stores.ts';

const noor = 'noor' as PersonId;
const staysBehind = ['session', 'sign-in'] as const;

let folder: string;
let lines: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'confab-migrate-'));
  lines = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const run = (from: string, to: string) =>
  migrate(['--from', from, '--to', to], { print: (line) => lines.push(line), terminal: null });

/** A year of everything that can be stored. */
const exceptions = [
  { from: '2026-12-05', to: '2026-12-05', windows: [{ from: 600, to: 840 }] },
  { from: '2026-12-24', to: '2027-01-02', windows: [] },
];

async function fill({
  meetings,
  effects,
  people,
  programs,
  scratch,
  credentials,
  connections,
}: Omit<Stores, 'close'>): Promise<void> {
  for (const id of [maya, noor, leo, 'ada' as PersonId]) {
    await people.arrive(anArrival(id, { zone: 'Europe/Berlin', account: { name: `Ünï ${id} 🎓` } }));
  }
  await people.setZone(maya, 'Asia/Tokyo', NOW);
  await people.setMentor(noor, aMentorProfile({ exceptions }), NOW);
  await people.setRoom(anArrival(leo).account.key, 'thread');
  await people.link(noor, maya, NOW);
  await people.link(maya, 'ada' as PersonId, NOW + 1);
  const community = { platform: 'discord', externalId: 'guild', name: 'Code Club' } as const;
  const program = await programs.ensureCommunity({ ...community, id: guild }, defaultSettings);
  await programs.update({ ...program, contactIds: [maya], organizerIds: [leo] });
  await programs.ensureCommunity({ ...community, id: 'discord:a' as CommunityId, name: 'A' }, defaultSettings);
  await programs.moveCommunity('discord:a' as CommunityId, program.id);
  await programs.setAnnouncementChannel(guild, 'channel');
  for (let index = 0; index < 30; index += 1) {
    const status = index % 3 === 0 ? 'completed' : 'scheduled';
    const meeting = aMeeting({ mentorId: index % 2 ? noor : maya, scheduledAt: NOW + index * hour, status });
    const toBoth = [maya, leo].map((to) => anEffect(meeting, { sort: 'notice', kind: 'accepted', to }, NOW + index));
    await meetings.create(meeting, [...toBoth, anEffect(meeting, { sort: 'sync', kind: 'calendar' }, NOW + day)]);
  }
  const outcomes = [
    { state: 'done' },
    { state: 'failed', reason: 'gone' },
    { state: 'dropped', reason: 'too late' },
    { state: 'retry', reason: 'slow down', at: NOW + hour, doubtful: true },
  ] as const;
  const claims = await effects.claim({ now: NOW + minute, leaseUntil: NOW + hour, limit: 20 });
  for (const [index, claim] of claims.entries()) {
    const outcome = outcomes[index % 5];
    const place = { platform: 'discord', channelId: 'channel', messageId: 'message' } as const;
    await effects.sending(claim);
    if (outcome) {
      await effects.settle(claim, {
        outcome,
        now: NOW,
        places: [{ key: `card:${claim.effect.id}`, personId: maya, ref: place, notice: null, shown: 'x' }],
        meeting: { meetingLink: 'https://meet.google.com/abc' },
      });
    }
  }
  const loose = { meetingId: null, programId: 'discord:guild' as ProgramId, version: 0 } as const;
  for (const id of ['lost:b', 'lost:a']) {
    await effects.add([{ ...anEffect(), ...loose, id: id as EffectId, lane: 'lost' }]);
  }
  const organizes = [{ programId: program.id, until: NOW + day }];
  await credentials.add(aCredential({ label: 'Ünï $set.x', usedAt: NOW, expiresAt: NOW + day, organizes }));
  await credentials.add(aCredential({ kind: 'feed', personId: noor }));
  for (const kind of staysBehind) await credentials.add(aCredential({ id: kind, kind, expiresAt: NOW + day }));
  await connections.add(aGoogleAccount());
  const calendar = aCalendarConnection({ syncToken: 'CPDA', state: 'lost', scopes: ['$set', 'a.b'] });
  await connections.add(aGoogleAccount({ sub: '1002', personId: noor, calendar }));
  await scratch.put('form', 'a:b', { words: 'typed', 'dotted.key': { $set: 1 } }, NOW + hour);
}

function filledSqlite(name: string) {
  const path = join(folder, name);
  const db = openDatabase(path);
  const stores = {
    meetings: createSqliteMeetingStore(db),
    effects: createSqliteEffectStore(db),
    people: createSqlitePeopleStore(db),
    programs: createSqliteProgramStore(db),
    scratch: createSqliteScratchStore(db),
    credentials: createSqliteCredentialStore(db),
    connections: createSqliteConnectionStore(db),
  };
  return { path, db, stores };
}

async function contentsOf(archive: Archive): Promise<Record<string, unknown>> {
  const contents: Record<string, unknown> = {};
  for (const kind of archiveKinds) contents[kind] = await archive.read(kind as ArchiveKind, null, 1_000);
  return contents;
}

async function makeSource(): Promise<string> {
  const { path, db, stores } = filledSqlite('source.db');
  await fill(stores);
  db.close();
  return path;
}

describe('migrating', () => {
  it('refuses what says nothing to copy', async () => {
    await expect(migrate([], { print: () => {}, terminal: null })).rejects.toThrow('npm run migrate');
    await expect(run('sqlite:a', 'sqlite:a')).rejects.toThrow('the same');
    await expect(run('sqlite:/nowhere/confab.db', `sqlite:${folder}/x`)).rejects.toThrow('no database');
    await expect(run(`sqlite:${await makeSource()}`, 'postgres://x')).rejects.toThrow('sqlite:PATH');
  });

  it('says in a sentence that a server does not answer, and no password', async () => {
    const problem = await run(`sqlite:${await makeSource()}`, 'mongodb://me:secret@127.0.0.1:9/x').catch(
      (error) => error,
    );
    expect(problem).toBeInstanceOf(StartProblem);
    expect(problem.message).toMatch(/does not answer .* run the same command again/);
    expect(problem.message).not.toContain('secret');
  });

  it('copies everything, and says so', async () => {
    const path = await makeSource();
    expect(await run(`sqlite:${path}`, `sqlite:${folder}/copy.db`)).toBe(true);
    expect(lines.join('\n')).toMatch(/meetings +30 .*Counts and checksums agree/s);
    const [source, copy] = [openDatabase(path), openDatabase(join(folder, 'copy.db'))];
    const theirs = await contentsOf(createSqliteArchive(copy, () => {}));
    expect(theirs).toEqual(await contentsOf(createSqliteArchive(source, () => {})));
    expect(theirs.credentials).toHaveLength(2);
    expect(theirs.connections).toHaveLength(2);
    for (const id of staysBehind) expect(await createSqliteCredentialStore(copy).find(id)).toBeNull();
    source.close();
    copy.close();
  });

  it('goes on where it was broken off', async () => {
    const path = await makeSource();
    const [db, copy] = [openDatabase(path), openDatabase(join(folder, 'copy.db'))];
    const [source, target] = [createSqliteArchive(db, () => {}), createSqliteArchive(copy, () => {})];
    let writes = 0;
    const breaking: Archive = {
      ...target,
      write: async (kind, record) => {
        writes += 1;
        if (writes > 20) throw new Error('pulled the plug');
        await target.write(kind, record);
      },
    };
    await expect(copyArchive(source, breaking)).rejects.toThrow('plug');
    const result = await copyArchive(source, target);
    expect(result).toMatchObject({ ok: true, there: 20 });
    expect(await copyArchive(source, target)).toMatchObject({ ok: true, copied: 0 });
    db.close();
    copy.close();
  });

  it('writes nothing into a database that holds something else', async () => {
    const path = await makeSource();
    const other = filledSqlite('other.db');
    await other.stores.meetings.create(aMeeting(), []);
    other.db.close();
    expect(await run(`sqlite:${path}`, `sqlite:${other.path}`)).toBe(false);
    expect(lines.at(-1)).toMatch(/already holds 1 meetings .* Nothing was copied/);
    const db = openDatabase(other.path);
    expect(db.all('SELECT id FROM people')).toEqual([]);
    db.close();
  });

  it('notices when somebody works on the source meanwhile', async () => {
    const path = await makeSource();
    const [db, copy] = [openDatabase(path), openDatabase(join(folder, 'copy.db'))];
    const target = createSqliteArchive(copy, () => {});
    const busy: Archive = {
      ...target,
      write: async (kind, record) => {
        await target.write(kind, record);
        if (kind === 'scratch') db.run(`UPDATE people SET zone = 'UTC' WHERE id = 'leo'`);
      },
    };
    const result = await copyArchive(
      createSqliteArchive(db, () => {}),
      busy,
    );
    expect(result).toEqual({ ok: false, reason: 'differs', kind: 'people' });
    db.close();
    copy.close();
  });
});

describe.skipIf(!serverUri)('migrating to MongoDB (needs MONGODB_TEST_URI)', () => {
  it('brings everything there and back, and keeps what the stores promise', { timeout: 60_000 }, async () => {
    const path = await makeSource();
    const uri = freshUri();
    expect(await run(`sqlite:${path}`, uri)).toBe(true);
    expect(await run(`sqlite:${path}`, uri)).toBe(true);
    expect(lines.at(-2)).toMatch(/Copied 0 \(/);
    expect(await run(uri, `sqlite:${folder}/back.db`)).toBe(true);
    const [source, back] = [openDatabase(path), openDatabase(join(folder, 'back.db'))];
    const mongo = await connectMongo(uri);
    try {
      const theirs = await contentsOf(createSqliteArchive(back, () => {}));
      expect(theirs).toEqual(await contentsOf(createSqliteArchive(source, () => {})));

      const { meetings, effects, people, programs } = storesOn(mongo);
      const taken = await meetings.create(aMeeting({ mentorId: 'ada' as PersonId, scheduledAt: NOW + hour }), []);
      expect(taken).toEqual({ ok: false, reason: 'slot-taken', side: 'mentor' });
      expect((await people.mentorsIn([guild])).map(({ id }) => id)).toEqual(['ada']);
      expect(await programs.get(guild as string as ProgramId)).toEqual(
        await createSqliteProgramStore(source).get(guild as string as ProgramId),
      );
      const due = (store: typeof effects) =>
        store.claim({ now: NOW + 2 * day, leaseUntil: NOW + 3 * day, limit: 1_000 });
      const ids = async (store: typeof effects) => (await due(store)).map(({ effect }) => effect.id).sort();
      expect(await ids(effects)).toEqual(await ids(createSqliteEffectStore(back)));
    } finally {
      await mongo.connection.dropDatabase();
      await mongo.close();
      source.close();
      back.close();
    }
  });

  it('goes from MongoDB to MongoDB', { timeout: 60_000 }, async () => {
    const [from, to] = [await createDatabase(), await createDatabase()];
    try {
      await fill(storesOn(from.db));
      expect(await run(from.uri, to.uri)).toBe(true);
      const [mine, theirs] = [createMongoArchive(from.db), createMongoArchive(to.db)];
      expect(await contentsOf(theirs)).toEqual(await contentsOf(mine));
    } finally {
      await from.close();
      await to.close();
    }
  });
});
