/** Days of a month at 600 times speed, with 200,000 sessions stored: whether memory levels off, and whether notices come later and later. */
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createProduct, type Product } from '../playground/product.ts';
import { createStage, type Stage } from '../playground/stage.ts';
import { day, hour, type Instant, minute, second } from '../src/core/time/clock.ts';
import { atMost, type Figure, type Report } from './harness/figure.ts';
import { processorTime, waitedForProcessor } from './harness/processor-time.ts';
import { residentMegabytes } from './harness/resident-memory.ts';
import { createScratchFolder } from './harness/scratch-folder.ts';
import { median, quantile } from './harness/statistics.ts';
import { steadyLoad } from './harness/steady-load.ts';
import { slope } from './harness/trend.ts';
import { milliseconds } from './harness/words.ts';
import { type Circle, gatherCrowd, type Member } from './world/crowd.ts';
import { type Copy, fillSessions } from './world/fill-sessions.ts';
import { onOwnConnection } from './world/open-stores.ts';
import { registerCommands, startFlags } from './world/product.ts';
import { createQuietFront } from './world/quiet-front.ts';
import { liveASession, type SessionLife, type Stored } from './world/session-life.ts';

export const name = 'growth';
export const what = '50 programmes, 5,000 people and 200,000 sessions: days of a month at 600 times speed';

const fastTime = new URL('./world/fast-time.ts', import.meta.url).href;
const speed = 600;
const sessions = 200_000;
/** As many as one process can carry out at this speed with room to spare: each takes some 25 requests to Discord. */
const sessionsAMonth = 20_000;
const aMonth = 30 * day;
const commandsPerSecond = 10;
/** Real milliseconds from the start of the process until time runs fast: enough to be ready. */
const startsWithin = 10_000;
/** A process that waits for a core for more than this share of the time is late for that alone. */
const crowded = 0.2;
/** How often garbage is collected to see what is left. */
const probes = 24;
/** This share of the time, at its beginning, is no part of the lateness: code is being compiled, and connections opened. */
const warmUp = 0.1;
/** Into how many parts each third of the time is split to see how late notices are. */
const parts = 7;
/** What became due within so many real milliseconds before the end may still be under way when the process is stopped. */
const stillUnderWay = 2_000;

/** What runs fast, and for how long. */
interface Span {
  /** The moment on the shifted clock at which it begins. */
  begins: Instant;
  days: number;
  /** The same moment by the real clock, and the real milliseconds from then on. */
  fastFrom: number;
  lasts: number;
}

export async function run(): Promise<Report> {
  const days = Number(process.env.GROWTH_DAYS ?? 2);
  if (!(days > 0 && days <= 30)) throw new Error('GROWTH_DAYS is a number of days, at most 30.');
  const folder = createScratchFolder();
  const unlimited = { rates: {}, globalRequestsASecond: 1e9, identifyGapMs: 0 };
  const stage = await createStage({ google: false, slackOver: 'none', discordLimits: unlimited, folder: folder.path });
  const front = await createQuietFront(stage.discord.apiUrl);
  const env = { ...stage.env, DISCORD_API_URL: front.apiUrl, LOG_LEVEL: 'info' };
  const { databasePath } = stage.product;
  try {
    const circles = await gatherCrowd(databasePath, stage.discord, { programs: 50, peopleInEach: 100 });
    const life = await liveASession(join(folder.path, 'life.db'));
    const begins = Math.ceil((Date.now() + hour) / (5 * minute)) * 5 * minute;
    fill(databasePath, life, circles, { begins, days });
    await registerCommands({ env }, databasePath);

    const span = { begins, days, fastFrom: Date.now() + startsWithin, lasts: (days * day) / speed };
    stage.clock.advance(begins - span.fastFrom);
    const product = createProduct({
      ...{ clock: stage.clock, folder: folder.path, preloads: [fastTime] },
      env: {
        ...env,
        ...{ CONFAB_CLOCK_SPEED: String(speed), CONFAB_CLOCK_FAST_FROM: String(span.fastFrom) },
        ...{ BENCH_PROBE_EVERY: String(span.lasts / probes), NODE_OPTIONS: startFlags },
      },
    });
    const { samples, unanswered, busy, waited } = await watched(product, stage, circles, span);
    const logged = product.log.filter(({ level }) => level >= 40).map(({ msg }) => msg);
    return {
      figures: [inUse(product), resident(samples), lateness(databasePath, span), size(databasePath)],
      remarks: [
        `${Math.round(span.lasts / second)} s were ${days} of 30 days (--days says how many).`,
        `the process used ${percent(busy)} of a core, and waited for one ${percent(waited)} of the time${waited > crowded ? ': the machine has too much else to do to say anything about lateness' : ''}.`,
        `${front.posted()} messages were posted and ${front.edited()} edited; ${unanswered} commands were not answered; ${logged.length} warnings and errors were logged${logged.length > 0 ? ` (${[...new Set(logged)].slice(0, 3).join('; ')})` : ''}.`,
      ],
    };
  } finally {
    await stage.close();
    await front.close();
    folder.remove();
  }
}

