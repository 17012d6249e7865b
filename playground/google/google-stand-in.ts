import type { Journal } from '../journal.ts';
import type { ShiftedClock } from '../shifted-clock.ts';
import { createAccounts, type GoogleAccount } from './accounts.ts';
import { createApi } from './api.ts';
import { type ConsentDecision, createAuthorisation } from './authorisation.ts';
import { asPerson } from './calendar-access.ts';
import { createCalendars, type Role } from './calendars.ts';
import { createChannels } from './channels.ts';
import { type AccessType, type ConferenceMode, createConferences } from './conferences.ts';
import type { ResponseStatus } from './event-fields.ts';
import { createEventReads } from './event-reads.ts';
import type { EventTime } from './event-time.ts';
import { createEventWrites } from './event-writes.ts';
import { createFailures, type FailureAnswer, type FailureMatch } from './failures.ts';
import type { JsonObject } from './google-request.ts';
import { createGoogleServer, type GoogleServerOptions } from './google-server.ts';
import { createIdTokens } from './id-token.ts';
import { enterRoom, type RoomVisit } from './meet.ts';
import { createTokenEndpoint } from './token-endpoint.ts';

export interface NewAccount {
  email: string;
  timeZone: string;
  /** False: Calendar refuses to make Meet rooms ("Invalid conference type value."). Default true. */
  meetAllowed?: boolean;
  /** True: the Meet API refuses this account, though Calendar makes rooms. Default false. */
  meetRefused?: boolean;
  /** How new rooms are closed. Default RESTRICTED. */
  meetAccess?: AccessType;
  /** Default: whether the address ends in gmail.com. */
  consumer?: boolean;
}

export interface NewClient {
  clientId: string;
  clientSecret: string;
  redirectUris: string[];
  type?: 'web' | 'installed';
  publishing?: 'testing' | 'production';
}

export type GoogleStandIn = Awaited<ReturnType<typeof createGoogleStandIn>>;

/**
 * Google as far as Confab uses it: sign-in, Calendar v3 and Meet v2 on one loopback port.
 * Control functions are what a person or the world does; they reject with what that person would be told.
 */
