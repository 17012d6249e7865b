import { type EventTime, readEventTime } from './event-time.ts';
import { calendarError, invalid } from './google-error.ts';
import { isJsonObject, type JsonObject } from './google-request.ts';

export type ResponseStatus = 'needsAction' | 'declined' | 'tentative' | 'accepted';

export interface Attendee {
  email: string;
  responseStatus: ResponseStatus;
  displayName?: string;
  comment?: string;
  optional?: boolean;
}

/** What an app may write about an event, checked. Unknown and read-only fields are dropped without a word, as Google does. */
export interface EventFields {
  start: EventTime;
  end: EventTime;
  attendees: Attendee[];
  recurrence?: string[];
  status: 'confirmed' | 'tentative' | 'cancelled';
  transparency: 'opaque' | 'transparent';
  visibility: 'default' | 'public' | 'private' | 'confidential';
  privateProperties: Record<string, string>;
  sharedProperties: Record<string, string>;
  reminders: JsonObject;
  guestsCanInviteOthers: boolean;
  guestsCanModify: boolean;
  guestsCanSeeOtherGuests: boolean;
  /** summary, description, location, colorId, source: kept and given back as they are. */
  plain: JsonObject;
}

const MAX_REMINDER_MINUTES = 40_320;
const MAX_REMINDERS = 5;
const ID = /^[a-v0-9]{5,1024}$/;
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** Base32hex in lower case, 5 to 1024 characters (events.insert). */
export function readEventId(value: unknown): string {
  if (typeof value !== 'string' || !ID.test(value)) throw invalid('Invalid resource id value.');
  return value;
}

export function readEventFields(body: JsonObject): EventFields {
  const extended = body.extendedProperties;
  if (isPresent(extended) && !isJsonObject(extended)) throw invalid('Invalid Value');
  const properties = isJsonObject(extended) ? extended : {};
  return {
    start: readEventTime(body.start, 'start'),
    end: readEventTime(body.end, 'end'),
    attendees: readAttendees(body.attendees),
    ...(isPresent(body.recurrence) ? { recurrence: readTexts(body.recurrence) } : {}),
    status: oneOf(body.status, ['confirmed', 'tentative', 'cancelled'] as const, 'confirmed'),
    transparency: oneOf(body.transparency, ['opaque', 'transparent'] as const, 'opaque'),
    visibility: oneOf(body.visibility, ['default', 'public', 'private', 'confidential'] as const, 'default'),
    privateProperties: readProperties(properties.private),
    sharedProperties: readProperties(properties.shared),
    reminders: readReminders(body.reminders),
    guestsCanInviteOthers: flag(body.guestsCanInviteOthers, true),
    guestsCanModify: flag(body.guestsCanModify, false),
    guestsCanSeeOtherGuests: flag(body.guestsCanSeeOtherGuests, true),
    plain: {
      ...readPlain(body, ['summary', 'description', 'location']),
      ...readColour(body.colorId),
      ...readSource(body.source),
    },
  };
}

/** The fields as a body again, so that a patch can be merged over them and read anew. */
export function fieldsAsBody(fields: EventFields): JsonObject {
  const { plain, privateProperties, sharedProperties, ...rest } = fields;
  return { ...rest, ...plain, extendedProperties: { private: privateProperties, shared: sharedProperties } };
}

/** Patch semantics: objects are merged, arrays replaced, null takes away. */
export function mergePatch(target: JsonObject, patch: JsonObject): JsonObject {
  const merged = { ...target };
  for (const [key, value] of Object.entries(patch)) {
    const old = merged[key];
    if (value === null) delete merged[key];
    else if (isJsonObject(value)) merged[key] = mergePatch(isJsonObject(old) ? old : {}, value);
    else merged[key] = value;
  }
  return merged;
}

const isPresent = (value: unknown) => value !== undefined && value !== null;

