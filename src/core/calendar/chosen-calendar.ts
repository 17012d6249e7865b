/** Which calendar a session's event is in: the mentor's own where they lend one, the organisation's otherwise. */
import type { OwnCalendar, OwnCalendars } from '#core/connections/own-calendars.ts';
import type { Status } from '#core/meetings/meeting.ts';
import { CalendarError, type CalendarFacts, type CalendarState, type MeetLinks } from './meet-links.ts';
import type { SessionCalendar } from './session-calendar.ts';

/** In these statuses a meeting has an event. */
const kept: readonly Status[] = ['scheduled', 'in-progress', 'completed'];

export interface ChosenCalendarPorts {
  /** Null where the operator has connected none. */
  organisation: SessionCalendar | null;
  own: OwnCalendars;
  /** For the log: a mentor's calendar could not be used, and the session goes on without it. */
  onSetAside(account: string, error: CalendarError): void;
}

interface Place {
  calendar: SessionCalendar;
  own: OwnCalendar | null;
  aside: boolean;
}

/**
 * A session that is booked stays where its event is for as long as nothing about it changes, so that its link stays; when it changes it goes where
 * it would be made now. A mentor's calendar that is lost or refuses is set aside. One that is merely away is waited for, as the organisation's is.
 */
export function createChosenCalendar({ organisation, own, onSetAside }: ChosenCalendarPorts): MeetLinks {
  /** Does it in a place; null when that place is set aside, for now and for whatever else is to be done in it. */
  async function trying<Result>(place: Place, work: () => Promise<Result>): Promise<{ result: Result } | null> {
    if (place.aside) return null;
    try {
      return { result: await work() };
    } catch (error) {
      if (!place.own || !(error instanceof CalendarError) || error.code === 'unavailable') throw error;
      place.aside = true;
      onSetAside(place.own.account.sub, error);
      if (error.code === 'token-lost') await own.lose(place.own);
      return null;
    }
  }

  async function keep(facts: CalendarFacts, usable: readonly Place[], lent: readonly Place[]): Promise<CalendarState> {
    const holds = ({ calendar }: Place) => calendar.holds(facts.meeting);
    const now = usable.find(holds);
    // It had an event, which was deleted or declined since. One that was declined is there yet, wherever that is.
    const lostSight = facts.meeting.meetingId === null && facts.meeting.meetingLink !== null;
    // Where nothing changes nothing moves.
    const stays = now && (await trying(now, () => now.calendar.isRight(facts)));
    const places = now && stays?.result ? [now, ...usable.filter((place) => place !== now)] : usable;
    for (const place of places) {
      const made = await trying(place, () => place.calendar.agree(facts));
      if (!made) continue;
      // The new event comes first: a process that dies in between leaves one too many, and the repeat removes it.
      for (const other of now ? [now] : lostSight ? usable : []) {
        if (other !== place) await trying(other, () => other.calendar.remove(facts.meeting));
      }
      return made.result;
    }
    // An event that cannot be reached is remembered: its calendar may be connected again.
    const eventId = lent.some(holds) ? facts.meeting.meetingId : null;
    return { eventId, link: null, pending: false, roomOpen: null };
  }

  return {
    async agree(facts) {
      const lent = (await own.ofPerson(facts.mentorIds)).map((one): Place => placeOf(one.calendar, one));
      const shared = organisation ? [placeOf(organisation, null)] : [];
      const usable = [...lent.filter((place) => place.own?.usable), ...shared];
      if (kept.includes(facts.meeting.status)) return keep(facts, usable, lent);
      // Everywhere, since an answer that told of the last event may have been lost.
      for (const place of usable) await trying(place, () => place.calendar.remove(facts.meeting));
      return { eventId: null, link: null, pending: false, roomOpen: null };
    },
  };
}

function placeOf(calendar: SessionCalendar, own: OwnCalendar | null): Place {
  return { calendar, own, aside: false };
}
