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
}

/** What a sealed refresh token belongs to. */
export function tokenOf(sub: string): string {
  return `google-refresh-token:${sub}`;
}
