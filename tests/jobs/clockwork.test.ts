import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { second } from '#core/time/clock.ts';
import { createSqliteAgendaBackend } from '../../src/adapters/sqlite/agenda-backend.ts';
import { type Database, openDatabase } from '../../src/adapters/sqlite/database.ts';
import { type Clockwork, createClockwork } from '../../src/jobs/clockwork.ts';

/** The real Agenda on a real database, by the system's clock: the times here are short, and the limits wide. */
let db: Database;
let clockworks: Clockwork[];
let log: Record<string, unknown>[];
/** What the store would say is due. */
let due: number[];

beforeEach(() => {
  db = openDatabase(':memory:');
  clockworks = [];
  log = [];
  due = [];
});

afterEach(async () => {
  await Promise.all(clockworks.map((clockwork) => clockwork.stop()));
  db.close();
});

function create(): { clockwork: Clockwork; wokenAt: number[]; sweeps: number[]; start(): Promise<void> } {
  const clockwork = createClockwork({
    backend: createSqliteAgendaBackend(db),
    clock: { now: () => Date.now() },
    log: pino({ level: 'debug' }, { write: (line: string) => log.push(JSON.parse(line) as Record<string, unknown>) }),
  });
  clockworks.push(clockwork);
  const [wokenAt, sweeps]: [number[], number[]] = [[], []];
  return {
    clockwork,
    wokenAt,
    sweeps,
    start: () =>
      clockwork.start({
        wakeUp: () => wokenAt.push(Date.now()),
        nextDueAt: async (after) => due.filter((at) => at > after).sort((a, b) => a - b)[0] ?? null,
        sweep: async () => {
          sweeps.push(Date.now());
        },
      }),
  };
}

const within = { timeout: 10 * second };
const jobs = (name: string) =>
  db.all<{ next_run_at: number | null }>('SELECT next_run_at FROM jobs WHERE name = ?', name);

describe('the clockwork', () => {
  it('wakes at the start, for whatever became due while nobody was there', async () => {
    const { wokenAt, start } = create();
    await start();
    expect(wokenAt).toHaveLength(1);
  });

  it('wakes at the moment that was asked for, not before it', async () => {
    const { clockwork, wokenAt, start } = create();
    await start();
    wokenAt.length = 0;
    const at = Math.floor(Date.now() / second) * second + 3_400;
    due.push(at);
    clockwork.wake(at);
    await expect.poll(() => jobs('wake'), within).toEqual([{ next_run_at: at - 400 }]);
    await expect.poll(() => wokenAt.some((moment) => moment >= at), within).toBe(true);
    // The second's job looks, and a timer wakes at the moment itself; a busy machine may need longer.
    expect(wokenAt.length).toBe(2);
    expect(wokenAt[1]! - at).toBeLessThan(2 * second);
    // The job is gone once it has run.
    await expect.poll(() => jobs('wake'), within).toEqual([]);
  });

  it('wakes at once for what is due now, without Agenda', async () => {
    const { clockwork, wokenAt, start } = create();
    await start();
    wokenAt.length = 0;
    clockwork.wake(Date.now());
    clockwork.wake(Date.now() - 5 * second);
    await expect.poll(() => wokenAt.length, within).toBe(2);
    expect(jobs('wake')).toEqual([]);
  });

  it('wakes another process for what is due now, where it runs no jobs itself', async () => {
    const [asks, works] = [create(), create()];
    await works.start();
    works.wokenAt.length = 0;
    asks.clockwork.wake(Date.now());
    await expect.poll(() => works.wokenAt.length, within).toBe(1);
    expect(asks.wokenAt).toEqual([]);
  });

  it('makes one job for each second, however often it is asked, and none for what is due soon', async () => {
    const { clockwork, wokenAt, start } = create();
    await start();
    wokenAt.length = 0;
    const hourAhead = Math.floor(Date.now() / second) * second + 3_600 * second;
    const [soon, later, also] = [Date.now() + 600, hourAhead + 1, hourAhead + 999];
    for (let times = 0; times < 20; times += 1) for (const at of [soon, later, also]) clockwork.wake(at);
    await expect.poll(() => wokenAt.length, within).toBe(1);
    await expect.poll(() => jobs('wake'), within).toEqual([{ next_run_at: hourAhead }]);
    expect(wokenAt).toHaveLength(1);
  });

  it('keeps its appointments over a restart', async () => {
    const first = create();
    await first.start();
    const at = Date.now() + 3_200;
    due.push(at);
    first.clockwork.wake(at);
    await expect.poll(() => jobs('wake'), within).toHaveLength(1);
    await first.clockwork.stop();
    first.wokenAt.length = 0;
    const again = create();
    await again.start();
    again.wokenAt.length = 0;
    await expect.poll(() => again.wokenAt.some((moment) => moment >= at), within).toBe(true);
    expect(first.wokenAt).toEqual([]);
  });

  it('takes up after a restart what is due so soon that there is no job for it', async () => {
    const at = Date.now() + 900;
    due.push(at);
    const again = create();
    await again.start();
    await expect.poll(() => again.wokenAt.some((moment) => moment >= at), within).toBe(true);
    expect(jobs('wake')).toEqual([]);
  });

  it('goes from one moment to the next within a second, by itself', async () => {
    const { wokenAt, start } = create();
    const from = Date.now();
    for (let step = 1; step <= 5; step += 1) due.push(from + step * 150);
    await start();
    await expect.poll(() => wokenAt.some((moment) => moment >= due.at(-1)!), within).toBe(true);
    expect(wokenAt.length).toBe(1 + due.length);
  });

  it('sweeps every minute, by one job that stays, also over a restart', async () => {
    const first = create();
    await first.start();
    await expect.poll(() => jobs('sweep')[0]?.next_run_at ?? 0, within).toBeGreaterThan(Date.now());
    expect(jobs('sweep')[0]!.next_run_at! - Date.now()).toBeLessThanOrEqual(60 * second);
    await first.clockwork.stop();
    const again = create();
    await again.start();
    expect(jobs('sweep')).toHaveLength(1);
    again.sweeps.length = 0;
    // As if the minute were over.
    db.run("UPDATE jobs SET next_run_at = ? WHERE name = 'sweep'", Date.now());
    await expect.poll(() => again.sweeps.length, within).toBe(1);
    await expect.poll(() => jobs('sweep')[0]?.next_run_at ?? 0, within).toBeGreaterThan(Date.now());
  });

  it('says so when a wake cannot be kept, and goes on', async () => {
    const { clockwork, wokenAt, start } = create();
    await start();
    wokenAt.length = 0;
    db.run('ALTER TABLE jobs RENAME TO lost_jobs');
    clockwork.wake(Date.now() + 3_600 * second);
    await expect
      .poll(() => log.map(({ msg }) => msg), within)
      .toContain('A wake could not be scheduled; the sweep makes good for it.');
    db.run('ALTER TABLE lost_jobs RENAME TO jobs');
    clockwork.wake(Date.now());
    await expect.poll(() => wokenAt.length, within).toBe(1);
  });

  it('is silent after it was stopped', async () => {
    const { clockwork, wokenAt, start } = create();
    await start();
    await clockwork.stop();
    wokenAt.length = 0;
    clockwork.wake(Date.now());
    db.run("UPDATE jobs SET next_run_at = ? WHERE name = 'sweep'", Date.now());
    const other = create();
    await other.start();
    await expect.poll(() => other.sweeps.length, within).toBeGreaterThan(0);
    expect(wokenAt).toEqual([]);
  });
});
