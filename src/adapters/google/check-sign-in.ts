import { isIP } from 'node:net';
import { readEncryptionKeys } from '#core/connections/encryption-keys.ts';
import { googleCallback } from '#core/connections/google-door.ts';
import type { Finding } from '#core/finding.ts';

interface SignInSettings {
  /** GOOGLE_REDIRECT_URI. */
  redirectUri: string;
  /** Where people open the dashboard; null where there is none. */
  publicUrl: string | null;
  /** As they are written in the environment. */
  encryptionKeys: string | null;
  /** Whether there is a calendar of the organisation besides. */
  hasCalendar: boolean;
}

/** Looks whether people can sign in with Google and mentors can lend their calendars. Asks Google nothing. */
export function checkSignIn(settings: SignInSettings): Finding[] {
  return [redirect(settings), keys(settings)];
}

function redirect({ redirectUri, publicUrl, hasCalendar }: SignInSettings): Finding {
  const name = 'Signing in with Google';
  // Where it serves the calendar alone, nothing is the matter.
  const off = hasCalendar;
  if (publicUrl === null) {
    const detail = 'nobody can, since there is no dashboard to sign in to';
    return { name, ok: off, detail, mend: 'Set PUBLIC_URL (docs/dashboard.md).' };
  }
  const wanted = `${publicUrl}${googleCallback}`;
  const refused = whyGoogleRefuses(wanted);
  if (redirectUri !== wanted) {
    return {
      ...{ name, ok: off, detail: `nobody can, since GOOGLE_REDIRECT_URI is not ${wanted}` },
      mend: refused
        ? `It could not be either: ${refused} First set PUBLIC_URL to such an address.`
        : `If people should, register exactly ${wanted} as a redirect URI of the OAuth client, and set GOOGLE_REDIRECT_URI to it (docs/setup-google.md).`,
    };
  }
  return refused
    ? {
        name,
        ok: false,
        detail: `Google does not accept ${wanted}: ${refused}`,
        mend: 'Set PUBLIC_URL to such an address.',
      }
    : { name, ok: true, detail: `the OAuth client at Google needs exactly this redirect URI: ${wanted}` };
}

/** Names that are nobody's in public, whatever a network of one's own makes of them: RFC 2606, RFC 6762 and ICANN's .internal. */
const privateEndings = ['local', 'internal', 'lan', 'test', 'invalid', 'localhost'];

/**
 * Null for what can be registered as a redirect URI of an OAuth client for the web. By
 * https://developers.google.com/identity/protocols/oauth2/web-server#uri-validation
 */
export function whyGoogleRefuses(redirectUri: string): string | null {
  const { protocol, hostname } = new URL(redirectUri);
  if (['localhost', '127.0.0.1', '[::1]'].includes(hostname)) return null;
  if (protocol !== 'https:') return 'Google takes http on this machine alone (localhost, 127.0.0.1), else https.';
  if (isIP(hostname.replaceAll(/[[\]]/g, '')) !== 0) return 'Google takes no bare IP address: it has to be a name.';
  const ending = hostname.split('.').at(-1) ?? '';
  return !hostname.includes('.') || privateEndings.includes(ending)
    ? `Google takes only names that can be found in public, and "${hostname}" is not one.`
    : null;
}

function keys({ encryptionKeys, hasCalendar }: SignInSettings): Finding {
  const name = "Mentors' own calendars";
  if (encryptionKeys === null) {
    const detail = 'cannot be connected, since ENCRYPTION_KEYS is not set';
    return hasCalendar
      ? { name, ok: true, detail: `${detail}; sessions go into the calendar of the organisation` }
      : {
          ...{
            name,
            ok: 'warn',
            detail: `${detail}; nor is there GOOGLE_REFRESH_TOKEN, so sessions are in no calendar`,
          },
          mend: 'Set one of the two: docs/setup-google.md says how to make a key.',
        };
  }
  const read = readEncryptionKeys(encryptionKeys);
  if (!read.ok)
    return {
      ...{ name, ok: false, detail: `cannot be connected: ENCRYPTION_KEYS ${read.problem}` },
      mend: 'docs/setup-google.md says how to make a key.',
    };
  const [first, ...others] = read.keys;
  const older =
    others.length === 0
      ? ''
      : `; ${others.map(({ id }) => `"${id}"`).join(', ')} open what is older, until npm run rotate-keys`;
  return { name, ok: true, detail: `can be connected; key "${first.id}" seals them${older}` };
}
