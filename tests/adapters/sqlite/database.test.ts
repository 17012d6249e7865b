import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { MeetingId } from '#core/ids.ts';
import { StorageError } from '#core/storage-error.ts';
import { hour } from '#core/time/clock.ts';
import { createSqliteAgendaBackend } from '../../../src/adapters/sqlite/agenda-backend.ts';
import { backupDatabase } from '../../../src/adapters/sqlite/backup.ts';
import { createSqliteConnectionStore } from '../../../src/adapters/sqlite/connection-store.ts';
import { type Database, openDatabase } from '../../../src/adapters/sqlite/database.ts';
import { createSqliteEffectStore } from '../../../src/adapters/sqlite/effect-store.ts';
import { createSqliteMeetingStore } from '../../../src/adapters/sqlite/meeting-store.ts';
import { acquireOwnership } from '../../../src/adapters/sqlite/ownership.ts';
import { createSqlitePeopleStore } from '../../../src/adapters/sqlite/people-store.ts';
import { migrations } from '../../../src/adapters/sqlite/schema.ts';
import { aMeeting, aMentorProfile, anArrival, anEffect, guild, leo, maya, NOW } from '../../builders.ts';
import { aCalendarConnection, aGoogleAccount } from '../../contracts/connection-store.contract.ts';

const booker = fileURLToPath(new URL('./commit-until-killed.ts', import.meta.url));

let folder: string;
let path: string;
const opened: Database[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'confab-sqlite-'));
  path = join(folder, 'data', 'deeper', 'confab.db');
});

afterEach(() => {
  for (const db of opened.splice(0)) db.close();
  rmSync(folder, { recursive: true, force: true });
});

function open(at = path): Database {
  const db = openDatabase(at);
  opened.push(db);
  return db;
}

/** Books in a process of its own until it has said enough, then kills it without warning; answers with all it said. */
async function bookUntilKilled(prefix: string, enough: number): Promise<string[]> {
  const child = spawn(process.execPath, [booker, path, prefix], { stdio: ['ignore', 'pipe', 'inherit'] });
  const said: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    said.push(line);
    if (said.length === enough) child.kill('SIGKILL');
  }
  return said;
}

/** The file as the version before the step that has these words left it. */
function createOlder(words: string): DatabaseSync {
  const before = migrations.findIndex((step) => step.includes(words));
  mkdirSync(dirname(path), { recursive: true });
  const raw = new DatabaseSync(path);
  for (const step of migrations.slice(0, before)) raw.exec(step);
  raw.exec(`PRAGMA user_version = ${before}; PRAGMA foreign_keys = OFF`);
  return raw;
}

