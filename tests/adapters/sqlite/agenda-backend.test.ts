import { Agenda, type JobParameters } from 'agenda';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSqliteAgendaBackend, type SqliteAgendaBackend } from '../../../src/adapters/sqlite/agenda-backend.ts';
import { type Database, openDatabase } from '../../../src/adapters/sqlite/database.ts';

const minute = 60_000;

let db: Database;
let backend: SqliteAgendaBackend;
let agendas: Agenda[];

beforeEach(() => {
  db = openDatabase(':memory:');
  backend = createSqliteAgendaBackend(db);
  agendas = [];
});

afterEach(async () => {
  await Promise.all(agendas.map((agenda) => agenda.drain(5_000)));
  db.close();
});

function aJob(overrides: Partial<JobParameters<unknown>> = {}): JobParameters<unknown> {
  return { name: 'job', priority: 0, nextRunAt: fromNow(-1_000), type: 'normal', data: {}, ...overrides };
}

function fromNow(milliseconds: number): Date {
  return new Date(Date.now() + milliseconds);
}

const save = (overrides: Partial<JobParameters<unknown>> = {}) =>
  backend.repository.saveJob(aJob(overrides), undefined);
const stored = (job: JobParameters<unknown>) => backend.repository.getJobById(job._id!);
const take = (name = 'job', lockLifetime = 10 * minute, backendOf = backend) =>
  backendOf.repository.getNextJobToRun(name, fromNow(5_000), fromNow(-lockLifetime), undefined, undefined);

describe('the backend', () => {
  it('leaves the connection to whoever made it', async () => {
    expect(backend.name).toBe('SQLite');
    expect(backend.ownsConnection).toBe(false);
    await backend.connect();
    await backend.repository.connect();
    await backend.disconnect();
    expect(await backend.repository.getDistinctJobNames()).toEqual([]);
  });
});

