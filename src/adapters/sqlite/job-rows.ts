import type { JobId, JobParameters } from 'agenda';
import type { Database } from './database.ts';

/** A job as it is stored: what Agenda saves, without the terms of saving. */
export type StoredJob = Omit<JobParameters, 'unique' | 'uniqueOpts' | '_id'> & { _id: JobId };

export interface JobRow {
  seq: number;
  id: JobId;
  name: string;
  type: 'normal' | 'single';
  priority: number;
  disabled: number;
  next_run_at: number | null;
  locked_at: number | null;
  last_run_at: number | null;
  last_finished_at: number | null;
  modified_by: string | null;
  data: string | null;
  document: string;
}

/** Dates among the fields that have no column. */
const datesInDocument = ['failedAt', 'startDate', 'endDate', 'debounceStartedAt'] as const;

/** A field that has no value is left out, so that saving a job that was read changes only what the saver changed. */
export function toJob(row: JobRow): StoredJob {
  const rest = JSON.parse(row.document) as Partial<StoredJob>;
  for (const field of datesInDocument) {
    const written = rest[field];
    if (written) rest[field] = new Date(written);
  }
  return {
    ...rest,
    _id: row.id,
    name: row.name,
    type: row.type,
    priority: row.priority,
    nextRunAt: row.next_run_at === null ? null : new Date(row.next_run_at),
    ...(row.locked_at !== null && { lockedAt: new Date(row.locked_at) }),
    ...(row.last_run_at !== null && { lastRunAt: new Date(row.last_run_at) }),
    ...(row.last_finished_at !== null && { lastFinishedAt: new Date(row.last_finished_at) }),
    ...(row.modified_by !== null && { lastModifiedBy: row.modified_by }),
    ...(row.disabled === 1 && { disabled: true }),
    data: row.data === null ? undefined : JSON.parse(row.data),
  };
}

/** Writes the whole job, new or known by its id. Belongs inside a `write`. */
export function putJob(db: Database, job: StoredJob): void {
  const {
    _id,
    name,
    type,
    priority,
    nextRunAt,
    lockedAt,
    lastRunAt,
    lastFinishedAt,
    lastModifiedBy,
    disabled,
    data,
    ...rest
  } = job;
  db.run(
    `INSERT INTO jobs (id, name, type, priority, disabled, next_run_at, locked_at, last_run_at, last_finished_at, modified_by,
       data, document)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET name = excluded.name, type = excluded.type, priority = excluded.priority,
       disabled = excluded.disabled, next_run_at = excluded.next_run_at, locked_at = excluded.locked_at,
       last_run_at = excluded.last_run_at, last_finished_at = excluded.last_finished_at, modified_by = excluded.modified_by,
       data = excluded.data, document = excluded.document`,
    _id,
    name,
    type,
    priority,
    disabled ? 1 : 0,
    toMilliseconds(nextRunAt),
    toMilliseconds(lockedAt),
    toMilliseconds(lastRunAt),
    toMilliseconds(lastFinishedAt),
    lastModifiedBy ?? null,
    data === undefined ? null : JSON.stringify(data),
    JSON.stringify(rest),
  );
}

/** Agenda also passes what `new Date` takes. */
export function toMilliseconds(date: Date | null | undefined): number | null {
  return date ? new Date(date).getTime() : null;
}
