/** Cuts weekly hours as people type them ("Mon–Fri from 5 to 8pm; Sat 10-13") into days, times and dashes. */

/** A time as written: `bare` is an hour without minutes or a leading zero, the kind that may lack an am or pm. */
export interface ClockReading {
  hour: number;
  minute: number;
  half: 'am' | 'pm' | null;
  bare: boolean;
  text: string;
}

/** Days count from Monday, 0. */
export type HoursToken =
  | { kind: 'days'; days: readonly number[]; text: string }
  | { kind: 'time'; time: ClockReading; text: string }
  | { kind: 'dash'; text: string }
  | { kind: 'all-day'; text: string };

const dayPatterns: readonly (readonly [RegExp, readonly number[]])[] = [
  [/^(?:mondays?|mon|mo)$/, [0]],
  [/^(?:tuesdays?|tues|tue|tu)$/, [1]],
  [/^(?:wednesdays?|weds|wed|we)$/, [2]],
  [/^(?:thursdays?|thurs|thur|thu|th)$/, [3]],
  [/^(?:fridays?|fri|fr)$/, [4]],
  [/^(?:saturdays?|sat|sa)$/, [5]],
  [/^(?:sundays?|sun|su)$/, [6]],
  [/^(?:weekdays?|workdays?|working days?)$/, [0, 1, 2, 3, 4]],
  [/^weekends?$/, [5, 6]],
  [/^(?:daily|every ?day|each day|all days|all week)$/, [0, 1, 2, 3, 4, 5, 6]],
];

const separator = /^[\s,;:&+|/]+|^(?:and|from|at|on|between)\b/;
const dash = /^(?:-+|to\b|till?\b|until\b|through\b|thru\b)/;
const allDay = /^(?:all day|24 ?h(?:ours)?\b)/;
const time = /^(\d{1,2})(?:[:.h](\d{2})|h(?:rs)?\b)?(?!\d)(?: ?([ap])\.?m?\b\.?)?/;
const namedTime = /^(?:noon|midday|midnight)\b/;
const words = /^(?:(?:every|each|working) days?|all days|all week|[a-z]+)\.?/;

function readTime(rest: string): ClockReading | null {
  const named = namedTime.exec(rest);
  if (named) return { hour: named[0] === 'midnight' ? 0 : 12, minute: 0, half: null, bare: false, text: named[0] };
  const found = time.exec(rest);
  if (!found) return null;
  const [text, hour = '', minute, half] = found;
  return {
    hour: Number(hour),
    minute: Number(minute ?? 0),
    half: half === 'a' ? 'am' : half === 'p' ? 'pm' : null,
    bare: minute === undefined && !hour.startsWith('0'),
    text: text.trim(),
  };
}

/** `unknown` is the first piece that is neither a day, a time nor a joining word. */
export function readTokens(text: string): { ok: true; tokens: HoursToken[] } | { ok: false; unknown: string } {
  const tokens: HoursToken[] = [];
  // Every kind of dash that phones and word processors put in, and the tilde of East Asia.
  let rest = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\u2010-\u2015\u2212~\u301c]/g, '-')
    .replace(/\s+/g, ' ');
  while (rest !== '') {
    let found = separator.exec(rest);
    if (!found) {
      const reading = readTime(rest);
      found = dash.exec(rest);
      const whole = allDay.exec(rest);
      const word = words.exec(rest)?.[0];
      if (whole) tokens.push({ kind: 'all-day', text: whole[0] });
      else if (reading) tokens.push({ kind: 'time', time: reading, text: reading.text });
      else if (found) tokens.push({ kind: 'dash', text: found[0] });
      else {
        const name = word?.replace(/\.$/, '') ?? '';
        const days = dayPatterns.find(([pattern]) => pattern.test(name))?.[1];
        if (!word || !days) return { ok: false, unknown: /^[^\s,;]+/.exec(rest)?.[0] ?? rest };
        tokens.push({ kind: 'days', days, text: name });
      }
    }
    const last = tokens.at(-1);
    rest = rest.slice(found?.[0].length ?? last?.text.length ?? 1);
  }
  return { ok: true, tokens };
}