/**
 * 200,000 sessions, one after another over ten months, day and night: those of the time that runs and a day more are booked, those of the 30 days before
 * have all that is kept of a session, and of older ones the effects and messages are forgotten.
 */
function fill(
  databasePath: string,
  { booked, reminded, completed }: SessionLife,
  circles: readonly Circle[],
  { begins, days }: Pick<Span, 'begins' | 'days'>,
): void {
  const between = aMonth / sessionsAMonth;
  const ahead = Math.round(((days + 1) * day) / between);
  const forgotten: Stored = { ...completed, effects: [], places: [] };
  function storedOf(scheduledAt: Instant): Stored {
    if (scheduledAt < begins - aMonth) return forgotten;
    if (scheduledAt < begins) return completed;
    return scheduledAt - 24 * hour < begins ? reminded : booked;
  }
  function* copies(): Iterable<Copy> {
    for (let index = 0; index < sessions; index += 1) {
      const turn = index - (sessions - ahead);
      // At any minute, not at every fifth as people book: those are half a second apart at this speed, as Agenda's looks are, and all would be as late as the two
      // happen to be apart. The last one is over when time begins to run, and of the first one a reminder is still to come.
      const scheduledAt = begins + (Math.floor((turn * between) / minute) + (turn < 0 ? -35 : 15)) * minute;
      const circle = circles[index % circles.length] as Circle;
      const round = Math.floor(index / circles.length);
      const mentor = circle.mentors[round % circle.mentors.length] as Member;
      const learner = circle.learners[round % circle.learners.length] as Member;
      yield { ...circle, mentor, learner, scheduledAt, stored: storedOf(scheduledAt) };
    }
  }
  fillSessions(databasePath, copies());
}

/** Lets time run while people ask for their sessions. `busy` is the share of a core that the process used, `waited` the share of the time that it had to wait for one. */
async function watched(
  product: Product,
  { clock, discord }: Stage,
  [circle]: readonly Circle[],
  { begins, fastFrom, lasts }: Span,
): Promise<{ samples: number[]; unanswered: number; busy: number; waited: number }> {
  const seconds = Math.round(lasts / second);
  // The stand-in goes by the same clock, in small steps.
  const steps = setInterval(() => {
    const now = begins + speed * Math.max(0, Date.now() - fastFrom);
    clock.advance(Math.max(0, now - clock.now()));
  }, 20);
  try {
    await product.start();
    const pid = product.pid(0) ?? 0;
    process.once('exit', () => product.running() && process.kill(pid, 'SIGKILL'));
    await wait(Math.max(0, fastFrom - Date.now()));
    const [busyBefore, waitedBefore] = [processorTime(pid), waitedForProcessor(pid)];
    const samples: number[] = [];
    const sample = async () => {
      for (let at = 0; at < lasts; at += second) {
        await wait(Math.max(0, fastFrom + at - Date.now()));
        samples.push(residentMegabytes(pid));
      }
    };
    let unanswered = 0;
    const members = [...(circle?.mentors ?? []), ...(circle?.learners ?? [])];
    const ask = steadyLoad({ perSecond: commandsPerSecond, seconds }, async (index) => {
      const { userId } = members[index % members.length] as Member;
      const asked = { user: userId, channel: circle?.general ?? '', name: 'meetings' };
      const { outcome } = await discord.runCommand(asked);
      if (outcome !== 'answered') unanswered += 1;
    });
    const ended = product.ended().then((code) => {
      throw new Error(`Confab ended with ${code}.`);
    });
    ended.catch(() => {});
    await Promise.race([Promise.all([sample(), ask]), ended]);
    const busy = (processorTime(pid) - busyBefore) / seconds;
    const waited = (waitedForProcessor(pid) - waitedBefore) / seconds;
    await product.stop();
    return { samples, unanswered, busy, waited };
  } finally {
    clearInterval(steps);
    if (product.running()) await product.kill();
  }
}

