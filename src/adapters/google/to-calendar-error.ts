import { CalendarError } from '#core/calendar/meet-links.ts';
import { hour } from '#core/time/clock.ts';
import { type GoogleFailure, isApiOff, isMissingScope, isPassing } from './google-failure.ts';
import { eventsScope } from './google-scopes.ts';

/**
 * The account's spam limiter and a spent daily quota last for hours, and asking again keeps the limiter awake.
 * Google publishes no time for either.
 */
const exhausted = new Set(['quotaExceeded', 'dailyLimitExceeded']);

/** What a failure means to the meeting: wait, give up, or connect again. */
export function toCalendarError(failure: GoogleFailure): CalendarError {
  const { status, reason, retryAfter } = failure;
  const cause = { cause: failure, ...(retryAfter === undefined ? {} : { retryAfter }) };

  if (isPassing(failure))
    return new CalendarError('unavailable', 'Google Calendar does not answer at the moment.', cause);
  if (failure.fromSignIn || status === 401) return new CalendarError('token-lost', tokenSentence(reason), cause);
  if (status === 403 && exhausted.has(reason)) {
    const sentence = 'Google limits this account for some hours because of how much it has written to its calendar.';
    return new CalendarError('unavailable', sentence, { retryAfter: hour, ...cause });
  }
  if (status === 412) {
    return new CalendarError('unavailable', 'The event keeps being changed in Google Calendar.', cause);
  }
  return new CalendarError('refused', refusal(failure), cause);
}

/** Says why sign-in fails and what mends it. */
export function tokenSentence(reason: string): string {
  if (reason === 'deleted_client') {
    return 'The Google OAuth client was deleted: make a new one, then run "npm run google:connect".';
  }
  if (reason === 'invalid_client' || reason === 'unauthorized_client') {
    return 'Google does not know this OAuth client: check GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET, then run "npm run google:connect".';
  }
  return (
    'Google no longer accepts the refresh token: run "npm run google:connect" and store the new one. ' +
    'Where tokens die after seven days, publish the app in the Google Cloud console first.'
  );
}

function refusal(failure: GoogleFailure): string {
  if (isMissingScope(failure)) {
    return `The Google account did not grant ${eventsScope.name}: run "npm run google:connect" and leave every box ticked.`;
  }
  if (isApiOff(failure)) {
    return 'The Google Calendar API is switched off in the Google Cloud project: switch it on in the console.';
  }
  if (failure.status === 404) return 'The Google account has no such calendar: check GOOGLE_CALENDAR_ID.';
  if (failure.status === 403) return 'The Google account may not write to this calendar: check GOOGLE_CALENDAR_ID.';
  // Google's own words might repeat what is in the event, and this goes into the log.
  return `Google Calendar refused the event (${[failure.status, failure.reason].filter(Boolean).join(' ')}).`;
}
