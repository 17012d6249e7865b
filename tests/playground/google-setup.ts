import { auth, calendar } from '@googleapis/calendar';
import { meet } from '@googleapis/meet';
import { createGoogleStandIn } from '../../playground/google/google-stand-in.ts';
import { createJournal } from '../../playground/journal.ts';
import { createShiftedClock } from '../../playground/shifted-clock.ts';
import type { SpecChecker } from '../../playground/spec-checker.ts';

export const MENTOR = 'mentor@gmail.com';
export const LEARNER = 'learner@gmail.com';
export const CLIENT = { clientId: 'confab.apps.googleusercontent.com', clientSecret: 'GOCSPX-secret' };
export const CALLBACK = 'http://127.0.0.1:5000/callback';
const SCOPES = ['calendar.events.owned', 'calendar.freebusy', 'calendar.calendarlist.readonly'];

/** A stand-in with two gmail.com people, and the real client libraries pointed at it. */
export async function setUpGoogle(specs?: SpecChecker) {
  const clock = createShiftedClock();
  const journal = createJournal();
  const google = await createGoogleStandIn({ clock, journal, ...(specs === undefined ? {} : { specs }) });
  google.addAccount({ email: MENTOR, timeZone: 'Europe/Berlin' });
  google.addAccount({ email: LEARNER, timeZone: 'Asia/Kolkata' });
  google.addClient({ ...CLIENT, redirectUris: [CALLBACK] });

  function newClient() {
    return new auth.OAuth2({
      ...CLIENT,
      redirectUri: CALLBACK,
      endpoints: {
        oauth2AuthBaseUrl: `${google.oauthUrl}/o/oauth2/v2/auth`,
        oauth2TokenUrl: `${google.oauthUrl}/token`,
        oauth2RevokeUrl: `${google.oauthUrl}/revoke`,
        tokenInfoUrl: `${google.oauthUrl}/tokeninfo`,
        oauth2FederatedSignonPemCertsUrl: `${google.oauthUrl}/oauth2/v1/certs`,
      },
    });
  }

  function clientOf(email: string, scopes: readonly string[] = SCOPES) {
    const client = newClient();
    client.setCredentials({ refresh_token: google.grant(email, CLIENT.clientId, scopes) });
    return client;
  }

  return {
    google,
    clock,
    journal,
    newClient,
    clientOf,
    calendarOf: (email: string, scopes?: readonly string[]) =>
      calendar({ version: 'v3', auth: clientOf(email, scopes), retry: false, rootUrl: google.apiUrl }),
    meetOf: (email: string, scopes: readonly string[] = ['meetings.space.settings']) =>
      // @googleapis/meet carries types of its own for the same client.
      meet({ version: 'v2', auth: clientOf(email, scopes) as never, retry: false, rootUrl: google.apiUrl }),
  };
}

/** What a refused call was answered with: `409 duplicate`. */
export async function refusal(call: Promise<unknown>): Promise<string> {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error === undefined) return 'not refused';
  const { response } = error as { response?: { status: number; data: { error: unknown } } };
  if (response === undefined) return `no answer: ${(error as { code?: unknown }).code}`;
  const body = response.data.error;
  if (typeof body === 'string') return `${response.status} ${body}`;
  const { errors, status } = body as { errors?: { reason: string }[]; status?: string };
  return `${response.status} ${errors?.[0]?.reason ?? status}`;
}

/** Tomorrow week at ten, and an hour on; instants, so that the tests do not depend on the day they run. */
export function sessionTimes(hoursLater = 0) {
  const day = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10);
  const at = (hour: number) => `${day}T${String(hour).padStart(2, '0')}:00:00Z`;
  return { start: { dateTime: at(10 + hoursLater) }, end: { dateTime: at(11 + hoursLater) } };
}

export const roomRequest = (requestId: string) => ({
  createRequest: { requestId, conferenceSolutionKey: { type: 'hangoutsMeet' } },
});
