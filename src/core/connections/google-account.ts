/** Google accounts of people, and the calendars that mentors lend through them. */
import type { PersonId } from '#core/ids.ts';
import type { Instant } from '#core/time/clock.ts';

export interface GoogleAccount {
  /** Google's own name for the account. It outlives the e-mail address, and is never given to another account. */
  sub: string;
  /** Shown to its owner, never used to find anybody: addresses change hands. */
  email: string;
  /** Any id of the person who signs in with it. */
  personId: PersonId;
  /** Null while it serves for signing in alone. */
  calendar: CalendarConnection | null;
  connectedAt: Instant;
  /** The person wants no mail here; absent while they have not said so. */
  mailOff?: true;
  /** Rises with every write, and is what compare-and-set compares. */
  revision: number;
}

export interface CalendarConnection {
  /** See `sealer.ts`; it belongs to `tokenOf(sub)`. */
  sealedRefreshToken: string;
  /** As Google granted them. */
  scopes: string[];
  /** Where events are made: `primary`, or the id of a calendar that the account owns. */
  calendarId: string;
  /** `lost`: Google no longer takes the token, and its owner was told so. */
  state: 'ok' | 'lost';
  /** When it came into this state. */
  since: Instant;
  /** How far changes in Google Calendar were read; null: not yet. */
  syncToken: string | null;
  /** When changes are to be read next. Whoever reads them puts this off first, so that of several processes one does. */
  lookAt: Instant;
  /** Through which Google says that something changed; null while it is only asked. */
  channel: CalendarChannel | null;
}

/** A notification channel: Google posts to the address when something in the calendar changes, and does not say what. */
export interface CalendarChannel {
  /** Random, and made by us. */
  id: string;
  /** Google's name for what is watched, which ending the channel takes. */
  resourceId: string;
  /** SHA-256, in hex, of the secret that comes with every notification. Nobody needs the secret itself again. */
  tokenHash: string;
  address: string;
  /** As Google said it: it may be sooner than was asked for. */
  expiresAt: Instant;
}

/** What a sealed refresh token belongs to. */
export function tokenOf(sub: string): string {
  return `google-refresh-token:${sub}`;
}
