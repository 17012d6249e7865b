const prefix = 'https://www.googleapis.com/auth/';

/** A permission of an account that Confab asks for. */
export interface GoogleScope {
  /** As it is asked for. */
  scope: string;
  /** How people and error messages call it. */
  name: string;
  /** Scopes that include this one, itself too, as Google writes them in a token's list. */
  satisfiedBy: readonly string[];
  /** False where Confab works without it, if less well. */
  needed: boolean;
  /** What does not work without it. */
  cost: string;
}

function scope(name: string, wider: readonly string[], needed: boolean, cost: string): GoogleScope {
  return { scope: prefix + name, name, satisfiedBy: [name, ...wider].map((one) => prefix + one), needed, cost };
}

/** Events on calendars that the account owns. The wider ones are those that Google's discovery document accepts for events.insert. */
export const eventsScope = scope(
  'calendar.events.owned',
  ['calendar.events', 'calendar'],
  true,
  'sessions get no calendar event and no Meet link',
);

/** Needed to open Meet rooms; Google counts it as not sensitive. */
export const roomSettingsScope = scope(
  'meetings.space.settings',
  ['meetings.space.created'],
  false,
  'people may have to knock at the Meet room, with nobody there to let them in',
);

export const wantedScopes: readonly GoogleScope[] = [eventsScope, roomSettingsScope];

/** What `google:connect` asks for, in one consent; the first two say whose account it is. */
export const connectScopes: readonly string[] = ['openid', 'email', ...wantedScopes.map(({ scope }) => scope)];

/** Which of the wanted scopes a token does not have: people may untick any of them. */
export function missingScopes(granted: readonly string[]): GoogleScope[] {
  return wantedScopes.filter(({ satisfiedBy }) => !satisfiedBy.some((one) => granted.includes(one)));
}

/** When a mentor is busy, and not with what. Calendar's free/busy query takes it; the scopes for events do not. */
const busyScope = scope(
  'calendar.freebusy',
  ['calendar.readonly', 'calendar', 'calendar.events.freebusy'],
  true,
  'times when the mentor is busy are offered',
);

/** Who it is, and no more: Google shows no list of permissions for these. */
export const signInScopes: readonly string[] = ['openid', 'email'];

/** What lending a calendar takes. The mentor is in the room as its owner, so no scope for opening rooms is needed. */
export const lendingScopes: readonly string[] = [...signInScopes, eventsScope.scope, busyScope.scope];

/** Which of these a person unticked, as Google's page calls them. */
export function notLent(granted: readonly string[]): string[] {
  const asked = [
    { words: 'see and change the events on the calendars you own', scope: eventsScope },
    { words: 'see when you are free or busy', scope: busyScope },
  ];
  return asked.filter(({ scope }) => !scope.satisfiedBy.some((one) => granted.includes(one))).map(({ words }) => words);
}