describe('saving a job', () => {
  it('gives a new one an id, and all of it back', async () => {
    const job = aJob({
      data: { foo: 'bar', nested: { list: [1, 'two', null] } },
      priority: 10,
      repeatInterval: '5 minutes',
      repeatTimezone: 'Europe/Berlin',
      startDate: fromNow(0),
      endDate: fromNow(minute),
      skipDays: [0, 6],
      failedAt: fromNow(-5),
      failCount: 2,
      failReason: 'because',
      progress: 50,
      disabled: true,
    });
    const saved = await backend.repository.saveJob(job, { lastModifiedBy: 'tester' });
    expect(saved._id).toMatch(/./);
    const expected = { ...job, _id: saved._id, lastModifiedBy: 'tester' };
    expect(saved).toEqual(expected);
    expect(await stored(saved)).toEqual(expected);
  });

  it('that has an id changes only the fields that are given', async () => {
    const saved = await save({ data: { version: 1 }, failReason: 'because' });
    await backend.repository.lockJob(saved, undefined);
    const updated = await save({ _id: saved._id!, nextRunAt: saved.nextRunAt, priority: 20, data: { version: 2 } });
    expect(updated._id).toBe(saved._id);
    expect(await stored(saved)).toMatchObject({
      priority: 20,
      data: { version: 2 },
      failReason: 'because',
      lockedAt: expect.any(Date),
    });
  });

  it('that has been removed gives the job back, and stores nothing', async () => {
    const saved = await save();
    await backend.repository.removeJobs({ id: saved._id! });
    expect(await backend.repository.saveJob(saved, undefined)).toBe(saved);
    expect(await stored(saved)).toBeNull();
  });

  it('keeps one of type single by name', async () => {
    const first = await save({ type: 'single', nextRunAt: fromNow(minute), data: { run: 1 } });
    const second = await save({ type: 'single', nextRunAt: fromNow(2 * minute), data: { run: 2 } });
    const other = await save({ type: 'single', name: 'other' });
    await save({ type: 'normal' });
    expect(second._id).toBe(first._id);
    expect(other._id).not.toBe(first._id);
    expect(await stored(first)).toMatchObject({ data: { run: 2 }, nextRunAt: second.nextRunAt });
  });

  it('does not pull the next run of a single one forward to now', async () => {
    const next = fromNow(minute);
    await save({ type: 'single', nextRunAt: next });
    expect((await save({ type: 'single', nextRunAt: fromNow(-1) })).nextRunAt).toEqual(next);
    const later = fromNow(2 * minute);
    expect((await save({ type: 'single', nextRunAt: later })).nextRunAt).toEqual(later);
  });

  describe('that is unique', () => {
    const unique = { 'data.user': 'maya', 'data.deep.number': 1 };
    const data = (more: object = {}) => ({ user: 'maya', deep: { number: 1 }, ...more });

    it('updates the one that matches', async () => {
      const first = await save({ unique, data: data({ run: 1 }) });
      const second = await save({ unique, data: data({ run: 2 }) });
      expect(second._id).toBe(first._id);
      expect((await stored(first))?.data).toEqual(data({ run: 2 }));
    });

    it.each([
      ['another name', { name: 'other' }, unique],
      ['another text', { data: data({ user: 'leo' }) }, { ...unique, 'data.user': 'leo' }],
      ['a number that is text', { data: data({ deep: { number: '1' } }) }, { ...unique, 'data.deep.number': '1' }],
      ['a field that is not there', { data: data() }, { ...unique, 'data.extra': true }],
    ])('adds another one for %s', async (_, overrides, by) => {
      await save({ unique, data: data() });
      await save({ data: data(), ...overrides, unique: by });
      expect((await backend.repository.queryJobs()).total).toBe(2);
    });

    it('leaves the one that matches as it is, when told to insert only', async () => {
      const first = await save({ unique, data: data({ run: 1 }) });
      const second = await save({ unique, data: data({ run: 2 }), uniqueOpts: { insertOnly: true } });
      expect(second).toMatchObject({ _id: first._id, data: data({ run: 1 }) });
    });

    it('compares dates, objects, truth values and fields of the job itself', async () => {
      const nextRunAt = fromNow(minute);
      const by = { nextRunAt, 'data.at': nextRunAt, 'data.deep': { a: 1, b: [true] }, 'data.yes': true };
      const first = await save({
        unique: by,
        nextRunAt,
        data: { yes: true, deep: { b: [true], a: 1 }, at: nextRunAt },
      });
      const second = await save({
        unique: by,
        nextRunAt,
        data: { yes: true, deep: { b: [true], a: 1 }, at: nextRunAt },
      });
      expect(second._id).toBe(first._id);
      expect((await save({ unique: { ...by, 'data.yes': 1 }, nextRunAt, data: { yes: 1 } }))._id).not.toBe(first._id);
    });

    it('is one job when many save it at once', async () => {
      await Promise.all(Array.from({ length: 50 }, () => save({ unique, data: data() })));
      expect((await backend.repository.queryJobs()).total).toBe(1);
    });

    describe('and debounced', () => {
      const debounced = (debounce: object) =>
        save({ unique, data: data(), nextRunAt: new Date(), uniqueOpts: { debounce } as never });

      beforeEach(() => {
        vi.useFakeTimers({ toFake: ['Date'], now: 1_000_000 });
      });
      afterEach(() => {
        vi.useRealTimers();
      });

      it('runs after a quiet time', async () => {
        expect((await debounced({ delay: 2_000 })).nextRunAt).toEqual(new Date(1_002_000));
        vi.setSystemTime(1_001_000);
        expect((await debounced({ delay: 2_000 })).nextRunAt).toEqual(new Date(1_003_000));
        expect((await backend.repository.queryJobs()).total).toBe(1);
      });

      it('runs after the longest wait however often it is saved', async () => {
        await debounced({ delay: 2_000, maxWait: 3_000 });
        vi.setSystemTime(1_002_999);
        expect((await debounced({ delay: 2_000, maxWait: 3_000 })).nextRunAt).toEqual(new Date(1_004_999));
        vi.setSystemTime(1_003_000);
        expect((await debounced({ delay: 2_000, maxWait: 3_000 })).nextRunAt).toEqual(new Date(1_003_000));
      });

      it('runs at the first save, when it leads', async () => {
        const first = await debounced({ delay: 2_000, strategy: 'leading' });
        vi.setSystemTime(1_001_000);
        expect((await debounced({ delay: 2_000, strategy: 'leading' })).nextRunAt).toEqual(first.nextRunAt);
      });

      it('begins anew after it has run', async () => {
        for (const strategy of ['leading', 'trailing']) {
          const job = await debounced({ delay: 2_000, strategy });
          await backend.repository.saveJobState({ ...job, nextRunAt: null, lastFinishedAt: new Date() }, undefined);
          expect((await debounced({ delay: 2_000, maxWait: 1, strategy })).nextRunAt).not.toBeNull();
          await backend.repository.purgeAllJobs();
        }
      });
    });
  });

  it('writes what a run has changed, and only that', async () => {
    const saved = await save({ data: { keep: true }, priority: 5 });
    await backend.repository.lockJob(saved, undefined);
    const at = fromNow(-10);
    const state = {
      lastRunAt: at,
      lastFinishedAt: at,
      progress: 50,
      failCount: 1,
      failReason: 'because',
      failedAt: at,
    };
    await backend.repository.saveJobState({ ...saved, ...state, nextRunAt: null, priority: 99, data: {} }, undefined);
    expect(await stored(saved)).toMatchObject({ ...state, nextRunAt: null, priority: 5, data: { keep: true } });
    expect((await stored(saved))?.lockedAt).toBeUndefined();
  });

  it('refuses the state of a job that is gone', async () => {
    const saved = await save();
    await backend.repository.purgeAllJobs();
    await expect(backend.repository.saveJobState(saved, undefined)).rejects.toThrow(/no longer stored/);
    await expect(backend.repository.saveJobState(aJob(), undefined)).rejects.toThrow(/no longer stored/);
  });
});