/** After collecting garbage: what is not collected yet rises and falls too slowly to see a trend in it. */
function inUse(product: Product): Figure {
  const points = product.log
    .filter(({ msg }) => msg === 'memory in use')
    .map(({ bytes }, at) => ({ at, value: Number(bytes) / 1e6 }));
  const half = points.slice(Math.ceil(points.length / 2));
  const level = median(half.map(({ value }) => value));
  const grown = (100 * slope(half) * (half.length - 1)) / level;
  const sixths = split(points, 6).map((part) => median(part.map(({ value }) => value)).toFixed(1));
  return {
    what: 'memory in use, growth over the second half',
    ours: `${grown.toFixed(1)} % of ${level.toFixed(1)} MB (by sixths ${sixths.join(', ')})`,
    ...{ peer: '-', ratio: null, goal: atMost(2, ' %'), measured: grown },
  };
}

function resident(samples: readonly number[]): Figure {
  const [first = [], second = []] = split(samples, 2);
  return {
    what: 'resident memory, highest',
    ours: `${Math.round(Math.max(...second))} MB in the second half`,
    peer: `${Math.round(Math.max(...first))} MB (first half)`,
    ...{ ratio: Math.max(...second) / Math.max(...first), goal: null },
  };
}

/** From the moment that a notice is due until it is recorded as said, or as too late to be said, in real time. What still waits is late without end. */
function lateness(databasePath: string, { begins, days }: Span): Figure {
  const notices = onOwnConnection(databasePath, (db) =>
    db.all<{ late: number | null; state: string }>(
      `SELECT (settled_at - due_at) / ${speed}.0 AS late, state FROM effects
       WHERE sort = 'notice' AND due_at >= ? AND due_at < ? ORDER BY due_at`,
      ...[begins + warmUp * days * day, begins + days * day - stillUnderWay * speed],
    ),
  );
  const late = notices.map((notice) => notice.late ?? Number.POSITIVE_INFINITY);
  // A third is judged by the middle one of its parts: the 99th percentile of a whole one is a single bad moment of the machine's.
  const [first = [], , last = []] = split(split(late, 3 * parts), 3);
  const typical = (third: readonly number[][], share: number) => median(third.map((part) => quantile(part, share)));
  const unsaid = notices.filter(({ state }) => state !== 'done').length;
  const written = (third: readonly number[][]) =>
    `p50 ${milliseconds(typical(third, 0.5))}, p99 ${milliseconds(typical(third, 0.99))}`;
  return {
    what: `lateness of ${notices.length} notices, last third against first`,
    ours: `${written(last)}${unsaid > 0 ? `, ${unsaid} unsaid` : ''}`,
    peer: `${written(first)} (first third)`,
    ...{ ratio: typical(last, 0.99) / typical(first, 0.99), goal: atMost(1.5) },
  };
}

/** Of its tables and their indexes, pages that are not full included. */
function size(databasePath: string): Figure {
  return onOwnConnection(databasePath, (db) => {
    const bytes = (where: string) =>
      db.get<{ bytes: number }>(
        `SELECT sum(pgsize) AS bytes FROM dbstat JOIN sqlite_schema USING (name) WHERE tbl_name IN (${where})`,
      )?.bytes ?? Number.NaN;
    const count = (of: string) => db.get<{ count: number }>(`SELECT count(*) AS count FROM ${of}`)?.count ?? Number.NaN;
    const always = bytes(`'meetings', 'attendances'`) / count('meetings');
    const withRest = always + bytes(`'effects', 'places'`) / count(`(SELECT DISTINCT meeting_id FROM effects)`);
    return {
      what: 'size of a session in the database',
      ours: `${Math.round(withRest)} bytes until 30 days after it, then ${Math.round(always)}`,
      ...{ peer: '-', ratio: null, goal: null },
    };
  });
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}

function split<T>(values: readonly T[], into: number): T[][] {
  return Array.from({ length: into }, (_, part) =>
    values.slice(Math.floor((part * values.length) / into), Math.floor(((part + 1) * values.length) / into)),
  );
}
