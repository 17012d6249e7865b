import { isDeepStrictEqual } from 'node:util';
import type { JobParameters, JobState, JobsQueryOptions, JobsSort, RemoveJobsOptions } from 'agenda';
import type { Database } from './database.ts';
import { type JobRow, toJob } from './job-rows.ts';

export type JobFilter = RemoveJobsOptions & Pick<JobsQueryOptions, 'search' | 'includeDisabled'>;

/** Jobs that pass every part of the filter. Without an order: as they were written. */
export function findJobs(db: Database, filter: JobFilter, sort?: JobsSort): JobRow[] {
  const conditions: string[] = [];
  const values: string[] = [];
  const require = (condition: string, value: string) => {
    conditions.push(condition);
    values.push(value);
  };
  if (filter.id) require('id = ?', filter.id);
  else if (filter.ids?.length) require('id IN (SELECT value FROM json_each(?))', JSON.stringify(filter.ids));
  if (filter.name) require('name = ?', filter.name);
  else if (filter.names?.length) require('name IN (SELECT value FROM json_each(?))', JSON.stringify(filter.names));
  else if (filter.notNames?.length)
    require('name NOT IN (SELECT value FROM json_each(?))', JSON.stringify(filter.notNames));
  if (filter.search) require('instr(lower(name), lower(?)) > 0', filter.search);
  if (filter.includeDisabled === false) conditions.push('disabled = 0');

  const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
  const rows = db.all<JobRow>(`SELECT * FROM jobs ${where} ORDER BY ${orderBy(sort)}`, ...values);
  if (filter.data === undefined) return rows;
  const expected = toPlain(filter.data);
  return rows.filter((row) => contains(parseData(row), expected));
}

/** True when the filter says anything at all: an empty one must not mean "all jobs" where jobs are removed. */
export function hasCriteria({ id, ids, name, names, notNames, data }: RemoveJobsOptions): boolean {
  return Boolean(id || ids?.length || name || names?.length || notNames?.length || data !== undefined);
}

/** The job of this name whose fields have these values: keys are paths such as `data.userId` or `nextRunAt`. */
export function findUnique(db: Database, name: string, unique: Record<string, unknown>): JobRow | null {
  const wanted = Object.entries(unique).map(([path, value]) => ({ path: path.split('.'), value: toPlain(value) }));
  // SQLite narrows by what it can compare itself; the last word on every path is ours.
  const narrowing = wanted.flatMap(({ path: [field, ...inner], value }) =>
    field === 'data' &&
    inner.every((key) => /^[a-z_]\w*$/i.test(key)) &&
    (typeof value === 'string' || typeof value === 'number')
      ? { path: ['$', ...inner].join('.'), value }
      : [],
  );
  const rows = db.each<JobRow>(
    `SELECT * FROM jobs WHERE name = ? ${'AND json_extract(data, ?) = ? '.repeat(narrowing.length)}ORDER BY seq`,
    name,
    ...narrowing.flatMap(({ path, value }) => [path, value]),
  );
  for (const row of rows) {
    const job = toPlain(toJob(row));
    if (wanted.every(({ path, value }) => isDeepStrictEqual(valueAt(job, path), value))) return row;
  }
  return null;
}

/** What a job is doing, from its timestamps, in the order in which Agenda decides. */
export function stateOf(job: Omit<JobParameters, '_id'>, now: Date): Exclude<JobState, 'paused'> {
  if (job.lockedAt) return 'running';
  if (job.failedAt && (!job.lastFinishedAt || job.failedAt >= job.lastFinishedAt)) return 'failed';
  if (job.repeatInterval) return 'repeating';
  if (job.nextRunAt) return job.nextRunAt > now ? 'scheduled' : 'queued';
  return 'completed';
}

const sortColumns: Record<keyof JobsSort, string> = {
  nextRunAt: 'next_run_at',
  lastRunAt: 'last_run_at',
  lastFinishedAt: 'last_finished_at',
  priority: 'priority',
  name: 'name',
  data: 'data',
};

function orderBy(sort: JobsSort | undefined): string {
  const parts = (Object.keys(sort ?? {}) as (keyof JobsSort)[])
    .filter((field) => sort?.[field] !== undefined && field in sortColumns)
    .map((field) => `${sortColumns[field]} ${sort?.[field] === 'asc' ? 'ASC' : 'DESC'} NULLS LAST`);
  return [...parts, 'seq'].join(', ');
}

function parseData(row: JobRow): unknown {
  return row.data === null ? undefined : JSON.parse(row.data);
}

/** As it comes back from the database: dates are text, what is undefined is absent. */
function toPlain(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  let inner = value;
  for (const key of path) {
    if (typeof inner !== 'object' || inner === null) return undefined;
    inner = Object.entries(inner).find(([name]) => name === key)?.[1];
  }
  return inner;
}

/** Whether all that is expected is there; objects may hold more. */
function contains(actual: unknown, expected: unknown): boolean {
  if (typeof expected !== 'object' || expected === null || Array.isArray(expected))
    return isDeepStrictEqual(actual, expected);
  if (typeof actual !== 'object' || actual === null) return false;
  return Object.entries(expected).every(([key, value]) => contains(valueAt(actual, [key]), value));
}