describe('locking', () => {
  it('gives a job to one caller', async () => {
    const saved = await save();
    const locked = await backend.repository.lockJob(saved, { lastModifiedBy: 'me' });
    expect(locked).toMatchObject({ _id: saved._id, lockedAt: expect.any(Date), lastModifiedBy: 'me' });
    expect(await backend.repository.lockJob(saved, undefined)).toBeUndefined();
  });

  it('refuses a job that was moved, disabled, or never stored', async () => {
    const saved = await save();
    expect(await backend.repository.lockJob({ ...saved, nextRunAt: fromNow(minute) }, undefined)).toBeUndefined();
    expect(await backend.repository.lockJob(aJob(), undefined)).toBeUndefined();
    await backend.repository.disableJobs({ id: saved._id! });
    expect(await backend.repository.lockJob(saved, undefined)).toBeUndefined();
  });

  it('is undone for waiting jobs, and not for one in the middle of its only run', async () => {
    const [waiting, other, running] = [await save(), await save(), await save()];
    for (const job of [waiting, other, running]) await backend.repository.lockJob(job, undefined);
    await backend.repository.saveJobState({ ...running, lockedAt: new Date(), nextRunAt: null }, undefined);
    await backend.repository.unlockJob(waiting);
    await backend.repository.unlockJobs([other._id!, running._id!]);
    await backend.repository.unlockJob(aJob());
    await backend.repository.unlockJobs([]);
    expect((await stored(waiting))?.lockedAt).toBeUndefined();
    expect((await stored(other))?.lockedAt).toBeUndefined();
    expect((await stored(running))?.lockedAt).toBeDefined();
  });

  it('of a process that died is cleared at the start of the next, and its work is put back', async () => {
    const [waiting, running, finished] = [
      await save(),
      await save(),
      await save({ nextRunAt: null, lastFinishedAt: new Date() }),
    ];
    for (const job of [waiting, running]) await backend.repository.lockJob(job, undefined);
    await backend.repository.saveJobState(
      { ...running, lockedAt: new Date(), lastRunAt: new Date(), nextRunAt: null },
      undefined,
    );
    expect(await take()).toBeUndefined();
    expect(await backend.clearStaleLocks()).toBe(2);
    const ids = [(await take())?._id, (await take())?._id];
    expect(ids.sort()).toEqual([waiting._id, running._id].sort());
    expect(await take()).toBeUndefined();
    expect((await stored(finished))?.lockedAt).toBeUndefined();
  });
});