describe('opening a database', () => {
  it('makes the folders and a file that only its owner may read, and so the files beside it', async () => {
    const db = open();
    await createSqliteMeetingStore(db).create(aMeeting(), []);
    for (const ending of ['', '-wal', '-shm']) expect(statSync(path + ending).mode & 0o777).toBe(0o600);
    expect(db.get('PRAGMA journal_mode')).toEqual({ journal_mode: 'wal' });
    expect(db.get('PRAGMA foreign_keys')).toEqual({ foreign_keys: 1 });
  });

  it('finds again what was stored', async () => {
    const meeting = aMeeting();
    const first = open();
    await createSqliteMeetingStore(first).create(meeting, []);
    first.close();
    first.close();
    expect(await createSqliteMeetingStore(open()).get(meeting.id)).toEqual(meeting);
  });

  it('says once that it has made the tables', () => {
    const log = { info: vi.fn(), warn: vi.fn() };
    openDatabase(path, { log }).close();
    openDatabase(path, { log }).close();
    expect(log.info).toHaveBeenCalledTimes(1);
    expect(log.warn).not.toHaveBeenCalled();
  });

  it('has calendars that an older Confab was lent looked into, but for those that are lost', async () => {
    const raw = createOlder('ADD COLUMN look_at');
    const { lookAt: _, channel: __, ...old } = aCalendarConnection({ syncToken: 'CPDA' });
    const put = raw.prepare('INSERT INTO google_accounts VALUES (?, ?, ?, 1, ?)');
    for (const [sub, calendar] of Object.entries({ lent: old, lost: { ...old, state: 'lost' }, none: null }))
      put.run(sub, maya, calendar ? 1 : 0, JSON.stringify({ ...aGoogleAccount({ sub }), calendar }));
    raw.close();
    const store = createSqliteConnectionStore(open());
    const expected = { lookAt: 0, channel: null, syncToken: 'CPDA' };
    expect(await store.due(0, 10)).toMatchObject([{ sub: 'lent', calendar: expected }]);
    expect(await store.find('lost')).toMatchObject({ calendar: { ...expected, state: 'lost' } });
    expect(await store.find('none')).toMatchObject({ calendar: null });
  });

  it('gives mentors of a time without exceptions none', async () => {
    const raw = createOlder('$.exceptions');
    const { exceptions: _, ...old } = aMentorProfile();
    const put = raw.prepare('INSERT INTO people (id, mentor, updated_at) VALUES (?, ?, ?)');
    put.run(maya, JSON.stringify(old), NOW);
    put.run(leo, null, NOW);
    raw.close();
    const people = createSqlitePeopleStore(open());
    expect((await people.get(maya))?.mentor).toEqual(aMentorProfile());
    expect((await people.get(leo))?.mentor).toBeNull();
  });

  it('forgets the effects of meetings that were over before it marked them', async () => {
    const raw = createOlder('ADD COLUMN prune_at');
    const [over, live] = [aMeeting({ status: 'completed' }), aMeeting()];
    const put = raw.prepare(
      'INSERT INTO meetings (id, program_id, live, ends_at, revision, document) VALUES (?, ?, ?, ?, 1, ?)',
    );
    const effect = raw.prepare(
      `INSERT INTO effects (id, meeting_id, sort, lane, due_at, state, settled_at, document) VALUES (?, ?, 'notice', '', 0, 'done', 0, '')`,
    );
    for (const meeting of [over, live]) {
      put.run(meeting.id, meeting.programId, Number(meeting === live), meeting.scheduledAt, JSON.stringify(meeting));
      effect.run(anEffect(meeting).id, meeting.id);
    }
    raw.close();
    const effects = createSqliteEffectStore(open());
    expect(await effects.prune(over.scheduledAt + 1)).toBe(1);
    expect(await effects.prune(over.scheduledAt + 1)).toBe(0);
  });

  it('refuses a file that a newer Confab has written, and leaves it alone', () => {
    openDatabase(path).close();
    const raw = new DatabaseSync(path);
    raw.exec('PRAGMA user_version = 99');
    raw.close();
    expect(() => openDatabase(path)).toThrow(expect.objectContaining({ code: 'newer-schema', retryable: false }));
    expect(() => openDatabase(path)).toThrow(/newer Confab.*99/);
  });

  it('says that a file is no database', () => {
    const other = join(folder, 'letter.txt');
    writeFileSync(other, 'Dear Maya, this is not a database at all. '.repeat(100));
    expect(() => openDatabase(other)).toThrow(expect.objectContaining({ name: 'StorageError', code: 'corrupt' }));
  });
});

describe('writing', () => {
  it('stores nothing of a write that throws', () => {
    const db = open(':memory:');
    const put = () => db.run(`INSERT INTO scratch VALUES ('a', 'b', 'null', 1)`);
    expect(() =>
      db.write('durable', () => {
        put();
        throw new Error('changed my mind');
      }),
    ).toThrow('changed my mind');
    expect(db.all('SELECT * FROM scratch')).toEqual([]);
    db.write('durable', put);
    expect(db.all('SELECT * FROM scratch')).toHaveLength(1);
  });

  it('refuses work that waits', () => {
    const db = open(':memory:');
    expect(() => db.write('durable', async () => db.run(`INSERT INTO scratch VALUES ('a', 'b', 'null', 1)`))).toThrow(
      /must not wait/,
    );
    expect(db.all('SELECT * FROM scratch')).toEqual([]);
  });

  it('waits for the disk with meetings, and not with the bookkeeping of effects', async () => {
    const db = open();
    const level = () => db.get<{ synchronous: number }>('PRAGMA synchronous')?.synchronous;
    const [normal, full] = [1, 2];
    const meeting = aMeeting();
    const effects = createSqliteEffectStore(db);
    await createSqliteMeetingStore(db).create(meeting, [anEffect(meeting)]);
    expect(level()).toBe(full);
    const [claim] = await effects.claim({ now: NOW, leaseUntil: NOW + hour, limit: 1 });
    expect(level()).toBe(normal);
    await effects.settle(claim!, {
      outcome: { state: 'done' },
      now: NOW,
      meeting: { meetingLink: 'https://meet.google.com/a' },
    });
    expect(level()).toBe(full);
  });

  it('says in one kind of error what SQLite could not do', () => {
    const db = open();
    const other = new DatabaseSync(path);
    other.exec('BEGIN IMMEDIATE');
    try {
      const error = (() => {
        try {
          return db.write('relaxed', () => null);
        } catch (thrown) {
          return thrown;
        }
      })();
      expect(error).toBeInstanceOf(StorageError);
      expect(error).toMatchObject({ code: 'busy', retryable: true, cause: { errcode: 5 } });
    } finally {
      other.close();
    }
  });
});

