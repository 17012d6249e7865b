import type { MeetingId, PersonId } from '#core/ids.ts';
import type { Action } from '#core/messages/action.ts';

/** Discord's limit for a custom id; Slack allows 255. */
const longest = 100;

const verbs: Record<Action['do'], true> = {
  accept: true,
  decline: true,
  explain: true,
  join: true,
  reschedule: true,
  cancel: true,
  'cancel-confirmed': true,
  keep: true,
  'put-back': true,
  'calendar-file': true,
  meetings: true,
  book: true,
  retry: true,
  'retry-mentor': true,
  link: true,
  'not-link': true,
  pick: true,
  'other-zone': true,
};

/**
 * `v1:accept:<id>`: what a button carries, on every platform. The version is there so that buttons of old messages can be told apart one day.
 * Throws when it would be longer than 100 characters, which is our mistake.
 */
export function encodeAction(action: Action): string {
  const parts: (string | number)[] = ['v1', action.do];
  if ('meeting' in action) parts.push(action.meeting);
  else if ('mentor' in action) parts.push(action.mentor);
  else if ('cursor' in action) parts.push(action.cursor);
  else if ('code' in action) parts.push(action.code);
  else if ('form' in action) parts.push(action.form);
  if (action.do === 'pick') parts.push(action.at);
  const id = parts.join(':');
  if (id.length > longest)
    throw new Error(`The action id of "${action.do}" is ${id.length} characters long; the limit is ${longest}.`);
  return id;
}

/** Null for anything that is not one of our buttons. */
export function decodeAction(id: string): Action | null {
  const [version, verb, subject, ...more] = id.split(':');
  if (version !== 'v1' || verb === undefined || !Object.hasOwn(verbs, verb)) return null;
  const known = verb as Action['do'];
  if (known === 'retry-mentor' || known === 'not-link') return { do: known };
  if (subject === undefined) return null;
  // The store's cursors may hold the mark that divides ours.
  if (known === 'meetings') return { do: known, cursor: [subject, ...more].join(':') };
  if (known === 'link') return { do: known, code: subject };
  if (known === 'book') return { do: known, mentor: subject as PersonId };
  if (known === 'retry' || known === 'other-zone') return { do: known, form: subject };
  if (known === 'pick') {
    const at = Number(more[0]);
    return Number.isSafeInteger(at) ? { do: known, form: subject, at } : null;
  }
  return { do: known, meeting: subject as MeetingId };
}