function readAttendees(value: unknown): Attendee[] {
  if (!isPresent(value)) return [];
  if (!Array.isArray(value)) throw invalid('Invalid Value');
  const attendees = new Map<string, Attendee>();
  for (const entry of value as unknown[]) {
    if (!isJsonObject(entry)) throw invalid('Invalid Value');
    const email = typeof entry.email === 'string' ? entry.email.toLowerCase() : '';
    if (!EMAIL.test(email)) throw invalid('Invalid attendee email.');
    if (attendees.has(email)) continue;
    attendees.set(email, {
      email,
      responseStatus: oneOf(
        entry.responseStatus,
        ['needsAction', 'declined', 'tentative', 'accepted'] as const,
        'needsAction',
      ),
      ...readPlain(entry, ['displayName', 'comment']),
      ...(entry.optional === true ? { optional: true } : {}),
    });
  }
  return [...attendees.values()];
}

function readReminders(value: unknown): JsonObject {
  if (!isPresent(value)) return { useDefault: true };
  if (!isJsonObject(value)) throw invalid('Invalid Value');
  const useDefault = flag(value.useDefault, false);
  if (!isPresent(value.overrides)) return { useDefault };
  if (!Array.isArray(value.overrides)) throw invalid('Invalid Value');
  if (useDefault && value.overrides.length > 0) {
    throw calendarError(
      400,
      'cannotUseDefaultRemindersAndSpecifyOverride',
      'Cannot specify both default reminders and overrides at the same time.',
      { domain: 'calendar' },
    );
  }
  if (value.overrides.length > MAX_REMINDERS) throw invalid('Too many reminder overrides.');
  const overrides = (value.overrides as unknown[]).map((override) => {
    if (!isJsonObject(override)) throw invalid('Invalid Value');
    const { method, minutes } = override;
    if (method !== 'email' && method !== 'popup') throw invalid('Invalid reminder method.');
    if (typeof minutes !== 'number' || !Number.isInteger(minutes) || minutes < 0 || minutes > MAX_REMINDER_MINUTES) {
      throw invalid('Invalid reminder minutes.');
    }
    return { method, minutes };
  });
  return overrides.length === 0 ? { useDefault } : { useDefault, overrides };
}

/** Keys of at most 44 characters and values of at most 1024 (Google's guide to extended properties). */
function readProperties(value: unknown): Record<string, string> {
  if (!isPresent(value)) return {};
  if (!isJsonObject(value)) throw invalid('Invalid Value');
  const properties: Record<string, string> = {};
  for (const [key, text] of Object.entries(value)) {
    if (text === null) continue;
    if (typeof text !== 'string' || key.length > 44 || text.length > 1024) throw invalid('Invalid extended property.');
    properties[key] = text;
  }
  return properties;
}

function readPlain(body: JsonObject, keys: readonly string[]): Record<string, string> {
  const found: Record<string, string> = {};
  for (const key of keys) {
    const value = body[key];
    if (!isPresent(value)) continue;
    if (typeof value !== 'string') throw invalid(`Invalid value for: ${key}`);
    found[key] = value;
  }
  return found;
}

function readColour(value: unknown): JsonObject {
  if (!isPresent(value)) return {};
  if (typeof value !== 'string' || !/^(?:[1-9]|1[01])$/.test(value)) throw invalid('Invalid color id.');
  return { colorId: value };
}

function readSource(value: unknown): JsonObject {
  if (!isPresent(value)) return {};
  if (!isJsonObject(value) || typeof value.url !== 'string' || !/^https?:\/\//.test(value.url)) {
    throw invalid('Invalid source url.');
  }
  return { source: readPlain(value, ['title', 'url']) };
}

function readTexts(value: unknown): string[] {
  if (!Array.isArray(value) || !value.every((one) => typeof one === 'string')) throw invalid('Invalid Value');
  return value;
}

function flag(value: unknown, otherwise: boolean): boolean {
  if (!isPresent(value)) return otherwise;
  if (typeof value !== 'boolean') throw invalid('Invalid Value');
  return value;
}

function oneOf<const Choice extends string>(value: unknown, choices: readonly Choice[], otherwise: Choice): Choice {
  if (!isPresent(value)) return otherwise;
  const found = choices.find((choice) => choice === value);
  if (found === undefined) throw invalid('Invalid Value');
  return found;
}
