import { type Caller, findCopy, openCalendar } from './calendar-access.ts';
import { type Calendars, type EventCopy, isCancelled, isOrganizer, type StoredCalendar } from './calendars.ts';
import { eventResource, type ResourceOptions } from './event-resource.ts';
import { isZone, readInstant, type Span, timeRangeEmpty } from './event-time.ts';
import { calendarError, invalid } from './google-error.ts';
import type { JsonObject } from './google-request.ts';
import { expand } from './recurrence.ts';

/** What cannot be said together with a syncToken (events.list). */
const NOT_WITH_SYNC = [
  'iCalUID',
  'orderBy',
  'privateExtendedProperty',
  'q',
  'sharedExtendedProperty',
  'timeMin',
  'timeMax',
  'updatedMin',
];
/** Filters after which Google gives no sync token; a time range is no such filter. */
const NO_SYNC_AFTER = NOT_WITH_SYNC.filter((name) => name !== 'timeMin' && name !== 'timeMax');

interface Page {
  calendarId: string;
  items: JsonObject[];
  syncToken?: string;
}

interface SyncPoint {
  calendarId: string;
  changes: number;
  epoch: number;
}

interface Entry {
  copy: EventCopy;
  span: Span;
  instance?: Span;
}

export type EventReads = ReturnType<typeof createEventReads>;

export function createEventReads(calendars: Calendars) {
  const pages = new Map<string, Page>();
  let epoch = 0;

  const tokenFor = (point: SyncPoint) => Buffer.from(JSON.stringify(point)).toString('base64url');

  function pointOf(token: string, calendar: StoredCalendar): SyncPoint {
    let point: SyncPoint | undefined;
    try {
      point = JSON.parse(Buffer.from(token, 'base64url').toString()) as SyncPoint;
    } catch {
      // Not one of ours: gone, like an expired one.
    }
    if (point?.calendarId !== calendar.id || point.epoch !== epoch) {
      throw calendarError(410, 'fullSyncRequired', 'Sync token is no longer valid, a full sync is required.', {
        domain: 'calendar',
        location: 'syncToken',
        locationType: 'parameter',
      });
    }
    return point;
  }

  function select(calendar: StoredCalendar, query: URLSearchParams): Entry[] {
    const syncToken = query.get('syncToken');
    const since = syncToken === null ? undefined : pointOf(syncToken, calendar).changes;
    const showDeleted = query.get('showDeleted') === 'true';
    const copies = [...calendar.copies.values()]
      .filter((copy) => since === undefined || copy.changedAt > since)
      .filter((copy) => since !== undefined || showDeleted || !isCancelled(copy))
      .filter((copy) => matchesProperties(copy, query))
      .filter((copy) => matchesText(copy, query));
    const entries = copies.flatMap((copy) => spansOf(copy, calendar, query.get('singleEvents') === 'true'));
    const timeMin = optionalInstant(query, 'timeMin') ?? Number.NEGATIVE_INFINITY;
    const timeMax = optionalInstant(query, 'timeMax') ?? Number.POSITIVE_INFINITY;
    if (timeMax <= timeMin) throw timeRangeEmpty();
    const updatedMin = optionalInstant(query, 'updatedMin') ?? Number.NEGATIVE_INFINITY;
    const found = entries.filter(
      ({ copy, span }) => span.end > timeMin && span.start < timeMax && copy.event.updated >= updatedMin,
    );
    if (query.get('orderBy') === 'startTime') found.sort((a, b) => a.span.start - b.span.start);
    if (query.get('orderBy') === 'updated') found.sort((a, b) => a.copy.event.updated - b.copy.event.updated);
    return found;
  }

  function firstPage(calendar: StoredCalendar, query: URLSearchParams, busyOnly: boolean): Page {
    const incremental = query.has('syncToken');
    if (incremental) refuseWithSync(query);
    if (query.get('orderBy') === 'startTime' && query.get('singleEvents') !== 'true') {
      throw calendarError(400, 'badRequest', 'The requested ordering is not available for the particular query.', {
        location: 'orderBy',
        locationType: 'parameter',
      });
    }
    const details = !incremental || query.get('showDeleted') === 'true';
    const options = { ...zoneOption(query), busyOnly };
    const items = select(calendar, query).map(({ copy, instance }) =>
      isCancelled(copy) && !(details && (isOrganizer(copy) || copy.removed))
        ? { kind: 'calendar#event', etag: copy.etag, id: copy.event.id, status: 'cancelled' }
        : eventResource(copy, calendar, { ...options, ...(instance === undefined ? {} : { instance }) }),
    );
    const syncable = !NO_SYNC_AFTER.some((name) => query.has(name));
    const { id: calendarId, changes } = calendar;
    return { calendarId, items, ...(syncable ? { syncToken: tokenFor({ calendarId, changes, epoch }) } : {}) };
  }

  function answer(calendar: StoredCalendar, caller: Caller, page: Page, most: number): JsonObject {
    const items = page.items.slice(0, most);
    const rest = page.items.slice(most);
    let nextPageToken: string | undefined;
    if (rest.length > 0) {
      nextPageToken = `page${pages.size + 1}`;
      pages.set(nextPageToken, { ...page, items: rest });
    }
    return {
      kind: 'calendar#events',
      etag: `"p${calendar.changes}"`,
      summary: calendar.summary,
      description: '',
      timeZone: calendar.timeZone,
      accessRole: calendars.roleOf(calendar, caller.account),
      defaultReminders: calendar.primary ? [{ method: 'popup', minutes: 30 }] : [],
      ...(nextPageToken === undefined ? {} : { nextPageToken }),
      ...(nextPageToken === undefined && page.syncToken !== undefined ? { nextSyncToken: page.syncToken } : {}),
      items,
    };
  }

  function pageOf(token: string, calendar: StoredCalendar): Page {
    const page = pages.get(token);
    if (page?.calendarId !== calendar.id) throw invalid('Invalid page token value.');
    return page;
  }

  return {
    get(caller: Caller, calendarId: string, eventId: string, query: URLSearchParams): JsonObject {
      const { calendar, busyOnly } = openCalendar(calendars, caller, calendarId, 'read');
      return eventResource(findCopy(calendar, eventId), calendar, { ...zoneOption(query), busyOnly });
    },

    list(caller: Caller, calendarId: string, query: URLSearchParams): JsonObject {
      const { calendar, busyOnly } = openCalendar(calendars, caller, calendarId, 'read');
      const pageToken = query.get('pageToken');
      const page = pageToken === null ? firstPage(calendar, query, busyOnly) : pageOf(pageToken, calendar);
      return answer(calendar, caller, page, pageSize(query));
    },

    instances(caller: Caller, calendarId: string, eventId: string, query: URLSearchParams): JsonObject {
      const { calendar, busyOnly } = openCalendar(calendars, caller, calendarId, 'read');
      const copy = findCopy(calendar, eventId);
      const timeMin = optionalInstant(query, 'timeMin') ?? Number.NEGATIVE_INFINITY;
      const timeMax = optionalInstant(query, 'timeMax') ?? Number.POSITIVE_INFINITY;
      const items = spansOf(copy, calendar, true)
        .filter(({ span }) => span.end > timeMin && span.start < timeMax)
        .map(({ span }) => eventResource(copy, calendar, { ...zoneOption(query), busyOnly, instance: span }));
      return answer(calendar, caller, { calendarId: calendar.id, items }, pageSize(query));
    },

    /** From now on every sync token given out so far is answered with 410. */
    expireSyncTokens(): void {
      epoch += 1;
    },
  };
}