describe('searching', () => {
  /** The database, and every statement that is run on it. */
  function listenTo(db: Database): { db: Database; statements: Set<string> } {
    const statements = new Set<string>();
    const heard =
      <Args extends [sql: string, ...values: never[]], Result>(method: (...args: Args) => Result) =>
      (...args: Args) => {
        statements.add(args[0]);
        return method(...args);
      };
    return {
      db: {
        ...db,
        run: heard(db.run),
        get: heard(db.get) as Database['get'],
        all: heard(db.all) as Database['all'],
        each: heard(db.each) as Database['each'],
      },
      statements,
    };
  }

  it('never reads a whole table for what runs all the time', async () => {
    const { db, statements } = listenTo(open(':memory:'));
    const meetings = createSqliteMeetingStore(db);
    const effects = createSqliteEffectStore(db);
    const meeting = aMeeting();
    await createSqlitePeopleStore(db).arrive(anArrival(maya));
    await createSqlitePeopleStore(db).mentorsIn([guild]);
    await meetings.create(meeting, [anEffect(meeting)]);
    await meetings.update({ ...meeting, revision: 2 }, []);
    await meetings.busy([maya], { start: NOW, end: NOW + hour });
    for (const order of ['soonest-first', 'latest-first'] as const) {
      await meetings.list({ personIds: [maya], statuses: ['requested'], order, limit: 5 });
    }
    const [claim] = await effects.claim({ now: NOW, leaseUntil: NOW + hour, limit: 1 });
    await effects.settle(claim!, {
      outcome: { state: 'done' },
      now: NOW,
      unreached: { personId: maya, platform: 'Slack' },
    });
    await effects.nextDueAt();
    await effects.placesOf(meeting.id);
    await effects.failures(5);
    await meetings.update({ ...meeting, status: 'declined', revision: 4 }, []);
    expect(await effects.prune(meeting.scheduledAt + hour)).toBeGreaterThan(0);
    const agenda = createSqliteAgendaBackend(db).repository;
    await agenda.getNextJobToRun('job', new Date(), new Date(), undefined, undefined);
    await agenda.saveJob({ name: 'job', priority: 0, nextRunAt: null, type: 'single', data: {} }, undefined);

    expect(statements.size).toBeGreaterThan(20);
    for (const statement of [...statements]) {
      for (const { detail } of db.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${statement}`)) {
        // What is handed in as a list is read whole, and so are rows that a subquery has already picked.
        const readsAll = /^SCAN (?!json_each|CONSTANT|\(subquery)/.test(detail) && !detail.includes('effects_failed');
        expect(readsAll, `${detail} in ${statement}`).toBe(false);
      }
    }
  });
});

describe('ownership', () => {
  it('is given to one at a time', () => {
    const first = acquireOwnership(path);
    expect(first.ok).toBe(true);
    expect(acquireOwnership(path)).toEqual({
      ok: false,
      reason: 'already-running',
      message: `Another Confab is already running on ${path}`,
    });
    if (first.ok) first.release();
    const second = acquireOwnership(path);
    expect(second.ok).toBe(true);
    if (second.ok) second.release();
  });

  it('is refused to another process, and does not keep anybody from reading', async () => {
    const ownership = acquireOwnership(path);
    open();
    // Asking and being refused must not drop the lock that is held.
    expect(acquireOwnership(path).ok).toBe(false);
    expect(await bookUntilKilled('other', 2)).toEqual([`Another Confab is already running on ${path}`]);
    if (ownership.ok) ownership.release();
  });

  it('is not needed in memory', () => {
    expect(acquireOwnership(':memory:').ok).toBe(true);
    expect(acquireOwnership(':memory:').ok).toBe(true);
  });
});

describe('a process that is killed', () => {
  it('loses no meeting it was told is stored, and gives up the database at once', async () => {
    const told: string[] = [];
    for (const [round, enough] of [2, 9, 23, 40, 71].entries()) {
      const [greeting, ...ids] = await bookUntilKilled(`round${round}`, enough);
      expect(greeting).toBe('owner');
      expect(ids.length).toBeGreaterThanOrEqual(enough - 1);
      told.push(...ids);
    }
    const db = open();
    expect(db.get('PRAGMA integrity_check')).toEqual({ integrity_check: 'ok' });
    const meetings = createSqliteMeetingStore(db);
    for (const id of told) expect(await meetings.get(id as MeetingId)).toMatchObject({ id, status: 'requested' });
    // Each meeting has its one effect, also those whose writer died before it could say so.
    const counted = db.get<{ meetings: number; effects: number }>(
      'SELECT (SELECT count(*) FROM meetings) AS meetings, (SELECT count(*) FROM effects) AS effects',
    );
    expect(counted?.effects).toBe(counted?.meetings);
    expect(counted?.meetings).toBeGreaterThanOrEqual(told.length);
  });
});

describe('a backup', () => {
  const copyPath = () => join(folder, 'backups', 'confab-backup.db');

  it('holds all that was stored, in one private file, while the database is in use', async () => {
    const ownership = acquireOwnership(path);
    const db = open();
    const meeting = aMeeting();
    await createSqliteMeetingStore(db).create(meeting, [anEffect(meeting)]);
    expect(await backupDatabase(path, copyPath())).toEqual({ ok: true, bytes: expect.any(Number) });
    expect(readdirSync(join(folder, 'backups'))).toEqual(['confab-backup.db']);
    expect(statSync(copyPath()).mode & 0o777).toBe(0o600);

    await createSqliteMeetingStore(db).create(aMeeting({ scheduledAt: NOW + 50 * hour }), []);
    const copy = open(copyPath());
    expect(await createSqliteMeetingStore(copy).get(meeting.id)).toEqual(meeting);
    expect(copy.get('SELECT count(*) AS meetings FROM meetings')).toEqual({ meetings: 1 });
    // Nothing the copy did has dropped the lock of the one that runs.
    expect(acquireOwnership(path).ok).toBe(false);
    if (ownership.ok) ownership.release();
  });

  it('is whole while another process writes', async () => {
    const child = spawn(process.execPath, [booker, path, 'busy'], { stdio: ['ignore', 'pipe', 'inherit'] });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    for (let line = 0; line < 30; line += 1) await lines.next();
    const results = [await backupDatabase(path, copyPath()), await backupDatabase(path, `${copyPath()}2`)];
    const alive = child.exitCode === null;
    child.kill('SIGKILL');
    while (!(await lines.next()).done);
    expect(results).toMatchObject([{ ok: true }, { ok: true }]);
    expect(alive).toBe(true);
    const copy = open(copyPath());
    const { meetings, effects } = copy.get<{ meetings: number; effects: number }>(
      'SELECT (SELECT count(*) FROM meetings) AS meetings, (SELECT count(*) FROM effects) AS effects',
    )!;
    expect(meetings).toBeGreaterThanOrEqual(29);
    expect(effects).toBe(meetings);
  });

  it('never overwrites a file', async () => {
    open();
    const taken = join(folder, 'precious.txt');
    writeFileSync(taken, 'precious');
    expect(await backupDatabase(path, taken)).toMatchObject({ ok: false, reason: 'target-exists' });
    expect(readFileSync(taken, 'utf8')).toBe('precious');
  });

  it('of nothing is refused, and makes nothing', async () => {
    expect(await backupDatabase(path, copyPath())).toMatchObject({ ok: false, reason: 'no-database' });
    expect(existsSync(path)).toBe(false);
    expect(existsSync(copyPath())).toBe(false);
  });

  it.each([
    // The header stays, so that the file opens; pages further on become nonsense.
    ['unreadable', (bytes: Buffer) => Buffer.from(bytes).fill(0xa5, 8 * 4096, 20 * 4096)],
    // Every page can be read, but the table and its index no longer agree on an id.
    [
      'contradictory',
      // In the table the id is followed by the programme; in the index it is not.
      (bytes: Buffer) =>
        Buffer.from(bytes.toString('latin1').replaceAll('meeting-7discord', 'meeting-xdiscord'), 'latin1'),
    ],
  ])('of a database that is %s is refused, and leaves nothing behind', async (_, damage) => {
    const db = open();
    const meetings = createSqliteMeetingStore(db);
    for (let index = 0; index < 50; index += 1) {
      await meetings.create(aMeeting({ id: `meeting-${index}` as MeetingId, scheduledAt: NOW + index * hour }), []);
    }
    db.close();
    writeFileSync(path, damage(readFileSync(path)));
    const outcome = await backupDatabase(path, copyPath()).catch((error: unknown) => error);
    if (outcome instanceof Error) expect(outcome).toMatchObject({ name: 'StorageError', code: 'corrupt' });
    else expect(outcome).toMatchObject({ ok: false, reason: 'damaged' });
    expect(readdirSync(join(folder, 'backups'))).toEqual([]);
  });
});
