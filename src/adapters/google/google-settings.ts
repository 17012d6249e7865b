/** How Confab reaches one Google account: the organiser, who owns every event and every Meet room. */
export interface GoogleSettings {
  clientId: string;
  clientSecret: string;
  /** As registered with the OAuth client, letter for letter. */
  redirectUri: string;
  refreshToken: string;
  /** `primary`, or the id of a calendar that the account owns. */
  calendarId: string;
  /** Stands in for Google's API hosts; its path is ignored. Loopback only: whoever answers there is sent live tokens. */
  apiUrl?: string;
  /** Stands in for Google's sign-in, without a slash at the end. Loopback only, for the same reason. */
  oauthUrl?: string;
}