describe('the next job to run', () => {
  it('is the one due first, then the one of highest priority', async () => {
    const same = fromNow(-minute);
    await save({ data: 'third', nextRunAt: same, priority: 5 });
    await save({ data: 'second', nextRunAt: same, priority: 10 });
    await save({ data: 'first', nextRunAt: fromNow(-2 * minute) });
    await save({ data: 'other name', name: 'other', nextRunAt: fromNow(-9 * minute) });
    const taken = [await take(), await take(), await take(), await take()];
    expect(taken.map((job) => job?.data)).toEqual(['first', 'second', 'third', undefined]);
    expect(taken[0]?.lockedAt).toBeInstanceOf(Date);
  });

  it('may be due just after the scan, not later, and is never a disabled one', async () => {
    await save({ nextRunAt: fromNow(minute) });
    await save({ disabled: true });
    await save({ nextRunAt: null });
    expect(await take()).toBeUndefined();
    await save({ nextRunAt: fromNow(4_000), data: 'soon' });
    expect((await take())?.data).toBe('soon');
  });

  it('is one whose lock has expired, also when it was in the middle of its only run', async () => {
    const saved = await save();
    await backend.repository.getNextJobToRun('job', fromNow(0), fromNow(-minute), fromNow(-30_000), undefined);
    expect(await take('job', minute)).toBeUndefined();
    expect(await take('job', 20_000)).toMatchObject({ _id: saved._id });
    await backend.repository.saveJobState({ ...saved, lockedAt: fromNow(-30_000), nextRunAt: null }, undefined);
    expect(await take('job', 20_000)).toMatchObject({ _id: saved._id, nextRunAt: null });
  });

  it('is given to one of many callers', async () => {
    for (let index = 0; index < 10; index += 1) await save();
    const taken = await Promise.all(Array.from({ length: 50 }, () => take()));
    const ids = taken.flatMap((job) => job?._id ?? []);
    expect(ids).toHaveLength(10);
    expect(new Set(ids).size).toBe(10);
  });
});

