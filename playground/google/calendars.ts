import type { ShiftedClock } from '../shifted-clock.ts';
import type { Accounts, GoogleAccount } from './accounts.ts';
import type { Conference } from './conferences.ts';
import type { EventFields } from './event-fields.ts';
import type { Span } from './event-time.ts';

export type Role = 'owner' | 'writer' | 'reader' | 'freeBusyReader';

/** An event as all its guests share it. */
export interface SharedEvent {
  id: string;
  iCalUID: string;
  /** The calendar it was made on; its owner is the organiser. */
  organizer: string;
  creator: string;
  fields: EventFields;
  span: Span;
  /** Counts changes of time, as iCalendar does; the server's own. */
  sequence: number;
  /** Shifted milliseconds. */
  created: number;
  updated: number;
  conference?: Conference;
  /** Every room request this event has seen: a second one with the same id is ignored. */
  requestIds: Set<string>;
  copies: EventCopy[];
}

/** The event on one calendar: the organiser's, or a guest's. */
export interface EventCopy {
  calendarId: string;
  event: SharedEvent;
  etag: string;
  /** Position in the calendar's history of changes. */
  changedAt: number;
  /** A guest took it off their calendar, or was taken off the list. */
  removed: boolean;
  /** Seen by this calendar only. */
  privateProperties: Record<string, string>;
}

export interface StoredCalendar {
  id: string;
  owner: GoogleAccount;
  summary: string;
  timeZone: string;
  primary: boolean;
  roles: Map<string, Role>;
  /** By event id. Deleted events stay: their ids are burnt for ever. */
  copies: Map<string, EventCopy>;
  /** Number of changes so far. */
  changes: number;
}

export type Calendars = ReturnType<typeof createCalendars>;

/** Every calendar of the playground, what is on it, and who may look. */
export function createCalendars({ clock, accounts }: { clock: ShiftedClock; accounts: Accounts }) {
  const calendars = new Map<string, StoredCalendar>();
  const listeners = new Set<(calendarId: string) => void>();
  let writes = 0;

  function touch(copy: EventCopy): void {
    const calendar = calendars.get(copy.calendarId);
    if (calendar === undefined) return;
    writes += 1;
    copy.etag = `"${3_380_000_000_000_000 + writes * 2}"`;
    calendar.changes += 1;
    copy.changedAt = calendar.changes;
  }

  function addCopy(calendar: StoredCalendar, event: SharedEvent, privateProperties: Record<string, string>): EventCopy {
    const copy: EventCopy = {
      calendarId: calendar.id,
      event,
      etag: '',
      changedAt: 0,
      removed: false,
      privateProperties,
    };
    calendar.copies.set(event.id, copy);
    event.copies.push(copy);
    return copy;
  }

  return {
    add(id: string, owner: GoogleAccount, fields: { summary: string; timeZone: string; primary: boolean }): void {
      const roles = new Map<string, Role>([[owner.email, 'owner']]);
      calendars.set(id, { id, owner, ...fields, roles, copies: new Map(), changes: 0 });
    },

    all: () => [...calendars.values()],

    /** `primary` is the caller's own. */
    find(id: string, caller: GoogleAccount): StoredCalendar | undefined {
      return calendars.get(id === 'primary' ? caller.email : id) ?? calendars.get(id.toLowerCase());
    },

    /** Colleagues of a Workspace domain see each other's free/busy; on gmail.com nobody sees anybody's. */
    roleOf(calendar: StoredCalendar, caller: GoogleAccount): Role | undefined {
      const role = calendar.roles.get(caller.email);
      if (role !== undefined) return role;
      const colleagues = !caller.consumer && !calendar.owner.consumer && domainOf(caller) === domainOf(calendar.owner);
      return colleagues && calendar.primary ? 'freeBusyReader' : undefined;
    },

    addCopy,

    /** Puts a changed event on its guests' calendars, takes it off those of guests who left, and tells the listeners. */
    spread(event: SharedEvent): void {
      event.updated = clock.now();
      const guests = new Set(event.fields.attendees.map(({ email }) => email));
      for (const email of guests) {
        const calendar = accounts.find(email) === undefined ? undefined : calendars.get(email);
        const taken = calendar?.copies.get(event.id);
        if (calendar !== undefined && taken === undefined) addCopy(calendar, event, {});
        else if (taken?.event === event && taken.removed && !hasDeclined(event, email)) taken.removed = false;
      }
      for (const copy of event.copies) {
        if (copy.calendarId !== event.organizer && !guests.has(copy.calendarId)) copy.removed = true;
        touch(copy);
      }
      for (const { calendarId } of event.copies) for (const listener of listeners) listener(calendarId);
    },

    /** For changes that only one calendar sees. */
    touchOne(copy: EventCopy): void {
      touch(copy);
      for (const listener of listeners) listener(copy.calendarId);
    },

    onChange(listener: (calendarId: string) => void): void {
      listeners.add(listener);
    },
  };
}

export const isOrganizer = (copy: EventCopy) => copy.calendarId === copy.event.organizer;

export const isCancelled = (copy: EventCopy) => copy.removed || copy.event.fields.status === 'cancelled';

export function hasDeclined(event: SharedEvent, email: string): boolean {
  return event.fields.attendees.some((guest) => guest.email === email && guest.responseStatus === 'declined');
}

const domainOf = ({ email }: GoogleAccount) => email.split('@')[1];
