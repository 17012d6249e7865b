import { insufficientScopes } from './google-error.ts';

const PREFIX = 'https://www.googleapis.com/auth/';

const EVENT_WRITE = ['calendar', 'calendar.events', 'calendar.events.owned', 'calendar.app.created'];
const EVENT_READ = [
  ...EVENT_WRITE,
  'calendar.readonly',
  'calendar.events.readonly',
  'calendar.events.owned.readonly',
  'calendar.events.public.readonly',
  'calendar.events.freebusy',
];
const SPACE_WRITE = ['meetings.space.created', 'meetings.space.settings'];

/** Which scopes each method takes, from Google's discovery documents (short names, without the common prefix). */
const acceptedScopes: Record<string, readonly string[]> = {
  'events.insert': EVENT_WRITE,
  'events.patch': EVENT_WRITE,
  'events.update': EVENT_WRITE,
  'events.delete': EVENT_WRITE,
  'events.get': EVENT_READ,
  'events.list': EVENT_READ,
  'events.instances': EVENT_READ,
  'events.watch': EVENT_READ,
  'channels.stop': [
    ...EVENT_READ,
    'calendar.acls',
    'calendar.acls.readonly',
    'calendar.calendarlist',
    'calendar.calendarlist.readonly',
    'calendar.settings.readonly',
  ],
  'freebusy.query': ['calendar', 'calendar.readonly', 'calendar.freebusy', 'calendar.events.freebusy'],
  'calendars.get': [
    'calendar',
    'calendar.readonly',
    'calendar.calendars',
    'calendar.calendars.readonly',
    'calendar.app.created',
  ],
  'calendarList.list': ['calendar', 'calendar.readonly', 'calendar.calendarlist', 'calendar.calendarlist.readonly'],
  'meet.spaces.get': [...SPACE_WRITE, 'meetings.space.readonly'],
  'meet.spaces.patch': SPACE_WRITE,
};

const identityScopes: Record<string, string> = {
  openid: 'openid',
  email: `${PREFIX}userinfo.email`,
  profile: `${PREFIX}userinfo.profile`,
};

const known = new Set([
  ...Object.values(acceptedScopes)
    .flat()
    .map((name) => PREFIX + name),
  ...Object.keys(identityScopes),
  ...Object.values(identityScopes),
]);

export const isKnownScope = (scope: string) => known.has(scope);

/** As Google writes it in answers: `email` comes back as a long address, `openid` stays. Short Calendar names are for tests. */
export function grantedName(scope: string): string {
  const identity = identityScopes[scope];
  if (identity !== undefined) return identity;
  return scope.startsWith('https://') ? scope : PREFIX + scope;
}

/** Throws Google's 403 where none of the token's scopes opens this method. */
export function requireScope(operation: string, granted: ReadonlySet<string>): void {
  const accepted = acceptedScopes[operation];
  if (accepted === undefined) throw new Error(`No scopes are listed for ${operation}`);
  if (accepted.some((name) => granted.has(PREFIX + name))) return;
  const meet = operation.startsWith('meet.');
  throw insufficientScopes(meet ? 'meet' : 'calendar-json', methodName(operation));
}

function methodName(operation: string): string {
  if (operation === 'meet.spaces.get') return 'google.apps.meet.v2.SpacesService.GetSpace';
  if (operation === 'meet.spaces.patch') return 'google.apps.meet.v2.SpacesService.UpdateSpace';
  const [resource = '', method = ''] = operation.split('.');
  return `calendar.v3.${upperFirst(resource)}.${upperFirst(method)}`;
}

const upperFirst = (word: string) => word.slice(0, 1).toUpperCase() + word.slice(1);

/** How far a token reaches into calendars: any it has a role in, only those the person owns, only busy times, or none. */
export type Reach = 'any' | 'owned' | 'busy' | 'none';

export function reachOf(granted: ReadonlySet<string>, access: 'read' | 'write'): Reach {
  const has = (...names: string[]) => names.some((name) => granted.has(PREFIX + name));
  if (has('calendar', 'calendar.events')) return 'any';
  if (access === 'read' && has('calendar.readonly', 'calendar.events.readonly')) return 'any';
  if (has('calendar.events.owned')) return 'owned';
  if (access === 'write') return 'none';
  if (has('calendar.events.owned.readonly')) return 'owned';
  return has('calendar.events.freebusy') ? 'busy' : 'none';
}