describe('querying', () => {
  const names = async (options: Parameters<typeof backend.repository.queryJobs>[0]) =>
    (await backend.repository.queryJobs(options)).jobs.map(({ data }) => data);

  beforeEach(async () => {
    await save({ name: 'mail-student', data: 'a', priority: 10, nextRunAt: fromNow(minute) });
    await save({ name: 'mail-mentor', data: 'b', priority: 5, nextRunAt: fromNow(3 * minute) });
    await save({ name: 'Sweep', data: 'c', priority: 15, nextRunAt: fromNow(2 * minute), disabled: true });
    await save({ name: 'done', data: 'd', nextRunAt: null, lastFinishedAt: fromNow(-1) });
  });

  it.each([
    ['all, latest first', undefined, ['b', 'c', 'a', 'd']],
    ['a name', { name: 'Sweep' }, ['c']],
    ['names', { names: ['Sweep', 'done'] }, ['c', 'd']],
    ['part of a name, in any case', { search: 'SWEE' }, ['c']],
    ['nothing that is like a pattern only', { search: 'mail.mentor' }, []],
    ['enabled ones', { includeDisabled: false }, ['b', 'a', 'd']],
    ['data', { data: 'b' }, ['b']],
    ['an order', { sort: { priority: 'asc' } as const }, ['d', 'b', 'a', 'c']],
    ['an order by name', { sort: { name: 'desc' } as const }, ['a', 'b', 'd', 'c']],
    ['a page', { skip: 1, limit: 2 }, ['c', 'a']],
    ['all from a place on', { skip: 3 }, ['d']],
    ['an id that nobody has', { id: 'nobody' }, []],
    ['scheduled ones', { state: 'scheduled' as const }, ['b', 'c', 'a']],
    ['paused ones', { state: 'paused' as const }, ['c']],
    ['completed ones', { state: 'completed' as const }, ['d']],
  ])('by %s', async (_, options, expected) => {
    expect(await names(options)).toEqual(expected);
  });

  it('counts all that match, not only the page', async () => {
    expect(await backend.repository.queryJobs({ limit: 1, search: 'mail' })).toMatchObject({
      total: 2,
      jobs: [{ data: 'b' }],
    });
  });

  it('by ids', async () => {
    const { jobs } = await backend.repository.queryJobs({ search: 'mail' });
    expect(await names({ ids: jobs.map(({ _id }) => _id) })).toEqual(['b', 'a']);
    expect(await names({ id: jobs[0]!._id })).toEqual(['b']);
  });

  it('by part of the data', async () => {
    await save({ data: { user: { id: 7, name: 'Maya' }, tags: ['x'] }, name: 'rich' });
    const found = async (data: unknown) => (await backend.repository.queryJobs({ data })).total;
    expect(await found({ user: { id: 7 } })).toBe(1);
    expect(await found({ user: { id: 8 } })).toBe(0);
    expect(await found({ tags: ['x'] })).toBe(1);
    expect(await found({ tags: ['y'] })).toBe(0);
  });

  it('tells the state of each job', async () => {
    const at = fromNow(-1_000);
    await backend.repository.purgeAllJobs();
    await save({ data: 'queued' });
    await save({ data: 'scheduled', nextRunAt: fromNow(minute) });
    await save({ data: 'running', lockedAt: at });
    await save({ data: 'failed', failedAt: at, lastFinishedAt: at });
    await save({ data: 'repeating', repeatInterval: 1_000, failedAt: at, lastFinishedAt: new Date() });
    await save({ data: 'completed', nextRunAt: null });
    const { jobs } = await backend.repository.queryJobs();
    for (const job of jobs) expect(job.state).toBe(job.data);
    expect(jobs).toHaveLength(6);
    expect(await backend.repository.getJobsOverview()).toEqual([
      { name: 'job', total: 6, running: 1, scheduled: 1, queued: 1, completed: 1, failed: 1, repeating: 1, paused: 0 },
    ]);
  });

  it('gives an overview by name', async () => {
    expect(await backend.repository.getJobsOverview()).toMatchObject([
      { name: 'Sweep', total: 1, scheduled: 1, paused: 1 },
      { name: 'done', total: 1, completed: 1 },
      { name: 'mail-mentor', total: 1 },
      { name: 'mail-student', total: 1 },
    ]);
    expect(await backend.repository.getDistinctJobNames()).toEqual(['Sweep', 'done', 'mail-mentor', 'mail-student']);
  });

  it('counts what is due', async () => {
    expect(await backend.repository.getQueueSize()).toBe(0);
    await save();
    await save();
    expect(await backend.repository.getQueueSize()).toBe(2);
  });
});

