import type {
  AgendaBackend,
  JobParameters,
  JobRepository,
  JobRepositoryOptions,
  JobsOverview,
  RemoveJobsOptions,
  UniqueOpts,
} from 'agenda';
import { newId } from '#core/ids.ts';
import type { Database } from './database.ts';
import { findJobs, findUnique, hasCriteria, stateOf } from './job-queries.ts';
import { type JobRow, putJob, type StoredJob, toJob, toMilliseconds } from './job-rows.ts';

/** Agenda's storage on our connection. There is no notification channel: Agenda polls, and what is due now is not told through Agenda. */
export interface SqliteAgendaBackend extends AgendaBackend {
  readonly ownsConnection: false;
  /**
   * Frees every job that a process held when it died, and puts those it was in the middle of back into the queue. Only for a process that
   * knows it is the only one on this database; without it such a job waits for its lock to expire (10 minutes by default).
   */
  clearStaleLocks(): Promise<number>;
}

/** Time is the system's, because Agenda compares what is stored here with a `Date` it makes itself. */
export function createSqliteAgendaBackend(db: Database): SqliteAgendaBackend {
  return {
    name: 'SQLite',
    ownsConnection: false,
    repository: createRepository(db),
    connect: async () => {},
    disconnect: async () => {},
    clearStaleLocks: async () =>
      db.write('relaxed', () =>
        // A job that runs only once has no next run while it runs.
        db.run(
          'UPDATE jobs SET locked_at = NULL, next_run_at = coalesce(next_run_at, ?) WHERE locked_at IS NOT NULL',
          Date.now(),
        ),
      ),
  };
}

function createRepository(db: Database): JobRepository {
  return {
    connect: async () => {},

    saveJob: async <DATA = unknown>(job: JobParameters<DATA>, options: JobRepositoryOptions | undefined) => {
      const saved = db.write('relaxed', () => save(db, job as JobParameters, options?.lastModifiedBy));
      return (saved ?? job) as JobParameters<DATA>;
    },

    saveJobState: async (job, options) =>
      db.write('relaxed', () => {
        const row = db.get<JobRow>('SELECT * FROM jobs WHERE id = ? AND name = ?', job._id ?? null, job.name);
        if (!row) throw new Error(`The job ${job._id} (${job.name}) is no longer stored`);
        const { lockedAt, nextRunAt, lastRunAt, lastFinishedAt, progress, failReason, failCount, failedAt } = job;
        const state = { lockedAt, nextRunAt, lastRunAt, lastFinishedAt, progress, failReason, failCount, failedAt };
        putJob(db, { ...toJob(row), ...state, lastModifiedBy: options?.lastModifiedBy } as StoredJob);
      }),

    lockJob: async (job, options) =>
      db.write('relaxed', () =>
        locked(
          db.get<JobRow>(
            `UPDATE jobs SET locked_at = ?, modified_by = ?
             WHERE id = ? AND name = ? AND next_run_at IS ? AND locked_at IS NULL AND disabled = 0 RETURNING *`,
            Date.now(),
            options?.lastModifiedBy ?? null,
            job._id ?? null,
            job.name,
            toMilliseconds(job.nextRunAt),
          ),
        ),
      ),

    getNextJobToRun: async (jobName, nextScanAt, lockDeadline, now, options) =>
      db.write('relaxed', () =>
        // Two searches, each along its own index: what is due and free, and what was locked so long ago that its holder must be dead.
        locked(
          db.get<JobRow>(
            `UPDATE jobs SET locked_at = ?, modified_by = ? WHERE seq = (
               SELECT seq FROM (
                 SELECT * FROM (
                   SELECT seq, next_run_at, priority FROM jobs
                   WHERE name = ? AND disabled = 0 AND locked_at IS NULL AND next_run_at <= ?
                   ORDER BY next_run_at, priority DESC LIMIT 1)
                 UNION ALL
                 SELECT * FROM (
                   SELECT seq, next_run_at, priority FROM jobs WHERE name = ? AND disabled = 0 AND locked_at <= ?
                   ORDER BY next_run_at, priority DESC LIMIT 1))
               ORDER BY next_run_at, priority DESC LIMIT 1)
             RETURNING *`,
            (now ?? new Date()).getTime(),
            options?.lastModifiedBy ?? null,
            jobName,
            nextScanAt.getTime(),
            jobName,
            lockDeadline.getTime(),
          ),
        ),
      ),

    unlockJob: async (job) => unlock(db, job._id ? [job._id] : []),

    unlockJobs: async (jobIds) => unlock(db, jobIds),

    getJobById: async (id) => {
      const row = db.get<JobRow>('SELECT * FROM jobs WHERE id = ?', id);
      return row ? toJob(row) : null;
    },

    queryJobs: async ({ state, sort, skip = 0, limit = 0, ...filter } = {}) => {
      const now = new Date();
      const found = findJobs(db, filter, sort ?? { nextRunAt: 'desc', lastRunAt: 'desc' })
        .map(toJob)
        .map((job) => ({ ...job, state: stateOf(job, now) }))
        .filter((job) => !state || (state === 'paused' ? job.disabled === true : job.state === state));
      return { jobs: found.slice(skip, limit > 0 ? skip + limit : undefined), total: found.length };
    },

    getJobsOverview: async () => {
      const now = new Date();
      const overviews = new Map<string, JobsOverview>();
      for (const job of findJobs(db, {}, { name: 'asc' }).map(toJob)) {
        const overview = overviews.get(job.name) ?? emptyOverview(job.name);
        overviews.set(job.name, overview);
        overview.total += 1;
        overview[stateOf(job, now)] += 1;
        if (job.disabled) overview.paused += 1;
      }
      return [...overviews.values()];
    },

    getDistinctJobNames: async () =>
      db.all<{ name: string }>('SELECT DISTINCT name FROM jobs ORDER BY name').map(({ name }) => name),

    getQueueSize: async () =>
      db.get<{ size: number }>('SELECT count(*) AS size FROM jobs WHERE next_run_at < ?', Date.now())?.size ?? 0,

    removeJobs: async (options) => changeMatching(db, options, 'DELETE FROM jobs WHERE'),

    disableJobs: async (options) => changeMatching(db, options, 'UPDATE jobs SET disabled = 1 WHERE'),

    enableJobs: async (options) => changeMatching(db, options, 'UPDATE jobs SET disabled = 0 WHERE'),

    purgeAllJobs: async () => db.write('relaxed', () => db.run('DELETE FROM jobs')),
  };
}

