interface Route {
  operation: string;
  method: string;
  pattern: RegExp;
  names: readonly string[];
}

const CALENDAR = '/calendar/v3';
const EVENTS = `${CALENDAR}/calendars/{calendarId}/events`;

const routes: readonly Route[] = [
  route('oauth.auth', 'GET', '/o/oauth2/v2/auth'),
  route('oauth.consent', 'POST', '/o/oauth2/v2/auth'),
  route('oauth.token', 'POST', '/token'),
  route('oauth.tokeninfo', 'POST', '/tokeninfo'),
  route('oauth.tokeninfo', 'GET', '/tokeninfo'),
  route('oauth.revoke', 'POST', '/revoke'),
  route('oauth.certs.pem', 'GET', '/oauth2/v1/certs'),
  route('oauth.certs.jwk', 'GET', '/oauth2/v3/certs'),
  route('events.insert', 'POST', EVENTS),
  route('events.list', 'GET', EVENTS),
  route('events.watch', 'POST', `${EVENTS}/watch`),
  route('events.get', 'GET', `${EVENTS}/{eventId}`),
  route('events.patch', 'PATCH', `${EVENTS}/{eventId}`),
  route('events.update', 'PUT', `${EVENTS}/{eventId}`),
  route('events.delete', 'DELETE', `${EVENTS}/{eventId}`),
  route('events.instances', 'GET', `${EVENTS}/{eventId}/instances`),
  route('channels.stop', 'POST', `${CALENDAR}/channels/stop`),
  route('freebusy.query', 'POST', `${CALENDAR}/freeBusy`),
  route('calendarList.list', 'GET', `${CALENDAR}/users/me/calendarList`),
  route('calendars.get', 'GET', `${CALENDAR}/calendars/{calendarId}`),
  route('meet.spaces.get', 'GET', '/v2/spaces/{space}'),
  route('meet.spaces.patch', 'PATCH', '/v2/spaces/{space}'),
];

export function findRoute(
  method: string,
  pathname: string,
): { operation: string; path: Record<string, string> } | undefined {
  for (const { operation, method: wanted, pattern, names } of routes) {
    const match = wanted === method ? pattern.exec(pathname) : null;
    if (match === null) continue;
    const path: Record<string, string> = {};
    for (const [index, name] of names.entries()) path[name] = decodeURIComponent(match[index + 1] ?? '');
    return { operation, path };
  }
  return undefined;
}

function route(operation: string, method: string, template: string): Route {
  const names = [...template.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
  return { operation, method, names, pattern: new RegExp(`^${template.replace(/\{\w+\}/g, '([^/]+)')}$`) };
}
