import type { MentorForm } from './form.ts';

type HoursText = Pick<MentorForm, 'hours' | 'exceptions'>;

/** Both in one text, for a form that has room for one field: "Mon-Fri 17:00-20:00" and below it "except 2026-12-24 off". `splitHours` parts them again. */
export function joinHours({ hours, exceptions }: HoursText): string {
  return exceptions === '' ? hours : `${hours}\nexcept ${exceptions}`;
}

/** No exceptions where the text names none. */
export function splitHours(text: string): HoursText {
  const found = /\bexcept(?:ions?)?\b(?: (?:for|on))?:?/i.exec(text);
  if (!found) return { hours: text, exceptions: '' };
  return {
    hours: text.slice(0, found.index).trim().replace(/[,;]$/, ''),
    exceptions: text.slice(found.index + found[0].length).trim(),
  };
}