/** An event's times on its calendar: one, or with `single` each of a series. */
export function spansOf(copy: EventCopy, calendar: StoredCalendar, single: boolean): Entry[] {
  const { span, fields } = copy.event;
  if (!single || fields.recurrence === undefined) return [{ copy, span }];
  const zone = fields.start.timeZone ?? calendar.timeZone;
  return expand(fields.recurrence, span, zone).map((instance) => ({ copy, span: instance, instance }));
}

function refuseWithSync(query: URLSearchParams): void {
  const forbidden = NOT_WITH_SYNC.filter((name) => query.has(name));
  if (forbidden.length > 0 || query.get('showDeleted') === 'false') {
    throw calendarError(400, 'invalidParameter', 'Sync token cannot be used with other query restrictions.', {
      location: 'syncToken',
      locationType: 'parameter',
    });
  }
}

/** Default 250, never more than 2500 (events.list). */
function pageSize(query: URLSearchParams): number {
  const asked = Number(query.get('maxResults') ?? 250);
  if (!Number.isInteger(asked) || asked < 1) throw invalid(`Invalid value '${query.get('maxResults')}'.`);
  return Math.min(asked, 2500);
}

function zoneOption(query: URLSearchParams): Pick<ResourceOptions, 'timeZone'> {
  const timeZone = query.get('timeZone');
  if (timeZone === null) return {};
  if (!isZone(timeZone)) throw invalid('Invalid time zone.');
  return { timeZone };
}

function optionalInstant(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  return text === null ? undefined : readInstant(text);
}

function matchesProperties(copy: EventCopy, query: URLSearchParams): boolean {
  const has = (properties: Record<string, string>, name: string) =>
    query.getAll(name).every((pair) => {
      const at = pair.indexOf('=');
      return properties[pair.slice(0, at)] === pair.slice(at + 1);
    });
  return (
    has(copy.privateProperties, 'privateExtendedProperty') &&
    has(copy.event.fields.sharedProperties, 'sharedExtendedProperty')
  );
}

function matchesText({ event }: EventCopy, query: URLSearchParams): boolean {
  const uid = query.get('iCalUID');
  if (uid !== null && uid !== event.iCalUID) return false;
  const words = query.get('q')?.toLowerCase();
  if (words === undefined) return true;
  const { summary, description, location } = event.fields.plain;
  const guests = event.fields.attendees.map(({ email }) => email);
  return [summary, description, location, ...guests].some(
    (text) => typeof text === 'string' && text.toLowerCase().includes(words),
  );
}
