import { setTimeout as sleep } from 'node:timers/promises';
import type { Finding } from '#core/finding.ts';
import { createGoogleCalls, type GoogleCalls, type Wait } from './google-calls.ts';
import { createGoogleClients, type GoogleClients } from './google-clients.ts';
import { GoogleFailure, isApiOff, isPassing } from './google-failure.ts';
import { eventsScope, missingScopes, wantedScopes } from './google-scopes.ts';
import type { GoogleSettings } from './google-settings.ts';
import { toCalendarError, tokenSentence } from './to-calendar-error.ts';
import { daysToLive, lifetimeMend, lifetimeSentence } from './token-lifetime.ts';

const connectAgain = 'Run "npm run google:connect" and leave every box ticked.';

/** Looks whether Confab can book with this Google account; writes nothing. Never throws for Google's sake. */
export async function checkGoogle(settings: GoogleSettings, options: { wait?: Wait } = {}): Promise<Finding[]> {
  const { oauth, calendar, meet } = createGoogleClients(settings);
  const secrets = [settings.clientSecret, settings.refreshToken];
  const calls = createGoogleCalls({ oauth, wait: options.wait ?? sleep, secrets });

  let token: { email: string | undefined; scopes: string[] };
  try {
    token = await calls.run('sign-in', async () => {
      const { token: accessToken } = await oauth.getAccessToken();
      const { email, scopes } = await oauth.getTokenInfo(accessToken ?? '');
      return { data: { email, scopes } };
    });
  } catch (error) {
    return [signInFinding(error)];
  }

  const findings: Finding[] = [
    { name: 'Google sign-in', ok: true, detail: 'The refresh token is alive.' },
    accountFinding(token.email),
    ...scopeFindings(token.scopes),
  ];
  const days = daysToLive(oauth.credentials);
  if (days !== null) {
    findings.push({ name: 'Google token', ok: 'warn', detail: lifetimeSentence(days), mend: lifetimeMend });
  }
  findings.push(await calendarFinding({ calendar, calls, calendarId: settings.calendarId, scopes: token.scopes }));
  findings.push(...(await meetFindings({ meet, calls })));
  return findings;
}

function signInFinding(error: unknown): Finding {
  if (!(error instanceof GoogleFailure)) throw error;
  const name = 'Google sign-in';
  if (isPassing(error)) {
    const mend = 'Check that this machine reaches oauth2.googleapis.com, then try again.';
    return { name, ok: false, detail: `Google does not answer: ${error.message}.`, mend };
  }
  return {
    name,
    ok: false,
    detail: `Google refuses the refresh token: ${error.message}.`,
    mend: tokenSentence(error.reason),
  };
}

function accountFinding(email: string | undefined): Finding {
  const name = 'Google account';
  if (email !== undefined) return { name, ok: true, detail: `Events are made by ${email}.` };
  return { name, ok: 'warn', detail: 'The token does not say whose it is.', mend: connectAgain };
}

function scopeFindings(granted: readonly string[]): Finding[] {
  const missing = missingScopes(granted);
  return wantedScopes.map((scope): Finding => {
    const name = `Google permission ${scope.name}`;
    if (!missing.includes(scope)) return { name, ok: true, detail: 'Granted.' };
    return { name, ok: scope.needed ? false : 'warn', detail: `Not granted: ${scope.cost}.`, mend: connectAgain };
  });
}

async function calendarFinding(options: {
  calendar: GoogleClients['calendar'];
  calls: GoogleCalls;
  calendarId: string;
  scopes: readonly string[];
}): Promise<Finding> {
  const { calendar, calls, calendarId, scopes } = options;
  const name = 'Google Calendar';
  try {
    const { accessRole } = await calls.run('events.list', () => calendar.events.list({ calendarId, maxResults: 1 }));
    const [, ...anyCalendar] = eventsScope.satisfiedBy;
    if (accessRole === 'owner' || (accessRole === 'writer' && anyCalendar.some((scope) => scopes.includes(scope)))) {
      return { name, ok: true, detail: `The calendar "${calendarId}" can be read and written.` };
    }
    const mend = 'Set GOOGLE_CALENDAR_ID to "primary" or to a calendar that the account owns.';
    return { name, ok: false, detail: `The account does not own the calendar "${calendarId}".`, mend };
  } catch (error) {
    if (!(error instanceof GoogleFailure)) throw error;
    const detail = `The calendar "${calendarId}" cannot be read: ${error.message}.`;
    return { name, ok: false, detail, mend: toCalendarError(error).message };
  }
}

/** Asks for a room that does not exist: only a switched-off API answers anything but "no such room". */
async function meetFindings({ meet, calls }: { meet: GoogleClients['meet']; calls: GoogleCalls }): Promise<Finding[]> {
  try {
    await calls.run('spaces.get', () => meet.spaces.get({ name: 'spaces/aaa-aaaa-aaa' }));
  } catch (error) {
    if (!(error instanceof GoogleFailure)) throw error;
    if (isApiOff(error)) {
      const detail = 'The Google Meet API is switched off: people may have to knock at the Meet room.';
      const mend = 'Switch on the Google Meet REST API in the Google Cloud console.';
      return [{ name: 'Google Meet', ok: 'warn', detail, mend }];
    }
  }
  return [];
}
