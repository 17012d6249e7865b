/** What programs and pages are told where a request could not be taken as it was sent. What is refused by a rule is in refusal-words.ts. */

import { mostTokens } from '#core/access/credential.ts';
import type { CommandName } from './commands.ts';
import type { Inline } from './message.ts';
import { say } from './message.ts';
import type { PlainReader } from './plain-text.ts';

/** On a page nothing is typed: what a command does is somewhere to be looked at. Each can begin a sentence. */
const places: Partial<Record<CommandName, string>> = {
  book: 'The booking page',
  meetings: 'The list of your sessions',
  mentors: 'The list of mentors',
  mentor: 'The mentoring page',
  timezone: 'The account page',
  settings: 'The programme page',
};

/** Somebody who reads on a page or in an answer of the API. */
export function pageReader(zone: string | null): PlainReader {
  return { zone, spell: ({ command }) => places[command] ?? 'Chat' };
}

export const problemWords = {
  signedOut: say`Please sign in first: nobody is signed in here, or no longer.`,
  readOnly: say`This token may only read. Nothing was changed.`,
  sessionOnly: say`That is done on the account page, by somebody who is signed in there. A token cannot do it.`,
  crossSite: say`This request came from another site, so it was not taken. Nothing was changed.`,
  notFound: say`There is nothing here, or nothing that is yours.`,
  methodNotAllowed: (method: string): Inline[] => say`This address does not know ${method}.`,
  notJson: say`What is sent here has to be JSON, in UTF-8, and to say so: application/json.`,
  tooLarge: say`That is more than can be taken at once. Nothing was changed.`,
  broken: say`What was sent is not JSON that can be read. Nothing was changed.`,
  conditionMissing: say`Please say in If-Match which version you have seen: the ETag that came with it.`,
  conditionStrange: say`If-Match takes one ETag, as it came with the last answer, or a star for whatever is there.`,
  keyStrange: say`An Idempotency-Key has 1 to 200 visible characters.`,
  keyReused: say`This Idempotency-Key was used for another request. Nothing was booked: please use a new one.`,
  tooMany: say`That was a lot in a short time. Please wait a moment and go on then.`,
  linkUnknown: say`This link is not known: it may be used already, or older than 10 minutes. Please get a new one in chat.`,
  tokensFull: say`You have ${String(mostTokens)} tokens, and nobody can have more. Nothing was made: please revoke one that you no longer use.`,
  severalPrograms: say`You share several programmes with this mentor. Please say which one it is for.`,
  programChanged: say`These settings have changed since you looked at them. Nothing was saved: please look again.`,
  profileChanged: say`What you offer has changed since you looked at it: in chat, or in another window. Nothing was saved.`,
  notInCalendar: say`Nothing is booked here that could be put into a calendar.`,
  zoneUnknown: say`That is no time zone we know. Write it like Europe/Berlin.`,
  cursorUnknown: say`That is not where any page ended. Take "next" of the page before, or begin without it.`,

  unknownField: (field: string): Inline[] => say`There is no field "${field}" here. Nothing was changed.`,
  missingField: (field: string): Inline[] => say`"${field}" is missing. Nothing was changed.`,
  strangeField: (field: string, wanted: string): Inline[] =>
    say`"${field}" is not as it should be${wanted === '' ? '' : `: ${wanted}`}. Nothing was changed.`,
} as const;

/** What a field should have been, to stand behind a colon. */
export const wantedWords = {
  kind: (kind: string): string => kinds[kind] ?? '',
  oneOf: (values: readonly string[]): string => `one of ${values.join(', ')}`,
  atMost: (limit: string, of: string): string => `at most ${limit}${units[of] ?? ''}`,
  atLeast: (limit: string, of: string): string => `at least ${limit}${units[of] ?? ''}`,
  moment: 'a moment with its offset from UTC, like 2026-12-03T17:00:00Z',
} as const;

const kinds: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
};

const units: Record<string, string> = { string: ' characters', array: ' entries' };
