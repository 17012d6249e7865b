import { day, second } from '#core/time/clock.ts';

/**
 * Days until a refresh token dies by itself, from the answer it came with; null where Google sets no end. There is one for
 * apps in "Testing" (seven days) and where a person granted access for a time.
 */
export function daysToLive(credentials: object): number | null {
  const seconds: unknown = 'refresh_token_expires_in' in credentials ? credentials.refresh_token_expires_in : undefined;
  return typeof seconds === 'number' ? Math.ceil((seconds * second) / day) : null;
}

export function lifetimeSentence(days: number): string {
  return `The refresh token dies in ${days === 1 ? 'one day' : `${days} days`}, as tokens of apps in "Testing" do.`;
}

export const lifetimeMend =
  'In the Google Cloud console choose "Publish app", then run "npm run google:connect" for a new token.';
