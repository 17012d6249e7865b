import type { Accounts } from './accounts.ts';
import type { Authorisation } from './authorisation.ts';
import { type Caller, openCalendar } from './calendar-access.ts';
import type { Calendars, StoredCalendar } from './calendars.ts';
import type { Channels } from './channels.ts';
import type { Conferences } from './conferences.ts';
import { renderConsentPage, renderRefusalPage } from './consent-page.ts';
import type { EventReads } from './event-reads.ts';
import { eventResource } from './event-resource.ts';
import type { EventWrites, WriteOptions } from './event-writes.ts';
import { queryFreeBusy } from './free-busy.ts';
import { calendarError, GoogleError, invalid, invalidCredentials, missingCredentials } from './google-error.ts';
import { type GoogleAnswer, type GoogleRequest, isJsonObject, type JsonObject } from './google-request.ts';
import type { IdTokens } from './id-token.ts';
import type { SendUpdates } from './mails.ts';
import { getSpace, patchSpace } from './meet.ts';
import { selectFields } from './partial-response.ts';
import { requireScope } from './scopes.ts';
import type { TokenEndpoint } from './token-endpoint.ts';

interface Parts {
  accounts: Accounts;
  authorisation: Authorisation;
  tokenEndpoint: TokenEndpoint;
  idTokens: IdTokens;
  calendars: Calendars;
  conferences: Conferences;
  channels: Channels;
  reads: EventReads;
  writes: EventWrites;
}

export type Api = (request: GoogleRequest) => GoogleAnswer;

/** From a routed request to Google's answer, or a thrown GoogleError. */
export function createApi(parts: Parts): Api {
  const { accounts, calendars, conferences, channels, reads, writes } = parts;
  const signIn = createSignIn(parts);

  return (request) => {
    const { operation, path, query, body } = request;
    if (operation.startsWith('oauth.')) return signIn(request);
    const caller = authenticate(request, accounts);
    requireScope(operation, caller.scopes);
    const { calendarId = '', eventId = '', space = '' } = path;
    const respond = (answer: JsonObject): GoogleAnswer => {
      const fields = query.get('fields');
      const etag = typeof answer.etag === 'string' ? { etag: answer.etag } : {};
      return { status: 200, headers: etag, body: fields === null ? answer : selectFields(answer, fields) };
    };
    const written = (copy: ReturnType<EventWrites['insert']>) => {
      const { calendar } = openCalendar(calendars, caller, copy.calendarId, 'write');
      return respond(eventResource(copy, calendar));
    };

    switch (operation) {
      case 'events.insert':
        return written(writes.insert(caller, calendarId, objectBody(body), writeOptions({ ...request, headers: {} })));
      case 'events.patch':
      case 'events.update': {
        const how = { ...writeOptions(request), whole: operation === 'events.update' };
        return written(writes.change(caller, calendarId, eventId, objectBody(body), how));
      }
      case 'events.delete':
        writes.remove(caller, calendarId, eventId, writeOptions(request));
        return { status: 204 };
      case 'events.get': {
        const event = reads.get(caller, calendarId, eventId, query);
        return request.headers['if-none-match'] === event.etag ? { status: 304 } : respond(event);
      }
      case 'events.list':
        return respond(reads.list(caller, calendarId, query));
      case 'events.instances':
        return respond(reads.instances(caller, calendarId, eventId, query));
      case 'events.watch':
        return respond(channels.watch(caller, calendarId, body));
      case 'channels.stop':
        channels.stop(caller, body);
        return { status: 204 };
      case 'freebusy.query':
        return respond(queryFreeBusy(calendars, caller, body));
      case 'calendarList.list':
        return respond({
          kind: 'calendar#calendarList',
          etag: '"p1"',
          items: calendars
            .all()
            .filter(({ roles }) => roles.has(caller.account.email))
            .map((calendar) => listEntry(calendar, caller)),
        });
      case 'calendars.get': {
        // Its scopes are its own; what openCalendar asks of event scopes has been settled by then.
        const whole = { ...caller, scopes: new Set(['https://www.googleapis.com/auth/calendar']) };
        return respond(calendarResource(openCalendar(calendars, whole, calendarId, 'read').calendar));
      }
      case 'meet.spaces.get':
        return respond(getSpace(conferences, caller.account, `spaces/${space}`));
      case 'meet.spaces.patch':
        return respond(patchSpace(conferences, caller.account, `spaces/${space}`, query, body));
      default:
        throw new Error(`No handler for ${operation}`);
    }
  };
}