export async function createGoogleStandIn(options: Pick<GoogleServerOptions, 'clock' | 'journal' | 'specs'>) {
  const { clock, journal }: { clock: ShiftedClock; journal: Journal } = options;
  const accounts = createAccounts(clock);
  const calendars = createCalendars({ clock, accounts });
  const conferences = createConferences();
  const authorisation = createAuthorisation({ clock, accounts });
  const idTokens = createIdTokens(clock);
  const tokenEndpoint = createTokenEndpoint({ clock, accounts, authorisation, idTokens });
  const reads = createEventReads(calendars);
  const writes = createEventWrites({ clock, accounts, calendars, conferences });
  const failures = createFailures();
  const channels = createChannels({ clock, journal, calendars, apiUrl: () => apiUrl });
  const parts = { accounts, authorisation, tokenEndpoint, idTokens, calendars, conferences, channels, reads, writes };
  const server = await createGoogleServer({ ...options, failures, api: createApi(parts) });
  const oauthUrl = `http://127.0.0.1:${server.port}`;
  const apiUrl = `${oauthUrl}/`;

  const me = (email: string) => asPerson(accounts.account(email));
  const byHand = { conferenceDataVersion: 0, sendUpdates: 'all' } as const;
  const read = (email: string, eventId: string) => reads.get(me(email), 'primary', eventId, new URLSearchParams());

  return {
    /** For `rootUrl`: Calendar under calendar/v3, Meet under v2. */
    apiUrl,
    /** No slash at the end: /o/oauth2/v2/auth, /token, /revoke, /tokeninfo, /oauth2/v1/certs, /oauth2/v3/certs. */
    oauthUrl,
    /** Mails that Google sent to guests, oldest first. */
    mails: writes.mails,

    addAccount(fields: NewAccount): GoogleAccount {
      const account = accounts.add({
        meetAllowed: true,
        meetRefused: false,
        meetAccess: 'RESTRICTED',
        consumer: fields.email.endsWith('@gmail.com'),
        ...fields,
      });
      const { email, timeZone } = account;
      calendars.add(email, account, { summary: email, timeZone, primary: true });
      return account;
    },
    /** Addresses of everybody who has a calendar here. */
    emails: () => accounts.all().map(({ email }) => email),
    addClient(fields: NewClient): void {
      accounts.addClient({ type: 'web', publishing: 'production', ...fields });
    },
    /** A second calendar of this person. */
    addCalendar(email: string, fields: { id: string; summary: string; timeZone?: string }): void {
      const owner = accounts.account(email);
      const { id, summary, timeZone = owner.timeZone } = fields;
      calendars.add(id, owner, { summary, timeZone, primary: false });
    },
    shareCalendar(email: string, calendarId: string, other: string, role: Role): void {
      calendars.find(calendarId, accounts.account(email))?.roles.set(accounts.account(other).email, role);
    },

    /** Consent given once and for all, without a browser: the refresh token. Scopes may be short (`calendar.events.owned`). */
    grant(email: string, clientId: string, scopes: readonly string[]): string {
      const account = accounts.account(email);
      const client = accounts.client(clientId);
      accounts.recordConsent(account, client, scopes);
      return accounts.issueRefreshToken(account, client, scopes);
    },
    /** The person takes the app off their account: every token dies. */
    revoke(email: string, clientId?: string): void {
      accounts.forget(accounts.account(email), clientId === undefined ? undefined : accounts.client(clientId));
    },
    /** Every access token is over; refresh tokens live. */
    expireTokens: () => accounts.expireAccessTokens(),
    /** The person answers the authorisation page behind this link; returns the address their browser goes to next. Rejects with what they see instead. */
    async consent({ url, ...decision }: ConsentDecision & { url: string }): Promise<string> {
      const { origin, pathname, searchParams } = new URL(url);
      if (origin !== oauthUrl || pathname !== '/o/oauth2/v2/auth') throw new Error(`Not an authorisation page: ${url}`);
      return authorisation.decide(authorisation.read(searchParams), decision);
    },

    /** How requests for a Meet room go from now on; `ms` (pending only, real time) until success, else it waits for `settleConferences`. */
    setConference(mode: ConferenceMode['mode'], ms?: number): void {
      conferences.setMode(mode === 'pending' ? { mode, ...(ms === undefined ? {} : { ms }) } : { mode });
    },
    settleConferences: (outcome: 'success' | 'failure') => conferences.settleAll(outcome),
    /** The person goes to the room: 'admitted', or 'knocking' where nobody lets them in. */
    enterRoom: async (visit: RoomVisit) => enterRoom(conferences, visit),

    /** The person puts something into their own calendar; the event as the API would show it. */
    async addEvent(email: string, body: JsonObject): Promise<JsonObject> {
      return read(email, writes.insert(me(email), 'primary', body, byHand).event.id);
    },
    /** The event as this person sees it. */
    event: read,
    /** Everything on the person's calendar that is not cancelled. */
    events(email: string): JsonObject[] {
      return reads.list(me(email), 'primary', new URLSearchParams({ maxResults: '2500' })).items as JsonObject[];
    },
    async moveEvent(email: string, eventId: string, times: { start: EventTime; end: EventTime }): Promise<JsonObject> {
      writes.change(me(email), 'primary', eventId, { ...times }, { ...byHand, whole: false });
      return read(email, eventId);
    },
    deleteEvent: async (email: string, eventId: string) => writes.remove(me(email), 'primary', eventId, byHand),
    /** The person adds guests to an event of their own. As on Google's pages, they are on the list with them then. */
    async inviteTo(email: string, eventId: string, guests: readonly string[]): Promise<JsonObject> {
      const attendees = [{ email, responseStatus: 'accepted' }, ...guests.map((guest) => ({ email: guest }))];
      writes.change(me(email), 'primary', eventId, { attendees }, { ...byHand, whole: false });
      return read(email, eventId);
    },
    declineEvent: async (email: string, eventId: string) => writes.respond(email, eventId, 'declined'),
    answerInvitation: async (email: string, eventId: string, answer: ResponseStatus) =>
      writes.respond(email, eventId, answer),

    expireSyncTokens: () => reads.expireSyncTokens(),
    /** Push notifications to this https origin go to a server on this machine; those to any other are not sent. */
    serveNotifications: (origin: string, port: number) => channels.serve(origin, port),
    /** The next `count` push notifications of changes get lost. */
    dropNotifications: (count: number) => channels.drop(count),
    /** The next `times` matching requests of the app meet this. */
    fail: (match: FailureMatch, answer: FailureAnswer, times = 1) => failures.add(match, answer, times),
    clearFailures: () => failures.clear(),
    goDown: () => server.setDown(true),
    comeBack: () => server.setDown(false),

    async close(): Promise<void> {
      conferences.close();
      await channels.close();
      await server.close();
    },
  };
}
