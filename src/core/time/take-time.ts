/** Finds the time of day in what somebody typed, and what is left without it. Works on text from `plainText`. */

export interface TimeOfDay {
  /** Hours that may be meant, 0 to 24. Only midnight has two: the day's begin and its end. */
  hours: readonly number[];
  minute: number;
  second: number;
}

export interface TakenTime {
  time: TimeOfDay | null;
  /** "this morning" and "tonight" say the day as well. */
  today: boolean;
  /** Whether a part of the day was named, with or without a time. */
  part: boolean;
  rest: string;
}

type PartOfDay = 'morning' | 'afternoon' | 'evening';

const numbers = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'];
const numberWord = new RegExp(`\\b(${numbers.join('|')})\\b`, 'g');

/** Lower case, ASCII digits (full-width ones become plain), single spaces, one kind of dash, numbers up to twelve as digits. */
export function plainText(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replace(/\u2019/g, "'")
    .replace(numberWord, (word) => String(numbers.indexOf(word) + 1))
    .replace(/\s+/g, ' ')
    .trim();
}

const dayWord =
  '(?:today|tomorrow|tmrw?|tonight|morning|afternoon|evening|night|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*)';
const half = '(?<half>[ap])(?:\\.?m\\b\\.?|\\b)';
const hour = '(?<hour>\\d{1,2})';
const minutes = '(?<minute>\\d{2})(?!\\d)';

/** Tried in order; the first that matches is the time. Each must match once, or the text names several times. */
const patterns: readonly RegExp[] = [
  /\b(?<past>half|quarter) past (?<hour>\d{1,2})(?![\d:])(?: ?(?<half>[ap])m\b)?/g,
  /\b(?<to>quarter) to (?<hour>\d{1,2})(?![\d:])(?: ?(?<half>[ap])m\b)?/g,
  new RegExp(`(?<![\\d:.])${hour}:${minutes}(?::(?<second>\\d{2})(?:\\.\\d+)?)?(?![\\d:])(?: ?${half})?`, 'g'),
  new RegExp(`(?<![\\d:./])${hour}(?:\\.${minutes})? ?${half}`, 'g'),
  new RegExp(`(?<![\\d:./])${hour}h${minutes}`, 'g'),
  // Not "2h", which is a length of time.
  /(?<![\d:./])(?<hour>0\d|[89]|1\d|2[0-4])h\b/g,
  /\b(?:12 ?)?(?<word>noon|midday|midnight)\b/g,
  new RegExp(`(?<![\\d:./])${hour} ?o'?clock\\b`, 'g'),
  /(?:\bat |@ ?)(?<hour>[01]\d|2[0-3])(?<minute>[0-5]\d)(?:h|hrs)?(?![\d:./-])/g,
  new RegExp(`(?:\\bat |@ ?)${hour}(?![\\d:./-])`, 'g'),
  // The last of them: in "3.12 18.30" the first is the date.
  new RegExp(`(?<![\\d.])${hour}\\.${minutes}(?![.\\d])(?!.*\\d\\.\\d)`, 'g'),
  new RegExp(`(?<=\\b${dayWord},? |^)(?<hour>[01]\\d|2[0-3])(?<minute>[0-5]\\d)(?:h|hrs)?$`, 'g'),
  new RegExp(`(?<=\\b${dayWord},? )${hour}$`, 'g'),
  new RegExp(`^${hour}(?= (?:in the |at |this )?${dayWord})`, 'g'),
];

function withPart(hourRead: number, part: PartOfDay): number | null {
  if (part === 'morning' || hourRead > 12) return hourRead;
  if (part === 'afternoon') return hourRead === 12 ? 12 : hourRead + 12;
  if (hourRead === 12) return 24;
  // "Tonight at 2" may be the next day or a slip; nobody can tell.
  return hourRead < 4 ? null : hourRead + 12;
}

/**
 * The hour that is meant. An hour from 1 to 7 written without a leading zero, am, pm or part of the day is in the
 * afternoon: sessions at "3" or "5:30" are held in daylight or after work, and whoever means the night writes "03:00" or "3am".
 */
function hourMeant(written: string, halfOfDay: string | undefined, part: PartOfDay | null): number | null {
  const read = Number(written);
  if (halfOfDay) return read < 1 || read > 12 ? null : (read % 12) + (halfOfDay === 'p' ? 12 : 0);
  if (read > 24) return null;
  if (part) return withPart(read, part);
  return !written.startsWith('0') && read >= 1 && read <= 7 ? read + 12 : read;
}

function timeOf(groups: Record<string, string | undefined>, part: PartOfDay | null): TimeOfDay | null {
  // Midnight tonight can only be the coming one; a named day has two.
  if (groups.word === 'midnight') return { hours: part === 'evening' ? [24] : [0, 24], minute: 0, second: 0 };
  if (groups.word) return { hours: [12], minute: 0, second: 0 };
  const meant = hourMeant(groups.hour ?? '', groups.half, part);
  if (meant === null) return null;
  const minute = groups.past === 'half' ? 30 : groups.past ? 15 : groups.to ? 45 : Number(groups.minute ?? 0);
  const second = Number(groups.second ?? 0);
  const read = groups.to ? meant - 1 : meant;
  if (minute > 59 || second > 59 || read < 0 || (read === 24 && minute + second > 0)) return null;
  return { hours: [read], minute, second };
}

/** Null when the text names no possible time where it should, or several. */
export function takeTime(text: string): TakenTime | null {
  const partFound = /\b(?:in the |at |this |late |early )?(?<part>morning|afternoon|evening|night|tonight)\b/.exec(
    text,
  );
  const named = partFound?.groups?.part;
  const part = named === undefined ? null : named === 'morning' || named === 'afternoon' ? named : 'evening';
  const today = named === 'tonight' || partFound?.[0].startsWith('this ') === true;
  for (const pattern of patterns) {
    const matches = [...text.matchAll(pattern)];
    const [match] = matches;
    if (!match) continue;
    const time = timeOf(match.groups ?? {}, part);
    // "31.12" has the shape of a time and can only be a date.
    if (!time && /^\d+\.\d+$/.test(match[0])) continue;
    if (!time || matches.length > 1) return null;
    return { time, today, part: part !== null, rest: withoutPart(text.replace(match[0], ' '), partFound?.[0]) };
  }
  return { time: null, today, part: part !== null, rest: withoutPart(text, partFound?.[0]) };
}

function withoutPart(text: string, part: string | undefined): string {
  return (part ? text.replace(part, ' ') : text)
    .replace(/[,@]|\b(?:at|on|o'clock)\b/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