function createSignIn({ accounts, authorisation, tokenEndpoint, idTokens }: Parts): Api {
  const cacheable = { 'cache-control': 'public, max-age=21600' };
  return (request) => {
    switch (request.operation) {
      case 'oauth.auth':
      case 'oauth.consent':
        try {
          return request.operation === 'oauth.auth' ? showPage(request) : takeAnswer(request);
        } catch (error) {
          if (!(error instanceof GoogleError)) throw error;
          return { status: error.status, html: renderRefusalPage(error.message) };
        }
      case 'oauth.token':
        return tokenEndpoint.token(request);
      case 'oauth.tokeninfo':
        return tokenEndpoint.tokenInfo(request);
      case 'oauth.revoke':
        return tokenEndpoint.revoke(request);
      case 'oauth.certs.pem':
        return { status: 200, headers: cacheable, body: idTokens.pem() };
      default:
        return { status: 200, headers: cacheable, body: idTokens.jwks() };
    }
  };

  function showPage({ query }: GoogleRequest): GoogleAnswer {
    return { status: 200, html: renderConsentPage(authorisation.read(query), accounts.all()) };
  }

  function takeAnswer({ body }: GoogleRequest): GoogleAnswer {
    const form = isJsonObject(body) ? body : {};
    const wanted = authorisation.read(new URLSearchParams(String(form.request ?? '')));
    const granted = Array.isArray(form.granted)
      ? form.granted.map(String)
      : form.granted === undefined
        ? []
        : [String(form.granted)];
    const location = authorisation.decide(wanted, {
      account: String(form.account),
      grantedScopes: granted,
      deny: form.answer === 'deny',
    });
    return { status: 302, headers: { location } };
  }
}

function authenticate({ headers, query }: GoogleRequest, accounts: Accounts): Caller {
  const token = /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1] ?? query.get('access_token');
  if (token === null) throw missingCredentials();
  const found = accounts.accessToken(token);
  if (found === undefined) throw invalidCredentials();
  return found;
}

function writeOptions({ query, headers }: GoogleRequest): WriteOptions {
  const version = query.get('conferenceDataVersion') ?? '0';
  if (version !== '0' && version !== '1') throw invalid(`Invalid value '${version}'. Allowed values: 0 - 1.`);
  const ifMatch = headers['if-match'];
  return {
    conferenceDataVersion: version === '1' ? 1 : 0,
    sendUpdates: sendUpdatesOf(query),
    ...(ifMatch === undefined ? {} : { ifMatch }),
  };
}

/** `sendNotifications` is the older word for it. */
function sendUpdatesOf(query: URLSearchParams): SendUpdates {
  const asked = query.get('sendUpdates') ?? (query.get('sendNotifications') === 'true' ? 'all' : 'none');
  if (asked !== 'all' && asked !== 'externalOnly' && asked !== 'none')
    throw invalid(`Invalid value for sendUpdates: ${asked}`);
  return asked;
}

function objectBody(body: unknown): JsonObject {
  if (isJsonObject(body)) return body;
  throw calendarError(400, 'parseError', 'Parse Error');
}

function calendarResource(calendar: StoredCalendar): JsonObject {
  return {
    kind: 'calendar#calendar',
    etag: `"c${calendar.id.length}"`,
    id: calendar.id,
    summary: calendar.summary,
    timeZone: calendar.timeZone,
    conferenceProperties: { allowedConferenceSolutionTypes: calendar.owner.meetAllowed ? ['hangoutsMeet'] : [] },
  };
}

function listEntry(calendar: StoredCalendar, { account }: Caller): JsonObject {
  return {
    ...calendarResource(calendar),
    kind: 'calendar#calendarListEntry',
    colorId: '14',
    backgroundColor: '#9fe1e7',
    foregroundColor: '#000000',
    selected: true,
    accessRole: calendar.roles.get(account.email),
    defaultReminders: calendar.primary ? [{ method: 'popup', minutes: 30 }] : [],
    ...(calendar.id === account.email ? { primary: true } : {}),
  };
}
