import { auth, calendar } from '@googleapis/calendar';
import { meet } from '@googleapis/meet';
import { second } from '#core/time/clock.ts';
import type { GoogleSettings } from './google-settings.ts';

export type OAuthClient = InstanceType<typeof auth.OAuth2>;
export type GoogleClients = ReturnType<typeof createGoogleClients>;

/** For one request; the client library has no limit of its own. */
const timeout = 10 * second;

/** Google's sign-in, with the library's retries off and a timeout on every request. */
export function createOAuthClient(
  settings: Pick<GoogleSettings, 'clientId' | 'clientSecret' | 'redirectUri' | 'oauthUrl'>,
): OAuthClient {
  const { clientId, clientSecret, redirectUri, oauthUrl } = settings;
  const client = new auth.OAuth2({
    clientId,
    clientSecret,
    redirectUri,
    transporterOptions: { timeout, noProxy: ['127.0.0.1', 'localhost', '[::1]'] },
    ...(oauthUrl === undefined ? {} : { endpoints: endpointsAt(oauthUrl) }),
  });
  // Token requests ask the library for retries by themselves: one that times out would take half a minute.
  client.transporter.interceptors.request.add({
    resolved: async (request) => {
      request.retry = false;
      delete request.retryConfig;
      return request;
    },
  });
  return client;
}

/** The authorised APIs of one account. Retries are ours (`google-calls.ts`): the library leaves out POST, PATCH and 403. */
export function createGoogleClients(settings: GoogleSettings) {
  const oauth = createOAuthClient(settings);
  // Only a refresh token: the library fetches an access token with its expiry before the first call. Credentials without an
  // expiry would make it resend refused calls by itself, inserts too.
  oauth.setCredentials({ refresh_token: settings.refreshToken });
  const options = {
    auth: oauth,
    retry: false,
    timeout,
    ...(settings.apiUrl === undefined ? {} : { rootUrl: settings.apiUrl }),
  };
  return {
    oauth,
    calendar: calendar({ version: 'v3', ...options }),
    meet: meet({ version: 'v2', ...options }),
  };
}

function endpointsAt(url: string) {
  return {
    oauth2AuthBaseUrl: `${url}/o/oauth2/v2/auth`,
    oauth2TokenUrl: `${url}/token`,
    oauth2RevokeUrl: `${url}/revoke`,
    tokenInfoUrl: `${url}/tokeninfo`,
  };
}