describe('removing, disabling and enabling', () => {
  const left = async () => (await backend.repository.queryJobs({ sort: { name: 'asc' } })).jobs.map(({ name }) => name);
  let ids: string[];

  beforeEach(async () => {
    ids = [];
    for (const name of ['a', 'b', 'c']) ids.push((await save({ name, data: { of: name } }))._id!);
  });

  it.each([
    ['name', { name: 'a' }, ['b', 'c']],
    ['names', { names: ['a', 'b'] }, ['c']],
    ['all names but some', { notNames: ['a', 'b'] }, ['a', 'b']],
    ['data', { data: { of: 'b' } }, ['a', 'c']],
    ['name and data', { name: 'a', data: { of: 'b' } }, ['a', 'b', 'c']],
    ['an id that nobody has', { id: 'nobody' }, ['a', 'b', 'c']],
    ['nothing at all', {}, ['a', 'b', 'c']],
    ['empty lists', { ids: [], names: [] }, ['a', 'b', 'c']],
  ])('removes by %s', async (_, options, expected) => {
    expect(await backend.repository.removeJobs(options)).toBe(3 - expected.length);
    expect(await left()).toEqual(expected);
  });

  it('removes by id and ids, or everything', async () => {
    expect(await backend.repository.removeJobs({ id: ids[0]! })).toBe(1);
    expect(await backend.repository.removeJobs({ ids })).toBe(2);
    await save();
    expect(await backend.repository.purgeAllJobs()).toBe(1);
    expect(await left()).toEqual([]);
  });

  it('disables and enables', async () => {
    expect(await backend.repository.disableJobs({ names: ['a', 'b'] })).toBe(2);
    expect(await backend.repository.disableJobs({})).toBe(0);
    expect(await backend.repository.getJobById(ids[0]!)).toMatchObject({ disabled: true });
    expect(await take('a')).toBeUndefined();
    expect(await backend.repository.enableJobs({ name: 'a' })).toBe(1);
    expect((await take('a'))?.name).toBe('a');
    expect(await take('b')).toBeUndefined();
  });
});

