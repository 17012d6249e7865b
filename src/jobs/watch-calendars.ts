/** Looks what people did to the events of sessions in Google Calendar itself: every other minute, and in calendars that tell of changes, then. */
import type { Logger } from 'pino';
import { CalendarError } from '#core/calendar/meet-links.ts';
import type { SeenEvent, SessionCalendar } from '#core/calendar/session-calendar.ts';
import type { CalendarChannels } from '#core/connections/calendar-channels.ts';
import type { OwnCalendar, OwnCalendars } from '#core/connections/own-calendars.ts';
import type { MeetingId } from '#core/ids.ts';
import type { TakeLease } from '#core/lease.ts';
import type { Meeting } from '#core/meetings/meeting.ts';
import type { MeetingStore } from '#core/meetings/meeting-store.ts';
import type { Meetings } from '#core/meetings/meetings.ts';
import type { ScratchStore } from '#core/scratch-store.ts';
import { type Clock, day, type Instant, minute, second } from '#core/time/clock.ts';

export interface CalendarWatch {
  /** Looks where it is time to, and no other process does. Called as often as one likes: one look at a time, and never rejects. */
  look(): Promise<void>;
  /** Resolves when nothing is under way. */
  stop(): Promise<void>;
}

export interface CalendarWatchPorts {
  /** Null where none can be lent. */
  own: OwnCalendars | null;
  channels: Pick<CalendarChannels, 'keep'> | null;
  /** Null where the operator has connected none. */
  organisation: SessionCalendar | null;
  meetings: Pick<Meetings, 'byCalendar'>;
  meetingStore: Pick<MeetingStore, 'get' | 'list'>;
  scratch: ScratchStore;
  /** So that one process at a time looks into the organisation's. */
  takeLease: TakeLease;
  clock: Clock;
  log: Logger;
}

/** For the organisation's calendar. A little less than two minutes, so that a round that comes a moment early is one. */
const every = 2 * minute - 15 * second;
/** How many calendars are looked into at a time: one that does not answer must not keep the others. */
const atOnce = 4;
/** An event that went while we were working on the session may have gone by our own hand. So long after, it did not. */
const ourOwnHand = 3 * minute;
/** How long it is remembered where in the organisation's calendar we are. After that everything ahead is read once more. */
const rememberFor = 30 * day;
const upcoming = 100;

export function createCalendarWatch(ports: CalendarWatchPorts): CalendarWatch {
  const { own, channels, organisation, meetings, meetingStore, scratch, takeLease, clock, log } = ports;
  let lookedAt: Instant = Number.NEGATIVE_INFINITY;
  let looking: Promise<void> | null = null;
  let again = false;
  let stopped = false;

  /** The session that the event is of: it says so itself, and a deleted one perhaps no longer, but then its owner's sessions do. */
  async function meetingOf(event: SeenEvent, lender: OwnCalendar | null): Promise<Meeting | null> {
    if (event.meetingId !== null) return meetingStore.get(event.meetingId as MeetingId);
    if (!lender) return null;
    const { meetings: ahead } = await meetingStore.list({
      personIds: [lender.account.personId],
      statuses: ['scheduled'],
      endsAfter: clock.now(),
      order: 'soonest-first',
      limit: upcoming,
    });
    return ahead.find(({ meetingId }) => meetingId === event.eventId) ?? null;
  }

  /** False: it is too early to say, so it has to be seen again. */
  async function see(event: SeenEvent, calendar: SessionCalendar, lender: OwnCalendar | null): Promise<boolean> {
    const meeting = await meetingOf(event, lender);
    if (!meeting) return true;
    const { eventId } = event;
    if (meeting.meetingId !== eventId) {
      // Left over from when this calendar could not be reached. Other events of a session that stands may be under way at this moment.
      const over = ['cancelled', 'declined', 'expired'].includes(meeting.status);
      if (over && event.state !== 'gone' && calendar.holds({ id: meeting.id, meetingId: eventId })) {
        await calendar.remove(meeting);
      }
      return true;
    }
    if (event.state !== 'there') {
      // Nothing of ours declines anything.
      if (event.state === 'gone' && clock.now() - meeting.updatedAt < ourOwnHand) return false;
      await meetings.byCalendar(meeting.id, { what: event.state, eventId });
      return true;
    }
    // Where we put it ourselves it is ours, also when the session has another time by now and the calendar has yet to follow.
    const { startsAt, writtenAt } = event;
    if (writtenAt === null || startsAt === writtenAt || startsAt === meeting.scheduledAt) return true;
    await meetings.byCalendar(meeting.id, { what: 'moved', eventId, to: startsAt, byMentor: lender !== null });
    return true;
  }

  /** What was read is remembered once all of it was seen to: a process that dies in between reads it again. */
  async function lookInto(calendar: SessionCalendar, lender: OwnCalendar | null, since: string | null) {
    const { events, token } = await calendar.changes(since, clock.now());
    let all = true;
    for (const event of events) all = (await see(event, calendar, lender)) && all;
    return all ? token : null;
  }

  async function lookIntoOwn(one: OwnCalendar): Promise<void> {
    if (!one.usable) return;
    try {
      // The channel first: what happens between the two is told, and what happened before is read.
      const kept = (await channels?.keep(one)) ?? one;
      const token = await lookInto(one.calendar, one, one.account.calendar.syncToken);
      if (token !== null) await own?.remember(kept, token);
    } catch (error) {
      if (!(error instanceof CalendarError)) throw error;
      if (error.code === 'token-lost') await own?.lose(one);
      log.info({ err: error, account: one.account.sub }, 'A mentor’s calendar could not be looked into.');
    }
  }

  async function lookIntoOrganisation(calendar: SessionCalendar): Promise<void> {
    const now = clock.now();
    try {
      const since = (await scratch.get('calendar-sync', 'organisation', now)) as string | null;
      const token = await lookInto(calendar, null, since);
      if (token !== null) await scratch.put('calendar-sync', 'organisation', token, now + rememberFor);
    } catch (error) {
      if (!(error instanceof CalendarError)) throw error;
      log.info({ err: error }, 'The organisation’s calendar could not be looked into.');
    }
  }

  async function lookIntoDue(): Promise<void> {
    for (;;) {
      const one = stopped ? null : await own?.takeDue();
      if (!one) return;
      await guarded(() => lookIntoOwn(one));
    }
  }

  async function lookEverywhere(): Promise<void> {
    if (organisation && clock.now() - lookedAt >= every) {
      lookedAt = clock.now();
      // Never given back: it ends when the next round is due, for whoever comes first then.
      const ours = await takeLease('organisation-calendar', every);
      if (ours) await guarded(() => lookIntoOrganisation(organisation));
    }
    await Promise.all(Array.from({ length: own ? atOnce : 0 }, () => guarded(lookIntoDue)));
  }

  async function lookUntilQuiet(): Promise<void> {
    do {
      again = false;
      await guarded(lookEverywhere);
    } while (again && !stopped);
  }

  /** What goes wrong with one calendar is no reason to leave out the others. */
  async function guarded(work: () => Promise<void>): Promise<void> {
    await work().catch((error: unknown) => log.error({ err: error }, 'Looking into a calendar failed.'));
  }

  return {
    look() {
      if (stopped) return Promise.resolve();
      // What became due since the look began may have been passed by already.
      again = true;
      looking ??= lookUntilQuiet().finally(() => {
        looking = null;
      });
      return looking;
    },

    async stop() {
      stopped = true;
      await looking;
    },
  };
}
