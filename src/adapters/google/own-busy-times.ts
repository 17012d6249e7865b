import type { Logger } from 'pino';
import type { BusyTimes } from '#core/availability/busy-times.ts';
import type { Interval } from '#core/availability/interval.ts';
import { CalendarError } from '#core/calendar/meet-links.ts';
import type { OwnCalendar, OwnCalendars } from '#core/connections/own-calendars.ts';
import { type Clock, day, type Instant, minute, second } from '#core/time/clock.ts';

/** Milliseconds that an answer is good for. */
const fresh = minute;
/** The same, for whoever wants the newest: many who ask for one mentor's time at once are one question to Google. */
const newestWithin = 5 * second;
/** How long an answer stands in while Google does not give a newer one. */
const usableFor = 15 * minute;
/** How soon a calendar that did not answer is asked again. */
const askAgain = 30 * second;
/** Google answers for three months at a time at most, which is written nowhere. Fixed pieces of this length are shared by all who ask. */
const piece = 60 * day;
/** Pieces that are remembered. */
const most = 2_000;

const never = Number.NEGATIVE_INFINITY;

interface Known {
  busy: Interval[] | null;
  /** When it was learnt. */
  at: Instant;
  askedAt: Instant;
  asking: Promise<void> | null;
}

/**
 * Busy times of calendars that people lend.
 * @param patience Milliseconds that somebody who waits for free times is kept waiting for Google: on Discord a form has to open within three seconds.
 */
export function createOwnBusyTimes(options: {
  own: OwnCalendars;
  clock: Clock;
  log: Logger;
  patience?: number;
}): BusyTimes {
  const { own, clock, log, patience = 700 } = options;
  const known = new Map<string, Known>();

  function recall(name: string): Known {
    const found = known.get(name) ?? { busy: null, at: never, askedAt: never, asking: null };
    known.delete(name);
    known.set(name, found);
    const oldest = known.keys().next();
    if (known.size > most && !oldest.done) known.delete(oldest.value);
    return found;
  }

  async function ask(one: OwnCalendar, window: Interval, entry: Known): Promise<void> {
    try {
      const busy = await one.calendar.busy(window);
      Object.assign(entry, { busy, at: clock.now() });
    } catch (error) {
      log.warn(
        { err: error, account: one.account.sub },
        'A mentor’s Google Calendar does not say when they are busy: times are offered without it.',
      );
      if (error instanceof CalendarError && error.code === 'token-lost') await own.lose(one);
    } finally {
      entry.asking = null;
    }
  }

  async function busyIn(one: OwnCalendar, start: Instant, goodFor: number): Promise<Interval[]> {
    const { sub, calendar } = one.account;
    const entry = recall(`${sub}/${calendar.since}/${start}`);
    const now = clock.now();
    if (entry.busy && now - entry.at < goodFor) return entry.busy;
    const refused = entry.askedAt > entry.at && now - entry.askedAt < askAgain;
    if (!entry.asking && !refused) {
      entry.askedAt = now;
      entry.asking = ask(one, { start, end: start + piece }, entry).catch((error: unknown) =>
        log.error({ err: error }, 'A lost calendar could not be written down; it is tried again.'),
      );
    }
    if (entry.asking) await within(entry.asking, patience);
    return entry.busy && now - entry.at < usableFor ? entry.busy : [];
  }

  return {
    async ofPerson(personIds, window, { newest = false } = {}) {
      const usable = (await own.ofPerson(personIds)).filter((one) => one.usable);
      const pieces: Instant[] = [];
      for (let at = Math.floor(window.start / piece) * piece; at < window.end; at += piece) pieces.push(at);
      const goodFor = newest ? newestWithin : fresh;
      const found = await Promise.all(usable.flatMap((one) => pieces.map((start) => busyIn(one, start, goodFor))));
      return found.flat().filter(({ start, end }) => start < window.end && window.start < end);
    },
  };
}

/** Resolves with the work, or when the time is over: then the work goes on without anybody waiting for it. */
async function within(work: Promise<void>, milliseconds: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, milliseconds);
  await Promise.race([work, promise]);
  clearTimeout(timer);
}