describe('Agenda itself', () => {
  const started = async (agenda: Agenda) => {
    await agenda.start();
    return agenda;
  };
  const createAgenda = (options: { name?: string; defaultLockLifetime?: number; removeOnComplete?: boolean } = {}) => {
    const agenda = new Agenda({ backend: createSqliteAgendaBackend(db), processEvery: 20, ...options });
    agendas.push(agenda);
    return agenda;
  };

  it('runs a job now, and keeps what became of it', async () => {
    const agenda = createAgenda();
    const ran: unknown[] = [];
    agenda.define('greet', async (job: { attrs: { data: unknown } }) => {
      ran.push(job.attrs.data);
    });
    await started(agenda);
    const job = await agenda.now('greet', { name: 'Maya' });
    await vi.waitFor(async () =>
      expect(await stored(job.attrs as never)).toMatchObject({ lastFinishedAt: expect.any(Date), nextRunAt: null }),
    );
    expect(ran).toEqual([{ name: 'Maya' }]);
    expect((await backend.repository.queryJobs({ state: 'completed' })).total).toBe(1);
  });

  it('removes what it has run, when told so', async () => {
    const agenda = createAgenda({ removeOnComplete: true });
    const ran = vi.fn();
    agenda.define('greet', async () => ran());
    await started(agenda);
    await agenda.now('greet', {});
    await vi.waitFor(async () =>
      expect([ran.mock.calls.length, (await backend.repository.queryJobs()).total]).toEqual([1, 0]),
    );
  });

  it('runs a job at its time, and not before', async () => {
    const agenda = createAgenda();
    let ranAt = 0;
    agenda.define('remind', async () => {
      ranAt = Date.now();
    });
    await started(agenda);
    const dueAt = fromNow(150);
    await agenda.schedule(dueAt, 'remind', {});
    await vi.waitFor(() => expect(ranAt).not.toBe(0));
    expect(ranAt).toBeGreaterThanOrEqual(dueAt.getTime());
  });

  it('repeats a job, and asking for it again changes nothing', async () => {
    const agenda = createAgenda();
    let runs = 0;
    agenda.define('sweep', async () => {
      runs += 1;
    });
    await started(agenda);
    await agenda.every(50, 'sweep');
    await agenda.every(50, 'sweep');
    await vi.waitFor(() => expect(runs).toBeGreaterThanOrEqual(3));
    expect(await backend.repository.queryJobs({ name: 'sweep' })).toMatchObject({
      total: 1,
      jobs: [{ type: 'single' }],
    });
  });

  it('keeps one unique job', async () => {
    const agenda = createAgenda();
    const ran: unknown[] = [];
    agenda.define('wake', async (job: { attrs: { data: unknown } }) => {
      ran.push(job.attrs.data);
    });
    const at = fromNow(30);
    for (let index = 0; index < 5; index += 1) {
      await agenda
        .create('wake', { at: at.getTime(), index })
        .unique({ 'data.at': at.getTime() }, { insertOnly: true })
        .schedule(at)
        .save();
    }
    await started(agenda);
    await vi.waitFor(() => expect(ran).toEqual([{ at: at.getTime(), index: 0 }]));
  });

  it('runs each job once when two of them race for it', async () => {
    const ran: string[] = [];
    for (const name of ['left', 'right']) {
      const agenda = createAgenda({ name });
      agenda.define('work', async (job: { attrs: { data: { index: number } } }) => {
        ran.push(`${job.attrs.data.index}`);
      });
    }
    const [left, right] = agendas as [Agenda, Agenda];
    for (let index = 0; index < 60; index += 1) await left.now('work', { index });
    await Promise.all([started(left), started(right)]);
    await vi.waitFor(async () => expect((await backend.repository.queryJobs({ state: 'completed' })).total).toBe(60));
    expect(ran).toHaveLength(60);
    expect(new Set(ran).size).toBe(60);
  });

  it('takes over a job whose process died, after its lock has expired', async () => {
    const saved = await save({ name: 'work' });
    const taken = await take('work');
    await backend.repository.saveJobState({ ...taken!, lastRunAt: new Date(), nextRunAt: null }, undefined);
    const lockedAt = taken!.lockedAt!.getTime();
    const agenda = createAgenda({ defaultLockLifetime: 200 });
    let ranAt = 0;
    agenda.define('work', async () => {
      ranAt = Date.now();
    });
    await started(agenda);
    await vi.waitFor(() => expect(ranAt).not.toBe(0));
    expect(ranAt - lockedAt).toBeGreaterThanOrEqual(200);
    await vi.waitFor(async () => expect(await stored(saved)).toMatchObject({ lastFinishedAt: expect.any(Date) }));
  });

  it('runs at once what a process that died had begun, when the locks are cleared', async () => {
    await save({ name: 'work' });
    const taken = await take('work');
    await backend.repository.saveJobState({ ...taken!, lastRunAt: new Date(), nextRunAt: null }, undefined);
    await backend.clearStaleLocks();
    const ran = vi.fn();
    const agenda = createAgenda();
    agenda.define('work', async () => ran());
    await started(agenda);
    await vi.waitFor(() => expect(ran).toHaveBeenCalledTimes(1));
  });

  it('writes down a failure, and tries again when told to', async () => {
    const agenda = createAgenda();
    let runs = 0;
    agenda.define(
      'work',
      async () => {
        runs += 1;
        if (runs === 1) throw new Error('not yet');
      },
      { backoff: () => 20 },
    );
    await started(agenda);
    const job = await agenda.now('work', {});
    await vi.waitFor(async () => {
      expect(runs).toBe(2);
      expect(await stored(job.attrs as never)).toMatchObject({
        failReason: 'not yet',
        failedAt: expect.any(Date),
        nextRunAt: null,
        lastFinishedAt: expect.any(Date),
      });
    });
  });

  it('can be stopped and started again on the same connection', async () => {
    const agenda = createAgenda();
    const ran = vi.fn();
    agenda.define('greet', async () => ran());
    await started(agenda);
    await agenda.schedule(fromNow(minute), 'greet', {});
    await agenda.stop();
    expect((await backend.repository.queryJobs({ name: 'greet' })).jobs).toMatchObject([{ state: 'scheduled' }]);
    expect(await agenda.cancel({ name: 'greet' })).toBe(1);
    await started(agenda);
    await agenda.now('greet', {});
    await vi.waitFor(() => expect(ran).toHaveBeenCalledTimes(1));
  });
});