/** Null when the job has an id that is no longer stored: Agenda then goes on with what it has. */
function save(db: Database, job: JobParameters, lastModifiedBy: string | undefined): StoredJob | null {
  const { _id, unique, uniqueOpts, ...fields } = job;
  const now = new Date();

  const stored =
    _id !== undefined
      ? db.get<JobRow>('SELECT * FROM jobs WHERE id = ? AND name = ?', _id, fields.name)
      : fields.type === 'single'
        ? db.get<JobRow>("SELECT * FROM jobs WHERE name = ? AND type = 'single'", fields.name)
        : unique && findUnique(db, fields.name, unique);
  if (!stored && _id !== undefined) return null;

  const known = stored ? toJob(stored) : null;
  if (known && _id === undefined && fields.type !== 'single' && uniqueOpts?.insertOnly && !uniqueOpts.debounce)
    return known;

  const saved = { ...known, ...fields, _id: known?._id ?? newId(), lastModifiedBy } as StoredJob;
  if (_id === undefined && fields.type === 'single') {
    // Asking again for a repeating job, as every start does, must not pull its next run forward.
    if (known?.nextRunAt && fields.nextRunAt && fields.nextRunAt <= now) saved.nextRunAt = known.nextRunAt;
  } else if (_id === undefined && unique && uniqueOpts?.debounce) {
    Object.assign(saved, debounced(uniqueOpts.debounce, known, saved.nextRunAt, now));
  }
  putJob(db, saved);
  return saved;
}

/** When a job that is saved again and again runs: a window opens with the first save, and ends when the job has begun. */
function debounced(
  { delay, maxWait, strategy }: NonNullable<UniqueOpts['debounce']>,
  known: StoredJob | null,
  nextRunAt: Date | null,
  now: Date,
): { nextRunAt: Date | null; debounceStartedAt: Date | undefined } {
  const waiting = known?.nextRunAt ? known : null;
  const debounceStartedAt = waiting?.debounceStartedAt ?? now;
  if (strategy === 'leading') return { nextRunAt: waiting ? waiting.nextRunAt : nextRunAt, debounceStartedAt };
  if (maxWait && now.getTime() - debounceStartedAt.getTime() >= maxWait)
    return { nextRunAt: now, debounceStartedAt: undefined };
  return { nextRunAt: new Date(now.getTime() + delay), debounceStartedAt };
}

function locked(row: JobRow | undefined): StoredJob | undefined {
  return row && toJob(row);
}

/** Leaves alone what runs now: a job that runs once has no next run while it runs. */
function unlock(db: Database, jobIds: readonly string[]): void {
  if (jobIds.length === 0) return;
  db.write('relaxed', () =>
    db.run(
      'UPDATE jobs SET locked_at = NULL WHERE next_run_at IS NOT NULL AND id IN (SELECT value FROM json_each(?))',
      JSON.stringify(jobIds),
    ),
  );
}

function changeMatching(db: Database, options: RemoveJobsOptions, statement: string): number {
  if (!hasCriteria(options)) return 0;
  return db.write('relaxed', () => {
    const found = findJobs(db, options).map((row) => row.seq);
    return db.run(`${statement} seq IN (SELECT value FROM json_each(?))`, JSON.stringify(found));
  });
}

function emptyOverview(name: string): JobsOverview {
  return { name, total: 0, running: 0, scheduled: 0, queued: 0, completed: 0, failed: 0, repeating: 0, paused: 0 };
}
